"""The filters that the board, the timeline and the table of the roadmap share."""

import uuid
from typing import Any

import django_filters
from django.db.models import Q
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from ...models import (
    RoadmapItem,
    RoadmapState,
    base_page_model,
    current_channel_choices,
    site_today,
)
from ...models.roadmap import OPEN_STATES
from ..reports import SectionFilter, sections
from .access import visible_items

#: Choices offered of people and of maps; the search finds the others.
OFFERED = 200
#: Stands for an empty field among the people.
NOBODY = "-"

ONLY = (
    ("overdue", gettext_lazy("Overdue")),
    ("no_date", gettext_lazy("Without a target date")),
    ("no_owner", gettext_lazy("Nobody responsible")),
    ("withdrawn", gettext_lazy("Withdrawn from the map")),
    ("not_live", gettext_lazy("Map not published")),
)


class RoadmapFilterSet(WagtailFilterSet):
    """State, person, channel, map, section and what needs attention."""

    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"), choices=RoadmapState.choices, widget=CheckboxSelectMultiple
    )
    only = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("filter of the roadmap", "Show only"),
        choices=ONLY,
        widget=CheckboxSelectMultiple,
        method="filter_only",
    )
    owner = django_filters.ChoiceFilter(label=gettext_lazy("Responsible"), method="filter_owner")
    channel = django_filters.ChoiceFilter(
        label=gettext_lazy("Channel"), choices=current_channel_choices
    )
    map = django_filters.ChoiceFilter(label=gettext_lazy("Map"), field_name="map_key")
    section = SectionFilter(
        label=gettext_lazy("Section"), queryset=sections, method="filter_section"
    )

    class Meta:
        model = RoadmapItem
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = visible_items(self.request.user).order_by()
        self.filters["owner"].extra["choices"] = owner_choices(items)
        self.filters["map"].extra["choices"] = map_choices(items, self.data.get("map", ""))

    def filter_only(self, queryset: Any, name: str, value: list[str]) -> Any:
        conditions = {
            "overdue": Q(withdrawn=False, state__in=OPEN_STATES, due__lt=site_today()),
            "no_date": Q(due=None),
            "no_owner": Q(owner=""),
            "withdrawn": Q(withdrawn=True),
            "not_live": Q(map_live=False),
        }
        wanted = Q()
        for choice in value:
            wanted |= conditions[choice]
        return queryset.filter(wanted)

    def filter_owner(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(owner="" if value == NOBODY else value)

    def filter_section(self, queryset: Any, name: str, value: Any) -> Any:
        pages = base_page_model().objects.filter(path__startswith=value.path)
        return queryset.filter(map_key__in=pages.values("translation_key"))


def owner_choices(items: Any) -> list[tuple[str, str]]:
    names = items.exclude(owner="").values_list("owner", flat=True).distinct()
    found = sorted(names.order_by("owner")[:OFFERED], key=str.casefold)
    return [(NOBODY, _("Nobody yet")), *((name, name) for name in found)]


def map_choices(items: Any, asked: str) -> list[tuple[str, str]]:
    """The maps with items by title; the one that the address asks for is among them."""
    rows = items.values_list("map_key", "map_title").distinct()
    titles = dict(rows.order_by("map_title", "map_key")[:OFFERED])
    key = read_key(asked)
    if key is not None and key not in titles:
        titles |= dict(rows.filter(map_key=key).order_by("map_key")[:1])
    return [(str(key), title) for key, title in titles.items()]


def read_key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if len(text) == 36 else None
    except ValueError:
        return None
