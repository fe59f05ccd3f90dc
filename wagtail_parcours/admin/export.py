"""List exports that a spreadsheet program cannot mistake for formulas."""

from typing import Any

#: A cell that starts with one of these is run as a formula when the file is opened.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def neutralise(value: Any) -> Any:
    """Return `value` with an apostrophe before a text that would be read as a formula.

    Numbers stay numbers: only texts can hold a formula.
    """
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


class NeutralExportMixin:
    """Neutralises every cell of a listing's export, in CSV and in XLSX.

    Wagtail writes XLSX cells as text but leaves CSV as it is, and saving an XLSX file as CSV
    brings the formula back: the apostrophe is in both.
    """

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        return neutralise(super().preprocess_field_value(field, value, export_format))
