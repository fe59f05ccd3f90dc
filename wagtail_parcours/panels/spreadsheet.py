"""The table of a panel as a file for spreadsheets."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from ..admin.export import NeutralExportMixin
from .panel import Cell, Panel

FORMATS = SpreadsheetExportMixin.FORMATS


class PanelSpreadsheet(NeutralExportMixin, SpreadsheetExportMixin):
    """Writes the rows of a panel, as numbers, in the formats of Wagtail's own exports."""

    def __init__(self, panel: Panel) -> None:
        self.panel = panel
        self.list_export = [str(at) for at in range(len(panel.columns))]
        self.export_headings = dict(zip(self.list_export, panel.headings, strict=True))
        self.export_filename = f"journeys-{panel.key}"

    def to_row_dict(self, item: tuple[Cell, ...]) -> dict[str, Any]:
        return {name: cell.value for name, cell in zip(self.list_export, item, strict=True)}

    def response(self, export_format: str) -> HttpResponse:
        """The whole file, which is small: figures of panels, not lists."""
        streamed = self.as_spreadsheet(self.panel.rows, export_format)
        response = HttpResponse(b"".join(streamed.streaming_content), headers=streamed.headers)
        # What is counted depends on who asks.
        patch_cache_control(response, private=True)
        return response


def asked_for(request: HttpRequest) -> tuple[str, str]:
    """The key of a panel and the format in which it is wanted; two ``""`` for a page."""
    panel, export_format = request.GET.get("panel", ""), request.GET.get("export", "")
    return (panel, export_format) if panel and export_format in FORMATS else ("", "")
