"""The short links “Is this what you see?” of a map whose readers may answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext

from ..models.feedback import FeedbackSettings

#: Where the answers of the map that is being printed go; "" when it asks nothing.
_address: ContextVar[str] = ContextVar("parcours_answer_address", default="")


def answer_address(page: Any, request: Any) -> str:
    """The address of the form of a live map whose readers may answer, else ``""``.

    One query for a map that does not ask.
    """
    if page.pk is None or not page.live or getattr(request, "is_preview", False):
        return ""
    if FeedbackSettings.of(page) is None:
        return ""
    return f"{page.get_url(request) or ''}answer/"


@contextmanager
def asking(address: str) -> Iterator[None]:
    """Print the links to this address meanwhile; none for ``""``."""
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)


def asks() -> str:
    return _address.get()


def answer_link(name: str, title: str) -> SafeString:
    """The link for the part with this anchor, which is called `title`; ``""`` if none asks."""
    address = asks()
    if not address or not name:
        return mark_safe("")
    return format_html(
        '<a class="parcours-answer" href="{}?about={}">{}'
        '<span class="parcours-hidden"> {}</span></a>',
        address,
        name,
        gettext("Is this what you see?"),
        Truncator(" ".join(title.split())).chars(60),
    )
