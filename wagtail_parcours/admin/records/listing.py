"""The list of sign-off records, with filters and exports."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.coreutils import get_content_languages

from ...models import SignOff, SignOffKind
from ..columns import BadgeColumn
from ..export import NeutralExportMixin
from .access import may_see_records, visible_records


class SignOffFilterSet(WagtailFilterSet):
    """Map, language, person, kind and time."""

    page_title = django_filters.CharFilter(
        label=gettext_lazy("Title of the map"), lookup_expr="icontains"
    )
    language = django_filters.ChoiceFilter(label=gettext_lazy("Language"))
    person_id_then = django_filters.ChoiceFilter(label=gettext_lazy("Person"))
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=SignOffKind.choices)
    signed_at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Signed"), widget=DateRangePickerWidget
    )

    class Meta:
        model = SignOff
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        records = visible_records(self.request.user)
        self.filters["language"].extra["choices"] = languages(records)
        self.filters["person_id_then"].extra["choices"] = people(records)


def day_and_time(record: SignOff) -> str:
    """When it was signed, in full: an audit does not count in minutes ago."""
    return date_format(localtime(record.signed_at), "SHORT_DATETIME_FORMAT")


def languages(records: QuerySet[SignOff]) -> list[tuple[str, str]]:
    names = get_content_languages()
    codes = records.order_by("language").values_list("language", flat=True).distinct()
    return [(code, str(names.get(code, code))) for code in codes]


def people(records: QuerySet[SignOff]) -> list[tuple[str, str]]:
    """Everybody who signed, by the name under which they signed last."""
    rows = records.order_by("person_id_then", "person").values_list("person_id_then", "person")
    return sorted(dict(rows.distinct()).items(), key=lambda row: row[1].casefold())


class SignOffsView(NeutralExportMixin, ReportView):
    """Who signed what, newest first."""

    results_template_name = "wagtail_parcours/admin/records_results.html"
    model = SignOff
    page_title = gettext_lazy("Sign-offs")
    header_icon = "check"
    index_url_name = "wagtail_parcours:sign_offs"
    index_results_url_name = "wagtail_parcours:sign_offs_results"
    filterset_class = SignOffFilterSet
    default_ordering = "-position"
    export_filename = "sign-offs"
    list_export = [
        "position",
        "get_kind_display",
        "page_title",
        "page_type",
        "language",
        "person",
        "role",
        "workflow",
        "task",
        "signed_at",
        "statement",
        "comment",
        "seal",
        "previous_hash",
        "hash",
    ]
    export_headings = {
        "position": gettext_lazy("Number"),
        "get_kind_display": gettext_lazy("Kind"),
        "page_title": gettext_lazy("Title"),
        "page_type": gettext_lazy("Page type"),
        "language": gettext_lazy("Language"),
        "person": gettext_lazy("Person"),
        "role": gettext_lazy("Signed as"),
        "workflow": gettext_lazy("Workflow"),
        "task": gettext_lazy("Step"),
        "signed_at": gettext_lazy("Time (UTC)"),
        "statement": gettext_lazy("Statement"),
        "comment": gettext_lazy("Comment or reason"),
        "seal": gettext_lazy("Seal"),
        "previous_hash": gettext_lazy("Hash before"),
        "hash": gettext_lazy("Hash"),
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_see_records(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def columns(self) -> list[Column]:
        names = get_content_languages()
        return [
            Column("position", label=_("Number"), sort_key="position"),
            TitleColumn(
                "page_title",
                label=_("Title"),
                sort_key="page_title",
                get_url=lambda record: reverse("wagtail_parcours:sign_off", args=[record.position]),
                classname="parcours-wide",
            ),
            Column(
                "language",
                label=_("Language"),
                accessor=lambda record: names.get(record.language, record.language),
                sort_key="language",
            ),
            Column("person", label=_("Person"), sort_key="person"),
            Column("role", label=_("Signed as")),
            BadgeColumn("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
            Column("signed_at", label=_("Signed"), accessor=day_and_time, sort_key="signed_at"),
        ]

    def get_base_queryset(self) -> QuerySet[SignOff]:
        return visible_records(self.request.user)


class SignOffsMenuItem(MenuItem):
    """Shown to those who may find a record there."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_records(request.user)


def sign_offs_item(order: int) -> SignOffsMenuItem:
    return SignOffsMenuItem(
        SignOffsView.page_title,
        reverse("wagtail_parcours:sign_offs"),
        name="sign-offs",
        icon_name=SignOffsView.header_icon,
        order=order,
    )
