"""What surrounds every page: the menu, the breadcrumb and the language switcher."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info
from wagtail.models import Locale, Page, Site

from example_site.home.reading import readable_pages
from wagtail_parcours.rendering.translations import kept_query

register = template.Library()


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One link of the main menu."""

    page: Page
    is_current: bool
    is_section: bool


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The way to another language; ``is_translation`` is false when it leads home."""

    code: str
    name: str
    url: str
    is_translation: bool


def _home(request: HttpRequest) -> Page | None:
    """The home page in the language being read."""
    site = Site.find_for_request(request)
    return site.root_page.localized if site and site.root_page else None


@register.simple_tag(takes_context=True)
def site_menu(context: Context) -> list[MenuItem]:
    """Sections of the site in the language being read, the current one marked."""
    request: HttpRequest = context["request"]
    home = _home(request)
    if home is None:
        return []
    current: Page | None = context.get("page")
    path = current.path if isinstance(current, Page) else ""
    sections = readable_pages(request).child_of(home).in_menu().order_by("path")
    return [
        MenuItem(section, section.path == path, path.startswith(section.path))
        for section in sections
    ]


@register.simple_tag(takes_context=True)
def breadcrumb(context: Context) -> list[Page]:
    """The pages above the current one, home first; empty on the home page."""
    request: HttpRequest = context["request"]
    current = context.get("page")
    home = _home(request)
    # A page that is being created has no place in the tree yet.
    if home is None or not isinstance(current, Page) or not current.path:
        return []
    return list(
        readable_pages(request)
        .ancestor_of(current)
        .descendant_of(home, inclusive=True)
        .order_by("depth")
    )


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[LanguageLink]:
    """One link for each other language: the same page when it is translated, else home."""
    request: HttpRequest = context["request"]
    others = [code for code, _name in settings.LANGUAGES if code != get_language()]
    current = context.get("page")
    if isinstance(current, Page):
        return _links_to_translations(request, current, others)
    address = f"{request.path}{kept_query(request)}"
    return [
        LanguageLink(code, _own_name(code), translate_url(address, code), True) for code in others
    ]


def _links_to_translations(
    request: HttpRequest, current: Page, codes: list[str]
) -> list[LanguageLink]:
    readable = readable_pages(request).filter(locale__language_code__in=codes)
    translations = {
        page.locale.language_code: page
        for page in readable.translation_of(current).select_related("locale")
    }
    links = []
    for code in codes:
        page = translations.get(code)
        target = page or _home_in(request, code)
        if target is not None:
            # Filters and views are the same in every language, those of home are others.
            query = kept_query(request) if page is not None else ""
            url = f"{target.get_url(request)}{query}"
            links.append(LanguageLink(code, _own_name(code), url, page is not None))
    return links


def _home_in(request: HttpRequest, code: str) -> Page | None:
    """The home page in a language, when that language has one."""
    home = _home(request)
    locale = Locale.objects.filter(language_code=code).first()
    if home is None or locale is None:
        return None
    homes = readable_pages(request).translation_of(home, inclusive=True)
    return homes.filter(locale=locale).first()


def _own_name(code: str) -> str:
    """A language's name in that language, with the capital of a link: "Français"."""
    return get_language_info(code)["name_local"].capitalize()
