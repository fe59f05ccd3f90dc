"""The smallest pieces: text cells, keys, scales, channel choice, dates, barrier references.

A cell is plain text, one point per line, in a plain ``<textarea>`` that the style sheet sizes:
Wagtail's auto-height widget forces a full layout for each area, and a map has hundreds.
"""

import datetime
import re
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.field_block import FieldBlock

from ..journeys.entries import MAX_VOLUME
from .offered import channel_choices, indicator_choices

#: What a stored slug or identity looks like.
REFERENCE = re.compile(r"[0-9A-Za-z_-]{1,80}\Z")
#: Characters that one cell may hold. A cell is a few points; a document belongs beside the map.
MAX_CELL = 4_000

SATISFACTION_LABELS = {
    -2: _("Very frustrated"),
    -1: _("Frustrated"),
    0: _("Neutral"),
    1: _("Satisfied"),
    2: _("Delighted"),
}
SATISFACTION_CHOICES = [
    ("", _("Not stated")),
    ("-2", _("−2 Very frustrated")),
    ("-1", _("−1 Frustrated")),
    ("0", _("0 Neutral")),
    ("1", _("+1 Satisfied")),
    ("2", _("+2 Delighted")),
]


class TextCellBlock(blocks.TextBlock):
    """A cell of the table. Value: ``str``, one point per line, ``""`` when empty.

    Too long a text is refused with a message when it is saved; no ``maxlength`` is set on the
    area, because browsers then cut a pasted text without a word.
    """

    def __init__(self, required: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("default", "")
        kwargs.setdefault("rows", 2)
        super().__init__(required=required, **kwargs)

    @cached_property
    def field(self) -> forms.CharField:
        options = {key: value for key, value in self.field_options.items() if value is not None}
        options["validators"] = [*options.get("validators", ()), MaxLengthValidator(MAX_CELL)]
        return forms.CharField(
            widget=forms.Textarea(attrs={"rows": self.rows, "class": "parcours-cell"}),
            **options,
        )

    def to_python(self, value: Any) -> str:
        # A stored null would reach wagtail-localize as None, which it cannot translate.
        return "" if value is None else value

    class Meta:
        icon = "pilcrow"


class LineBlock(blocks.CharBlock):
    """A short text on one line. Value: ``str``, ``""`` when empty."""

    def __init__(self, required: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("default", "")
        super().__init__(required=required, **kwargs)

    def to_python(self, value: Any) -> str:
        return "" if value is None else value


class KeyBlock(FieldBlock):
    """A stored key that nobody reads or translates, such as the framework stage. Value: ``str``.

    Not a ``CharBlock``: wagtail-localize would offer its value for translation.
    """

    def __init__(self, required: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("default", "")
        self.field = forms.CharField(required=required, max_length=100, widget=forms.HiddenInput())
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return value if isinstance(value, str) else ""

    def get_searchable_content(self, value: Any) -> list[str]:
        return []

    class Meta:
        icon = "key"


class SatisfactionBlock(blocks.ChoiceBlock):
    """The signed scale from −2 (very frustrated) to +2 (delighted).

    Value: ``"-2"`` … ``"2"``, or ``""`` when nobody has said.
    """

    choices = SATISFACTION_CHOICES

    def __init__(self, required: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Satisfaction"))
        kwargs.setdefault("default", "")
        kwargs.pop("choices", None)
        super().__init__(required=required, search_index=False, **kwargs)

    def deconstruct(self) -> Any:
        return super(blocks.ChoiceBlock, self).deconstruct()


class SlugSelect(forms.Select):
    """A select that also shows a stored value which is not offered any more, marked as such."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        # Put in by the editor's script, which alone knows the value.
        context["widget"]["attrs"]["data-parcours-gone"] = _("%(value)s (no longer offered)")
        return context


class SlugChoiceBlock(FieldBlock):
    """A choice whose options the site configures. Value: the option's slug, or ``""``.

    Subclasses give ``get_choices``. A stored slug that is no longer offered stays in a draft,
    and its ``<select>`` still shows it, so that opening and saving a map loses nothing;
    publishing asks for another choice.
    """

    def __init__(self, required: bool = False, help_text: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("default", "")
        self.field = forms.ChoiceField(
            required=required,
            help_text=help_text,
            choices=self.choices_with_blank,
            widget=SlugSelect,
        )
        super().__init__(**kwargs)

    def get_choices(self) -> list[tuple[str, Any]]:
        """What the site offers now; nothing, until a subclass says so."""
        return []

    def choices_with_blank(self) -> list[tuple[str, Any]]:
        return [("", _("Not stated")), *self.get_choices()]

    def to_python(self, value: Any) -> str:
        return value if isinstance(value, str) else ""

    def clean(self, value: Any) -> str:
        # A draft may keep a channel that is gone: refusing it would stop every autosave.
        gone = value and value not in {slug for slug, _label in self.get_choices()}
        if gone and not (self.is_deferred_validation and REFERENCE.match(value)):
            raise ValidationError(self.unknown_message() % {"value": value}, code="unknown")
        if not value and self.field.required:
            raise ValidationError(self.field.error_messages["required"], code="required")
        return value or ""

    def unknown_message(self) -> Any:
        return _("“%(value)s” is not offered any more. Choose another.")

    def get_searchable_content(self, value: Any) -> list[str]:
        return []


class ChannelChoiceBlock(SlugChoiceBlock):
    """The service mode of a contact, a barrier or a card. Value: a channel's slug, or ``""``."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Channel"))
        super().__init__(**kwargs)

    def get_choices(self) -> list[tuple[str, Any]]:
        return channel_choices()

    def unknown_message(self) -> Any:
        return _("There is no channel “%(value)s” any more. Choose another channel.")

    class Meta:
        icon = "parcours-channel"


class IndicatorChoiceBlock(SlugChoiceBlock):
    """An indicator of the organisation. Value: its slug, or ``""``."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Indicator"))
        super().__init__(**kwargs)

    def get_choices(self) -> list[tuple[str, Any]]:
        return indicator_choices()

    def unknown_message(self) -> Any:
        return _("There is no indicator “%(value)s” any more. Choose another indicator.")

    class Meta:
        icon = "parcours-indicator"


class CountBlock(blocks.IntegerBlock):
    """A whole number from 0 on. Value: ``int | None``."""

    def __init__(self, required: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault("max_value", MAX_VOLUME)
        super().__init__(required=required, **kwargs)

    def get_searchable_content(self, value: Any) -> list[str]:
        return []


class PlainDateBlock(blocks.DateBlock):
    """A date in the browser's own date field, which needs no script. Value: ``date | None``."""

    def __init__(self, required: bool = False, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)

    @cached_property
    def field(self) -> forms.DateField:
        options = {key: value for key, value in self.field_options.items() if value is not None}
        return forms.DateField(
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            input_formats=["%Y-%m-%d"],
            **options,
        )

    def to_python(self, value: Any) -> datetime.date | None:
        try:
            return super().to_python(value)
        except (TypeError, ValueError):
            return None


#: Barriers that one improvement may name.
MAX_REFERENCES = 200


class BarrierReferencesField(forms.CharField):
    """A list of finding ids, as text: one id per line. Cleans to ``list[str]``, without doubles."""

    def to_python(self, value: Any) -> list[str]:
        if isinstance(value, (list, tuple)):
            words = [str(item) for item in value]
        else:
            words = str(value or "").replace(",", "\n").split()
        return list(dict.fromkeys(words))

    def prepare_value(self, value: Any) -> str:
        return value if isinstance(value, str) else "\n".join(value or [])

    def validate(self, value: list[str]) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(value) > MAX_REFERENCES or not all(REFERENCE.match(word) for word in value):
            raise ValidationError(
                _("These references are not valid. Choose the barriers from the list again."),
                code="invalid",
            )

    def run_validators(self, value: list[str]) -> None:
        """The text validators of ``CharField`` do not apply to a list."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


class BarrierReferencesInput(forms.HiddenInput):
    """Holds the ids; the editor's script shows the barriers of the linked current-state map."""

    def format_value(self, value: Any) -> str:
        return value if isinstance(value, str) else "\n".join(value or [])


class BarrierReferencesBlock(FieldBlock):
    """Which barriers of the current-state map this removes. Value: ``list[str]`` of finding ids.

    Ids are the stream ids of the findings, the same in every language of the map.
    """

    def __init__(self, required: bool = False, help_text: Any = None, **kwargs: Any) -> None:
        self.field = BarrierReferencesField(
            required=required, help_text=help_text, widget=BarrierReferencesInput()
        )
        super().__init__(**kwargs)

    def get_default(self) -> list[str]:
        return []

    def to_python(self, value: Any) -> list[str]:
        return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []

    def value_from_form(self, value: Any) -> list[str]:
        return self.field.to_python(value)

    def value_for_form(self, value: Any) -> str:
        return self.field.prepare_value(value)

    def get_searchable_content(self, value: Any) -> list[str]:
        return []

    class Meta:
        icon = "link"
