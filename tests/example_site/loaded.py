"""The demo, loaded once in a run and put back row by row where it is wanted again.

Loading takes a while, as signing and translating many maps does, and gives the same rows each
time. The first test that wants the demo loads it as anybody does; others get its rows.
"""

from dataclasses import dataclass
from io import StringIO
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction


@dataclass(frozen=True)
class Loaded:
    """What the command printed, and the columns and rows of each table after it."""

    printed: str
    tables: dict[str, tuple[list[str], list[tuple[Any, ...]]]]


#: By whether the command could commit: only then do tasks that wait for that run, such as
#: filling the search index.
_kept: dict[bool, Loaded] = {}


def load_demo(commits: bool) -> str:
    """Fill the database with the demo. Gives what the command printed the first time."""
    if commits not in _kept:
        printed = StringIO()
        call_command("load_demo", stdout=printed)
        _kept[commits] = Loaded(printed.getvalue(), {name: _rows(name) for name in _tables()})
    else:
        _put_back(_kept[commits])
    return _kept[commits].printed


def _tables() -> list[str]:
    """Every table of a model; full-text tables of SQLite follow theirs by themselves."""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return [name for name in names if not name.endswith("_fts")]


def _rows(table: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        return [column[0] for column in cursor.description], list(cursor.fetchall())


@transaction.atomic
def _put_back(loaded: Loaded) -> None:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in loaded.tables:
            cursor.execute(f"DELETE FROM {quote(table)}")
        for table, (columns, rows) in loaded.tables.items():
            names = ", ".join(map(quote, columns))
            places = ", ".join(["%s"] * len(columns))
            if rows:
                cursor.executemany(
                    f"INSERT INTO {quote(table)} ({names}) VALUES ({places})",
                    rows,
                )
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(statement)
    ContentType.objects.clear_cache()
    cache.clear()
