"""The record of changes in Wagtail's admin: who changed what, when, and back to how it was."""

from typing import Any

from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.utils import get_latest_str
from wagtail.admin.views.generic.base import (
    BaseListingView,
    BaseObjectMixin,
    WagtailAdminTemplateMixin,
)
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.log_actions import log
from wagtail.models import DraftStateMixin, LockableMixin

from .facts import FactReader

RESTORE_ACTION = "parcours.restore"


class FactPageMixin(PermissionCheckedMixin, BaseObjectMixin):
    """What both pages share: the reader, the way back, the buttons."""

    header_icon = "history"
    index_url_name: str | None = None
    edit_url_name: str | None = None
    history_url_name: str | None = None
    facts_url_name: str | None = None
    restore_url_name: str | None = None

    @cached_property
    def reader(self) -> FactReader:
        return FactReader(self.object, self.request.user)

    def address(self, name: str | None, *args: Any) -> str:
        return reverse(name, args=[quote(self.object.pk), *args])

    def get_page_subtitle(self) -> str:
        return get_latest_str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        plural = capfirst(self.model._meta.verbose_name_plural)
        trail = [{"url": reverse(self.index_url_name), "label": plural}]
        if self.user_has_permission("change"):
            url = self.address(self.edit_url_name)
            trail.append({"url": url, "label": self.get_page_subtitle()})
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, *trail, here]

    @cached_property
    def locked(self) -> bool:
        """Whether someone else holds the object."""
        if not isinstance(self.object, LockableMixin):
            return False
        lock = self.object.get_lock()
        return bool(lock and lock.for_user(self.request.user))


class FactPaginator(WagtailPaginator):
    """Counts changes; the model of the record calls itself "historical persona"."""

    @cached_property
    def items_count_label(self) -> str:
        return ngettext("%(count)d change", "%(count)d changes", self.count) % {"count": self.count}


class FactsView(FactPageMixin, BaseListingView):
    """Lists what was published or changed, field by field, newest first."""

    any_permission_required = ["add", "change", "delete"]
    page_title = gettext_lazy("Record of changes")
    template_name = "wagtail_parcours/admin/facts.html"
    results_template_name = "wagtail_parcours/admin/facts_results.html"
    paginate_by = 20
    paginator_class = FactPaginator

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        buttons = []
        if self.user_has_permission("change"):
            url = self.address(self.edit_url_name)
            buttons.append(HeaderButton(label=_("Edit"), url=url, icon_name="edit"))
        return buttons

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        url = self.address(self.history_url_name)
        return [Button(_("History of edits"), url=url, icon_name="list-ul", priority=10)]

    def get_index_url(self) -> str:
        return self.address(self.facts_url_name)

    def get_queryset(self) -> Any:
        return self.reader.rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = list(context["object_list"])
        may_restore = self.user_has_permission("change") and not self.locked
        entries = self.reader.entries(rows, self.row_before(rows))
        for entry in entries:
            entry.restorable = entry.restorable and may_restore
        return {
            **context,
            "entries": entries,
            "has_drafts": issubclass(self.model, DraftStateMixin),
            "restore_url_name": self.restore_url_name,
            "object": self.object,
        }

    def row_before(self, rows: list[Any]) -> Any:
        """The row that the oldest one of this page is compared with."""
        if not rows:
            return None
        page = self.get_page_number()
        return self.reader.rows[page * self.paginate_by : page * self.paginate_by + 1].first()

    def get_page_number(self) -> int:
        paginator = self.get_paginator(self.reader.rows, self.paginate_by)
        return paginator.get_page(self.request.GET.get(self.page_kwarg)).number


class RestoreFactView(FactPageMixin, WagtailAdminTemplateMixin, TemplateView):
    """Asks, then restores the state of one row.

    An object with drafts gets a new draft, which someone publishes or not. The others have no
    drafts, so they are saved.
    """

    permission_required = "change"
    page_title = gettext_lazy("Restore an earlier state")
    template_name = "wagtail_parcours/admin/restore_fact.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.row = get_object_or_404(self.get_rows(), history_id=kwargs["history_id"])

    def get_rows(self) -> Any:
        """The rows whose state may be restored."""
        return self.object.history.exclude(history_type="-")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.user_has_permission("change") and self.locked:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def current(self) -> Any:
        """What the editor shows now, the draft where there is one."""
        if isinstance(self.object, DraftStateMixin):
            return self.object.get_latest_revision_as_object()
        return self.object

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changes, hidden = self.reader.comparison(self.current, self.row)
        return {
            **super().get_context_data(**kwargs),
            "row": self.row,
            "changes": changes,
            "hidden": hidden,
            "has_drafts": isinstance(self.object, DraftStateMixin),
            "facts_url": self.address(self.facts_url_name),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                lost = self.restore()
        except ValidationError as error:
            messages.error(request, self.refusal(error))
            return redirect(self.address(self.facts_url_name))
        messages.success(request, self.success_message())
        if lost:
            messages.warning(
                request,
                _("This no longer exists and stays empty: %(fields)s.")
                % {"fields": ", ".join(lost)},
            )
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        return self.address(self.edit_url_name)

    def restore(self) -> list[str]:
        target = self.current
        lost = self.reader.restore(target, self.row)
        revision = None
        if isinstance(target, DraftStateMixin):
            if not target.live:
                # As Wagtail's editor does: lists show the row of what is not published.
                target.save()
            revision = target.save_revision(user=self.request.user)
        else:
            target.full_clean()
            target.save()
        log(
            instance=target,
            action=RESTORE_ACTION,
            user=self.request.user,
            revision=revision,
            data={"fact": {"date": self.row.history_date.isoformat()}},
            content_changed=True,
        )
        return lost

    def success_message(self) -> str:
        if isinstance(self.object, DraftStateMixin):
            text = _("“%(object)s” has a new draft with its earlier values. Publish it when ready.")
        else:
            text = _("“%(object)s” has its earlier values again.")
        return text % {"object": get_latest_str(self.current)}

    def refusal(self, error: ValidationError) -> str:
        return _("The earlier state cannot be restored: %(reason)s") % {
            "reason": " ".join(error.messages)
        }
