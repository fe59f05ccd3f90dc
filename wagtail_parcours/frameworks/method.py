"""The method's three steps, as a checklist for a mapping project.

The steps and their key actions come from the method that accompanies the journey-map templates
for accessible client service; the wording is our own. Keys are stored, so they never change.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class MethodAction:
    key: str
    label: Any


@dataclass(frozen=True, slots=True)
class MethodStep:
    key: str
    name: Any
    actions: tuple[MethodAction, ...]


METHOD: tuple[MethodStep, ...] = (
    MethodStep(
        "understand",
        _("Step 1: Understand the client's reality"),
        (
            MethodAction(
                "understand.client",
                _("Say who the client is, including third parties who act for them."),
            ),
            MethodAction(
                "understand.companions",
                _("Include the people who use the service and those who accompany them."),
            ),
            MethodAction(
                "understand.engagement",
                _("Plan how front-line employees and program experts will tell what they know."),
            ),
            MethodAction(
                "understand.coverage",
                # The sign means percent here, xgettext:no-python-format
                _("Choose personas that together stand for about 80% of the clients."),
            ),
        ),
    ),
    MethodStep(
        "follow",
        _("Step 2: Follow the client's interactions"),
        (
            MethodAction(
                "follow.service_points",
                _("Confirm the service points from the program's own process, or find new ones."),
            ),
            MethodAction(
                "follow.workshops",
                _("Hold workshops to draft the current-state map, stage by stage."),
            ),
            MethodAction(
                "follow.pain_points",
                _("Confirm the pain points: they show what has to change."),
            ),
        ),
    ),
    MethodStep(
        "improve",
        _("Step 3: Improve the client's experience"),
        (
            MethodAction(
                "improve.validate",
                _("Check service points and pain points with clients, surveys or data."),
            ),
            MethodAction(
                "improve.gaps",
                _("Analyse the gaps: which barriers does no improvement address yet?"),
            ),
            MethodAction(
                "improve.finalise",
                _("Adjust and finalise the current-state maps in light of what you heard."),
            ),
            MethodAction(
                "improve.opportunities",
                _("Look for improvements with program and policy experts."),
            ),
            MethodAction(
                "improve.measures",
                _("Agree on measures with the partners, who own them."),
            ),
        ),
    ),
)


def method_keys() -> frozenset[str]:
    return frozenset(action.key for step in METHOD for action in step.actions)


def method_choices() -> list[tuple[Any, list[tuple[str, Any]]]]:
    """Choices grouped by step, for a form field."""
    return [(step.name, [(a.key, a.label) for a in step.actions]) for step in METHOD]
