"""Who answers, as far as a map wants to know, and a key by which one person is told from another.

The key of the day lives in the cache alone and is forgotten with it: a hash made with it names
nobody tomorrow.
"""

import secrets
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from ..models import IdentityMode, site_today

DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Sender:
    """What may be stored of a person (`user`, `pseudonym`), and the hash that limits them."""

    user: Any
    pseudonym: str
    hash: str


def sender_of(request: Any, page: Any, mode: str) -> Sender:
    """The person of a request under the mode of the map."""
    user = request.user if request.user.is_authenticated else None
    who = f"user:{user.pk}" if user else f"address:{request.META.get('REMOTE_ADDR', '')}"
    return Sender(
        user if mode == IdentityMode.NAMED else None,
        pseudonym_of(user, page) if user and mode == IdentityMode.PSEUDONYMOUS else "",
        salted_hmac(
            "wagtail_parcours.feedback.day", who, day_key(), algorithm="sha256"
        ).hexdigest(),
    )


def pseudonym_of(user: Any, page: Any) -> str:
    """The same for one person on one map as long as the site keeps its ``SECRET_KEY``."""
    said = f"{page.pk}:{user.pk}"
    return salted_hmac("wagtail_parcours.feedback.pseudonym", said, algorithm="sha256").hexdigest()[
        :16
    ]


def day_key() -> str:
    """A random key that is the same for all processes that share the cache, until tomorrow."""
    name = f"parcours.feedback.key.{site_today().isoformat()}"
    return str(cache.get_or_set(name, secrets.token_hex, DAY))
