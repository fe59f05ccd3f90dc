"""Who may read which page: Wagtail checks privacy where it serves, not where pages are named."""

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
