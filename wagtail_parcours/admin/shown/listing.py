"""On how many live maps each thing of a list is shown."""

from typing import Any

from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from ...insights.showing import shown_counts

HEADING = gettext_lazy("Live maps")


class ShownColumn(Column):
    """The number of live maps, linked to their list."""

    cell_template_name = "wagtail_parcours/admin/shown/cell.html"

    def __init__(self, shown_url_name: str) -> None:
        super().__init__("shown_count", label=_("Shown on"))
        self.shown_url_name = shown_url_name

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        context["shown_url"] = reverse(self.shown_url_name, args=[quote(instance.pk)])
        return context


class ShownListMixin:
    """Gives the rows of a list their ``shown_count``, on screen and in exports.

    Maps that the person may not read are not counted, so the number is not part of the query that
    everyone shares: it is asked for the rows of one page at once.
    """

    shown_url_name: str | None = None
    # Wagtail's count knows drafts, and nothing of privacy.
    counts_usage = False

    def shown_column(self) -> ShownColumn:
        return ShownColumn(self.shown_url_name)

    def get_table(self, object_list: Any, **kwargs: Any) -> Any:
        # Evaluated here, once: the table and the export walk over the same objects.
        self.decorate(list(object_list))
        return super().get_table(object_list, **kwargs)

    def decorate(self, rows: list[Any]) -> None:
        counts = shown_counts(self.model, rows, self.request)
        for row in rows:
            row.shown_count = counts[row.pk]
