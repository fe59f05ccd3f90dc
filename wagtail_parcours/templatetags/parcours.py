"""Tags for the published pages and for blocks in a site's own templates."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import RichText

from ..admin.renewal import Changed
from ..admin.timeline import may_see_timeline
from ..insights.catalogue import Catalogue, maps_below
from ..map_views.project import project_sums
from ..models.base import base_page_model
from ..models.channels import CHANNEL_ICONS
from ..rendering import texts
from ..rendering.approval import approval_of
from ..rendering.asking import answer_link, asks
from ..rendering.icons import icon_svg
from ..rendering.pages import MapView, map_view
from ..rendering.parts import rich_text_html, standalone_part
from ..rendering.people import sample_person
from ..rendering.projects import method_steps, people_rows, progress_sentence
from ..rendering.roadmap import maps_progress
from ..rendering.translations import alternates, language_links
from ..sanitize import text_points

register = template.Library()

STYLE_SHEETS = (
    "map",
    "cards",
    "table",
    "sides",
    "one-stage",
    "lists",
    "hierarchy",
    "current-future",
    "matrix",
    "insights",
    "approval",
    "terms",
    "indicators",
    "roadmap",
    "needs",
    "ways",
    "story",
    "print",
)
ADMIN_PERMISSION = "wagtailadmin.access_admin"
ICONS = {name for name, _label in CHANNEL_ICONS}


@register.simple_tag(takes_context=True)
def journey_map(context: template.Context, page: Any) -> MapView:
    """The body of a map page, rendered: ``{% journey_map page as map %}``."""
    return map_view(page, context.get("request"), context.get("parcours_way", ""))


@register.simple_tag
def parcours_answer_link(name: str, title: str) -> SafeString:
    """The link with which readers answer a part of the map, if it asks them."""
    return answer_link(name, title)


@register.simple_tag
def parcours_asks() -> bool:
    """Whether the map that is being printed asks its readers."""
    return bool(asks())


@register.inclusion_tag("wagtail_parcours/includes/approval.html", takes_context=True)
def map_approval(context: template.Context, page: Any) -> dict[str, Any]:
    """Who approved the map that a visitor reads: ``{% map_approval page %}``.

    People who work on the map or sign it also see what changed since, and the way to its
    timeline. Nothing is shown in a preview: nobody approved that.
    """
    return {"approval": approval_of(page), "staff": staff_view(context.get("request"), page)}


def staff_view(request: Any, page: Any) -> dict[str, Any] | None:
    """What only people of the admin see of a live map; no query for other visitors."""
    user = getattr(request, "user", None)
    version = getattr(page, "served_version", None)
    if version is None or user is None or not user.is_authenticated:
        return None
    if not user.has_perm(ADMIN_PERMISSION) or not may_see_timeline(user, page):
        return None
    # As it is now, not as it was signed.
    now = type(page).objects.get(pk=page.pk) if version.changed_at is not None else None
    return {
        "changed": Changed(now, version) if now is not None else None,
        "timeline": reverse("wagtail_parcours:timeline", args=[page.pk]),
    }


@register.simple_tag(takes_context=True)
def parcours_alternates(context: template.Context, page: Any = None) -> SafeString:
    """The ``hreflang`` links of a page, for its head; once, however often it is asked for.

    Public translations only, and nothing for a page in one language.
    """
    shown = page or context.get("page")
    request = context.get("request")
    if not isinstance(shown, base_page_model()) or shown.pk is None:
        return mark_safe("")
    if request is not None:
        if getattr(request, "_parcours_alternates_given", False):
            return mark_safe("")
        request._parcours_alternates_given = True
    return format_html_join(
        "\n",
        '<link rel="alternate" hreflang="{}" href="{}">',
        alternates(shown, request),
    )


@register.inclusion_tag("wagtail_parcours/includes/languages.html", takes_context=True)
def parcours_languages(context: template.Context, page: Any) -> dict[str, Any]:
    """The languages in which this visitor may read a page: ``{% parcours_languages page %}``.

    The links keep the filters of the address and, with script, the place on the page. Nothing is
    shown for a page in one language.
    """
    return {"links": language_links(page, context.get("request"))}


@register.simple_tag(takes_context=True)
def journey_catalogue(context: template.Context, page: Any) -> Catalogue:
    """The maps below a catalogue page: ``{% journey_catalogue page as catalogue %}``."""
    return Catalogue(page, context["request"])


@register.simple_tag(takes_context=True)
def project_view(context: template.Context, page: Any) -> dict[str, Any]:
    """People, progress and published maps of a project: ``{% project_view page as project %}``."""
    steps = method_steps(page)
    maps = maps_below(page, context["request"])
    roadmap, of_each = maps_progress(entry.page for entry in maps if entry.state == "future")
    return {
        "people": people_rows(page),
        "steps": steps,
        "progress": progress_sentence(steps),
        "maps": maps,
        "roadmap": roadmap,
        "roadmap_maps": of_each,
        "sums": project_sums(page, context["request"]),
    }


@register.simple_tag(takes_context=True)
def parcours_part(context: template.Context) -> Any:
    """What a block's template prints: ``{% parcours_part as part %}``.

    On a map it was prepared together with the other parts; in a site's own StreamField it is
    made from the block's value.
    """
    if "parcours_part" in context:
        return context["parcours_part"]
    value = context.get("self")
    if isinstance(value, RichText):
        return {"html": rich_text_html(value.source)}
    block = getattr(value, "block", None)
    if block is None:
        return None
    return standalone_part(block, value, context.get("request"), context.get("page"))


@register.simple_tag(takes_context=True)
def parcours_styles(context: template.Context) -> str:
    """The links to the plugin's style sheets, once per page.

    Blocks ask for it themselves, so that they look right in a site that knows nothing of them.
    """
    if "parcours_part" in context:
        return ""
    request = context.get("request")
    if request is not None:
        if getattr(request, "_parcours_styles_given", False):
            return ""
        request._parcours_styles_given = True
    return format_html_join(
        "",
        '<link rel="stylesheet" href="{}">',
        ((static(f"wagtail_parcours/css/{name}.css"),) for name in STYLE_SHEETS),
    )


@register.simple_tag
def parcours_sample_person() -> dict[str, Any]:
    """A made-up person, for the preview of a persona profile."""
    return sample_person()


@register.simple_tag
def parcours_icon(name: str) -> SafeString:
    """A channel's icon, drawn in the page; its meaning stands beside it in words."""
    return icon_svg(name) if name in ICONS else mark_safe("")


@register.filter
def parcours_points(text: str) -> SafeString:
    """A plain text as a paragraph, or as a list when it has several lines."""
    return mark_safe(texts.points_html(text or ""))  # noqa: S308 - escaped there


@register.filter
def parcours_lines(text: str) -> SafeString:
    """The lines of a plain text, one below the other, with its web addresses as links."""
    return texts.lines_html(text or "")


@register.filter
def parcours_enumerated(names: Iterable[str]) -> SafeString:
    """“a, b, c” with the comma of the reader's language."""
    return mark_safe(texts.enumerated(map(conditional_escape, names)))  # noqa: S308 - escaped


@register.filter
def parcours_inline(text: str) -> str:
    """A plain text on one line, without links: for the text of a link itself."""
    return " ".join(text_points(text or ""))
