"""``…/analysis/``: what a map adds up to, counted from the index like every report."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from .added_up import map_analysis


def analysis(page: Any, request: HttpRequest) -> HttpResponse:
    """Served like the map itself: Wagtail has asked for a password or an account before."""
    request.is_preview = False
    context = {**page.get_context(request), "analysis": map_analysis(page, request)}
    return TemplateResponse(request, "wagtail_parcours/pages/analysis.html", context)
