"""Employee experience beside client experience, stage by stage.

What is asked comes from the method that sets the employee's experience against the client's
along the same journey; the names of the stages and the wording are our own.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .lanes import ACTIONS, EXPERIENCE, FINDINGS, INDICATORS, SERVING
from .lanes import EMPLOYEE_EXPERIENCE as EMPLOYEE_LANE
from .registry import Framework, FrameworkStage, register_framework

EMPLOYEE_EXPERIENCE = register_framework(
    Framework(
        slug="employee-experience",
        name=_("Employee experience"),
        description=_(
            "Five stages that a client and an employee live through together: who serves, by "
            "which channel, with which tools, measured how, and how it feels on both sides."
        ),
        lanes=(
            ACTIONS.key,
            FINDINGS.key,
            EXPERIENCE.key,
            SERVING.key,
            EMPLOYEE_LANE.key,
            INDICATORS.key,
        ),
        stages=(
            FrameworkStage(
                "inform",
                pgettext_lazy("stage", "Inform the client"),
                _(
                    "Who gives the information, and do they have it at hand? What do clients ask "
                    "that employees cannot answer?"
                ),
            ),
            FrameworkStage(
                "welcome",
                pgettext_lazy("stage", "Welcome"),
                _(
                    "Who receives the client first, how many a day, and under which indicator? "
                    "Does that indicator push towards what the client wants?"
                ),
            ),
            FrameworkStage(
                "understand",
                pgettext_lazy("stage", "Understand the request"),
                _(
                    "Which tools show the employee who the client is and what happened before? "
                    "What must be asked again?"
                ),
            ),
            FrameworkStage(
                "resolve",
                pgettext_lazy("stage", "Resolve"),
                _(
                    "What may the employee decide alone? What keeps them from solving it at "
                    "once, and what would make it easier?"
                ),
            ),
            FrameworkStage(
                "close",
                pgettext_lazy("stage", "Close and follow up"),
                _(
                    "How does the employee learn how it ended for the client? What would the "
                    "employee change first?"
                ),
            ),
        ),
    )
)
