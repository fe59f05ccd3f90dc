"""The form of a reading: one line, with numbers as people write them."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from ...exchange.cell_values import value_of
from ...models import Indicator, IndicatorReading, current_channel_choices
from ...models.slugs import readable
from ...rendering.figures import plain


class ValueField(forms.CharField):
    """A number with a decimal point or comma; its value is a :class:`~decimal.Decimal`."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 12})

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        shown = plain(value)
        local = shown.replace(".", get_format("DECIMAL_SEPARATOR"))
        try:
            return local if value_of(local) == value else shown
        except ValueError:
            # 1,125 can be read in two ways.
            return shown

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return value_of(text)
        except ValueError as error:
            raise ValidationError(str(error)) from None


def channel_choices() -> list[tuple[str, Any]]:
    return [("", _("All channels")), *current_channel_choices()]


class ReadingForm(forms.ModelForm):
    """A new reading of `indicator`, or one that is there."""

    value = ValueField(label=gettext_lazy("Value"))
    channel = forms.ChoiceField(
        label=gettext_lazy("Channel"), choices=channel_choices, required=False
    )

    class Meta:
        model = IndicatorReading
        fields: ClassVar[list[str]] = ["day", "value", "channel", "source", "note"]
        widgets: ClassVar[dict[str, Any]] = {
            "day": AdminDateInput,
            "note": forms.Textarea(attrs={"rows": 1}),
        }

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.indicator_key = indicator.translation_key
        if indicator.unit:
            self.fields["value"].label = _("Value (%(unit)s)") % {"unit": indicator.unit}
        gone = self.instance.channel
        if gone and gone not in dict(self.fields["channel"].choices):
            # A channel that is no more keeps its readings.
            self.fields["channel"].choices = [*channel_choices(), (gone, readable(gone))]

    def clean_note(self) -> str:
        return str(self.cleaned_data["note"]).replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("day") is not None and "channel" in cleaned:
            others = IndicatorReading.objects.filter(
                indicator_key=self.instance.indicator_key,
                day=cleaned["day"],
                channel=cleaned["channel"],
            ).exclude(pk=self.instance.pk)
            if others.exists():
                self.say_taken()
        return cleaned

    def say_taken(self) -> None:
        text = _("There is already a reading of this day and channel. Change that one.")
        self.add_error("day", text)

    def save_once(self) -> bool:
        """Save; False, with an error on the form, when somebody else was faster."""
        try:
            with transaction.atomic():
                self.save()
        except IntegrityError:
            self.say_taken()
            return False
        return True
