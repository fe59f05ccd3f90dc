"""Saying that a persona was looked at and still holds: a fact, kept by its history."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ..models.personas import Persona

REVIEW_ACTION = "wagtail_parcours.persona.review"


def mark_reviewed(persona: Persona, user: Any, day: datetime.date | None = None) -> None:
    """Record that `user` reviewed the persona on `day` (today), in all its published languages.

    Drafts are left alone: they are no part of what was reviewed.
    """
    day = day or timezone.localdate()
    with transaction.atomic():
        rows = Persona.objects.filter(live=True, translation_key=persona.translation_key)
        for row in rows.order_by("pk"):
            row.reviewed_on = day
            row.save(update_fields=["reviewed_on"])
            log(instance=row, action=REVIEW_ACTION, user=user)
