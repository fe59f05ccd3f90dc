"""The cell of the editor in which an entry of the index was written."""

from django.urls import reverse

from ...models.insights import InsightEntry
from ...rendering.entries import text_path


def editor_address(entry: InsightEntry) -> str:
    """The editor of the map, opened at the cell."""
    address = reverse("wagtailadmin_pages:edit", args=[entry.page_id])
    path = text_path(entry)
    return f"{address}#:w:contentpath={path}" if path else address
