"""The built-in framework: accessible client service, six stages and four columns.

Stages, columns and their questions come from the journey-map templates for accessible client
service; the wording is our own.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .lanes import ACTIONS, EXPERIENCE, FINDINGS, TOUCHPOINTS
from .registry import Framework, FrameworkStage, register_framework

ACCESSIBLE_SERVICE = register_framework(
    Framework(
        slug="accessible-service",
        name=_("Accessible client service"),
        description=_(
            "Six stages, from learning that the service exists to following up. For each: what the "
            "client does, the interactions, the barriers and the experience."
        ),
        lanes=(ACTIONS.key, TOUCHPOINTS.key, FINDINGS.key, EXPERIENCE.key),
        stages=(
            FrameworkStage(
                "aware",
                pgettext_lazy("stage", "Aware"),
                _(
                    "What triggers the need? How does the client learn that the service exists? "
                    "What keeps the client from finding the information?"
                ),
            ),
            FrameworkStage(
                "inform",
                pgettext_lazy("stage", "Inform"),
                _(
                    "Which service mode does the client choose for the first contact, and why? "
                    "What keeps the client from getting in right away?"
                ),
            ),
            FrameworkStage(
                "advise",
                pgettext_lazy("stage", "Advise"),
                _(
                    "What must the client know about the request, and what help is there? "
                    "What keeps the client from understanding the information?"
                ),
            ),
            FrameworkStage(
                "determine",
                pgettext_lazy("stage", "Determine"),
                _(
                    "What does the client gather to find out whether they qualify? "
                    "What keeps the client from giving the right level of detail?"
                ),
            ),
            FrameworkStage(
                "apply",
                pgettext_lazy("stage", "Apply"),
                _(
                    "Which steps does the client take to reach the goal? "
                    "What keeps the client from getting through the process?"
                ),
            ),
            FrameworkStage(
                "manage",
                pgettext_lazy("stage", "Manage"),
                _(
                    "What is the service worth to the client, and what comes next? "
                    "What keeps the client from following up?"
                ),
            ),
        ),
    )
)
