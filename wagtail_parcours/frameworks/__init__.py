"""Ready-made shapes as data: lanes, frameworks and the method's checklist."""

from .accessible_service import ACCESSIBLE_SERVICE
from .lanes import Lane, LaneKind, Side, all_lanes, get_lane, register_lane
from .method import METHOD, MethodAction, MethodStep, method_choices, method_keys
from .registry import (
    Framework,
    FrameworkStage,
    all_frameworks,
    framework_choices,
    get_framework,
    register_framework,
)

__all__ = [
    "ACCESSIBLE_SERVICE",
    "METHOD",
    "Framework",
    "FrameworkStage",
    "Lane",
    "LaneKind",
    "MethodAction",
    "MethodStep",
    "Side",
    "all_frameworks",
    "all_lanes",
    "framework_choices",
    "get_framework",
    "get_lane",
    "method_choices",
    "method_keys",
    "register_framework",
    "register_lane",
]
