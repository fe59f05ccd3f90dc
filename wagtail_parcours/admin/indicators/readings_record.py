"""The record of an indicator's readings: who entered, changed or deleted what, and the way back."""

from collections.abc import Sequence
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import Button, HeaderButton

from ...models import IndicatorReading
from ...models.indicators import Indicator
from ..fact_views import FactsView, RestoreFactView
from ..facts import Change, FactEntry, FactReader
from .readings import ReadingsPageMixin, ReadingsView, channel_words, reading_words


class ReadingsReader(FactReader):
    """Reads the record of all readings of one indicator, the deleted ones included."""

    def __init__(self, indicator: Indicator, user: Any) -> None:
        super().__init__(IndicatorReading(), user)
        self.indicator = indicator

    @property
    def rows(self) -> QuerySet[Any]:
        """The rows, newest first, each with the key of the one before and of the newest one."""
        history = self.instance.history.model.objects
        own = history.filter(id=OuterRef("id")).order_by("-history_id")
        earlier = own.filter(history_id__lt=OuterRef("history_id"))
        return (
            history.filter(indicator_key=self.indicator.translation_key)
            .select_related("history_user")
            .annotate(
                earlier=Subquery(earlier.values("history_id")[:1]),
                newest=Subquery(own.values("history_id")[:1]),
            )
            .order_by("-history_date", "-history_id")
        )

    def fields(self) -> list[Any]:
        return [kept for kept in super().fields() if kept.name != "indicator_key"]

    def entries(self, rows: Sequence[Any], older: Any = None) -> list[FactEntry]:
        """The entries of `rows`. Each is compared with the row before of the same reading."""
        keys = {row.earlier for row in rows} - {None}
        before = self.instance.history.model.objects.in_bulk(keys)
        return [self.entry(row, before.get(row.earlier)) for row in rows]

    def entry(self, row: Any, before: Any) -> FactEntry:
        deleted = row.history_type == "-"
        changes: list[Change] = []
        words = {"reading": reading_words(row)}
        if deleted:
            event = _("%(reading)s: deleted") % words
        elif before is None or before.history_type == "-":
            changes, _hidden = self._compare(None, row)
            event = _("%(reading)s: added") if before is None else _("%(reading)s: brought back")
            event %= words
        else:
            changes, _hidden = self._compare(before, row)
            event = _("%(reading)s: changed") % words
        # The newest row of a reading is how it is now, unless it is gone.
        restorable = deleted if row.history_id == row.newest else True
        return FactEntry(row, event, changes, False, restorable)

    def _words(self, kept: Any, value: Any) -> str:
        if kept.name == "channel":
            return channel_words(IndicatorReading(channel=value or ""))
        return super()._words(kept, value)


class ReadingsRecordMixin(ReadingsPageMixin):
    """What both pages of the record share."""

    header_icon = "history"

    @cached_property
    def reader(self) -> ReadingsReader:
        return ReadingsReader(self.object, self.request.user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *trail, here = super().get_breadcrumbs_items()
        return [*trail, {"url": self.readings_url, "label": ReadingsView.page_title}, here]


class ReadingsRecordView(ReadingsRecordMixin, FactsView):
    """Lists what happened to the readings, newest first."""

    page_title = gettext_lazy("Record of readings")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        label = ReadingsView.page_title
        return [HeaderButton(label=label, url=self.readings_url, icon_name="list-ul")]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return []

    def get_index_url(self) -> str:
        return self.address(self.readings_record_url_name)

    def row_before(self, rows: list[Any]) -> Any:
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "restore_url_name": self.restore_reading_url_name}


class RestoreReadingView(ReadingsRecordMixin, RestoreFactView):
    """Asks, then gives a reading the values that it had, or brings it back."""

    page_title = gettext_lazy("Restore an earlier reading")

    def get_rows(self) -> QuerySet[Any]:
        return self.reader.rows

    @cached_property
    def current(self) -> IndicatorReading | None:
        return IndicatorReading.objects.filter(pk=self.row.id).first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "facts_url": self.address(self.readings_record_url_name)}

    def restore(self) -> list[str]:
        key = self.object.translation_key
        target = self.current or IndicatorReading(pk=self.row.id, indicator_key=key)
        self.reader.restore(target, self.row)
        target.full_clean()
        target.save()
        return []

    def success_message(self) -> str:
        text = _("The reading of %(reading)s is as it was.")
        return text % {"reading": reading_words(self.row)}

    def get_success_url(self) -> str:
        return self.readings_url
