"""Searching the intranet."""

import re

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from wagtail.models import Locale, Page

from example_site.home.reading import readable_pages
from example_site.search.forms import SearchForm

PAGE_SIZE = 10
# Only words go to the search engine: SQLite's reads quotation marks as its own syntax, and
# answers a lonely one with an error.
WORD = re.compile(r"\w+")


def search(request: HttpRequest) -> TemplateResponse:
    """Show the pages that match, in the language being read, that this person may read."""
    form = SearchForm(request.GET)
    query = form.cleaned_data["query"] if form.is_valid() else ""
    results = find_pages(request, query) if query else Page.objects.none()
    page_of_results = Paginator(results, PAGE_SIZE).get_page(request.GET.get("page"))
    return TemplateResponse(
        request,
        "search/search.html",
        {"form": form, "query": query, "results": page_of_results},
    )


def find_pages(request: HttpRequest, query: str) -> QuerySet[Page]:
    """Matches among readable pages; anything private is left out before the search runs."""
    words = " ".join(WORD.findall(query))
    if not words:
        return Page.objects.none()
    pages = readable_pages(request).filter(locale=Locale.get_active(), depth__gt=1)
    return pages.specific().search(words, operator="and")
