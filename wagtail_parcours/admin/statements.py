"""Statements that people accept when they sign, in the "Journeys" menu."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn, UpdatedAtColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.permissions import task_permission_policy

from ..models import SignOffStatement, SignOffTask
from .views import JourneyIndexView, RecordedUsageView
from .viewsets import JourneySnippetViewSet


def steps_with(statement: Any) -> QuerySet[Any]:
    """The sign-off steps that ask people to accept a statement, in whatever language."""
    return SignOffTask.objects.filter(statement__translation_key=statement.translation_key)


class StatementIndexView(JourneyIndexView):
    """Statements with their wording, counted by the steps that ask for them."""

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

    def usage_count(self) -> Any:
        # Wagtail's index of references knows nothing of workflow steps.
        steps = SignOffTask.objects.filter(
            statement__translation_key=OuterRef("translation_key")
        ).order_by()
        counted = steps.values("statement__translation_key").annotate(number=Count("pk"))
        return Coalesce(Subquery(counted.values("number")), 0)


class StatementUsageView(RecordedUsageView):
    """The steps that ask people to accept the statement, and the workflows that they are in."""

    @cached_property
    def columns(self) -> list[Any]:
        return [
            TitleColumn("name", label=_("Step"), get_url=self.step_url),
            Column("workflows", label=_("Workflow"), accessor=workflows_of),
            BooleanColumn("active", label=_("Active")),
        ]

    def step_url(self, step: Any) -> str | None:
        if not task_permission_policy.user_has_permission(self.request.user, "change"):
            return None
        return reverse("wagtailadmin_workflows:edit_task", args=[step.pk])

    def get_queryset(self) -> QuerySet[Any]:
        return steps_with(self.object).order_by("name")

    def get_table(self, object_list: Any, **kwargs: Any) -> Any:
        # Past UsageView, whose rows are references.
        return BaseListingView.get_table(self, object_list, **kwargs)


def workflows_of(step: Any) -> str:
    return ", ".join(step.workflows.values_list("name", flat=True))


class StatementViewSet(JourneySnippetViewSet):
    """What was signed keeps its own words: changing a statement changes no record."""

    model = SignOffStatement
    icon = "clipboard-list"
    menu_label = gettext_lazy("Statements")
    index_view_class = StatementIndexView
    usage_view_class = StatementUsageView
    search_fields = ["name", "text"]
    list_export = ["name", "text", "locale", "usage_count"]
    export_headings = {"usage_count": gettext_lazy("Sign-off steps")}
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
