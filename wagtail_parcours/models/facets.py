"""What live maps show, and what they say of it: one row per live map and thing."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .base import BASE_PAGE_MODEL


class Facet(models.TextChoices):
    PERSONA = "persona", _("Persona")
    TARGET_GROUP = "target_group", _("Target group")
    CHANNEL = "channel", _("Channel")
    DIFFICULTY = "difficulty", _("Difficulty of a persona")
    EMPLOYEE_LANE = "employee_lane", _("Employee lane")


class JourneyFacet(models.Model):
    """A live map shows this persona (translation key), channel (slug) or target group
    (translation key), names a difficulty of this persona, or shows this lane of employees (key).
    Written when a map goes live, removed when it leaves."""

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
