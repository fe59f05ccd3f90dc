"""What guards the published pages: the allow-list for rich text, and links in plain text.

Two libraries, each for what it does best. nh3 cleans markup: it is fast on hostile nesting,
where bleach's cleaner is quadratic. bleach finds the addresses in plain text, which nh3 does
not do; its input here is escaped text of bounded size, never markup.
"""

from typing import Any

import nh3
from bleach.linkifier import Linker
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

#: Longer texts are cut before any parser sees them (characters).
MAX_MARKUP = 200_000
#: Cells above this size are shown without links (characters): looking for addresses in a
#: megabyte of text would hold the request.
MAX_LINKED_TEXT = 20_000

ALLOWED_TAGS = {
    "a", "b", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "i", "li", "ol", "p",
    "strong", "sub", "sup", "ul",
}  # fmt: skip
# The "*" entry must be there: without it nh3 lets "title" and "lang" pass on every tag.
ALLOWED_ATTRIBUTES = {
    "*": set(),
    "a": {"href", "id", "linktype"},
}
ALLOWED_SCHEMES = {"http", "https", "mailto", "tel"}


def clean_markup(html: str) -> str:
    """Return `html` with only the tags and attributes of the allow-list.

    Works on Wagtail's stored form (``<a linktype="page" id="3">``) as on rendered HTML.
    """
    return nh3.clean(
        html[:MAX_MARKUP],
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        url_schemes=ALLOWED_SCHEMES,
        link_rel=None,
    )


def clean_rendered(html: str) -> str:
    """Return rendered rich text with its links resolved, stripped of what only storage needs.

    An ``id`` in stored markup points at a page; on a published page it could pass for one of
    the page's own anchors.
    """
    return nh3.clean(
        html[:MAX_MARKUP],
        tags=ALLOWED_TAGS,
        attributes={"*": set(), "a": {"href"}},
        url_schemes=ALLOWED_SCHEMES,
        link_rel=None,
    )


def only_safe_schemes(attrs: dict[Any, str], new: bool = False) -> dict[Any, str] | None:
    """Linkify callback: drop anything that is not a plain web address; mark the rest."""
    href = attrs.get((None, "href"), "")
    if not href.startswith(("http://", "https://")):
        return None
    attrs[(None, "rel")] = "noopener noreferrer"
    return attrs


linker = Linker(callbacks=[only_safe_schemes], skip_tags={"pre", "code"}, parse_email=False)


def link_text(text: str) -> SafeString:
    """Return plain `text` as HTML, escaped, with its web addresses turned into links.

    Only texts that contain ``://`` or ``www.`` are given to the linker: most cells have no
    address, and a map has hundreds of cells.
    """
    escaped = escape(text)
    if len(text) > MAX_LINKED_TEXT or ("://" not in text and "www." not in text):
        return escaped
    return mark_safe(linker.linkify(escaped))  # noqa: S308 - escaped above, linker only adds <a>


def text_points(text: str) -> list[str]:
    """Split a cell into its points: one per line, without blank lines and outer spaces."""
    return [line for line in (raw.strip() for raw in text.splitlines()) if line]
