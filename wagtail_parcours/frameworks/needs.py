"""Needs and initiatives: what each target group seeks at a key moment, and what answers it.

The chain from target group to persona, key moment, need and initiative comes from the guide to
customer journeys of public services; the names of the moments and the wording are our own.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .lanes import ACTIONS, EXPERIENCE, FINDINGS, TOUCHPOINTS
from .registry import Framework, FrameworkStage, register_framework

_MOMENTS = (
    FrameworkStage(
        "need",
        pgettext_lazy("key moment", "A need appears"),
        _("What happens in the person's life, and what do they hope for?"),
    ),
    FrameworkStage(
        "search",
        pgettext_lazy("key moment", "Looking for information"),
        _("What does the person want to know, and where do they look first?"),
    ),
    FrameworkStage(
        "access",
        pgettext_lazy("key moment", "Getting access"),
        _("What does the person have to do to get the service, and what would make it lighter?"),
    ),
    FrameworkStage(
        "use",
        pgettext_lazy("key moment", "Using the service"),
        _("What does the person need so that the service does them good?"),
    ),
    FrameworkStage(
        "support",
        pgettext_lazy("key moment", "Asking for help"),
        _("When does the person get stuck, and whom do they want to turn to?"),
    ),
    FrameworkStage(
        "after",
        pgettext_lazy("key moment", "Afterwards"),
        _("What does the person want to say or hear once it is done?"),
    ),
)

NEEDS_AND_INITIATIVES = register_framework(
    Framework(
        slug="needs-and-initiatives",
        name=_("Needs and initiatives"),
        description=_(
            "Six key moments, from the first need on. For each: what the target group needs, and "
            "the service, content or interaction that answers it."
        ),
        lanes=(ACTIONS.key, TOUCHPOINTS.key, FINDINGS.key, EXPERIENCE.key),
        stages=_MOMENTS,
        moments=_MOMENTS,
    )
)
