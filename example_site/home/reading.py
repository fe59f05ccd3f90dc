"""Which pages a person may read.

Wagtail checks a page's privacy when it serves the page, not when pages are listed or
searched. Every list of pages on the intranet therefore starts here.
"""

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction


def readable_pages(request: HttpRequest) -> QuerySet[Page]:
    """Live pages that this person would be shown, privacy settings respected.

    Nobody reads anything before signing in: the intranet's rule, so that menus and error
    pages shown to a stranger name nothing.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Page.objects.none()
    pages = Page.objects.live()
    for restriction in _restrictions():
        if not restriction.accept_request(request):
            pages = pages.not_descendant_of(restriction.page, inclusive=True)
    return pages


def _restrictions() -> QuerySet[PageViewRestriction]:
    """All privacy settings, with what it takes to judge them, in two queries."""
    return PageViewRestriction.objects.select_related("page").prefetch_related("groups")
