"""The service blueprint: what clients do and meet, and what makes it possible behind the scenes.

The rows and the five questions come from the guide to mapping an existing client service; the
names of the stages and the wording are our own.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .lanes import (
    ACTIONS,
    COMPLETION,
    GUESSWORK,
    MISSING_INFORMATION,
    PEOPLE,
    PROCESSES,
    SEES,
    TECHNOLOGIES,
    TOUCHPOINTS,
    TRIGGER,
)
from .registry import Framework, FrameworkStage, register_framework

SERVICE_BLUEPRINT = register_framework(
    Framework(
        slug="service-blueprint",
        name=_("Service blueprint"),
        description=_(
            "Seven stages, each with what the client does and sees, and the people, processes and "
            "technologies behind it. Guesswork is marked for review."
        ),
        lanes=(
            TRIGGER.key,
            ACTIONS.key,
            TOUCHPOINTS.key,
            SEES.key,
            MISSING_INFORMATION.key,
            COMPLETION.key,
            PEOPLE.key,
            GUESSWORK.key,
            PROCESSES.key,
            TECHNOLOGIES.key,
        ),
        channel_rows=True,
        stages=(
            FrameworkStage(
                "discover",
                pgettext_lazy("stage", "Discover"),
                _(
                    "How does the client find out that the service exists, and what do they hope "
                    "for? Who keeps that information up to date, and how?"
                ),
            ),
            FrameworkStage(
                "choose",
                pgettext_lazy("stage", "Choose"),
                _(
                    "What does the client compare or weigh? What do they see, and what would they "
                    "need to see? Which rule decides what is offered to whom?"
                ),
            ),
            FrameworkStage(
                "contact",
                pgettext_lazy("stage", "Get in touch"),
                _(
                    "What makes the client get in touch now, and by which channel? Who answers, "
                    "and what do they know about the client?"
                ),
            ),
            FrameworkStage(
                "request",
                pgettext_lazy("stage", "Request"),
                _(
                    "What does the client hand in, and what tells them that it arrived? Which "
                    "teams and systems receive it?"
                ),
            ),
            FrameworkStage(
                "handle",
                pgettext_lazy("stage", "Handle"),
                _(
                    "What does the client know while they wait? Who decides, by which rule, and "
                    "where does somebody judge by hand or from memory?"
                ),
            ),
            FrameworkStage(
                "receive",
                pgettext_lazy("stage", "Receive"),
                _(
                    "How does the client learn the result, and what can they do with it? What "
                    "has to be ready behind the scenes?"
                ),
            ),
            FrameworkStage(
                "follow-up",
                pgettext_lazy("stage", "Follow up"),
                _(
                    "What brings the client back: a question, a change, a complaint? Who hears "
                    "of it, and does anybody learn from it?"
                ),
            ),
        ),
    )
)
