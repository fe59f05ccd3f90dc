"""Looking at a persona again, and saying that it still holds."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ...insights.persona_facts import hints_of_draft
from ...insights.reviews import mark_reviewed
from ...permissions import can_see_sensitive
from ...rendering.languages import language_attributes
from ...rendering.people import person_view
from ..fact_views import FactPageMixin
from .hints import PersonaNotes


class ReviewPersonaView(FactPageMixin, WagtailAdminTemplateMixin, TemplateView):
    """Shows the published persona as readers meet it; whoever read it says so."""

    permission_required = "change"
    page_title = gettext_lazy("Review this persona")
    header_icon = "parcours-persona"
    template_name = "wagtail_parcours/admin/coverage/review.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.user_has_permission("change"):
            if not self.object.live:
                # There is nothing that readers could rely on.
                raise Http404
            if self.locked:
                raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "person": person_view(
                self.object,
                can_see_sensitive(self.request.user),
                language_attributes(self.object.locale.language_code),
            ),
            "hints": hints_of_draft(self.object, self.request),
            "notes": PersonaNotes(self.object, self.request),
            "edit_address": self.address(self.edit_url_name),
            "next_address": get_valid_next_url_from_request(self.request),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        mark_reviewed(self.object, request.user)
        messages.success(
            request, _("“%(persona)s” is reviewed as of today.") % {"persona": self.object}
        )
        address = get_valid_next_url_from_request(request)
        return redirect(address or self.address(self.edit_url_name))
