"""The employee's side of a stage, what is guessed behind the scenes, and data at risk."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from .cells import (
    ChannelChoiceBlock,
    IndicatorChoiceBlock,
    LineBlock,
    SlugChoiceBlock,
    TextCellBlock,
)
from .offered import employee_choices
from .volumes import PeriodBlock, UnitBlock, VolumeBlock

OFFICES = [
    ("front", _("Front office")),
    ("back", _("Back office")),
]
EASE_CHOICES = [
    ("-2", _("−2 Very hard")),
    ("-1", _("−1 Hard")),
    ("0", _("0 Neither hard nor easy")),
    ("1", _("+1 Easy")),
    ("2", _("+2 Very easy")),
]
ALIGNMENTS = [
    ("with", _("Pulls with the client's satisfaction")),
    ("against", _("Pulls against the client's satisfaction")),
    ("neutral", _("Makes no difference to it")),
]
GUESSWORK_KINDS = [
    ("conjecture", _("Conjecture")),
    ("manual_judgement", _("Judgement case by case")),
    ("undocumented_knowledge", _("Undocumented knowledge")),
]
RISK_KINDS = [
    ("confidentiality", _("Confidentiality")),
    ("integrity", _("Integrity")),
    ("availability", _("Availability")),
    ("bias", _("Bias")),
    ("consent", _("Consent")),
]
RISK_LEVELS = [
    ("1", pgettext_lazy("risk", "1 Low")),
    ("2", pgettext_lazy("risk", "2 Medium")),
    ("3", pgettext_lazy("risk", "3 High")),
]


def choice(choices: Any, label: Any, *, default: str = "", **kwargs: Any) -> blocks.ChoiceBlock:
    """A choice among a few fixed words, which says nothing to a search."""
    return blocks.ChoiceBlock(
        choices=choices,
        required=bool(default),
        default=default,
        label=label,
        search_index=False,
        **kwargs,
    )


class EmployeePersonaChoiceBlock(SlugChoiceBlock):
    """An employee persona, the same in every language. Value: its translation key, or ``""``.

    No chooser: each costs queries in every cell, at every save of a draft.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Employee persona"))
        super().__init__(**kwargs)

    def get_choices(self) -> list[tuple[str, Any]]:
        return employee_choices()

    def unknown_message(self) -> Any:
        return _("This employee persona is not published any more. Choose another one.")

    class Meta:
        icon = "parcours-persona"


class ServingBlock(blocks.StructBlock):
    """Who serves the client at a stage.

    Value: ``{"office", "persona": key, "who", "channel": slug, "volume": int | None, "unit",
    "period", "tools"}``, ``str`` but for the volume.
    """

    office = choice(OFFICES, _("Office"), default="front")
    persona = EmployeePersonaChoiceBlock()
    who = LineBlock(
        max_length=160, label=_("Which employees"), help_text=_("A role or a team, not a name.")
    )
    channel = ChannelChoiceBlock()
    volume = VolumeBlock()
    unit = UnitBlock()
    period = PeriodBlock()
    tools = TextCellBlock(rows=1, label=_("Tools"), help_text=_("One per line."))

    class Meta:
        icon = "parcours-persona"
        label = _("Employees")
        label_format = _("{office}: {who}")


class EmployeeExperienceBlock(blocks.StructBlock):
    """How the employee lives the stage.

    Value: ``{"ease": "" | "-2" … "2", "words", "hinders", "helps"}``, all ``str``.
    """

    ease = choice(EASE_CHOICES, _("Ease of satisfying the client"))
    words = TextCellBlock(
        label=_("How the employee feels"), help_text=_("In a sentence that an employee would say.")
    )
    hinders = TextCellBlock(label=_("What is in the way"), help_text=_("One point per line."))
    helps = TextCellBlock(label=_("What would help"), help_text=_("One point per line."))

    class Meta:
        icon = "parcours-experience"
        label = _("Employee experience")


class IndicatorUseBlock(blocks.StructBlock):
    """An indicator that a stage is measured by.

    Value: ``{"indicator": slug, "alignment", "note"}``, all ``str``.
    """

    indicator = IndicatorChoiceBlock(required=True)
    alignment = choice(ALIGNMENTS, _("Alignment"))
    note = TextCellBlock(
        rows=1, label=_("Note"), help_text=_("What this measure makes people do at this stage.")
    )

    class Meta:
        icon = "parcours-indicator"
        label = _("Indicator")
        label_format = "{indicator}"


class GuessworkBlock(blocks.StructBlock):
    """Where somebody guesses, judges or remembers. Value: ``{"kind", "text"}``."""

    kind = choice(GUESSWORK_KINDS, _("Kind"), default="conjecture")
    text = TextCellBlock(required=True, label=_("What is guessed, and by whom"))

    class Meta:
        icon = "parcours-guesswork"
        label = _("Guesswork")
        label_format = _("{kind}: {text}")


class RiskBlock(blocks.StructBlock):
    """Where data are at risk.

    Value: ``{"kind", "text", "likelihood", "impact", "mitigation", "owner"}``, all ``str``.
    """

    kind = choice(RISK_KINDS, _("Kind"), default="confidentiality")
    text = TextCellBlock(required=True, label=_("What could happen"))
    likelihood = choice(RISK_LEVELS, _("Likelihood"))
    impact = choice(RISK_LEVELS, _("Impact"))
    mitigation = TextCellBlock(label=_("Mitigation"), help_text=_("What is done about it."))
    owner = LineBlock(max_length=160, label=pgettext_lazy("of a risk", "Owner"))

    class Meta:
        icon = "parcours-risk"
        label = _("Risk")
        label_format = _("{kind}: {text}")
