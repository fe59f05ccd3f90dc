"""Statements that people accept when they sign, in the "Journeys" menu."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, UpdatedAtColumn

from ..models import SignOffStatement, SignOffTask
from .views import JourneyIndexView
from .viewsets import JourneySnippetViewSet


class StatementIndexView(JourneyIndexView):
    """Statements with their wording."""

    empty_title = gettext_lazy("No statement yet")
    empty_text = gettext_lazy(
        "A statement is the sentence that people accept when they sign a map. Write one, "
        "translate it, and choose it in the sign-off step of a workflow."
    )
    empty_action = gettext_lazy("Add the first statement")

    @cached_property
    def list_display(self) -> list[Any]:
        return [
            "__str__",
            Column("text", label=_("Statement")),
            self.locale_column(),
            self.usage_column(),
            UpdatedAtColumn(),
        ]


class StatementViewSet(JourneySnippetViewSet):
    """What was signed keeps its own words: changing a statement changes no record."""

    model = SignOffStatement
    icon = "clipboard-list"
    menu_label = gettext_lazy("Statements")
    index_view_class = StatementIndexView
    search_fields = ["name", "text"]
    list_export = ["name", "text", "locale", "usage_count"]
    export_headings = {"usage_count": gettext_lazy("Usage")}
    export_filename = "sign-off-statements"


def keep_used_statements(request: Any, instances: Iterable[Any]) -> HttpResponse | None:
    """Refuse to delete what a sign-off step asks people to accept, one by one or in bulk."""
    keys = [row.pk for row in instances if isinstance(row, SignOffStatement)]
    steps = SignOffTask.objects.filter(statement__in=keys) if keys else SignOffTask.objects.none()
    names = list(steps.order_by("name").values_list("name", flat=True))
    if not names:
        return None
    messages.error(
        request,
        _(
            "A sign-off step asks people to accept this statement: %(steps)s. Choose another "
            "statement there, then delete this one."
        )
        % {"steps": ", ".join(names)},
    )
    return redirect(StatementViewSet().get_url_name("list"))
