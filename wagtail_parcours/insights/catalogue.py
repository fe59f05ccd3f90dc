"""The catalogue: which maps a reader may find below an index page, filtered and searched.

Everything starts from the pages that this visitor may read. Wagtail checks privacy when it
serves a page, not when it lists or searches pages, so a private map would otherwise show its
title, its persona and its place in the counts.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page as ResultsPage
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet, prefetch_related_objects
from django.utils.translation import get_language, gettext, ngettext
from wagtail.models import PageViewRestriction

from ..conf import parcours_settings
from ..models.base import base_page_model
from ..models.channels import channels_by_slug
from ..models.facets import Facet, JourneyFacet
from ..models.maps import CurrentStateMapMixin, FutureStateMapMixin, map_models, map_tables
from ..models.personas import Persona
from ..models.target_groups import TargetGroup

#: Longer searches are cut: nobody types them, and a search back end has to parse them.
MAX_QUERY = 200
NOT_A_WORD = re.compile(r"[^\w\s’-]+|(?<!\w)-|-(?!\w)")

STATES: Mapping[str, type] = {"current": CurrentStateMapMixin, "future": FutureStateMapMixin}
PARAMETERS: Mapping[str, Facet] = {
    "persona": Facet.PERSONA,
    "group": Facet.TARGET_GROUP,
    "channel": Facet.CHANNEL,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, with the number of maps that have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A map in the list of results."""

    page: Any
    state: str
    introduction: str
    personas: tuple[str, ...]
    channels: tuple[str, ...]


@dataclass
class Catalogue:
    """The maps below `index` that the visitor of `request` may read."""

    index: Any
    request: Any
    language: str = field(default_factory=lambda: get_language() or "")

    def __post_init__(self) -> None:
        typed = self.request.GET.get("q", "").replace("\x00", "").strip()
        self.query = typed[:MAX_QUERY]
        self.visible = visible_maps(self.index, self.request)
        self.filters = {name: self.asked(name) for name in (*PARAMETERS, "state")}

    def asked(self, name: str) -> str:
        return self.request.GET.get(name, "").replace("\x00", "").strip()[:MAX_QUERY]

    # -- what the page shows

    @property
    def selects(self) -> list[dict[str, Any]]:
        """The filters in the order of the form; one without any value is left out."""
        labels = {
            "persona": Facet.PERSONA.label,
            "group": Facet.TARGET_GROUP.label,
            "channel": Facet.CHANNEL.label,
            "state": gettext("State"),
        }
        return [
            {"name": name, "label": labels[name], "choices": values, "asked": self.filters[name]}
            for name, values in self.choices.items()
            if values
        ]

    @property
    def is_filtered(self) -> bool:
        return bool(self.query or any(self.filters.values()))

    @property
    def unknown(self) -> bool:
        """Whether the address asks for something that no map has."""
        return any(
            value and value not in {choice.value for choice in self.choices[name]}
            for name, value in self.filters.items()
        )

    @property
    def heading(self) -> str:
        """How many maps there are, and out of how many."""
        found = self.results.paginator.count
        if not self.is_filtered:
            return ngettext("%(count)d map", "%(count)d maps", found) % {"count": found}
        return ngettext("%(found)d of %(total)d map", "%(found)d of %(total)d maps", self.total) % {
            "found": found,
            "total": self.total,
        }

    @property
    def address(self) -> str:
        """The filters as the beginning of a query string, for the links to other pages."""
        kept = {"q": self.query, **self.filters}
        chosen = {name: value for name, value in kept.items() if value}
        return f"{urlencode(chosen)}&" if chosen else ""

    # -- what may be chosen

    @cached_property
    def choices(self) -> dict[str, list[Choice]]:
        """The values of each filter that at least one visible map has."""
        counts: dict[str, dict[str, int]] = {facet.value: {} for facet in Facet}
        rows = (
            JourneyFacet.objects.filter(page__in=self.visible.values("pk"))
            .values_list("facet", "value")
            .annotate(maps=Count("page_id"))
        )
        for facet, value, maps in rows:
            counts.setdefault(facet, {})[value] = maps
        names = {
            "persona": names_by_key(
                Persona.objects.filter(live=True), counts[Facet.PERSONA], self.language
            ),
            "group": names_by_key(
                TargetGroup.objects.all(), counts[Facet.TARGET_GROUP], self.language
            ),
            "channel": self.channel_names(counts[Facet.CHANNEL]),
        }
        return {
            parameter: sorted(
                (
                    Choice(value, name, counts[facet][value])
                    for value, name in names[parameter].items()
                ),
                key=lambda choice: choice.label.casefold(),
            )
            for parameter, facet in PARAMETERS.items()
        } | {"state": self.state_choices()}

    def state_choices(self) -> list[Choice]:
        labels = {"current": gettext("Current state"), "future": gettext("Future state")}
        choices = [
            Choice(state, labels[state], self.visible.type(*map_models(kind)).count())
            for state, kind in STATES.items()
        ]
        return [choice for choice in choices if choice.count]

    def channel_names(self, slugs: Mapping[str, int]) -> dict[str, str]:
        if not slugs:
            return {}
        known = channels_by_slug(self.language)
        return {slug: known[slug].name for slug in slugs if slug in known}

    @cached_property
    def total(self) -> int:
        """How many maps there are without any filter."""
        return self.visible.count()

    # -- what was found

    def found(self) -> Any:
        """The maps that match the filters and the search, best or first title first."""
        pages = self.visible
        for parameter, facet in PARAMETERS.items():
            value = self.filters[parameter]
            if value:
                rows = JourneyFacet.objects.filter(facet=facet, value=value)
                pages = pages.filter(pk__in=rows.values("page_id"))
        if self.filters["state"]:
            kind = STATES.get(self.filters["state"])
            pages = pages.type(*map_models(kind)) if kind else pages.none()
        if self.query:
            words = searched_words(self.query)
            if not words:
                return pages.none()
            # By key, so that any search back end can take it: it knows nothing of privacy.
            allowed = list(pages.values_list("pk", flat=True))
            return base_page_model().objects.filter(pk__in=allowed).search(words)
        return pages.order_by("title", "pk")

    @cached_property
    def results(self) -> ResultsPage:
        """One page of entries; an address beyond the last page shows the last."""
        paginator = Paginator(self.found(), parcours_settings.CATALOGUE_PAGE_SIZE)
        page = paginator.get_page(self.request.GET.get("page"))
        page.object_list = entries(list(page.object_list), self.language)
        return page


def searched_words(query: str) -> str:
    """The words of a search, without the signs that some search back ends stumble over."""
    return " ".join(NOT_A_WORD.sub(" ", query).split())


def maps_below(page: Any, request: Any) -> list[Entry]:
    """The maps below `page` that this visitor may read, in the order of the site's tree."""
    pages = list(visible_maps(page, request).order_by("path"))
    return entries(pages, get_language() or "")


def visible_maps(index: Any, request: Any) -> QuerySet[Any]:
    """Live maps below `index`, without those behind a privacy setting that refuses `request`."""
    pages = base_page_model().objects.descendant_of(index).live().type(*map_models())
    return without_private(pages, request, index)


def without_private(pages: QuerySet[Any], request: Any, above: Any = None) -> QuerySet[Any]:
    """Leave out what this visitor may not read; aliases are as private as their source."""
    return without(pages, refused_to(request, above))


def refused_to(request: Any, above: Any = None) -> Q:
    """What privacy settings keep from this visitor; an empty condition when nothing is.

    The same number of queries for any number of settings.
    """
    refused = Q()
    for path in refused_paths(request):
        if above is not None and above.path.startswith(path):
            # The visitor is reading the page above, so this one has been accepted.
            continue
        refused |= Q(path__startswith=path) | Q(alias_of__path__startswith=path)
    return refused


def without(pages: QuerySet[Any], refused: Q) -> QuerySet[Any]:
    """Those of `pages` that nothing in ``refused_to()`` keeps from the visitor."""
    return pages.exclude(pk__in=pages.filter(refused).values("pk")) if refused else pages


def refused_paths(request: Any) -> list[str]:
    """The parts of the tree that this visitor may not enter; asked for once in a request."""
    kept = getattr(request, "__dict__", {})
    if "_parcours_refused" not in kept:
        remember_groups(getattr(request, "user", None))
        rules = PageViewRestriction.objects.select_related("page").prefetch_related("groups")
        kept["_parcours_refused"] = [
            rule.page.path for rule in rules if not rule.accept_request(request)
        ]
    return kept["_parcours_refused"]


def remember_groups(user: Any) -> None:
    """Ask once for the groups of a visitor: Wagtail asks again for each private page."""
    if user is not None and user.is_authenticated and not user.is_superuser:
        prefetch_related_objects([user], "groups")


def names_by_key(queryset: QuerySet[Any], keys: Any, language: str) -> dict[str, str]:
    """Names by translation key, in `language` where there is a translation."""
    if not keys:
        return {}
    names: dict[str, str] = {}
    rows = queryset.filter(translation_key__in=list(keys)).values_list(
        "translation_key", "name", "locale__language_code"
    )
    for key, name, code in rows:
        if code == language or str(key) not in names:
            names[str(key)] = name
    return names


def entries(pages: list[Any], language: str) -> list[Entry]:
    """What the list shows of each map, in a number of queries that does not grow with it."""
    pks = [page.pk for page in pages]
    details: dict[int, tuple[str, str]] = {}
    for state, kind in STATES.items():
        for model in map_tables(kind):
            rows = model.objects.filter(pk__in=pks).values_list("pk", "introduction")
            details.update({pk: (state, introduction) for pk, introduction in rows})
    shown: dict[int, dict[str, list[str]]] = {}
    for row in JourneyFacet.objects.filter(page_id__in=pks):
        shown.setdefault(row.page_id, {}).setdefault(row.facet, []).append(row.value)
    keys = {key for facets in shown.values() for key in facets.get(Facet.PERSONA, [])}
    people = names_by_key(Persona.objects.filter(live=True), keys, language)
    channels = channels_by_slug(language) if shown else {}
    found = []
    for page in pages:
        state, introduction = details.get(page.pk, ("", ""))
        facets = shown.get(page.pk, {})
        names = [people[key] for key in facets.get(Facet.PERSONA, []) if key in people]
        modes = [channels[slug] for slug in facets.get(Facet.CHANNEL, []) if slug in channels]
        modes.sort(key=lambda channel: (channel.sort_order, channel.name))
        found.append(
            Entry(
                page,
                state,
                introduction,
                tuple(sorted(names)),
                tuple(channel.name for channel in modes),
            )
        )
    return found
