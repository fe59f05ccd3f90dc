"""The triage: the remarks on the maps that a person may edit, by map, state and kind."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from ...models import Remark, RemarkKind, RemarkState, base_page_model
from ..columns import WrittenColumn, WrittenTitleColumn
from .access import may_treat_some, visible_remarks


def answered_maps(request: HttpRequest) -> QuerySet[Any]:
    keys = visible_remarks(request.user).values("page")
    return base_page_model().objects.filter(pk__in=keys).order_by("title")


class RemarkFilterSet(WagtailFilterSet):
    """Map, state and kind."""

    page = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Map"), queryset=answered_maps, field_name="page"
    )
    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"), choices=RemarkState.choices, widget=CheckboxSelectMultiple
    )
    kind = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Kind"), choices=RemarkKind.choices, widget=CheckboxSelectMultiple
    )

    class Meta:
        model = Remark
        fields: list[str] = []


def language_of(remark: Remark) -> str:
    """In which language a remark is written: that of its map."""
    return str(remark.page.locale.language_code)


class RemarksView(ReportView):
    """The list, the newest first. Raises ``PermissionDenied`` to those who edit no page."""

    model = Remark
    permission_policy = None
    page_title = gettext_lazy("Remarks of readers")
    header_icon = "comment"
    index_url_name = "wagtail_parcours:remarks"
    index_results_url_name = "wagtail_parcours:remarks_results"
    template_name = "wagtail_parcours/admin/insights/report.html"
    results_template_name = "wagtail_parcours/admin/insights/report_results.html"
    empty_title = gettext_lazy("No remark yet")
    empty_text = gettext_lazy(
        "What readers answer to your maps stands here. Let them answer: “Answers of readers” is in "
        "the menu of each map."
    )
    filterset_class = RemarkFilterSet
    is_export = False
    list_export: list[str] = []

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_treat_some(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[Remark]:
        remarks = visible_remarks(self.request.user).select_related("page__locale")
        return remarks.order_by("-day", "-pk")

    @property
    def columns(self) -> list[Column]:
        return [
            WrittenTitleColumn(
                "about_title",
                label=gettext_lazy("About"),
                language=language_of,
                classname="title parcours-remark-about",
                get_url=lambda remark: reverse("wagtail_parcours:remark", args=[remark.pk]),
            ),
            WrittenColumn(
                "short_text",
                label=gettext_lazy("Remark"),
                language=language_of,
                classname="parcours-remark-text",
            ),
            WrittenColumn(
                "page",
                label=gettext_lazy("Map"),
                accessor="page.title",
                language=language_of,
            ),
            Column(
                "agreement",
                label=gettext_lazy("Is this what you see?"),
                accessor="get_agreement_display",
            ),
            Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display"),
            Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
            Column("day", label=pgettext_lazy("of a remark", "Day")),
        ]


class RemarksMenuItem(MenuItem):
    """Shown to those who may edit pages."""

    def is_shown(self, request: Any) -> bool:
        return may_treat_some(request.user)


def remarks_item(order: int) -> MenuItem:
    return RemarksMenuItem(
        gettext_lazy("Remarks of readers"),
        reverse_lazy("wagtail_parcours:remarks"),
        name="parcours-remarks",
        icon_name="comment",
        order=order,
    )
