"""Live maps counted again from their pages, without the index: slow, and plain to see."""

from collections import Counter
from typing import Any

from wagtail.models import Page, PageViewRestriction

from wagtail_parcours.insights.index import index_of
from wagtail_parcours.models import JourneyMapMixin


def may_read(page: Any, request: Any) -> bool:
    """Whether the visitor of `request` may open the page, as Wagtail decides it."""
    above = [page.pk, *page.get_ancestors().values_list("pk", flat=True)]
    restrictions = PageViewRestriction.objects.filter(page_id__in=above)
    return all(restriction.accept_request(request) for restriction in restrictions)


def told_maps(request: Any, language: str) -> list[Any]:
    """Each map that the visitor may read once: in `language`, else in the oldest language."""
    families: dict[Any, list[Any]] = {}
    for page in Page.objects.live().filter(alias_of__isnull=True).specific():
        if isinstance(page, JourneyMapMixin) and may_read(page, request):
            families.setdefault(page.translation_key, []).append(page)
    return [
        min(pages, key=lambda page: (page.locale.language_code != language, page.locale_id))
        for pages in families.values()
    ]


def counted(request: Any, language: str) -> Counter[tuple[str, str]]:
    """How many entries there are by kind and by what they do to the client."""
    counts: Counter[tuple[str, str]] = Counter()
    for page in told_maps(request, language):
        counts["map", page.journey_state] += 1
        for row in index_of(page)[1]:
            counts[row["kind"], row["effect_client"]] += 1
    return counts
