"""What editors compose. Every block works in any StreamField of a site."""

from . import adapters  # noqa: F401  (registers how blocks reach the editor)
from .body import JourneyBodyBlock
from .cells import (
    BarrierReferencesBlock,
    ChannelChoiceBlock,
    CountBlock,
    IndicatorChoiceBlock,
    KeyBlock,
    LineBlock,
    PlainDateBlock,
    SatisfactionBlock,
    TextCellBlock,
)
from .channels import ChannelImprovementBlock, ImprovementBlock
from .content import AttachmentBlock, CalloutBlock, FreeTextBlock, PictureBlock
from .evidence import EvidenceBlock
from .findings import FindingBlock, TouchpointBlock
from .needs import InitiativeBlock, NeedBlock, NeedsBlock
from .other_sides import (
    EmployeeExperienceBlock,
    GuessworkBlock,
    IndicatorUseBlock,
    RiskBlock,
    ServingBlock,
)
from .personas import ClientRealityBlock, PersonaProfileBlock
from .stages import (
    ExperienceBlock,
    LaneSelectionBlock,
    StageBlock,
    StagesBlock,
    StageTableBlock,
)

__all__ = [
    "AttachmentBlock",
    "BarrierReferencesBlock",
    "CalloutBlock",
    "ChannelChoiceBlock",
    "ChannelImprovementBlock",
    "ClientRealityBlock",
    "CountBlock",
    "EmployeeExperienceBlock",
    "EvidenceBlock",
    "ExperienceBlock",
    "FindingBlock",
    "FreeTextBlock",
    "GuessworkBlock",
    "ImprovementBlock",
    "IndicatorChoiceBlock",
    "IndicatorUseBlock",
    "InitiativeBlock",
    "JourneyBodyBlock",
    "KeyBlock",
    "LaneSelectionBlock",
    "LineBlock",
    "NeedBlock",
    "NeedsBlock",
    "PersonaProfileBlock",
    "PictureBlock",
    "PlainDateBlock",
    "RiskBlock",
    "SatisfactionBlock",
    "ServingBlock",
    "StageBlock",
    "StageTableBlock",
    "StagesBlock",
    "TextCellBlock",
    "TouchpointBlock",
]
