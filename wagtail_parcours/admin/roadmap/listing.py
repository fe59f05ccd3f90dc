"""The roadmap as a board and as a table: two looks at the same filtered list."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import get_default_timezone, localtime
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from ...models import RoadmapItem, RoadmapState, channels_by_slug, current_indicator_choices
from ...models.slugs import readable
from ...rendering.roadmap import overdue_mark, state_mark
from ..columns import WrittenColumn
from ..reports import MapReportMixin
from .access import editable_keys, visible_items
from .filters import RoadmapFilterSet

#: Cards in one column of the board; the table has the others.
CARDS = 40
ORDER_FIELDS = {
    "text": "text",
    "map": "map_title",
    "owner": "owner",
    "state": "state_place",
    "start": "start",
    "due": "due",
}


class ItemPaginator(WagtailPaginator):
    """Counts improvements."""

    @cached_property
    def items_count_label(self) -> str:
        return ngettext("%(count)d improvement", "%(count)d improvements", self.count) % {
            "count": self.count
        }


@dataclass(frozen=True, slots=True)
class Look:
    """A link to another look at the same list."""

    label: str
    url: str
    icon: str
    is_here: bool


LOOKS = (
    ("roadmap", pgettext_lazy("look at the roadmap", "Board"), "table"),
    ("roadmap_timeline", pgettext_lazy("look at the roadmap", "Timeline"), "calendar-alt"),
    ("roadmap_table", pgettext_lazy("look at the roadmap", "Table"), "list-ul"),
)


class RoadmapMixin(MapReportMixin):
    """The items of the maps that a person may edit, publish or sign. Raises
    ``PermissionDenied``."""

    look = ""
    model = RoadmapItem
    # The lists ask no permission on the model: who sees a map sees its items.
    permission_policy = None
    page_title = gettext_lazy("Roadmap")
    header_icon = "parcours-improvement"
    template_name = "wagtail_parcours/admin/roadmap/list.html"
    filterset_class = RoadmapFilterSet
    paginator_class = ItemPaginator
    is_searchable = True
    search_backend_name = None
    search_fields = ["text", "owner", "progress", "map_title", "other_words"]

    def get_base_queryset(self) -> QuerySet[RoadmapItem]:
        return visible_items(self.request.user)

    def get_filtered_queryset(self) -> QuerySet[RoadmapItem]:
        self.filtered = super().get_filtered_queryset()
        return self.filtered

    @property
    def kept_query(self) -> str:
        """The filters and the search as a query string, for links to the other looks."""
        kept = self.request.GET.copy()
        for name in (self.page_kwarg, "export", "ordering", "from", "_w_filter_fragment"):
            kept.pop(name, None)
        return kept.urlencode()

    def looks(self) -> list[Look]:
        query = f"?{self.kept_query}" if self.kept_query else ""
        return [
            Look(str(label), reverse(f"wagtail_parcours:{name}") + query, icon, name == self.look)
            for name, label, icon in LOOKS
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        return {**context, "looks": self.looks(), "kept_query": self.kept_query}

    def decorate_paginated_queryset(self, object_list: Any) -> list[RoadmapItem]:
        return decorated(list(object_list), self.request.user)


def decorated(items: list[Any], user: Any) -> list[Any]:
    """Give items what the templates print. The queries do not grow with their number."""
    editable = editable_keys(user, {item.map_key for item in items})
    language = get_language() or ""
    channels = channels_by_slug(language) if items else {}
    for item in items:
        item.whole_words, item.title_words, item.words_language = item.words_in(language)
        item.words = " ".join(item.whole_words.split()) or item.improvement
        item.may_write = item.map_key in editable
        name = "roadmap_item" if item.may_write else "roadmap_facts"
        item.address = reverse(f"wagtail_parcours:{name}", args=[item.pk])
        channel = channels.get(item.channel)
        item.channel_name = channel.name if channel is not None else readable(item.channel)
        item.mark = state_mark(item.state)
        item.late_mark = overdue_mark() if item.is_overdue else ""
    return items


class StateColumn(Column):
    """The state as shape and word; what is late or no longer on the map stands out."""

    cell_template_name = "wagtail_parcours/admin/roadmap/state_cell.html"


class ImprovementColumn(TitleColumn):
    """What improves, in the language of its map."""

    cell_template_name = "wagtail_parcours/admin/roadmap/improvement_cell.html"


class RoadmapTableView(RoadmapMixin, ReportView):
    """Every item with its dates, to sort and to take away."""

    look = "roadmap_table"
    index_url_name = "wagtail_parcours:roadmap_table"
    index_results_url_name = "wagtail_parcours:roadmap_table_results"
    results_template_name = "wagtail_parcours/admin/roadmap/table_results.html"
    default_ordering = "due"
    export_filename = "roadmap"
    list_export = [
        "words",
        "title_words",
        "words_language",
        "get_kind_display",
        "channel_name",
        "owner",
        "get_state_display",
        "start",
        "due",
        "overdue_word",
        "progress",
        "indicator_name",
        "approved_on",
        "withdrawn_word",
        "live_word",
    ]
    export_headings = {
        "words": gettext_lazy("Improvement"),
        "title_words": gettext_lazy("Map"),
        "words_language": gettext_lazy("Language"),
        "get_kind_display": gettext_lazy("Kind"),
        "channel_name": gettext_lazy("Channel"),
        "owner": gettext_lazy("Responsible"),
        "get_state_display": gettext_lazy("State"),
        "start": gettext_lazy("Start"),
        "due": gettext_lazy("Target date"),
        "overdue_word": gettext_lazy("Overdue"),
        "progress": gettext_lazy("Progress note"),
        "indicator_name": gettext_lazy("Indicator"),
        "approved_on": gettext_lazy("Approved on"),
        "withdrawn_word": gettext_lazy("Withdrawn from the map"),
        "live_word": gettext_lazy("Map is published"),
    }

    @cached_property
    def columns(self) -> list[Column]:
        return [
            ImprovementColumn(
                "words",
                label=_("Improvement"),
                sort_key="text",
                get_url=lambda item: item.address,
                classname="parcours-wide",
                width="30%",
            ),
            WrittenColumn(
                "title_words",
                label=_("Map"),
                sort_key="map",
                language=lambda item: item.words_language,
                classname="parcours-of-map",
            ),
            Column("owner", label=_("Responsible"), sort_key="owner"),
            StateColumn("state", accessor=lambda item: item, label=_("State"), sort_key="state"),
            DayColumn("start", label=_("Start"), sort_key="start"),
            DayColumn("due", label=_("Target date"), sort_key="due"),
            WrittenColumn(
                "progress",
                label=_("Progress note"),
                language=lambda item: item.progress_language,
            ),
        ]

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        queryset = queryset.annotate(state_place=state_place())
        column = F(ORDER_FIELDS[self.ordering.lstrip("-")])
        descending = self.ordering.startswith("-")
        first = column.desc(nulls_last=True) if descending else column.asc(nulls_last=True)
        return queryset.order_by(first, "map_title", "position", "pk")

    def decorate_paginated_queryset(self, object_list: Any) -> list[RoadmapItem]:
        items = super().decorate_paginated_queryset(object_list)
        if self.is_export:
            for item in items:
                say_in_words(item)
        return items


class DayColumn(DateColumn):
    """A day as people write it: how long ago it is says nothing about a plan."""

    cell_template_name = "wagtail_parcours/admin/roadmap/day_cell.html"


def say_in_words(item: Any) -> None:
    """What a file says in words."""
    names = dict(current_indicator_choices())
    item.indicator_name = names.get(item.indicator, readable(item.indicator))
    item.overdue_word = _("Yes") if item.is_overdue else _("No")
    item.withdrawn_word = _("Yes") if item.withdrawn else _("No")
    item.live_word = _("Yes") if item.map_live else _("No")
    item.approved_on = localtime(item.approved_at, get_default_timezone()).date()


def state_place() -> Case:
    """The position of a state in :class:`RoadmapState`, to sort by."""
    return Case(
        *(When(state=state, then=Value(place)) for place, state in enumerate(RoadmapState)),
        default=Value(len(RoadmapState)),
        output_field=IntegerField(),
    )
