"""``…/family/``: all maps of the journey that a map belongs to."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from ..rendering.family import family_of


def family(page: Any, request: HttpRequest) -> HttpResponse:
    """Served like the map itself: Wagtail has asked for a password or an account before."""
    request.is_preview = False
    context = {**page.get_context(request), "family": family_of(page, request)}
    return TemplateResponse(request, "wagtail_parcours/pages/family.html", context)
