"""``…/outline/`` and ``…/story/``: the same map read in another way than as a table."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse


def outline(page: Any, request: HttpRequest) -> HttpResponse:
    """The complete map as a document of headings and lists."""
    return read_as("outline", page, request)


def story(page: Any, request: HttpRequest) -> HttpResponse:
    """One stage after the other, each filling the screen, with the curve up to there."""
    return read_as("story", page, request)


def read_as(way: str, page: Any, request: HttpRequest) -> HttpResponse:
    """Served like the map itself: Wagtail has asked for a password or an account before."""
    request.is_preview = False
    context = {**page.get_context(request), "parcours_way": way}
    return TemplateResponse(request, page.get_template(request), context)
