"""Fields and constraints: personas, channels, target groups and the page types.

Rules live in the folder of the feature that owns them.
"""

from .base import BASE_PAGE_MODEL, base_page_model
from .catalogue import JourneyIndexMixin, JourneyIndexPage
from .channels import Channel, channels_by_slug, current_channel_choices
from .facets import Facet, JourneyFacet
from .feedback import (
    Agreement,
    FeedbackPolicy,
    FeedbackSettings,
    IdentityMode,
    Remark,
    RemarkKind,
    RemarkState,
    RemarkStep,
)
from .frameworks import FrameworkStageText
from .glossary import GlossaryTerm, TermUse
from .hierarchy import PartOfJourneyMixin
from .hierarchy_form import JourneyMapForm
from .history import FactHistory
from .indicators import (
    INDICATOR_FACTS,
    Indicator,
    IndicatorDirection,
    IndicatorReading,
    current_indicator_choices,
    indicators_by_slug,
    readings_by_indicator,
)
from .insights import EntryKind, InsightEntry, InsightMap, StageScore
from .maps import (
    CurrentStateMapMixin,
    CurrentStateMapPage,
    FutureStateMapMixin,
    FutureStateMapPage,
    JourneyMapMixin,
)
from .personas import Persona, PersonaOrigin, PersonaRole, ReadingLevel
from .policies import SignOffPolicy
from .portfolio import JourneyPortfolioMixin, JourneyPortfolioPage
from .projects import MappingProjectMixin, MappingProjectPage
from .publishing import PublicationRefused, StaleSave, publication_refused
from .roadmap import RoadmapItem, RoadmapState, improvement_key, site_today
from .routes import register_map_view
from .sign_off_tasks import SignOffStatement, SignOffTask
from .sign_offs import (
    AppendOnlyError,
    LiveVersion,
    SealedVersion,
    SignOff,
    SignOffChain,
    SignOffKind,
    SignOffReminder,
    Standing,
)
from .target_groups import TargetGroup
from .translations import Maker, MapTranslation, TranslationJob, TranslationJobState
from .wordings import MapWording

__all__ = [
    "BASE_PAGE_MODEL",
    "INDICATOR_FACTS",
    "Agreement",
    "AppendOnlyError",
    "Channel",
    "CurrentStateMapMixin",
    "CurrentStateMapPage",
    "EntryKind",
    "Facet",
    "FactHistory",
    "FeedbackPolicy",
    "FeedbackSettings",
    "FrameworkStageText",
    "FutureStateMapMixin",
    "FutureStateMapPage",
    "GlossaryTerm",
    "IdentityMode",
    "Indicator",
    "IndicatorDirection",
    "IndicatorReading",
    "InsightEntry",
    "InsightMap",
    "JourneyFacet",
    "JourneyIndexMixin",
    "JourneyIndexPage",
    "JourneyMapForm",
    "JourneyMapMixin",
    "JourneyPortfolioMixin",
    "JourneyPortfolioPage",
    "LiveVersion",
    "Maker",
    "MapTranslation",
    "MapWording",
    "MappingProjectMixin",
    "MappingProjectPage",
    "PartOfJourneyMixin",
    "Persona",
    "PersonaOrigin",
    "PersonaRole",
    "PublicationRefused",
    "ReadingLevel",
    "Remark",
    "RemarkKind",
    "RemarkState",
    "RemarkStep",
    "RoadmapItem",
    "RoadmapState",
    "SealedVersion",
    "SignOff",
    "SignOffChain",
    "SignOffKind",
    "SignOffPolicy",
    "SignOffReminder",
    "SignOffStatement",
    "SignOffTask",
    "StageScore",
    "StaleSave",
    "Standing",
    "TargetGroup",
    "TermUse",
    "TranslationJob",
    "TranslationJobState",
    "base_page_model",
    "channels_by_slug",
    "current_channel_choices",
    "current_indicator_choices",
    "improvement_key",
    "indicators_by_slug",
    "publication_refused",
    "readings_by_indicator",
    "register_map_view",
    "site_today",
]
