"""The data journey: who handles data, how they change, and where they are at risk.

The idea of mapping data as a journey, with every person and system that touches them and a
measure for each weak spot, comes from the advice of the committee on services; the names of the
stages and the wording are our own.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .lanes import ACTIONS, DATA_CHANGES, DATA_HANDLERS, DATA_SYSTEMS, RISKS
from .registry import Framework, FrameworkStage, register_framework

DATA_JOURNEY = register_framework(
    Framework(
        slug="data-journey",
        name=_("Data journey"),
        description=_(
            "Six stages in the life of a client's data: who handles them, what happens to them, in "
            "which system, and where they are at risk."
        ),
        lanes=(
            ACTIONS.key,
            DATA_HANDLERS.key,
            DATA_CHANGES.key,
            DATA_SYSTEMS.key,
            RISKS.key,
        ),
        stages=(
            FrameworkStage(
                "collect",
                pgettext_lazy("stage", "Collect"),
                _(
                    "What is asked of the client, why, and did they agree? Are some groups asked "
                    "or reached less than others?"
                ),
            ),
            FrameworkStage(
                "check",
                pgettext_lazy("stage", "Check"),
                _("Who checks the data, against what, and who corrects an error?"),
            ),
            FrameworkStage(
                "use",
                pgettext_lazy("stage", "Use"),
                _(
                    "Which decisions rest on the data? Does a rule or a model decide, and could "
                    "it be unfair to somebody?"
                ),
            ),
            FrameworkStage(
                "share",
                pgettext_lazy("stage", "Share"),
                _("To whom do the data go, by which way, and does the client know?"),
            ),
            FrameworkStage(
                "keep",
                pgettext_lazy("stage", "Keep"),
                _("Where are the data kept, who can read them, and could they be lost?"),
            ),
            FrameworkStage(
                "dispose",
                pgettext_lazy("stage", "Delete"),
                _("When are the data deleted, by whom, and how is it proved?"),
            ),
        ),
    )
)
