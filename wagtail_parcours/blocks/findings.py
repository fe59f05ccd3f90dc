"""What happens between client and organisation at a stage, and what goes well or badly."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from .cells import ChannelChoiceBlock, TextCellBlock
from .volumes import PeriodBlock, UnitBlock, VolumeBlock

FINDING_KINDS = [
    ("barrier", _("Barrier")),
    ("pain_point", _("Pain point")),
    ("bright_spot", _("Bright spot")),
]
SEVERITIES = [
    ("1", _("1 Slows the client")),
    ("2", _("2 Serious difficulty")),
    ("3", _("3 Stops the client")),
]
EFFECTS = [
    ("irritant", pgettext_lazy("effect", "Irritant")),
    ("neutral", pgettext_lazy("effect", "Neutral")),
    ("delight", pgettext_lazy("effect", "Delight")),
]
FREQUENCIES = [
    ("1", _("1 Some clients")),
    ("2", _("2 Many clients")),
    ("3", _("3 Nearly all clients")),
]


class TouchpointBlock(blocks.StructBlock):
    """A contact between the client and the organisation.

    Value: ``{"channel", "text", "volume": int | None, "unit", "period"}``.
    """

    channel = ChannelChoiceBlock()
    text = TextCellBlock(required=True, label=_("What happens"))
    volume = VolumeBlock()
    unit = UnitBlock()
    period = PeriodBlock()

    class Meta:
        icon = "parcours-touchpoint"
        label = _("Interaction")
        label_format = _("{channel}: {text}")


class FindingBlock(blocks.StructBlock):
    """What stops, slows, hurts or helps the client at a stage.

    Value: ``{"kind", "text", "severity", "channel", "evidence", "effect_client",
    "effect_employee", "frequency"}``, all ``str``, and ``"moment_of_truth": bool``. Without a text
    in `evidence`, the finding is shown as an assumption; without an effect on the client, its kind
    says whether it irritates or delights.
    """

    kind = blocks.ChoiceBlock(
        choices=FINDING_KINDS, default="barrier", label=_("Kind"), search_index=False
    )
    text = TextCellBlock(required=True, label=_("What happens"))
    severity = blocks.ChoiceBlock(
        choices=SEVERITIES, required=False, default="", label=_("Severity"), search_index=False
    )
    channel = ChannelChoiceBlock()
    evidence = TextCellBlock(
        rows=1,
        label=_("Evidence"),
        help_text=_("How do we know? Leave it empty and readers see “Assumption”."),
    )
    effect_client = blocks.ChoiceBlock(
        choices=EFFECTS,
        required=False,
        default="",
        label=_("Effect on the client"),
        help_text=_("Without a choice, the kind of finding decides."),
        search_index=False,
    )
    effect_employee = blocks.ChoiceBlock(
        choices=EFFECTS,
        required=False,
        default="",
        label=_("Effect on the employee"),
        search_index=False,
    )
    frequency = blocks.ChoiceBlock(
        choices=FREQUENCIES, required=False, default="", label=_("Frequency"), search_index=False
    )
    moment_of_truth = blocks.BooleanBlock(
        required=False,
        label=_("Moment of truth"),
        help_text=_("This decides the whole opinion of the client or of the employee."),
    )

    class Meta:
        icon = "warning"
        label = _("Finding")
        label_format = _("{kind}: {text}")
