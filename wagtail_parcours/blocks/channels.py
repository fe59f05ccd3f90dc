"""The future state, service mode by service mode."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .cells import (
    BarrierReferencesBlock,
    ChannelChoiceBlock,
    IndicatorChoiceBlock,
    LineBlock,
    PlainDateBlock,
    SatisfactionBlock,
    TextCellBlock,
)

IMPROVEMENT_KINDS = [
    ("technology", _("Technology")),
    ("policy", _("Policy")),
    ("service_design", _("Service design")),
    ("assistance", _("Assistance")),
    ("employee_training", _("Employee training")),
]


class ImprovementBlock(blocks.StructBlock):
    """One improvement.

    Value: ``{"kind": str, "text": str, "barriers": list[str], "responsible": str,
    "due": date | None, "indicator": slug}``; `barriers` are ids of findings of the current-state
    map.
    """

    kind = blocks.ChoiceBlock(
        choices=IMPROVEMENT_KINDS, default="service_design", label=_("Kind"), search_index=False
    )
    text = TextCellBlock(required=True, label=_("What changes"))
    barriers = BarrierReferencesBlock(
        label=_("Barriers it removes"),
        help_text=_("Choose among the findings of the current-state map of this page."),
    )
    responsible = LineBlock(max_length=160, label=_("Responsible"))
    due = PlainDateBlock(label=_("Target date"))
    indicator = IndicatorChoiceBlock(
        label=_("Measured by"), help_text=_("The indicator that will tell whether it helped.")
    )

    class Meta:
        icon = "parcours-improvement"
        label = _("Improvement")
        label_format = _("{kind}: {text}")


class ChannelImprovementBlock(blocks.StructBlock):
    """A channel improvement card: reality, improvements and experience in one service mode.

    Value: ``{"channel": slug, "limitations": str, "behaviours": str, "improvements":
    StreamValue, "satisfaction": str, "experience": str}``.
    """

    channel = ChannelChoiceBlock(required=True, label=_("Service mode"))
    limitations = TextCellBlock(
        label=_("Functional limitations"),
        help_text=_("What the client cannot do, or only with effort, in this service mode."),
    )
    behaviours = TextCellBlock(
        label=_("Emotional behaviours"),
        help_text=_("How the client reacts in this service mode today."),
    )
    improvements = blocks.StreamBlock(
        [("improvement", ImprovementBlock())],
        required=False,
        label=_("Improvements"),
    )
    satisfaction = SatisfactionBlock(label=_("Expected satisfaction"))
    experience = TextCellBlock(
        label=_("Client experience expected"),
        help_text=_("How the client will tell it, once the improvements are in place."),
    )

    class Meta:
        icon = "parcours-improvement"
        label = _("Channel improvement card")
        label_format = "{channel}"
        description = _("For one service mode: reality, improvements and expected experience.")
        template = "wagtail_parcours/blocks/channel_improvement.html"
        preview_template = "wagtail_parcours/blocks/preview.html"
        preview_value = {
            "channel": "telephone",
            "limitations": _("Cannot hear the menu options twice"),
            "behaviours": _("Hangs up at the third menu"),
            "improvements": [
                {
                    "type": "improvement",
                    "id": "preview-improvement",
                    "value": {
                        "kind": "service_design",
                        "text": _("“Speak to someone” is always the first option"),
                        "responsible": _("Contact centre"),
                    },
                }
            ],
            "satisfaction": "1",
            "experience": _("I reached a person before I lost patience."),
        }
