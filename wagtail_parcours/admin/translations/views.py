"""The page that lists what is behind its source, and where texts are marked as up to date."""

from abc import ABC, abstractmethod
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from ...governance.locking import lock_page
from ...governance.translations import seal_of_source
from ...translation.confirming import confirm_texts, take_back
from ...translation.records import record_of, source_version, standing_of
from .behind import behind_of_draft, map_or_none

CONFIRM_ACTION = "wagtail_parcours.translation.confirm"
TAKE_BACK_ACTION = "wagtail_parcours.translation.take_back"


class TranslatedMapMixin:
    """Finds the translated map of an address, for those who may edit it."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        page = map_or_none(kwargs["page_id"])
        if page is None:
            raise Http404
        if not page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        if record_of(page) is None:
            raise Http404
        self.page = page

    def last_confirmed(self) -> Any:
        """The log entry of what was marked last; None when it was taken back, or nothing was."""
        entries = PageLogEntry.objects.filter(
            page_id=self.page.pk, action__in=(CONFIRM_ACTION, TAKE_BACK_ACTION)
        )
        last = entries.select_related("user").order_by("-timestamp", "-pk").first()
        return last if last is not None and last.action == CONFIRM_ACTION else None


class BehindView(TranslatedMapMixin, WagtailAdminTemplateMixin, TemplateView):
    """What the draft of a translation has to bring up to date; works without a script."""

    page_title = gettext_lazy("Beside the source")
    header_icon = "globe"
    template_name = "wagtail_parcours/admin/translations/behind_page.html"

    def get_page_subtitle(self) -> str:
        return capfirst(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        trail = get_breadcrumbs_items_for_page(self.page, self.request.user)
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*(trail or self.breadcrumbs_items), here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "page": self.page,
            "behind": behind_of_draft(self.page, self.request),
            "edit_address": reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
            "confirm_address": reverse("wagtail_parcours:confirm_translation", args=[self.page.pk]),
            **self.undo_context(),
        }

    def undo_context(self) -> dict[str, Any]:
        entry = self.last_confirmed()
        if entry is None:
            return {}
        return {
            "undoable": {
                "number": len(entry.data.get("confirmed", {}).get("pairs", {})),
                "timestamp": entry.timestamp,
                "person": get_user_display_name(entry.user) if entry.user else "",
            },
            "undo_address": reverse(
                "wagtail_parcours:take_back_translation", args=[self.page.pk, entry.pk]
            ),
        }


class ChangeView(TranslatedMapMixin, View, ABC):
    """One change of the record, whole, while nobody else changes the map."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.page.permissions_for_user(request.user).page_locked():
            raise PermissionDenied
        with transaction.atomic():
            lock_page(self.page.pk)
            self.page = map_or_none(self.page.pk)
            self.change(request)
        return redirect("wagtail_parcours:translation_behind", self.page.pk)

    @abstractmethod
    def change(self, request: HttpRequest) -> None:
        """Change the record of ``self.page``, and say what was done."""


class ConfirmView(ChangeView):
    """Mark the texts of the form, or all, as made from the source as it is now."""

    def change(self, request: HttpRequest) -> None:
        paths = None if request.POST.get("all") else request.POST.getlist("path")
        draft = self.page.get_latest_revision_as_object()
        taken = confirm_texts(draft, paths, request.user)
        if not taken:
            messages.warning(request, _("There was nothing to mark as up to date."))
            return
        taken["seals"] = renewed_source_seal(draft, request.user)
        log(instance=self.page, action=CONFIRM_ACTION, user=request.user, data={"confirmed": taken})
        number = len(taken["pairs"])
        messages.success(
            request,
            ngettext(
                "%(number)d text is marked as up to date.",
                "%(number)d texts are marked as up to date.",
                number,
            )
            % {"number": number},
        )


class TakeBackView(ChangeView):
    """Undo what was marked last."""

    def change(self, request: HttpRequest) -> None:
        entry = self.last_confirmed()
        if entry is None or entry.pk != self.kwargs["entry_id"]:
            messages.warning(request, _("That was taken back already."))
            return
        taken = entry.data.get("confirmed", {})
        take_back(self.page.pk, taken)
        restore_source_seal(self.page.get_latest_revision_as_object(), taken, request.user)
        log(
            instance=self.page,
            action=TAKE_BACK_ACTION,
            user=request.user,
            data={"taken_back": {"number": len(taken.get("pairs", {}))}},
        )
        messages.success(request, _("Nothing is marked any more that was not before."))


def renewed_source_seal(draft: Any, user: Any) -> list[str]:
    """Note in a new draft from which version of the source the translation is made now.

    Only a translation that says all that its source says is made from it as it is. Returns the
    seal before and the new one; nothing when there is nothing to note.
    """
    standing = standing_of(draft)
    record = record_of(draft)
    if standing is None or record is None or standing.new or standing.changed or standing.removed:
        return []
    source = source_version(record)
    seal = seal_of_source(source) if source is not None else ""
    if not seal or seal == draft.source_seal:
        return []
    before, draft.source_seal = draft.source_seal, seal
    draft.save_revision(user=user, clean=False)
    return [before, seal]


def restore_source_seal(draft: Any, taken: dict[str, Any], user: Any) -> None:
    seals = taken.get("seals") or []
    if len(seals) == 2 and draft.source_seal == seals[1]:
        draft.source_seal = seals[0]
        draft.save_revision(user=user, clean=False)


translation_urls = [
    path("translations/<int:page_id>/behind/", BehindView.as_view(), name="translation_behind"),
    path(
        "translations/<int:page_id>/behind/confirm/",
        ConfirmView.as_view(),
        name="confirm_translation",
    ),
    path(
        "translations/<int:page_id>/behind/take-back/<int:entry_id>/",
        TakeBackView.as_view(),
        name="take_back_translation",
    ),
]
