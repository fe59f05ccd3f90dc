"""A migrated SQLite database, kept for the next worker and the next run.

Migrating an empty database takes longer than many a test. What comes out depends on the migrations
and on nothing else, so it is kept in the folder for temporary files, under a name made of them.
Tests that really commit start from a copy of it as well, instead of having each row written anew.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection

from tests.settings import SCRATCH_DIR


@contextmanager
def shared(*, anew=False):
    """The database that runs share, or None where the tests run on another database.

    Only one process at a time has it until it is kept; the others find what that one has made.
    `anew` leaves alone what is there.
    """
    if connection.vendor != "sqlite":
        yield None
        return
    database = MigratedDatabase()
    restore_by_copying()
    with open(database.path.with_suffix(".lock"), "w") as database.lock:
        fcntl.flock(database.lock, fcntl.LOCK_EX)
        if database.path.exists() and not anew:
            shutil.copyfile(database.path, database_of_tests())
        yield database


def database_of_tests():
    return Path(connection.creation._get_test_db_name())


class MigratedDatabase:
    def __init__(self):
        self.path = Path(SCRATCH_DIR, f"parcours-migrated-{self.fingerprint()}.sqlite3")
        self.lock = None

    @staticmethod
    def fingerprint():
        """What every migration says, and every permission that is made after them."""
        named = f"{os.environ['DJANGO_SETTINGS_MODULE']} {settings.LANGUAGE_CODE}"
        words = hashlib.sha256(named.encode())
        for config in apps.get_app_configs():
            for file in sorted(Path(config.path, "migrations").glob("*.py")):
                words.update(file.read_bytes())
        for model in apps.get_models(include_auto_created=True):
            meta = model._meta
            words.update(f"{meta.label} {meta.default_permissions} {meta.permissions}".encode())
        return words.hexdigest()[:16]

    def keep(self):
        """Keep the database as it is now, before any test, and let other processes have it."""
        if not self.path.exists():
            new = self.path.with_suffix(f".{os.getpid()}")
            connection.ensure_connection()
            with sqlite3.connect(new) as copy:
                connection.connection.backup(copy)
            copy.close()
            new.replace(self.path)
        fcntl.flock(self.lock, fcntl.LOCK_UN)

    @staticmethod
    def remove():
        """Remove the database of this run, with what SQLite keeps beside it."""
        connection.close()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{database_of_tests()}{suffix}").unlink(missing_ok=True)


def restore_by_copying():
    """Tests that commit get the rows of the migrations back in one copy, not one by one."""
    start = sqlite3.connect(":memory:", check_same_thread=False)

    def remember():
        connection.ensure_connection()
        connection.connection.backup(start)
        return "a copy"

    def restore(_data):
        connection.ensure_connection()
        start.backup(connection.connection)

    connection.creation.serialize_db_to_string = remember
    connection.creation.deserialize_db_from_string = restore
