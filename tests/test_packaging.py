"""The wheel: complete, and working in a project that has never seen this repository."""

import os
import subprocess
import sys
import venv
import zipfile
from email.parser import HeaderParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "wagtail_parcours"
PROBE = Path(__file__).with_name("wheel_probe.py")

pytestmark = [pytest.mark.packaging, pytest.mark.xdist_group("packaging")]

SETTINGS = """

INSTALLED_APPS += [
    "wagtail_parcours",
    "wagtail_localize",
    "wagtail_localize.locales",
    "simple_history",
    "wagtail.contrib.settings",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATABASES["default"]["OPTIONS"] = {"transaction_mode": "IMMEDIATE"}
"""


def run(*command, cwd, **environment):
    """Run a command as a stranger would: nothing of this repository on the path."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "DJANGO", "PYTEST", "COV", "DATABASE"))
        and name != "VIRTUAL_ENV"
    }
    process = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=clean | environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert process.returncode == 0, f"{command}\n{process.stdout}\n{process.stderr}"
    return process.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", out, ROOT, cwd=out)
    (path,) = out.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory):
    """The Python of a new virtual environment that holds the wheel and what it asks for."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", wheel, cwd=folder)
    return python


@pytest.fixture(scope="module")
def project(python, tmp_path_factory):
    """A project as ``wagtail start`` makes it, with the plugin added as the readme says."""
    folder = tmp_path_factory.mktemp("project")
    run(python.with_name("wagtail"), "start", "intranet", folder, cwd=folder)
    with (folder / "intranet" / "settings" / "base.py").open("a", encoding="utf-8") as settings:
        settings.write(SETTINGS)
    return folder


def shipped_files():
    return {
        path.relative_to(ROOT).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_the_whole_package_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == shipped_files()


@pytest.mark.parametrize(
    "pattern",
    [
        "py.typed",
        "locale/fr/LC_MESSAGES/django.mo",
        "locale/fr/LC_MESSAGES/django.po",
        "migrations/0001_initial.py",
        "static/wagtail_parcours/css/*.css",
        "static/wagtail_parcours/js/*.js",
        "templates/wagtail_parcours/blocks/*.html",
        "templates/wagtail_parcours/pages/*.html",
    ],
)
def test_the_wheel_holds_more_than_python(wheel, pattern):
    with zipfile.ZipFile(wheel) as archive:
        names = [Path(name) for name in archive.namelist()]
    assert any(name.match(f"wagtail_parcours/{pattern}") for name in names)


def test_the_metadata_promises_what_it_should(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        (licence,) = [name for name in archive.namelist() if name.endswith("/LICENSE")]
        metadata = HeaderParser().parsestr(archive.read(name).decode())
        assert b"BSD 3-Clause" in archive.read(licence)
    assert metadata["Name"] == "wagtail-parcours"
    assert metadata["License-Expression"] == "BSD-3-Clause"
    assert metadata["Requires-Python"] == ">=3.11"
    requirements = metadata.get_all("Requires-Dist")
    assert [word for word in requirements if "<" in word or "==" in word.split(";")[0]] == []
    assert {"wagtail>=7.4", "nh3>=0.2.21"} <= set(requirements)


def test_it_works_in_a_project_of_its_own(python, project):
    manage = project / "manage.py"
    run(python, manage, "check", "--fail-level", "WARNING", cwd=project)
    run(python, manage, "makemigrations", "--check", "--dry-run", cwd=project)
    run(python, manage, "migrate", "--verbosity", "0", cwd=project)
    first = run(python, manage, "parcours_setup", cwd=project)
    second = run(python, manage, "parcours_setup", cwd=project)
    assert first.strip()
    assert second != first, "the second run had nothing left to create, and should say so"

    (project / "wheel_probe.py").write_text(PROBE.read_text("utf-8"), "utf-8")
    report = run(
        python, "wheel_probe.py", cwd=project, DJANGO_SETTINGS_MODULE="intranet.settings.dev"
    )
    assert str(python.parents[1]) in report, "the package came from somewhere else"
    assert report.splitlines()[-1] == "ok"
