"""A signed map that shows something new: what changed since, and how to have it signed again."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page

from ..governance.policy import rule_for
from ..governance.sealing import sealed_content
from ..journeys import JourneyFormatError
from ..models import JourneyMapMixin, LiveVersion, base_page_model
from ..serving import signed_content
from .review.changes import Changes, changes_between
from .timeline import may_see_timeline

#: Things that a short message names; the page behind it names them all.
NAMED = 3


@dataclass
class Changed:
    """A live map and what differs between it and what was signed."""

    page: Any
    version: LiveVersion

    @classmethod
    def find(cls, page: Any) -> "Changed | None":
        """None when the map is as it was signed, or nobody signed it. One query."""
        version = LiveVersion.objects.filter(page_id=page.pk, changed_at__isnull=False).first()
        return cls(page, version) if version is not None else None

    @cached_property
    def changes(self) -> Changes | None:
        """None when what was signed, or what is there now, cannot be read."""
        then = signed_content(self.version)
        if then is None:
            return None
        try:
            return changes_between(then, sealed_content(self.page), type(self.page))
        except JourneyFormatError:
            return None

    @property
    def names(self) -> str:
        """The things that changed, in one line: the first ones."""
        headings = [group.heading for group in self.changes.groups] if self.changes else []
        named = ", ".join(headings[:NAMED])
        return f"{named} …" if len(headings) > NAMED else named

    @cached_property
    def keeps_signed(self) -> bool:
        return rule_for(self.page).keeps_signed

    @property
    def what_readers_see(self) -> str:
        if self.keeps_signed:
            return _("Readers go on seeing what was signed.")
        return _("Readers see it as it is now, with a mark.")

    @property
    def address(self) -> str:
        return reverse("wagtail_parcours:changed_since", args=[self.page.pk])


def say_changed(request: HttpRequest, page: Any) -> None:
    """Tell whoever opens the editor of a signed map that it shows something else by now."""
    wants_page = request.method == "GET" and request.accepts("text/html")
    if not wants_page or not isinstance(page, JourneyMapMixin):
        return
    changed = Changed.find(page)
    if changed is None:
        return
    named = changed.names
    text = (
        _("Changed since approval: %(things)s.") % {"things": named}
        if named
        else _("Changed since approval.")
    )
    messages.warning(
        request,
        f"{text} {changed.what_readers_see}",
        buttons=[messages.button(changed.address, _("See what changed"))],
    )


def may_ask_again(page: Any, user: Any) -> bool:
    """Whether the person may send the map into its workflow as it is."""
    permissions = page.permissions_for_user(user)
    return bool(permissions.can_edit() and permissions.can_submit_for_moderation())


class ChangedSinceView(WagtailAdminTemplateMixin, TemplateView):
    """What changed since a live map was signed; from here it goes to be signed again."""

    page_title = gettext_lazy("Changed since approval")
    header_icon = "history"
    template_name = "wagtail_parcours/admin/timeline_changes.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        page = get_object_or_404(base_page_model(), pk=kwargs["page_id"]).specific
        if not isinstance(page, JourneyMapMixin):
            raise Http404
        if not may_see_timeline(request.user, page):
            raise PermissionDenied
        self.page = page

    def get_page_subtitle(self) -> str:
        return capfirst(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        trail = get_breadcrumbs_items_for_page(self.page, self.request.user)
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*(trail or self.breadcrumbs_items), here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return {
            **super().get_context_data(**kwargs),
            "map": self.page,
            "changed": Changed.find(self.page),
            "may_ask": may_ask_again(self.page, user),
            "may_edit": self.page.permissions_for_user(user).can_edit(),
            "draft_waits": self.page.has_unpublished_changes,
            "workflow_runs": self.page.workflow_in_progress,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_ask_again(self.page, request.user):
            raise PermissionDenied
        with transaction.atomic():
            if self.page.latest_revision_id is None:
                self.page.save_revision(user=request.user, changed=False)
            self.page.get_workflow().start(self.page, request.user)
        messages.success(
            request,
            _("“%(title)s” waits to be signed as it is now.") % {"title": self.page.title},
        )
        return redirect("wagtail_parcours:timeline", self.page.pk)


renewal_urls = [
    path("timeline/<int:page_id>/changed/", ChangedSinceView.as_view(), name="changed_since")
]
