"""Addresses and words of the pages of indicators, for tests."""

from typing import Any

from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.urls import reverse


def address(name: str = "list", *args: Any) -> str:
    return reverse(f"wagtailsnippets_wagtail_parcours_indicator:{name}", args=args)


def words(response: Any) -> str:
    soup = BeautifulSoup(response.content.decode(), "html.parser")
    return " ".join(soup.get_text(" ").split())


def rows(response: Any) -> list[list[str]]:
    """The cells of the list's rows, in words."""
    soup = BeautifulSoup(response.content.decode(), "html.parser")
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("td")]
        for row in soup.select("table.listing tbody tr")
    ]


def entered(**values: str) -> dict[str, str]:
    """The form of a reading as it is posted."""
    return {"day": "2026-03-01", "value": "62", "channel": "", "source": "", "note": "", **values}


def allow(user: Any, *codenames: str) -> None:
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
