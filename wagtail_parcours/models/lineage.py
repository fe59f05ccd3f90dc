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
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from wagtail.models import PageViewRestriction

from .base import base_page_model
from .translations import MapTranslation

LINK = "detailed_map"

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
        f" JOIN ({links()}) link ON link.page_id = own.{page['id']}"
        f" JOIN {page['table']} larger ON larger.{page['id']} = link.larger_id"
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
        f" JOIN ({links()}) link ON link.larger_id = own.{page['id']}"
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


def links() -> str:
    """Every link, whatever the type of its page, as rows of ``page_id`` and ``larger_id``."""
    quote = connection.ops.quote_name
    selects = []
    for model in link_models():
        own, larger = quote(model._meta.pk.column), quote(model._meta.get_field(LINK).column)
        selects.append(
            f"SELECT {own} AS page_id, {larger} AS larger_id "  # noqa: S608 - names of tables
            f"FROM {quote(model._meta.db_table)} WHERE {larger} IS NOT NULL"
        )
    return " UNION ALL ".join(selects)


def way_to(model: type[Any]) -> str:
    """How a query on the base page names a page type: ``currentstatemappage``."""
    steps, child = [], model
    for parent in model._meta.get_base_chain(base_page_model()):
        steps.append(child._meta.get_ancestor_link(parent).related_query_name())
        child = parent
    return "__".join(reversed(steps))


def linked_maps(keys: Any) -> QuerySet[Any]:
    """The maps with these translation keys, in all languages, as base pages in tree order.

    Each knows where it belongs (``larger_key``, ``stage_id``), whether it ``is_private``, the
    ``source_path`` and ``alias_language`` of an alias, and in which language its texts are
    (``texts_of_source``, ``language_of_source``). An alias elsewhere in the same language is left
    out: it shows a map that is here already.
    """
    ways = [way_to(model) for model in link_models()]
    is_map = Q(*[(f"{way}__isnull", False) for way in ways], _connector=Q.OR)
    is_itself = Q(alias_of=None) | Q(alias_of__translation_key=F("translation_key"))
    above = {
        "own": ExpressionWrapper(OuterRef("path"), output_field=CharField()),
        "source": ExpressionWrapper(OuterRef("alias_of__path"), output_field=CharField()),
    }
    restricts = Q(own__startswith=F("page__path")) | Q(source__startswith=F("page__path"))
    record = MapTranslation.objects.filter(page_id=OuterRef("pk"))
    return (
        base_page_model()
        .objects.filter(is_map, is_itself, translation_key__in=keys)
        .select_related("locale")
        .annotate(
            larger_key=Coalesce(*(F(f"{way}__{LINK}__translation_key") for way in ways)),
            stage_id=Coalesce(*(F(f"{way}__detailed_stage") for way in ways)),
            is_private=Exists(PageViewRestriction.objects.annotate(**above).filter(restricts)),
            source_path=F("alias_of__path"),
            alias_language=F("alias_of__locale__language_code"),
            texts_of_source=Subquery(record.values("untranslated")),
            language_of_source=Subquery(record.values("source_locale__language_code")),
        )
        .order_by("path")
    )


def with_bodies(maps: QuerySet[Any]) -> QuerySet[Any]:
    """The same maps with their blocks as stored, in ``stored_body``."""
    bodies = [F(f"{way_to(model)}__body") for model in link_models()]
    return maps.annotate(stored_body=Coalesce(*bodies, output_field=JSONField()))


def maps_above(page_id: int) -> QuerySet[Any]:
    """The live maps from the page `page_id` upwards, with their bodies.

    Each knows the ``first_key``, the translation key of that page, which need not be live itself.
    """
    first = base_page_model().objects.filter(pk=page_id).values("translation_key")
    found = linked_maps(keys_above(page_id)).filter(live=True)
    return with_bodies(found).annotate(first_key=Subquery(first))


def maps_below(keys: Sequence[Any], limit: int) -> QuerySet[Any]:
    """The live maps with these translation keys and those that lie in them, with their bodies.

    At most `limit` maps, each in all its languages; those that are named come first.
    """
    return with_bodies(linked_maps(keys_below(keys, limit))).filter(live=True)


def details_of(page_ids: Iterable[int]) -> QuerySet[Any]:
    """The maps that show a stage of these pages in detail, drafts too, with all translations.

    Each knows whether its own link ``leads_here``: translations may be edited on their own.
    """
    pages = base_page_model().objects.filter(pk__in=page_ids)
    keys = pages.values("translation_key")
    first, *others = (
        # Unordered: some databases take no order inside a union.
        model._base_manager.filter(**{f"{LINK}__translation_key__in": keys})
        .order_by()
        .values("translation_key")
        for model in link_models()
    )
    found = linked_maps(first.union(*others) if others else first)
    return found.annotate(leads_here=Exists(pages.filter(translation_key=OuterRef("larger_key"))))
