"""Who may read which page: Wagtail checks privacy where it serves, not where pages are named."""

from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Subquery
from wagtail.models import PageViewRestriction

from ..models.maps import CurrentStateMapMixin, CurrentStateMapPage
from ..models.translations import MapTranslation


def readable_current_map(page: Any, request: Any) -> Any:
    """The current-state map that a future-state map starts from, if this visitor may read it.

    One query in the ordinary case: the map in the same language, on a site where no page is
    private.
    """
    current_map_id = getattr(page, "current_map_id", None)
    if current_map_id is None:
        return None
    linked = find_current_map(current_map_id)
    if linked is not None and linked.locale_id == page.locale_id:
        linked.locale = page.locale
    if linked is None or linked.locale_id != page.locale_id:
        # The page knows its translations.
        linked = page.get_current_map()
        return linked if linked is not None and may_read(linked, request) else None
    if not linked.site_has_private_pages:
        return linked if linked.live else None
    return linked if may_read(linked, request) else None


def find_current_map(pk: int) -> Any:
    """The current-state map with this key, of whatever page type the site uses for them."""
    private = Exists(PageViewRestriction.objects.all())
    record = MapTranslation.objects.filter(page_id=OuterRef("pk"))
    models = [model for model in apps.get_models() if issubclass(model, CurrentStateMapMixin)]
    # The plugin's own page type first: it is the one most sites use.
    for model in sorted(models, key=lambda model: model is not CurrentStateMapPage):
        found = (
            model.objects.filter(pk=pk)
            .annotate(
                site_has_private_pages=private,
                texts_of_source=Subquery(record.values("untranslated")),
                language_of_source=Subquery(record.values("source_locale__language_code")),
            )
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
