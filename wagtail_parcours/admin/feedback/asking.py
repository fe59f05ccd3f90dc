"""Whether and how the readers of one map may answer: a small form of its own.

It is no field of the page, so that no new version and no signature is needed.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.contrib.settings.registry import register_setting

from ...governance.sealing import is_map_type
from ...models import FeedbackPolicy, FeedbackSettings
from ..emergency import trail_to
from ..policies import SETTINGS_APP
from .access import editable_map


def register_feedback_policy() -> None:
    """Offer the privacy notices in the Settings menu, where the site has Wagtail's settings app."""
    if apps.is_installed(SETTINGS_APP):
        register_setting(FeedbackPolicy, icon="comment", order=320)


class FeedbackSettingsForm(WagtailAdminModelForm):
    """Refuses to switch on a map whose readers would be told nothing of their data."""

    class Meta:
        model = FeedbackSettings
        fields = ("is_on", "mode")

    def clean_is_on(self) -> bool:
        is_on = bool(self.cleaned_data["is_on"])
        page = self.instance.page
        if is_on and not FeedbackPolicy.notice_for(page):
            self.add_error(
                "is_on",
                _(
                    "Write the privacy notice in %(language)s first, in Settings, Answers of "
                    "readers: readers see it before they answer."
                )
                % {"language": page.locale.get_display_name()},
            )
        return is_on


class FeedbackSettingsView(WagtailAdminTemplateMixin, FormView):
    """The switch of one map and who answers."""

    form_class = FeedbackSettingsForm
    template_name = "wagtail_parcours/admin/feedback/settings.html"
    page_title = gettext_lazy("Answers of readers")
    header_icon = "comment"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.map = editable_map(kwargs["page_id"], request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.map.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return trail_to(self.map, self.request.user, self.get_page_title())

    def get_form_kwargs(self) -> dict[str, Any]:
        found = FeedbackSettings.objects.filter(page_id=self.map.pk).first()
        instance = found or FeedbackSettings(page_id=self.map.pk)
        # The map as it is, with its language and its site.
        instance.page = self.map.page_ptr if hasattr(self.map, "page_ptr") else self.map
        return {**super().get_form_kwargs(), "instance": instance}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "map": self.map}

    def form_valid(self, form: Any) -> HttpResponse:
        form.save()
        messages.success(self.request, _("Saved. It holds at once, without a new publication."))
        return redirect(self.request.path)


class FeedbackMenuItem(PageMenuItem):
    """In the menus of a map, for those who may edit it."""

    label = gettext_lazy("Answers of readers")
    icon_name = "comment"

    def is_shown(self, user: Any) -> bool:
        is_map = is_map_type(self.page.specific_class or object)
        return bool(is_map and self.page.permissions_for_user(user).can_edit())

    @cached_property
    def url(self) -> str:
        return reverse("wagtail_parcours:feedback_settings", args=[self.page.pk])


def feedback_in_header(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Any]:
    yield FeedbackMenuItem(page=page, priority=68)
