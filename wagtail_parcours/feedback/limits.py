"""How many remarks one person and one map may get in a day, counted in the cache alone."""

from typing import Any

from django.core.cache import cache

from ..conf import parcours_settings
from ..models import site_today
from .identity import DAY, Sender


class TooManyRemarksError(Exception):
    """This person, or all readers of this map, have sent as many remarks as a day may bring."""


def count_remark(page: Any, sender: Sender) -> None:
    """Count one more remark. Raises :class:`TooManyRemarksError` above a limit."""
    today = site_today().isoformat()
    limits = (
        (f"parcours.feedback.by.{sender.hash}", parcours_settings.FEEDBACK_PER_PERSON),
        (f"parcours.feedback.on.{today}.{page.pk}", parcours_settings.FEEDBACK_PER_MAP),
    )
    for name, limit in limits:
        cache.add(name, 0, DAY)
        try:
            number = cache.incr(name)
        except ValueError:
            # It ran out between the two calls.
            cache.set(name, 1, DAY)
            number = 1
        if number > limit:
            raise TooManyRemarksError


def is_first(sender: Sender, said: str) -> bool:
    """Whether this person says this for the first time today."""
    return bool(cache.add(f"parcours.feedback.said.{sender.hash}.{said}", 1, DAY))
