"""The body of a map page: every block that it may hold."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .channels import ChannelImprovementBlock
from .content import AttachmentBlock, CalloutBlock, FreeTextBlock, PictureBlock
from .evidence import EvidenceBlock
from .needs import NeedsBlock
from .personas import PersonaProfileBlock
from .stages import StageTableBlock


class JourneyBodyBlock(blocks.StreamBlock):
    """Everything a map may hold, in any order. The names are keys of the stored form.

    To use a stage block of your own, subclass and replace ``stage_table``.
    """

    persona_profile = PersonaProfileBlock(group=_("Journey"))
    stage_table = StageTableBlock(group=_("Journey"))
    channel_improvement = ChannelImprovementBlock(group=_("Journey"))
    needs = NeedsBlock(group=_("Journey"))
    evidence = EvidenceBlock(group=_("Journey"))
    text = FreeTextBlock(group=_("Content"))
    image = PictureBlock(group=_("Content"))
    document = AttachmentBlock(group=_("Content"))
    callout = CalloutBlock(group=_("Content"))

    class Meta:
        required = False
