"""Needs and initiatives: what each target group seeks at a key moment, and what answers it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .cells import LineBlock, SlugChoiceBlock, TextCellBlock
from .offered import group_choices, person_choices
from .other_sides import choice

INITIATIVE_KINDS = [
    ("service", _("Service")),
    ("content", _("Content")),
    ("interaction", _("Interaction")),
]


class TargetGroupChoiceBlock(SlugChoiceBlock):
    """A target group, the same in every language. Value: its translation key, or ``""``."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Target group"))
        super().__init__(**kwargs)

    def get_choices(self) -> list[tuple[str, Any]]:
        return group_choices()

    def unknown_message(self) -> Any:
        return _("This target group is not there any more. Choose another one.")


class ClientPersonaChoiceBlock(SlugChoiceBlock):
    """A persona who is no employee. Value: the persona's translation key, or ``""``."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Persona"))
        super().__init__(**kwargs)

    def get_choices(self) -> list[tuple[str, Any]]:
        return person_choices()

    def unknown_message(self) -> Any:
        return _("This persona is not published any more. Choose another one.")

    class Meta:
        icon = "parcours-persona"


class InitiativeBlock(blocks.StructBlock):
    """What answers a need. Value: ``{"kind", "text", "exists", "missing"}``, all ``str``."""

    kind = choice(INITIATIVE_KINDS, _("Kind"), default="service")
    text = TextCellBlock(required=True, label=_("What answers the need"))
    exists = TextCellBlock(rows=1, label=_("What exists"), help_text=_("One point per line."))
    missing = TextCellBlock(rows=1, label=_("What is missing"), help_text=_("One point per line."))

    class Meta:
        icon = "parcours-improvement"
        label = _("Initiative")
        label_format = _("{kind}: {text}")


class NeedBlock(blocks.StructBlock):
    """What somebody seeks at a key moment.

    Value: ``{"group": key, "persona": key, "moment", "text", "initiatives": StreamValue}``.
    """

    group = TargetGroupChoiceBlock()
    persona = ClientPersonaChoiceBlock()
    moment = LineBlock(max_length=160, label=_("Key moment"))
    text = TextCellBlock(required=True, label=_("Need"))
    initiatives = blocks.StreamBlock(
        [("initiative", InitiativeBlock())], required=False, label=_("Initiatives")
    )

    class Meta:
        icon = "parcours-need"
        label = _("Need")
        label_format = _("{moment}: {text}")


class NeedsBlock(blocks.StructBlock):
    """Needs of target groups and personas, with what answers them.

    Value: ``{"title": str, "needs": StreamValue}``.
    """

    title = LineBlock(max_length=160, label=_("Title of the list"))
    needs = blocks.StreamBlock([("need", NeedBlock())], required=False, label=_("Needs"))

    class Meta:
        icon = "parcours-need"
        label = _("Needs and initiatives")
        label_format = "{title}"
        description = _("What each target group needs at a key moment, and what answers it.")
        template = "wagtail_parcours/blocks/needs.html"
        preview_template = "wagtail_parcours/blocks/preview.html"
        preview_value = {
            "title": "",
            "needs": [
                {
                    "type": "need",
                    "id": "preview-need",
                    "value": {
                        "moment": _("Looking for information"),
                        "text": _("Know in two minutes whether the benefit is for me"),
                        "initiatives": [
                            {
                                "type": "initiative",
                                "id": "preview-initiative",
                                "value": {
                                    "kind": "content",
                                    "text": _("A short video, signed and with captions"),
                                    "missing": _("The signed version"),
                                },
                            }
                        ],
                    },
                }
            ],
        }
