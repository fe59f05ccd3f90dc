"""Plain text to HTML: points, paragraphs, web addresses and dates. Everything is escaped."""

import datetime
from urllib.parse import urlsplit

from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe

from ..sanitize import link_text, text_points


def lines_html(text: str) -> SafeString:
    """The lines of a text, one below the other."""
    return mark_safe("<br>".join(link_text(point) for point in text_points(text)))  # noqa: S308


def points_html(text: str) -> str:
    """A cell: nothing, a paragraph, or a list with one entry per line."""
    points = text_points(text)
    if not points:
        return ""
    if len(points) == 1:
        return f"<p>{link_text(points[0])}</p>"
    return f"<ul>{''.join(f'<li>{link_text(point)}</li>' for point in points)}</ul>"


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
