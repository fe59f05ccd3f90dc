"""The page on which a superuser publishes a map without its approval."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page
from wagtail.admin.widgets.button import Button

from ..governance.emergency import (
    EmergencyRefused,
    may_publish_without_approval,
    publish_without_approval,
    unsigned_version,
)
from ..governance.sealing import is_map_type
from ..models import base_page_model


class EmergencyForm(forms.Form):
    """Why the map cannot wait, and the seal of what the person looked at."""

    seal = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = forms.CharField(
        label=gettext_lazy("Why can it not wait?"),
        help_text=gettext_lazy(
            "The reason is kept with your name in the sign-off records, and cannot be removed."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say why this cannot wait for the approval.")},
    )


class EmergencyView(WagtailAdminTemplateMixin, FormView):
    """Asks for the reason, says what follows, and publishes."""

    form_class = EmergencyForm
    template_name = "wagtail_parcours/admin/emergency.html"
    page_title = gettext_lazy("Publish without approval")
    header_icon = "warning"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_publish_without_approval(request.user):
            raise PermissionDenied
        self.map = find_map(kwargs["page_id"])
        self.version, self.permit = unsigned_version(self.map)
        if not self.permit.refused:
            messages.success(request, _("This version needs no emergency: it can be published."))
            return redirect("wagtailadmin_pages:edit", self.map.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.map.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return trail_to(self.map, self.request.user, self.get_page_title())

    def get_initial(self) -> dict[str, Any]:
        return {"seal": self.permit.seal}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "map": self.map,
            "version": self.version,
            "permit": self.permit,
            "workflow_state": self.map.current_workflow_state,
        }

    def form_valid(self, form: EmergencyForm) -> HttpResponse:
        try:
            publish_without_approval(
                self.map,
                self.request.user,
                form.cleaned_data["reason"],
                form.cleaned_data["seal"],
            )
        except EmergencyRefused as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.request.path)
        messages.warning(
            self.request,
            _("“%(title)s” is live, marked as published without approval.")
            % {"title": self.version.title},
            buttons=[messages.button(edit_address(self.map), _("Edit"))],
        )
        return redirect("wagtailadmin_explore", self.map.get_parent().pk)


def find_map(page_id: int) -> Any:
    """The map with this key. Raises ``Http404`` for any other page."""
    page = base_page_model().objects.filter(pk=page_id).first()
    if page is None or not is_map_type(page.specific_class):
        raise Http404
    return page.specific


def trail_to(page: Any, user: Any, label: str) -> list[dict[str, Any]]:
    """The breadcrumbs of a page about a map: where the map is, then this page."""
    here = {"url": "", "label": label, "sublabel": page.get_admin_display_title()}
    return [*get_breadcrumbs_items_for_page(page, user), here]


def edit_address(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def emergency_button(
    page: Any, user: Any, view_name: str = "", next_url: str | None = None
) -> Iterator[Button]:
    """The way there, in the menu of a map that waits for a sign-off, for superusers alone."""
    if not may_publish_without_approval(user) or not is_map_type(page.specific_class):
        return
    if page.alias_of_id is None and unsigned_version(page)[1].refused:
        yield Button(
            _("Publish without approval"),
            reverse("wagtail_parcours:publish_without_approval", args=[page.pk]),
            icon_name="warning",
            priority=62,
        )


emergency_urls = [
    path("emergency/<int:page_id>/", EmergencyView.as_view(), name="publish_without_approval"),
]
