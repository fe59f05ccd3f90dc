"""Storing what a reader says."""

import hashlib
from typing import Any

from ..models import IdentityMode, Remark, site_today
from .identity import Sender
from .limits import count_remark, is_first
from .parts import Part

#: What a reader fills in, besides the e-mail address.
SAID = ("agreement", "kind", "text", "channel", "volume")


def record_remark(page: Any, part: Part, mode: str, sender: Sender, said: dict[str, Any]) -> Remark:
    """Store a remark, or find the same one that this person sent before on the same day.

    `said` has the fields of :data:`SAID`, and `email`. Raises :class:`TooManyRemarksError`.
    """
    values = {name: said.get(name) for name in SAID}
    values |= {"about": part.anchor, "day": site_today()}
    content = hashlib.sha256(repr([page.pk, *sorted(values.items())]).encode()).hexdigest()
    if not is_first(sender, content):
        same = Remark.objects.filter(
            page_id=page.pk, user=sender.user, pseudonym=sender.pseudonym, **values
        )
        if (remark := same.last()) is not None:
            return remark
    count_remark(page, sender)
    return Remark.objects.create(
        page_id=page.pk,
        about_title=part.title,
        mode=mode,
        user=sender.user,
        pseudonym=sender.pseudonym,
        email="" if mode == IdentityMode.ANONYMOUS else said.get("email", ""),
        **values,
    )
