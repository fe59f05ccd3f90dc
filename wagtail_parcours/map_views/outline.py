"""``…/outline/``: the complete map as a document of headings and lists, without any table."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse


def outline(page: Any, request: HttpRequest) -> HttpResponse:
    """Served like the map itself: Wagtail has asked for a password or an account before."""
    request.is_preview = False
    context = {**page.get_context(request), "parcours_way": "outline"}
    return TemplateResponse(request, page.get_template(request), context)
