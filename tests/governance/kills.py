"""A process that dies before a write: in this process, or really.

As a program, ``python -m tests.governance.kills`` reads what to post from its standard input as
JSON, and kills itself before the write with the number that stands there.
"""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NoReturn

WRITE = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|TRUNCATE)\b", re.IGNORECASE)
#: Commits count as writes: what is lost before one was never there.
COMMIT = "COMMIT"


class Killed(BaseException):
    """The process would be gone here. Nothing catches it."""


def own_connection() -> Any:
    """The connection of this thread itself: Django's name for it stands for any of them."""
    from django.db import DEFAULT_DB_ALIAS, connections

    return connections[DEFAULT_DB_ALIAS]


@contextmanager
def before_write(number: int, die: Callable[[], None]) -> Iterator[list[str]]:
    """Inside, `die` is called before the write of this number. Yields the writes so far."""
    connection = own_connection()
    writes: list[str] = []

    def count(sql: str) -> None:
        writes.append(sql)
        if len(writes) == number:
            die()

    def execute(run: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if WRITE.match(sql):
            count(sql)
        return run(sql, params, many, context)

    commit = connection._commit

    def counted_commit() -> Any:
        if connection.connection is not None:
            count(COMMIT)
        return commit()

    with ExitStack() as stack:
        stack.enter_context(connection.execute_wrapper(execute))
        connection._commit = counted_commit
        stack.callback(vars(connection).pop, "_commit", None)
        yield writes


def writes_of(action: Callable[[], Any]) -> list[str]:
    """All writes of an action that nobody kills."""
    with before_write(0, lambda: None) as writes:
        action()
    return writes


def killed_before(number: int, action: Callable[[], Any]) -> bool:
    """Run an action in a process that dies before its write of this number.

    Returns False when it has fewer writes and so came to its end.

    The connection goes first, as it does when a process dies, and there is no other one: whatever
    Python does on its way out, and whoever catches the exception, nothing more is written.
    """
    connection = own_connection()
    dead = []

    def no_more() -> NoReturn:
        raise Killed

    def die() -> NoReturn:
        dead.append(number)
        connection.connection.close()
        connection.connect = no_more
        raise Killed

    try:
        with before_write(number, die):
            action()
    except BaseException:
        if not dead:
            raise
    finally:
        vars(connection).pop("connect", None)
        forget_connection()
    return bool(dead)


def forget_connection() -> None:
    """A new process knows nothing of the transaction of the one that died."""
    connection = own_connection()
    connection.connection = None
    connection.savepoint_ids = []
    connection.atomic_blocks = []
    connection.in_atomic_block = False
    connection.needs_rollback = False
    connection.closed_in_transaction = False
    connection.run_on_commit = []
    connection.connect()


def really_killed_before(number: int, person: Any, address: str, form: dict[str, str]) -> int:
    """Post a form in a process of its own that kills itself; returns its exit status."""
    connection = own_connection()
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{settings['NAME']}"
    else:
        host, port = settings["HOST"] or "localhost", settings["PORT"] or 5432
        secret = f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
        url = f"postgres://{settings['USER']}{secret}@{host}:{port}/{settings['NAME']}"
    task = {"number": number, "person": person.pk, "address": address, "form": form}
    done = subprocess.run(
        [sys.executable, "-m", "tests.governance.kills"],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        input=json.dumps(task),
        text=True,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode in {0, -signal.SIGKILL}, done.stderr
    return done.returncode


def main() -> None:
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.test import Client

    task = json.load(sys.stdin)
    client = Client()
    client.force_login(get_user_model().objects.get(pk=task["person"]))
    with before_write(task["number"], lambda: os.kill(os.getpid(), signal.SIGKILL)):
        client.post(task["address"], task["form"])


if __name__ == "__main__":
    main()
