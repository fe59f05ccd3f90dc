"""What live maps show, and what they say of it: one row per live map and thing.

The catalogue filters by some of them; all of them tell which maps a change concerns.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .base import BASE_PAGE_MODEL


class Facet(models.TextChoices):
    PERSONA = "persona", _("Persona")
    TARGET_GROUP = "target_group", _("Target group")
    CHANNEL = "channel", _("Channel")
    DIFFICULTY = "difficulty", _("Difficulty of a persona")
    EMPLOYEE_LANE = "employee_lane", _("Employee lane")
    INDICATOR = "indicator", _("Indicator")
    # Named in a lane or beside a need, without being whose journey it is.
    NAMED_PERSONA = "named_persona", _("Persona that is named")
    NAMED_GROUP = "named_group", _("Target group that is named")


class JourneyFacet(models.Model):
    """A live map shows this persona or target group (translation keys), channel or indicator
    (slugs), names a difficulty of this persona, or shows this lane of employees (key). Written
    when a map goes live, removed when it leaves."""

    page = models.ForeignKey(BASE_PAGE_MODEL, on_delete=models.CASCADE, related_name="+")
    facet = models.CharField(max_length=20, choices=Facet)
    value = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "facet", "value"], name="parcours_facet_once")
        ]
        indexes = [models.Index(fields=["facet", "value"], name="parcours_facet_value")]

    def __str__(self) -> str:
        return f"{self.facet}: {self.value}"
