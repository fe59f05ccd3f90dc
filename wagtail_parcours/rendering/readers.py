"""Who may read which page: Wagtail checks privacy where it serves, not where pages are named."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Case, Exists, OuterRef, Q, Subquery, When
from wagtail.models import PageViewRestriction

from ..models.base import base_page_model
from ..models.maps import CurrentStateMapMixin, CurrentStateMapPage
from ..models.translations import MapTranslation


def readable_current_map(page: Any, request: Any) -> Any:
    """The current-state map that a future-state map starts from, if this visitor may read it.

    In the language of the page where it exists. One query on a site where no page is private.
    """
    current_map_id = getattr(page, "current_map_id", None)
    if current_map_id is None:
        return None
    linked = find_current_map(current_map_id, page.locale_id)
    if linked is None:
        return None
    if linked.locale_id == page.locale_id:
        linked.locale = page.locale
    if not linked.site_has_private_pages:
        return linked if linked.live else None
    return linked if may_read(linked, request) else None


def find_current_map(pk: int, locale_id: int) -> Any:
    """The current-state map with this key, of whatever page type the site uses for them.

    Its translation into the language of `locale_id` instead, where there is one: a translated map
    may go on naming the map that its source names.
    """
    same = base_page_model().objects.filter(pk=pk).values("translation_key")
    wanted = Q(pk=pk) | Q(translation_key__in=same, locale_id=locale_id)
    private = Exists(PageViewRestriction.objects.all())
    record = MapTranslation.objects.filter(page_id=OuterRef("pk"))
    models = [model for model in apps.get_models() if issubclass(model, CurrentStateMapMixin)]
    # The plugin's own page type first: it is the one most sites use.
    for model in sorted(models, key=lambda model: model is not CurrentStateMapPage):
        found = (
            model.objects.filter(wanted)
            .annotate(
                site_has_private_pages=private,
                texts_of_source=Subquery(record.values("untranslated")),
                language_of_source=Subquery(record.values("source_locale__language_code")),
            )
            .order_by(Case(When(locale_id=locale_id, then=0), default=1))
            .first()
        )
        if found is not None:
            return found
    return None


def may_read(page: Any, request: Any) -> bool:
    """Whether the visitor of `request` would be shown `page`, publication and privacy included."""
    if not page.live:
        return False
    restrictions = list(page.get_view_restrictions())
    if not restrictions:
        return True
    return request is not None and all(rule.accept_request(request) for rule in restrictions)


def readable(rows: Iterable[Any], request: Any) -> list[Any]:
    """Those of these rows that this visitor may read, as far as privacy goes.

    Each row knows whether it ``is_private``, and as an alias the ``source_path`` of its source,
    which it is as private as. No query when none of them is private; otherwise some that do not
    grow with the rows.
    """
    found = list(rows)
    if not any(row.is_private for row in found):
        return found
    refused = refused_paths(found, request)
    return [
        row for row in found if not row.is_private or not starts_with_any(paths_of(row), refused)
    ]


def refused_paths(rows: Iterable[Any], request: Any) -> list[str]:
    """The parts of the tree that this visitor may not enter, as far as these rows lie there."""
    paths = [path for row in rows if row.is_private for path in paths_of(row)]
    rules = PageViewRestriction.objects.select_related("page").prefetch_related("groups")
    return [
        rule.page.path
        for rule in rules
        if any(path.startswith(rule.page.path) for path in paths)
        and (request is None or not rule.accept_request(request))
    ]


def paths_of(row: Any) -> list[str]:
    return [path for path in (row.path, row.source_path) if path]


def starts_with_any(paths: Iterable[str], beginnings: Iterable[str]) -> bool:
    return any(path.startswith(beginning) for path in paths for beginning in beginnings)
