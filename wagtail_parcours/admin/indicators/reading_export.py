"""Readings as rows of a file that the import takes back unchanged."""

from abc import abstractmethod
from collections import OrderedDict
from decimal import Decimal
from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from ...exchange.readings_csv import COLUMNS, heading_of
from ...rendering.figures import plain
from ..export import NeutralExportMixin


class ReadingsExportMixin(NeutralExportMixin, SpreadsheetExportMixin):
    """Exports readings, whose indicator's identifier :meth:`slug_of` gives."""

    list_export = list(COLUMNS)
    export_filename = "readings"

    @abstractmethod
    def slug_of(self, reading: Any) -> str:
        """The identifier of the reading's indicator."""

    def get_heading(self, queryset: Any, field: str) -> str:
        return heading_of(field)

    def to_row_dict(self, item: Any) -> OrderedDict[str, Any]:
        cells = {
            "indicator": self.slug_of(item),
            "day": item.day,
            "value": Decimal(plain(item.value)),
            "channel": item.channel,
            "source": item.source,
            "note": item.note,
        }
        return OrderedDict((column, cells[column]) for column in self.list_export)
