"""``…/changes/``: a future-state map beside the current-state map that it starts from."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from ..rendering.current_future import comparison_view, offers_comparison


def current_future(page: Any, request: HttpRequest) -> HttpResponse:
    """Served like the map itself: Wagtail has asked for a password or an account before."""
    if not offers_comparison(page):
        raise Http404
    request.is_preview = False
    context = {**page.get_context(request), "against": comparison_view(page, request)}
    return TemplateResponse(request, "wagtail_parcours/pages/current_future.html", context)
