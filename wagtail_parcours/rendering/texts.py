"""Plain text to HTML: points, paragraphs, web addresses and dates. Everything is escaped."""

import datetime
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from ..sanitize import text_points
from .glossary import written
from .hints import hinted


def lines_html(text: str) -> SafeString:
    """The lines of a text, one below the other."""
    return hinted(text, "<br>".join(written(point) for point in text_points(text)), "span")


def points_html(text: str, attributes: str = "") -> str:
    """A cell: nothing, a paragraph, or a list with one entry per line.

    `attributes` say in which language it is, where that is not the one of the page.
    """
    points = text_points(text)
    if not points:
        return ""
    if len(points) == 1:
        return hinted(text, f"<p{attributes}>{written(points[0])}</p>")
    entries = "".join(f"<li>{written(point)}</li>" for point in points)
    return hinted(text, f"<ul{attributes}>{entries}</ul>")


def enumerated(items: Iterable[str]) -> str:
    """“a, b, c” with the comma of the reader's language."""
    return gettext(", ").join(items)


def web_address(url: str) -> str:
    """`url` when a reader may safely follow it, else ``""``."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return url.strip() if parts.scheme in {"http", "https"} and parts.netloc else ""


def day(text: str) -> str:
    """A stored day (``YYYY-MM-DD``) in the reader's language; ``""`` when there is none."""
    try:
        return date_format(datetime.date.fromisoformat(text), "DATE_FORMAT")
    except ValueError:
        return ""
