"""Who the client is: a persona, and their reality in each service mode."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from .cells import ChannelChoiceBlock, TextCellBlock


class ClientRealityBlock(blocks.StructBlock):
    """What one service mode is like for the persona.

    Value: ``{"channel": slug, "limitations": str, "behaviours": str}``.
    """

    channel = ChannelChoiceBlock(required=True, label=_("Service mode"))
    limitations = TextCellBlock(
        label=_("Functional limitations"),
        help_text=_("What the persona cannot do, or only with effort, in this service mode."),
    )
    behaviours = TextCellBlock(
        label=_("Emotional behaviours"),
        help_text=_("How the persona reacts: gives up, asks again, apologises…"),
    )

    class Meta:
        icon = "parcours-channel"
        label = _("Client reality")
        label_format = "{channel}"


class PersonaProfileBlock(blocks.StructBlock):
    """A persona, with what this journey adds: the client's reality in each service mode.

    Value: ``{"persona": Persona | None, "realities": StreamValue}``.
    """

    persona = SnippetChooserBlock("wagtail_parcours.Persona", label=_("Persona"))
    realities = blocks.StreamBlock(
        [("reality", ClientRealityBlock())],
        required=False,
        label=_("Client reality by service mode"),
    )

    class Meta:
        icon = "parcours-persona"
        label = _("Persona profile")
        description = _("Who lives this journey, and what each service mode is like for them.")
        template = "wagtail_parcours/blocks/persona_profile.html"

    def get_preview_template(self, value: Any = None, context: Any = None) -> str:
        # No persona may exist yet: the preview shows a sample, not the first person found.
        return "wagtail_parcours/blocks/persona_profile_preview.html"
