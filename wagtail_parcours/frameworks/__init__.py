"""Ready-made shapes as data: lanes, frameworks and the method's checklist."""

from .accessible_service import ACCESSIBLE_SERVICE
from .data_journey import DATA_JOURNEY
from .employee_experience import EMPLOYEE_EXPERIENCE
from .lanes import (
    SIDES,
    DividerLine,
    Lane,
    LaneKind,
    Side,
    all_lanes,
    get_lane,
    lines_between,
    register_lane,
)
from .method import METHOD, MethodAction, MethodStep, method_choices, method_keys
from .needs import NEEDS_AND_INITIATIVES
from .registry import (
    Framework,
    FrameworkStage,
    all_frameworks,
    framework_choices,
    get_framework,
    register_framework,
)
from .service_blueprint import SERVICE_BLUEPRINT

__all__ = [
    "ACCESSIBLE_SERVICE",
    "DATA_JOURNEY",
    "EMPLOYEE_EXPERIENCE",
    "METHOD",
    "NEEDS_AND_INITIATIVES",
    "SERVICE_BLUEPRINT",
    "SIDES",
    "DividerLine",
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
    "lines_between",
    "method_choices",
    "method_keys",
    "register_framework",
    "register_lane",
]
