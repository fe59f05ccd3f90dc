"""Importing a file of readings: upload, see what each row would do, confirm."""

import dataclasses
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from ...exchange.readings_csv import (
    MAX_BYTES,
    MAX_ROWS,
    ReadingRow,
    ReadingsFileError,
    read_readings,
)
from ...exchange.readings_import import (
    PlannedRow,
    ReadingsPlan,
    RowState,
    import_readings,
    plan_readings,
)
from ...governance.locking import persistently
from ...models import Indicator
from ...rendering.figures import amount
from .readings import channel_words, day_words

SALT = "wagtail_parcours.readings"
#: Seconds for which a list that was shown can be confirmed.
LIFETIME = 24 * 60 * 60
SHAPES = {
    RowState.REFUSED: "warning",
    RowState.CHANGED: "edit",
    RowState.NEW: "plus",
    RowState.UNCHANGED: "check",
}


class UploadForm(forms.Form):
    """A CSV file."""

    file = forms.FileField(
        label=gettext_lazy("File"), widget=forms.FileInput(attrs={"accept": ".csv,text/csv"})
    )


def packed(rows: tuple[ReadingRow, ...], user: Any) -> str:
    """The rows as a text that comes back with the confirmation: nothing is stored meanwhile."""
    cells = [list(dataclasses.astuple(row)) for row in rows]
    return signing.dumps(cells, salt=f"{SALT}.{user.pk}", compress=True)


def unpacked(text: str, user: Any) -> tuple[ReadingRow, ...]:
    """What :func:`packed` was given by the same person. Raises ``signing.BadSignature``."""
    cells = signing.loads(text, salt=f"{SALT}.{user.pk}", max_age=LIFETIME)
    return tuple(ReadingRow(*row) for row in cells)


class ImportReadingsView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Nothing is written before a person has seen what each row would do, and nothing else is."""

    model = Indicator
    permission_required = "change"
    page_title = gettext_lazy("Import readings")
    header_icon = "upload"
    template_name = "wagtail_parcours/admin/indicators/import.html"
    index_url_name: str | None = None
    all_readings_url_name: str | None = None
    import_readings_url_name: str | None = None

    @cached_property
    def language(self) -> str:
        return get_language() or ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Indicators")},
            {"url": reverse(self.all_readings_url_name), "label": _("All readings")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "form": UploadForm(),
            "max_rows": MAX_ROWS,
            "max_kilobytes": MAX_BYTES // 1000,
            "export_url": f"{reverse(self.all_readings_url_name)}?export=csv",
            "import_url": reverse(self.import_readings_url_name),
            "done_url": reverse(self.all_readings_url_name),
            **super().get_context_data(**kwargs),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.confirm() if "rows" in request.POST else self.upload()

    def upload(self) -> HttpResponse:
        form = UploadForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        file = form.cleaned_data["file"]
        try:
            # One byte more than is allowed is enough to know that it is too much.
            read = read_readings(file.read(MAX_BYTES + 1))
        except ReadingsFileError as error:
            form.add_error("file", str(error))
            return self.render_to_response(self.get_context_data(form=form))
        plan = plan_readings(read.rows, self.language)
        return self.show(plan, file_name=file.name, left_out=read.left_out)

    def confirm(self) -> HttpResponse:
        user = self.request.user
        try:
            rows = unpacked(self.request.POST["rows"], user)
        except signing.BadSignature:
            messages.error(self.request, _("This list is too old. Upload the file again."))
            return redirect(self.import_readings_url_name)
        fingerprint = self.request.POST.get("fingerprint", "")
        plan, done = persistently(lambda: import_readings(rows, fingerprint, self.language, user))
        if done:
            messages.success(self.request, imported_words(plan))
            return redirect(self.all_readings_url_name)
        if plan.writes:
            text = _(
                "Something changed since you saw this list, so nothing was written. This is what "
                "the file would do now."
            )
        else:
            text = _("Nothing was written: all that can be imported is there already.")
        messages.warning(self.request, text)
        return self.show(plan)

    def show(self, plan: ReadingsPlan, **kwargs: Any) -> HttpResponse:
        """The list of what each row would do."""
        groups = [group_view(state, plan.of(state)) for state in SHAPES]
        rows = tuple(planned.row for planned in plan.rows)
        context = self.get_context_data(
            plan=plan,
            groups=[group for group in groups if group["rows"]],
            summary=summary_words(plan),
            button=button_words(plan),
            packed=packed(rows, self.request.user),
            **kwargs,
        )
        return self.render_to_response(context)


def group_view(state: RowState, rows: list[PlannedRow]) -> dict[str, Any]:
    count = len(rows)
    headings = {
        RowState.REFUSED: ngettext("%(count)d row is refused", "%(count)d rows are refused", count),
        RowState.CHANGED: ngettext("%(count)d reading changes", "%(count)d readings change", count),
        RowState.NEW: ngettext("%(count)d new reading", "%(count)d new readings", count),
        RowState.UNCHANGED: ngettext(
            "%(count)d row changes nothing", "%(count)d rows change nothing", count
        ),
    }
    return {
        "state": state.value,
        "icon": SHAPES[state],
        "heading": headings[state] % {"count": count},
        "rows": [row_view(planned) for planned in rows],
        "folded": state is RowState.UNCHANGED,
        "has_reasons": any(planned.reasons for planned in rows),
        "has_before": state is RowState.CHANGED,
    }


def row_view(planned: PlannedRow) -> dict[str, Any]:
    """A row in words; as it is written in the file where it means nothing."""
    row, reading, indicator = planned.row, planned.reading, planned.indicator
    unit = indicator.unit if indicator is not None else ""
    shown = {
        "line": row.line,
        "indicator": indicator.name if indicator is not None else row.indicator,
        "day": row.day if reading is None else day_words(reading),
        "value": row.value if reading is None else amount(reading.value, unit),
        "channel": row.channel if reading is None else channel_words(reading),
        "source": row.source or "" if reading is None else reading.source,
        "note": row.note or "" if reading is None else reading.note,
        "reasons": planned.reasons,
    }
    if planned.before is not None and planned.state is RowState.CHANGED:
        before = {
            "value": amount(planned.before.value, unit),
            "source": planned.before.source,
            "note": planned.before.note,
        }
        shown["before"] = {
            name: text or _("empty") for name, text in before.items() if text != shown[name]
        }
    return shown


def summary_words(plan: ReadingsPlan) -> str:
    if not plan.writes:
        return _("Nothing in this file can be imported.")
    return ngettext(
        "Nothing is written yet. %(count)d reading would be added or changed.",
        "Nothing is written yet. %(count)d readings would be added or changed.",
        plan.writes,
    ) % {"count": plan.writes}


def button_words(plan: ReadingsPlan) -> str:
    refused = plan.counts[RowState.REFUSED]
    label = ngettext("Import %(count)d reading", "Import %(count)d readings", plan.writes) % {
        "count": plan.writes
    }
    if not refused:
        return label
    without = ngettext(
        "%(label)s, without the row that is refused",
        "%(label)s, without the %(count)d rows that are refused",
        refused,
    )
    return without % {"label": label, "count": refused}


def imported_words(plan: ReadingsPlan) -> str:
    new, changed = plan.counts[RowState.NEW], plan.counts[RowState.CHANGED]
    added = ngettext("%(count)d reading added", "%(count)d readings added", new)
    other = ngettext("%(count)d reading changed", "%(count)d readings changed", changed)
    return _("%(added)s, %(changed)s.") % {
        "added": added % {"count": new},
        "changed": other % {"count": changed},
    }
