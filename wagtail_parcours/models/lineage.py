"""Which maps lie above a map and below it, asked of the database at once.

A map is meant in all its languages, so the steps go from translation key to translation key:
what is found may hold more than one language's links make up, and never less. Who asks takes
from it what belongs to the language of a page.

Links come from one table per page type, and a chain of them has any length: a recursive query
follows it in one go, where one query per step would cost each view of a map several.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import (
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
)
from django.db.models.expressions import RawSQL
from wagtail.models import PageViewRestriction

from .base import base_page_model
from .translations import MapTranslation

LINK, LINK_COLUMN, STAGE_COLUMN = "detailed_map", "detailed_map_id", "detailed_stage"

#: Maps above a map that are looked at: more levels than anybody nests, and a few to spare for
#: languages whose links differ.
MAX_ABOVE = 24
#: Maps that are looked at to tell whether one lies inside another.
MAX_LOOKED_AT = 1_000


@cache
def map_types() -> tuple[type[Any], ...]:
    """The page types that hold a map."""
    from .hierarchy import PartOfJourneyMixin

    return tuple(model for model in apps.get_models() if issubclass(model, PartOfJourneyMixin))


@cache
def link_models() -> tuple[type[Any], ...]:
    """Those with a column of their own for the link to the larger map."""
    return tuple(model for model in map_types() if model._meta.get_field(LINK).model is model)


def keys_above(page_id: int, limit: int = MAX_ABOVE) -> RawSQL:
    """The translation keys of the page `page_id` and of all maps that it lies in, nearest first.

    Published or not: a chain is followed through what readers do not see, so that a map can never
    be put inside itself.
    """
    page = names()
    return RawSQL(  # noqa: S611 - made of the names of tables; the values are parameters
        f"WITH RECURSIVE parcours_above (map_key) AS ("  # noqa: S608 - likewise
        f" SELECT {page['key']} FROM {page['table']} WHERE {page['id']} = %s"
        f" UNION"
        f" SELECT larger.{page['key']} FROM parcours_above"
        f" JOIN {page['table']} own ON own.{page['key']} = parcours_above.map_key"
        f" JOIN {page['table']} larger ON larger.{page['id']} = {of_map(LINK_COLUMN, 'own')}"
        f") SELECT map_key FROM parcours_above LIMIT %s",
        [page_id, limit],
    )


def keys_below(keys: Sequence[Any], limit: int) -> RawSQL:
    """These translation keys and those of all live maps that lie in one of them, level by level."""
    page = names()
    field = base_page_model()._meta.get_field("translation_key")
    return RawSQL(  # noqa: S611 - as above
        f"WITH RECURSIVE parcours_below (map_key) AS ("  # noqa: S608 - as above
        f" SELECT {page['key']} FROM {page['table']}"
        f" WHERE {page['key']} IN ({', '.join(['%s'] * len(keys))})"
        f" UNION"
        f" SELECT detail.{page['key']} FROM parcours_below"
        f" JOIN {page['table']} own ON own.{page['key']} = parcours_below.map_key"
        f" JOIN {linked_to('own')}"
        f" JOIN {page['table']} detail ON detail.{page['id']} = link.page_id"
        f" WHERE detail.{page['live']}"
        f") SELECT map_key FROM parcours_below LIMIT %s",
        [*(field.get_db_prep_value(key, connection) for key in keys), limit],
    )


def names() -> dict[str, str]:
    """The quoted names of the table of pages and of its columns."""
    meta = base_page_model()._meta
    quote = connection.ops.quote_name
    columns = {"id": meta.pk, "key": meta.get_field("translation_key")}
    columns["live"] = meta.get_field("live")
    quoted = {name: quote(field.column) for name, field in columns.items()}
    return {"table": quote(meta.db_table), **quoted}


def link_tables() -> list[tuple[str, str, str]]:
    """Each table with links: its name, its column for the page, its column for the larger map."""
    quote = connection.ops.quote_name
    return [
        (
            quote(model._meta.db_table),
            quote(model._meta.pk.column),
            quote(model._meta.get_field(LINK).column),
        )
        for model in link_models()
    ]


def of_map(column: str, page: str, only: str = "") -> str:
    """The value of a column of maps for the row `page` of the table of pages.

    NULL for other pages, and for maps that `only` is not true of. Looked up row by row: with a
    join for each page type, a database would put all pages together before it looks which few
    are asked for.
    """
    own, quote = f"{page}.{names()['id']}", connection.ops.quote_name
    found = [
        f"(SELECT {quote(column)} FROM {table} WHERE {key} = {own}"  # noqa: S608 - names of tables
        f"{f' AND {larger} {only}' if only else ''})"
        for table, key, larger in link_tables()
    ]
    return f"COALESCE({', '.join([*found, 'NULL'])})"


def linked_to(page: str) -> str:
    """What to join the row `page` with, to have its details as ``link.page_id``.

    PostgreSQL would read all links at every step, unless it is told to look up those of the row.
    """
    own, lateral = f"{page}.{names()['id']}", connection.vendor == "postgresql"
    found = " UNION ALL ".join(
        f"SELECT {key} AS page_id, {larger} AS larger_id FROM {table} "  # noqa: S608 - as above
        f"WHERE {larger} {f'= {own}' if lateral else 'IS NOT NULL'}"
        for table, key, larger in link_tables()
    )
    return f"{'LATERAL ' if lateral else ''}({found}) link ON link.larger_id = {own}"


def linked_maps(keys: Any) -> QuerySet[Any]:
    """The pages with these translation keys, in all languages, as base pages in tree order.

    Each knows whether it ``is_private``, the ``source_path`` and ``alias_language`` of an alias,
    and in which language its texts are (``texts_of_source``, ``language_of_source``). An alias
    elsewhere in the same language is left out: it shows a map that is here already.
    """
    is_itself = Q(alias_of=None) | Q(alias_of__translation_key=F("translation_key"))
    above = {
        "own": ExpressionWrapper(OuterRef("path"), output_field=CharField()),
        "source": ExpressionWrapper(OuterRef("alias_of__path"), output_field=CharField()),
    }
    restricts = Q(own__startswith=F("page__path")) | Q(source__startswith=F("page__path"))
    record = MapTranslation.objects.filter(page_id=OuterRef("pk"))
    return (
        base_page_model()
        .objects.filter(is_itself, translation_key__in=keys)
        .select_related("locale")
        .annotate(
            is_private=Exists(PageViewRestriction.objects.annotate(**above).filter(restricts)),
            source_path=F("alias_of__path"),
            alias_language=F("alias_of__locale__language_code"),
            texts_of_source=Subquery(record.values("untranslated")),
            language_of_source=Subquery(record.values("source_locale__language_code")),
        )
        .order_by("path")
    )


def with_links(maps: QuerySet[Any]) -> QuerySet[Any]:
    """The same with what they say of where they belong, and with their blocks as stored.

    ``larger_key`` is a translation key, ``stage_id`` the id of a stage, blank for none in
    particular and NULL for a page that is no map.
    """
    page = names()
    # The table of the query itself goes by its own name.
    larger = (
        f"(SELECT larger.{page['key']} FROM {page['table']} larger "  # noqa: S608 - as above
        f"WHERE larger.{page['id']} = {of_map(LINK_COLUMN, page['table'])})"
    )
    return maps.annotate(
        larger_key=RawSQL(larger, [], UUIDField()),  # noqa: S611
        stage_id=RawSQL(of_map(STAGE_COLUMN, page["table"]), [], CharField()),  # noqa: S611
        stored_body=RawSQL(of_map("body", page["table"]), [], JSONField()),  # noqa: S611
    )


def maps_above(page_id: int) -> QuerySet[Any]:
    """The live maps from the page `page_id` upwards, with their links and bodies.

    Each knows the ``first_key``, the translation key of that page, which need not be live itself.
    """
    first = base_page_model()._base_manager.filter(pk=page_id).values("translation_key")
    found = linked_maps(keys_above(page_id)).filter(live=True)
    return with_links(found).annotate(first_key=Subquery(first))


def maps_below(keys: Sequence[Any], limit: int) -> QuerySet[Any]:
    """The live maps with these translation keys and those that lie in them, in the same form.

    At most `limit` maps, each in all its languages; those that are named come first.
    """
    return with_links(linked_maps(keys_below(keys, limit))).filter(live=True)


def details_of(page_ids: Iterable[int]) -> QuerySet[Any]:
    """The maps that show a stage of these pages in detail, drafts too, with all translations.

    ``stage_id`` is NULL for a translation that does not: each may be edited on its own.
    """
    page, ids = names(), list(page_ids)
    marks = ", ".join(["%s"] * len(ids))
    here = (
        f"(SELECT {page['key']} FROM {page['table']} "  # noqa: S608 - as above
        f"WHERE {page['id']} IN ({marks}))"
    )
    keys = RawSQL(  # noqa: S611 - as above
        f"SELECT detail.{page['key']} FROM {page['table']} own"  # noqa: S608 - as above
        f" JOIN {linked_to('own')}"
        f" JOIN {page['table']} detail ON detail.{page['id']} = link.page_id"
        f" WHERE own.{page['key']} IN {here}",
        ids,
    )
    leads = (
        f"IN (SELECT own.{page['id']} FROM {page['table']} own "  # noqa: S608 - as above
        f"WHERE own.{page['key']} IN {here})"
    )
    stage = of_map(STAGE_COLUMN, page["table"], leads)
    each = ids * len(link_tables())
    return linked_maps(keys).annotate(stage_id=RawSQL(stage, each, CharField()))  # noqa: S611
