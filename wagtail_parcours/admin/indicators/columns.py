"""What the lists of indicators and of readings show in their cells."""

from collections.abc import Callable
from typing import Any

from wagtail.admin.ui.tables import ButtonsColumnMixin, Column, TitleColumn
from wagtail.admin.widgets.button import Button


class SaidColumn(Column):
    """A judgement as a shape and a word; the accessor gives what rendering says of it."""

    cell_template_name = "wagtail_parcours/admin/indicators/said_cell.html"


class TrendColumn(Column):
    """The drawing of a series, with its sentence for those who do not see it."""

    cell_template_name = "wagtail_parcours/admin/indicators/trend_cell.html"


class LatestColumn(Column):
    """The last value and its day, or how to enter the first one.

    `get_url` gives the address of an instance's readings, or None.
    """

    cell_template_name = "wagtail_parcours/admin/indicators/latest_cell.html"

    def __init__(self, name: str, *, get_url: Callable[[Any], str | None], **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.get_url = get_url

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "readings_url": self.get_url(instance)}


class ReadingColumn(ButtonsColumnMixin, TitleColumn):
    """The first cell of a reading, with what a person may do with it."""

    def get_buttons(self, instance: Any, parent_context: Any) -> list[Button]:
        return getattr(instance, "buttons", [])
