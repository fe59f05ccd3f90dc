"""What editors compose. Every block works in any StreamField of a site."""

from . import adapters  # noqa: F401  (registers how blocks reach the editor)
from .body import JourneyBodyBlock
from .cells import (
    BarrierReferencesBlock,
    ChannelChoiceBlock,
    KeyBlock,
    LineBlock,
    PlainDateBlock,
    SatisfactionBlock,
    TextCellBlock,
)
from .channels import ChannelImprovementBlock, ImprovementBlock
from .content import AttachmentBlock, CalloutBlock, FreeTextBlock, PictureBlock
from .evidence import EvidenceBlock
from .personas import ClientRealityBlock, PersonaProfileBlock
from .stages import (
    ExperienceBlock,
    FindingBlock,
    LaneSelectionBlock,
    StageBlock,
    StagesBlock,
    StageTableBlock,
    TouchpointBlock,
)

__all__ = [
    "AttachmentBlock",
    "BarrierReferencesBlock",
    "CalloutBlock",
    "ChannelChoiceBlock",
    "ChannelImprovementBlock",
    "ClientRealityBlock",
    "EvidenceBlock",
    "ExperienceBlock",
    "FindingBlock",
    "FreeTextBlock",
    "ImprovementBlock",
    "JourneyBodyBlock",
    "KeyBlock",
    "LaneSelectionBlock",
    "LineBlock",
    "PersonaProfileBlock",
    "PictureBlock",
    "PlainDateBlock",
    "SatisfactionBlock",
    "StageBlock",
    "StageTableBlock",
    "StagesBlock",
    "TextCellBlock",
    "TouchpointBlock",
]
