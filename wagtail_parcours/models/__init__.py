"""Fields and constraints: personas, channels, target groups and the page types.

Rules live in the folder of the feature that owns them.
"""

from .base import BASE_PAGE_MODEL, base_page_model
from .catalogue import JourneyIndexMixin, JourneyIndexPage
from .channels import Channel, channels_by_slug, current_channel_choices
from .facets import Facet, JourneyFacet
from .frameworks import FrameworkStageText
from .history import FactHistory
from .maps import (
    CurrentStateMapMixin,
    CurrentStateMapPage,
    FutureStateMapMixin,
    FutureStateMapPage,
    JourneyMapMixin,
)
from .personas import Persona, PersonaOrigin, PersonaRole, ReadingLevel
from .projects import MappingProjectMixin, MappingProjectPage
from .target_groups import TargetGroup

__all__ = [
    "BASE_PAGE_MODEL",
    "Channel",
    "CurrentStateMapMixin",
    "CurrentStateMapPage",
    "Facet",
    "FactHistory",
    "FrameworkStageText",
    "FutureStateMapMixin",
    "FutureStateMapPage",
    "JourneyFacet",
    "JourneyIndexMixin",
    "JourneyIndexPage",
    "JourneyMapMixin",
    "MappingProjectMixin",
    "MappingProjectPage",
    "Persona",
    "PersonaOrigin",
    "PersonaRole",
    "ReadingLevel",
    "TargetGroup",
    "base_page_model",
    "channels_by_slug",
    "current_channel_choices",
]
