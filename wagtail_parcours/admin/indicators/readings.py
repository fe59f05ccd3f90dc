"""The readings of one indicator: a list with a line to enter the next one, edit and delete."""

from typing import Any

from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import Button, HeaderButton

from ...models import Indicator, IndicatorReading, current_channel_choices
from ...models.indicators import readings_of
from ...models.slugs import readable
from ...rendering.figures import amount
from ...rendering.indicators import standing
from ..fact_views import FactPageMixin
from .columns import ReadingColumn, SaidColumn
from .reading_export import ReadingsExportMixin
from .reading_form import ReadingForm

NOTE_CHARACTERS = 120


def day_words(reading: Any) -> str:
    return date_format(reading.day, "DATE_FORMAT")


def channel_words(reading: Any) -> str:
    """The name of the channel in the active language; "" for all channels together."""
    if not reading.channel:
        return ""
    return str(dict(current_channel_choices()).get(reading.channel) or readable(reading.channel))


def reading_words(reading: Any) -> str:
    """A reading in a sentence: its day, and its channel where it has one."""
    day, channel = day_words(reading), channel_words(reading)
    if not channel:
        return day
    return _("%(day)s, %(channel)s") % {"day": day, "channel": channel}


def reading_columns(indicator_of: Any, first: list[Any]) -> list[Any]:
    """What both lists of readings show after their `first` column."""
    return [
        *first,
        Column(
            "value",
            label=_("Value"),
            accessor=lambda one: amount(one.value, indicator_of(one).unit),
        ),
        SaidColumn(
            "standing",
            label=_("Against the target"),
            accessor=lambda one: standing(indicator_of(one), one),
        ),
        Column("channel", label=_("Channel"), accessor=channel_words),
        Column("source", label=pgettext("of a reading", "Source")),
        Column(
            "note",
            label=pgettext("of a reading", "Note"),
            accessor=lambda one: Truncator(one.note).chars(NOTE_CHARACTERS),
        ),
    ]


class ReadingsPageMixin(FactPageMixin):
    """What the pages below an indicator share."""

    header_icon = "parcours-indicator"
    readings_url_name: str | None = None
    edit_reading_url_name: str | None = None
    delete_reading_url_name: str | None = None
    readings_record_url_name: str | None = None
    restore_reading_url_name: str | None = None
    import_readings_url_name: str | None = None

    object: Indicator

    @cached_property
    def readings_url(self) -> str:
        return self.address(self.readings_url_name)

    @cached_property
    def may_write(self) -> bool:
        return bool(self.user_has_permission("change"))

    def reading_url(self, name: str | None, reading: Any) -> str:
        return reverse(name, args=[quote(self.object.pk), reading.pk])


class ReadingsView(ReadingsExportMixin, ReadingsPageMixin, BaseListingView):
    """Readings, newest first. Posting adds one; what was typed stays when it cannot be added."""

    any_permission_required = ["add", "change", "delete"]
    page_title = gettext_lazy("Readings")
    template_name = "wagtail_parcours/admin/indicators/readings.html"
    results_template_name = "wagtail_parcours/admin/indicators/readings_results.html"
    paginate_by = 50
    verbose_name_plural = gettext_lazy("readings")

    def get_index_url(self) -> str:
        return self.readings_url

    def get_queryset(self) -> QuerySet[IndicatorReading]:
        return readings_of(self.object)

    @cached_property
    def columns(self) -> list[Any]:
        day = ReadingColumn(
            "day",
            label=_("Day"),
            accessor=day_words,
            get_url=self.edit_url_of,
            classname="parcours-reading-day",
        )
        return reading_columns(lambda one: self.object, [day])

    def get_table(self, object_list: Any) -> Any:
        readings = list(object_list)
        for one in readings:
            one.buttons = self.buttons_of(one) if self.may_write else []
        return super().get_table(readings)

    def edit_url_of(self, reading: IndicatorReading) -> str | None:
        return self.reading_url(self.edit_reading_url_name, reading) if self.may_write else None

    def buttons_of(self, reading: IndicatorReading) -> list[Button]:
        actions = [
            (_("Edit"), self.edit_reading_url_name),
            (_("Delete"), self.delete_reading_url_name),
        ]
        return [
            Button(
                label,
                url=self.reading_url(name, reading),
                priority=position,
                classname="button-small button-secondary",
                attrs={"aria-label": f"{label}: {reading_words(reading)}"},
            )
            for position, (label, name) in enumerate(actions)
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.may_write:
            return []
        url = self.address(self.edit_url_name)
        return [HeaderButton(label=_("Edit the indicator"), url=url, icon_name="edit")]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        record = self.address(self.readings_record_url_name)
        label = _("Record of readings")
        buttons = [Button(label, url=record, icon_name="history", priority=10)]
        if self.may_write:
            url = reverse(self.import_readings_url_name)
            label = _("Import readings")
            buttons.append(Button(label, url=url, icon_name="upload", priority=20))
        return [*super().header_more_buttons, *buttons]

    def slug_of(self, reading: Any) -> str:
        return self.object.slug

    def get_filename(self) -> str:
        return f"{self.export_filename}-{self.object.slug}"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may_write:
            raise PermissionDenied
        form = ReadingForm(request.POST, indicator=self.object)
        if form.is_valid() and form.save_once():
            words = {"reading": reading_words(form.instance)}
            messages.success(request, _("The reading of %(reading)s was added.") % words)
            return redirect(self.readings_url)
        self.object_list = self.get_queryset()
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context.setdefault("form", ReadingForm(indicator=self.object))
        context["media"] += form.media
        return {
            **context,
            "may_write": self.may_write,
            "target": amount(self.object.target, self.object.unit),
            "direction": self.object.get_direction_display(),
        }

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if self.is_export:
            return self.as_spreadsheet(context["object_list"], self.request.GET["export"])
        return super().render_to_response(context, **kwargs)
