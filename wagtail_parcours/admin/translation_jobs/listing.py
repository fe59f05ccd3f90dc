"""The latest translations under way."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn, UserColumn
from wagtail.admin.views.reports import ReportView

from ...models import TranslationJob
from ..columns import BadgeColumn
from .access import may_submit, visible_jobs


class TranslationJobsView(ReportView):
    """Every submission and update that a person may see, the latest first."""

    model = TranslationJob
    page_title = gettext_lazy("Translations under way")
    header_icon = "wagtail-localize-language"
    index_url_name = "wagtail_parcours:translation_jobs"
    index_results_url_name = "wagtail_parcours:translation_jobs_results"
    default_ordering = "-created_at"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_submit(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "page.get_admin_display_title",
                label=_("Map"),
                get_url=lambda job: reverse("wagtail_parcours:translation_job", args=[job.pk]),
            ),
            Column("get_kind_display", label=_("What")),
            Column("languages", label=_("Languages")),
            BadgeColumn("get_state_display", label=_("State")),
            UserColumn("user", label=_("Asked for by"), blank_display_name=_("A former user")),
            DateColumn("created_at", label=_("Asked for"), sort_key="created_at"),
        ]

    def get_base_queryset(self) -> QuerySet[TranslationJob]:
        jobs = visible_jobs(self.request.user).select_related("page", "user__wagtail_userprofile")
        return jobs.prefetch_related("locales")

    def decorate_paginated_queryset(self, object_list: Any) -> list[TranslationJob]:
        jobs = list(object_list)
        for job in jobs:
            names = sorted(locale.get_display_name() for locale in job.locales.all())
            job.languages = ", ".join(names)
        return jobs
