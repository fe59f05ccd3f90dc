"""The Nu HTML checker, run from the jar that npm's ``vnu-jar`` package carries."""

import json
import os
import shutil
import subprocess
from pathlib import Path

JAR = Path(__file__).parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
TIMEOUT_SECONDS = 120


class CheckerMissingError(RuntimeError):
    """Java or the checker itself is absent; a test that needs it has to fail, not skip."""


def find_checker() -> tuple[str, Path]:
    """Return the Java program and the checker's jar, or raise ``CheckerMissingError``."""
    java = shutil.which("java")
    jar = Path(os.environ.get("VNU_JAR", JAR))
    if java is None:
        raise CheckerMissingError("java is not installed; `make test` installs it")
    if not jar.is_file():
        raise CheckerMissingError(f"{jar} does not exist; `make test` installs it")
    return java, jar


def check_html(html: str) -> list[str]:
    """Return one readable line per error in ``html``; an empty list means a valid document."""
    java, jar = find_checker()
    run = subprocess.run(
        [java, "-Xss2m", "-jar", str(jar), "--format", "json", "--exit-zero-always", "-"],
        input=html,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=TIMEOUT_SECONDS,
        check=False,
    )
    try:
        messages = json.loads(run.stderr)["messages"]
    except (ValueError, KeyError) as error:
        raise CheckerMissingError(f"the checker did not answer: {run.stderr[:2000]}") from error
    return [_describe(message) for message in messages if message["type"] != "info"]


def _describe(message: dict) -> str:
    extract = " ".join(message.get("extract", "").split())
    return f"line {message.get('lastLine', '?')}: {message['message']} [{extract}]"
