"""The page that says why a draft is not live, and takes it to those who sign."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import WorkflowState

from ..governance.emergency import may_publish_without_approval, unsigned_version
from ..governance.locking import lock_page
from ..models import SignOffTask
from .emergency import edit_address, find_map, trail_to


class NotPublishedView(WagtailAdminTemplateMixin, TemplateView):
    """What keeps a map from going live; its form submits it for approval."""

    template_name = "wagtail_parcours/admin/refused.html"
    page_title = gettext_lazy("Saved, not published")
    header_icon = "info-circle"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.map = find_map(kwargs["page_id"])
        self.permissions = self.map.permissions_for_user(request.user)
        if not (self.permissions.can_edit() or self.permissions.can_publish()):
            raise PermissionDenied
        self.version, self.permit = unsigned_version(self.map)
        if not self.permit.refused:
            return redirect("wagtailadmin_pages:edit", self.map.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.map.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return trail_to(self.map, self.request.user, self.get_page_title())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        workflow = self.map.get_workflow()
        return {
            **super().get_context_data(**kwargs),
            "map": self.map,
            "version": self.version,
            "permit": self.permit,
            "workflow": workflow,
            "has_signing_step": workflow is not None and has_signing_step(workflow),
            "waiting_task": self.map.current_workflow_task,
            "may_submit": self.permissions.can_submit_for_moderation(),
            "edit_address": edit_address(self.map),
            "may_hurry": may_publish_without_approval(self.request.user),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            lock_page(self.map.pk)
            page = find_map(self.map.pk)
            if not page.permissions_for_user(request.user).can_submit_for_moderation():
                messages.error(request, _("This map cannot be submitted for approval just now."))
                return redirect(request.path)
            submit(page, request.user)
        messages.success(
            request,
            _("“%(title)s” has been submitted for approval.")
            % {"title": page.get_admin_display_title()},
            buttons=[messages.button(edit_address(page), _("Edit"))],
        )
        return redirect("wagtailadmin_explore", page.get_parent().pk)


def has_signing_step(workflow: Any) -> bool:
    return bool(SignOffTask.objects.filter(pk__in=workflow.tasks.filter(active=True)).exists())


def submit(page: Any, user: Any) -> None:
    """Send the latest version into its workflow, as the editor's own button does."""
    state = page.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user)
    else:
        page.get_workflow().start(page, user)


not_published_urls = [
    path("not-published/<int:page_id>/", NotPublishedView.as_view(), name="not_published"),
]
