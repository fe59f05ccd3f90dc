"""The report of maps by state: what is live on which ground, who has to act, until when."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, F, Q, QuerySet
from django.db.models.functions import Cast
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from wagtail.admin.filters import ContentTypeFilter, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import ButtonsColumnMixin, Column, LocaleColumn, TitleColumn
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import Button
from wagtail.models import WorkflowState
from wagtail.permissions import page_permission_policy

from ..governance.pending import unfinished_workflows
from ..governance.rule_book import map_content_types
from ..governance.states import (
    MapState,
    all_maps,
    in_states,
    related,
    statuses,
    with_states,
)
from ..models import JourneyIndexMixin, MappingProjectMixin, SignOffTask, base_page_model
from .export import NeutralExportMixin

#: What somebody may do with a map to find it in the report; signing is the other way.
ACTIONS = {"change", "publish"}

#: What is compared to sort by a column, where its name does not say so.
ORDER_FIELDS = {
    "owner": f"owner__{get_user_model().USERNAME_FIELD}",
    "locale": "locale__language_code",
    "review_by": "parcours_live_version__review_by",
}


def may_see_report(user: Any) -> bool:
    """Whether there may be a map in the report of this person."""
    return (
        page_permission_policy.user_has_any_permission(user, {"add", *ACTIONS})
        or SignOffTask.objects.filter(groups__user=user).exists()
    )


def visible_maps(user: Any) -> QuerySet[Any]:
    """The maps that a person may edit or publish, and those that wait for their groups."""
    if user.is_active and user.is_superuser:
        return all_maps()
    theirs = page_permission_policy.instances_user_has_any_permission_for(user, ACTIONS)
    waiting = unfinished_workflows([WorkflowState.STATUS_IN_PROGRESS]).filter(
        current_task_state__task__in=SignOffTask.objects.filter(groups__user=user).values("pk")
    )
    maps = all_maps().annotate(pk_text=Cast("pk", CharField()))
    return maps.filter(Q(pk__in=theirs.values("pk")) | Q(pk_text__in=waiting.values("object_id")))


class SectionField(django_filters.fields.ModelChoiceField):
    """A catalogue or a project, below the one that it belongs to."""

    def label_from_instance(self, section: Any) -> str:
        return f"{section.title} ({section.locale.get_display_name()})"


class SectionFilter(django_filters.ModelChoiceFilter):
    field_class = SectionField


class OwnerField(django_filters.fields.ModelChoiceField):
    """A person by the name that colleagues know."""

    def label_from_instance(self, user: Any) -> str:
        return get_user_display_name(user)


class OwnerFilter(django_filters.ModelChoiceFilter):
    field_class = OwnerField


def sections(request: HttpRequest) -> QuerySet[Any]:
    """The catalogues and projects that a person may work in."""
    pages = base_page_model().objects.type((JourneyIndexMixin, MappingProjectMixin))
    user = request.user
    if not user.is_superuser:
        theirs = page_permission_policy.instances_user_has_any_permission_for(
            user, {"add", *ACTIONS}
        )
        pages = pages.filter(pk__in=theirs.values("pk"))
    return pages.select_related("locale").order_by("path")


def owners(request: HttpRequest) -> QuerySet[Any]:
    users = get_user_model()._default_manager
    keys = visible_maps(request.user).exclude(owner=None).values("owner")
    return users.filter(pk__in=keys).order_by(get_user_model().USERNAME_FIELD)


def types(request: HttpRequest) -> QuerySet[ContentType]:
    return ContentType.objects.filter(pk__in=list(map_content_types())).order_by("pk")


class MapReportFilterSet(WagtailFilterSet):
    """State, type, owner and section; Wagtail adds the language."""

    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"),
        choices=MapState.choices,
        widget=CheckboxSelectMultiple,
        method="filter_state",
    )
    content_type = ContentTypeFilter(label=gettext_lazy("Type"), queryset=types)
    owner = OwnerFilter(label=gettext_lazy("Owner"), queryset=owners)
    section = SectionFilter(
        label=gettext_lazy("Section"), queryset=sections, method="filter_section"
    )

    class Meta:
        model = base_page_model()
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "locale" in self.filters:
            self.filters["locale"].label = _("Language")

    def filter_state(self, queryset: Any, name: str, value: list[str]) -> Any:
        return in_states(queryset, value) if value else queryset

    def filter_section(self, queryset: Any, name: str, value: Any) -> Any:
        return queryset.filter(path__startswith=value.path)


class MapTitleColumn(ButtonsColumnMixin, TitleColumn):
    """The title, and the ways to what waits and to what happened."""

    def get_buttons(self, instance: Any, parent_context: Any) -> list[Button]:
        return instance.buttons


class StatesColumn(Column):
    """The states as words in frames; those that ask for something stand out."""

    cell_template_name = "wagtail_parcours/admin/map_report_states.html"


class MapReportMixin(NeutralExportMixin):
    """A report on maps: for people who may have some to look after. Raises
    ``PermissionDenied``."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_see_report(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class AgeColumn(Column):
    """How many days ago, with the day itself."""

    cell_template_name = "wagtail_parcours/admin/map_report_age.html"


class ReviewDateColumn(Column):
    """The last day on which a sign-off is valid."""

    cell_template_name = "wagtail_parcours/admin/map_report_review_by.html"


class PendingColumn(Column):
    """Whom a map waits for, and for how long."""

    cell_template_name = "wagtail_parcours/admin/map_report_pending.html"


class MapPaginator(WagtailPaginator):
    """Counts maps; its rows are those of the base page model."""

    @cached_property
    def items_count_label(self) -> str:
        return ngettext("%(count)d map", "%(count)d maps", self.count) % {"count": self.count}


class MapReportView(MapReportMixin, ReportView):
    """Maps by state. Everyone sees those that they may edit, publish or sign."""

    results_template_name = "wagtail_parcours/admin/map_report_results.html"
    model = base_page_model()
    page_title = gettext_lazy("Journey maps")
    header_icon = "parcours-journey"
    paginator_class = MapPaginator
    index_url_name = "wagtail_parcours:map_report"
    index_results_url_name = "wagtail_parcours:map_report_results"
    filterset_class = MapReportFilterSet
    default_ordering = "urgency"
    is_searchable = True
    # The database itself: the search index knows nothing of states and of what waits.
    search_backend_name = None
    search_fields = ["title", "draft_title"]
    export_filename = "journey-maps"
    list_export = [
        "title",
        "status.state",
        "type_name",
        "locale",
        "section_title",
        "status.owner",
        "status.signers",
        "status.since_day",
        "status.age",
        "status.review_by",
        "status.waits_for",
        "status.waiting_days",
    ]
    export_headings = {
        "title": gettext_lazy("Title"),
        "status.state": gettext_lazy("State"),
        "type_name": gettext_lazy("Type"),
        "locale": gettext_lazy("Language"),
        "section_title": gettext_lazy("Section"),
        "status.owner": gettext_lazy("Owner"),
        "status.signers": gettext_lazy("Signed by"),
        "status.since_day": gettext_lazy("Signed or live since"),
        "status.age": gettext_lazy("Age in days"),
        "status.review_by": gettext_lazy("Next review"),
        "status.waits_for": gettext_lazy("Waits for"),
        "status.waiting_days": gettext_lazy("Waiting for how many days"),
    }

    @cached_property
    def columns(self) -> list[Column]:
        return [
            MapTitleColumn(
                "get_admin_display_title",
                label=_("Title"),
                sort_key="title",
                get_url=lambda page: page.address,
                classname="parcours-wide",
                width="28%",
            ),
            StatesColumn(
                "state", accessor="status", label=_("State"), sort_key="urgency", width="13%"
            ),
            Column("type_name", label=_("Type")),
            LocaleColumn(label=_("Language"), sort_key="locale"),
            Column("status.owner", label=_("Owner"), sort_key="owner"),
            AgeColumn("age", accessor="status", label=_("Age"), sort_key="standing_since"),
            ReviewDateColumn(
                "review_by", accessor="status", label=_("Next review"), sort_key="review_by"
            ),
            PendingColumn("pending", accessor="status", label=_("Waits for")),
        ]

    def get_base_queryset(self) -> QuerySet[Any]:
        return related(with_states(visible_maps(self.request.user)))

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """By one column, what has no value last, in either direction."""
        name = self.ordering.lstrip("-")
        column = F(ORDER_FIELDS.get(name, name))
        if self.ordering.startswith("-"):
            first = column.desc(nulls_last=True)
        else:
            first = column.asc(nulls_last=True)
        return queryset.order_by(first, "title", "pk")

    def decorate_paginated_queryset(self, object_list: Any) -> list[Any]:
        pages = list(object_list)
        lines = statuses(pages)
        models = map_content_types()
        sections = parents_of(pages)
        editable = self.editable(pages)
        for page in pages:
            page.status = lines[page.pk]
            page.type_name = capfirst(models[page.content_type_id]._meta.verbose_name)
            page.section_title = sections.get(page.path[: -page.steplen], "")
            page.address = self.page_address(page, page.pk in editable)
            page.buttons = self.page_buttons(page)
        return pages

    def editable(self, pages: list[Any]) -> set[int]:
        """The keys of those that this person may edit, in one query."""
        if self.is_export:
            return set()
        keys = [page.pk for page in pages]
        if self.request.user.is_superuser:
            return set(keys)
        theirs = page_permission_policy.instances_user_has_any_permission_for(
            self.request.user, ACTIONS
        )
        return set(theirs.filter(pk__in=keys).values_list("pk", flat=True))

    def page_address(self, page: Any, may_edit: bool) -> str | None:
        if may_edit:
            return reverse("wagtailadmin_pages:edit", args=[page.pk])
        return review_address(page)

    def page_buttons(self, page: Any) -> list[Button]:
        places = [
            (_("Review"), review_address(page)),
            (
                pgettext("history of a map", "Timeline"),
                reverse("wagtail_parcours:timeline", args=[page.pk]),
            ),
        ]
        title = page.get_admin_display_title()
        return [
            Button(
                label,
                url=address,
                priority=position,
                classname="button-small button-secondary",
                attrs={"aria-label": f"{label}: {title}"},
            )
            for position, (label, address) in enumerate(places)
            if address
        ]


def review_address(page: Any) -> str | None:
    """Where the version that waits for signatures is read."""
    pending = page.status.pending
    if pending is None or not pending.needed or pending.returned_to:
        return None
    return reverse("wagtail_parcours:review", args=[pending.task_state_pk])


def parents_of(pages: Iterable[Any]) -> dict[str, str]:
    """The titles of the pages above, by path."""
    paths = {page.path[: -page.steplen] for page in pages}
    return dict(base_page_model().objects.filter(path__in=paths).values_list("path", "title"))


class MapReportMenuItem(MenuItem):
    """Shown to those who have something to see there."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_report(request.user)


def report_item(
    view: type[MapReportMixin],
    name: str,
    order: int,
    item_class: type[MapReportMenuItem] = MapReportMenuItem,
) -> MapReportMenuItem:
    """The entry of a report on maps in the Reports menu."""
    return item_class(
        view.page_title,
        reverse(view.index_url_name),
        name=name,
        icon_name=view.header_icon,
        order=order,
    )


def map_report_item(order: int) -> MapReportMenuItem:
    return report_item(MapReportView, "journey-maps", order)


report_urls = [
    path("reports/maps/", MapReportView.as_view(), name="map_report"),
    path(
        "reports/maps/results/",
        MapReportView.as_view(results_only=True),
        name="map_report_results",
    ),
]
