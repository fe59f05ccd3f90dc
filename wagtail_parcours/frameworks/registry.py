"""Frameworks: ready-made shapes of a map, as data."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class FrameworkStage:
    """A stage that a framework proposes: its stable `key`, its name and what to ask there."""

    key: str
    name: Any
    guidance: Any = ""


@dataclass(frozen=True, slots=True)
class Framework:
    """A ready-made shape: stages in order and the lanes switched on.

    With `channel_rows`, each channel's interactions get a row of their own. `moments` are key
    moments for which a new map gets a list of needs to fill in, each with what to ask.

    Register one of your own with :func:`register_framework`, in your app's ``ready()``.
    """

    slug: str
    name: Any
    description: Any
    lanes: tuple[str, ...]
    stages: tuple[FrameworkStage, ...]
    channel_rows: bool = False
    moments: tuple[FrameworkStage, ...] = ()

    def stage_reference(self, stage: FrameworkStage) -> str:
        """What a map's stage stores to say which stage of which framework it stands for."""
        return f"{self.slug}/{stage.key}"


_frameworks: dict[str, Framework] = {}


def register_framework(framework: Framework) -> Framework:
    """Make `framework` available to editors; the same slug again replaces it."""
    _frameworks[framework.slug] = framework
    return framework


def get_framework(slug: str) -> Framework | None:
    return _frameworks.get(slug)


def all_frameworks() -> tuple[Framework, ...]:
    return tuple(_frameworks.values())


def framework_choices() -> list[tuple[str, Any]]:
    """Choices for fields; a callable, so that registering a framework makes no migration."""
    return [(framework.slug, framework.name) for framework in _frameworks.values()]
