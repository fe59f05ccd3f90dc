"""The roadmap along the months, drawn by the server."""

import datetime
from typing import Any

from django.db.models import F, Max, Min, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.views.reports import ReportView

from ...models import RoadmapItem, site_today
from ...roadmap.timeline import Period, bar_of, percent, period_of, read_month
from .listing import RoadmapMixin


class RoadmapTimelineView(RoadmapMixin, ReportView):
    """Bars from start to target date, in the order in which they begin."""

    look = "roadmap_timeline"
    index_url_name = "wagtail_parcours:roadmap_timeline"
    index_results_url_name = "wagtail_parcours:roadmap_timeline_results"
    results_template_name = "wagtail_parcours/admin/roadmap/timeline_results.html"

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        begins = Coalesce("start", "due")
        return queryset.annotate(begins=begins).order_by(
            F("begins").asc(nulls_last=True), F("due").asc(nulls_last=True), "map_title", "pk"
        )

    @cached_property
    def period(self) -> Period:
        """The months that show all dates of the list, whatever page of it is open. One query."""
        ends = self.filtered.order_by().aggregate(
            a=Min("start"), b=Min("due"), c=Max("start"), d=Max("due")
        )
        days = [day for day in ends.values() if day is not None]
        return period_of(days, site_today(), read_month(self.request.GET.get("from", "")))

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        period = self.period
        return {
            **context,
            "months": period.months,
            "years": years(period),
            "lines": [percent(place * 100 / period.count) for place in range(1, period.count)],
            "today": site_today(),
            "today_x": self.today_x(),
            "earlier_url": self.turned(period.earlier),
            "later_url": self.turned(period.later),
        }

    def today_x(self) -> str:
        """Where today stands; ``""`` outside the period."""
        place = self.period.place(site_today())
        return percent(place) if 0 <= place <= 100 else ""

    def turned(self, month: datetime.date | None) -> str:
        """The address of the list with another first month; ``""`` where there is none."""
        if month is None:
            return ""
        query = self.request.GET.copy()
        query.pop("_w_filter_fragment", None)
        query["from"] = f"{month.year:04}-{month.month:02}"
        return f"{reverse('wagtail_parcours:roadmap_timeline')}?{query.urlencode()}"

    def decorate_paginated_queryset(self, object_list: Any) -> list[RoadmapItem]:
        items = super().decorate_paginated_queryset(object_list)
        for item in items:
            item.bar = bar_of(item.start, item.due, self.period)
        return items


def years(period: Period) -> list[tuple[int, int]]:
    """The years of a period with the number of their months in it."""
    found: dict[int, int] = {}
    for month in period.months:
        found[month.year] = found.get(month.year, 0) + 1
    return list(found.items())
