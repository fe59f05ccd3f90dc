"""The roadmap as a board: a column for each state, a card for each item."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, IntegerField, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.views.reports import ReportView

from ...models import RoadmapItem, RoadmapState
from ...models.roadmap import OPEN_STATES, site_today
from ...rendering.roadmap import Progress, state_mark
from ...roadmap import roadmap_counts
from ..reports import MapReportMenuItem, report_item
from .listing import RoadmapMixin, decorated

#: Cards in one column of the board; the table has the others.
CARDS = 40


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """A state with its cards; `number` counts those that have no room too."""

    state: str
    label: str
    mark: Any
    number: int
    items: list[Any]
    all_url: str

    @property
    def left_out(self) -> int:
        return self.number - len(self.items)


class BoardView(RoadmapMixin, ReportView):
    """The items by state. What is late comes first, what the map dropped last."""

    look = "roadmap"
    index_url_name = "wagtail_parcours:roadmap"
    index_results_url_name = "wagtail_parcours:roadmap_results"
    results_template_name = "wagtail_parcours/admin/roadmap/board_results.html"
    paginate_by = None

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.order_by()

    def get_filtered_queryset(self) -> QuerySet[RoadmapItem]:
        filtered = super().get_filtered_queryset()
        late = Case(
            When(withdrawn=True, then=Value(2)),
            When(state__in=OPEN_STATES, due__lt=site_today(), then=Value(0)),
            default=Value(1),
            output_field=IntegerField(),
        )
        order = ["urgency", F("due").asc(nulls_last=True), "map_title", "position", "pk"]
        rows = filtered.annotate(urgency=late)
        place = Window(RowNumber(), partition_by=["state"], order_by=order)
        return rows.annotate(place=place).filter(place__lte=CARDS).order_by("place")

    @cached_property
    def numbers(self) -> dict[str, int]:
        return state_numbers(self.filtered)

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        # The columns have been made of them already.
        return object_list

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        # What is not drawn is found as well.
        context["items_count"] = sum(self.numbers.values())
        context["columns"] = self.board_columns(context["object_list"])
        context["summary"] = summary(roadmap_counts(self.filtered))
        context["states"] = [
            (state.value, state.label, state_mark(state)) for state in RoadmapState
        ]
        return context

    def board_columns(self, items: Iterable[Any]) -> list[BoardColumn]:
        items = decorated(list(items), self.request.user)
        table = reverse("wagtail_parcours:roadmap_table")
        return [
            BoardColumn(
                state.value,
                str(state.label),
                state_mark(state),
                self.numbers.get(state.value, 0),
                [item for item in items if item.state == state],
                f"{table}?{self.narrowed(state)}",
            )
            for state in RoadmapState
        ]

    def narrowed(self, state: RoadmapState) -> str:
        query = self.request.GET.copy()
        for name in ("ordering", "_w_filter_fragment"):
            query.pop(name, None)
        query["state"] = state.value
        return query.urlencode()


def summary(counts: dict[str, int]) -> str:
    """“3 of 11 improvements are done. 2 are past their target date.”"""
    progress = Progress(counts["total"], counts["done"], counts["overdue"], ())
    return f"{progress.sentence} {progress.overdue_sentence}".strip()


def state_numbers(items: QuerySet[RoadmapItem]) -> dict[str, int]:
    """How many of these items are in each state, withdrawn ones included. One query."""
    return dict(items.order_by().values_list("state").annotate(Count("pk")))


def roadmap_item(order: int) -> MapReportMenuItem:
    return report_item(BoardView, "roadmap", order)
