"""In which languages a page can be read, and where: the links from one language to another.

A private page is named only to those who may read it, and never in the head of a page, which
caches and search engines keep.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from django.db.models.functions import Coalesce
from django.utils.translation import get_language_info
from wagtail.coreutils import get_content_languages, get_supported_content_language_variant
from wagtail.models import PageViewRestriction

from ..models.base import base_page_model
from .languages import direction
from .readers import may_read

#: The plugin's own parameters: filters of the catalogue, the page of its results.
OWN_PARAMETERS = frozenset({"q", "persona", "group", "channel", "state", "page"})
PARAMETER = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,39}")
#: Parameters that send people elsewhere, or open something for one person.
UNWANTED = re.compile(r"next|redirect|return|continue|url|token|password|key|sign", re.IGNORECASE)
MAX_PARAMETERS = 20
MAX_VALUE = 200


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The way to a page in one language; `name` is what that language calls itself."""

    code: str
    name: str
    url: str
    direction: str
    is_current: bool


def family_of(page: Any) -> Sequence[Any]:
    """The live pages that are translations of `page`, itself included. One query for a page.

    Each knows its ``locale``, whether it ``is_private``, on what it stands if it is a map
    (``parcours_live_version``) and of when its content is (``written_at``).
    """
    known = page.__dict__.get("_parcours_family")
    if known is None:
        known = page.__dict__["_parcours_family"] = list(live_translations(page))
    return known


def live_translations(page: Any) -> Iterable[Any]:
    if page.translation_key is None:
        return []
    above = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    restrictions = PageViewRestriction.objects.annotate(below=above)
    return (
        base_page_model()
        .objects.filter(translation_key=page.translation_key, live=True)
        .select_related("locale", "parcours_live_version")
        .annotate(
            is_private=Exists(restrictions.filter(below__startswith=F("page__path"))),
            # An alias is as old as what it shows.
            written_at=Coalesce(
                F("live_revision__created_at"), F("alias_of__live_revision__created_at")
            ),
        )
        .order_by("path")
    )


def language_links(page: Any, request: Any) -> list[LanguageLink]:
    """A link for each language in which this visitor may read `page`, in the site's order."""
    # A view of a map has the same address below it in every language.
    rest = f"{getattr(page, 'view_path', '')}{kept_query(request)}"
    found = []
    for version in sorted(family_of(page), key=lambda row: place_of(row.locale.language_code)):
        if version.is_private and not may_read(version, request):
            continue
        url = version.specific_deferred.get_url(request)
        if url:
            code = version.locale.language_code
            is_current = version.locale_id == page.locale_id
            found.append(
                LanguageLink(code, own_name(code), f"{url}{rest}", direction(code), is_current)
            )
    return found


def alternates(page: Any, request: Any) -> list[tuple[str, str]]:
    """``(hreflang, address)`` of every public translation, then ``x-default``; none for a page in
    one language, and none for a private one."""
    family = family_of(page)
    if not any(version.pk == page.pk and not version.is_private for version in family):
        return []
    found = {}
    for version in family:
        if not version.is_private:
            url = version.specific_deferred.get_full_url(request)
            if url:
                found[version.locale.language_code] = f"{url}{getattr(page, 'view_path', '')}"
    if len(found) < 2:
        return []
    default = found.get(get_supported_content_language_variant(settings.LANGUAGE_CODE))
    links = sorted(found.items(), key=lambda link: place_of(link[0]))
    return [*links, ("x-default", default)] if default else links


def kept_query(request: Any) -> str:
    """The query string to take along to another language, with its ``?``; ``""`` for none.

    Written anew from what was understood, so nothing is encoded twice. What could send a person
    elsewhere is left behind.
    """
    if request is None:
        return ""
    kept = [
        (name, value)
        for name, values in request.GET.lists()
        for value in values
        if is_harmless(name, value)
    ]
    return f"?{urlencode(kept[:MAX_PARAMETERS])}" if kept else ""


def is_harmless(name: str, value: str) -> bool:
    if len(value) > MAX_VALUE or "\x00" in value:
        return False
    if name in OWN_PARAMETERS:
        return True
    return bool(PARAMETER.fullmatch(name) and not UNWANTED.search(name) and "//" not in value)


def place_of(code: str) -> tuple[int, str]:
    """The place of a language in the site's own order."""
    codes = list(get_content_languages())
    return (codes.index(code) if code in codes else len(codes), code)


def own_name(code: str) -> str:
    """A language's name in that language, with the capital of a link: “Français”."""
    try:
        name = str(get_language_info(code)["name_local"])
    except KeyError:
        # A language that Django knows nothing of has the name that the site gives it.
        name = str(get_content_languages().get(code, code))
    return f"{name[:1].upper()}{name[1:]}"
