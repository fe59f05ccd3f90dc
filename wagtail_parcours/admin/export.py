"""List exports that a spreadsheet program cannot mistake for formulas."""

from typing import Any

from ..exchange.formulas import neutralise


class NeutralExportMixin:
    """Neutralises every cell of a listing's export, in CSV and in XLSX.

    Wagtail writes XLSX cells as text but leaves CSV as it is, and saving an XLSX file as CSV
    brings the formula back: the apostrophe is in both.
    """

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        return neutralise(super().preprocess_field_value(field, value, export_format))
