"""Records are written once, even by what does not go through their models' own methods.

A fixture writes its rows as they are and overwrites those with the same key; a collector deletes
without asking the model. Both send signals, and what they would change is refused here. What
passes below the signals as well (raw SQL) is found by ``manage.py verify_sign_offs``.
"""

import datetime
from typing import Any

from django.db import models
from django.db.models.signals import pre_delete, pre_save

from ..models.sign_offs import AppendOnlyModel, SealedVersion, SignOff, SignOffChain, refuse

RECORDS = (SignOff, SealedVersion)


def connect_append_only() -> None:
    """Guard the records; called once, when ready."""
    name = "wagtail_parcours.append_only"
    for model in RECORDS:
        pre_save.connect(keep_as_written, sender=model, dispatch_uid=name)
        pre_delete.connect(refuse, sender=model, dispatch_uid=name)
    pre_save.connect(keep_the_end, sender=SignOffChain, dispatch_uid=name)
    pre_delete.connect(keep_the_end, sender=SignOffChain, dispatch_uid=name)


def keep_as_written(
    sender: type[AppendOnlyModel], instance: AppendOnlyModel, using: str = "default", **kwargs: Any
) -> None:
    """Refuse to write over a record, unless with the same values: a fixture loaded twice."""
    stored = sender._base_manager.using(using).filter(pk=instance.pk).first()
    if stored is not None and values_of(stored) != values_of(instance):
        refuse()


def values_of(instance: models.Model) -> dict[str, Any]:
    """The values of a row as a fixture keeps them: times to the millisecond."""
    values = {}
    for field in instance._meta.concrete_fields:
        value = field.to_python(getattr(instance, field.attname))
        if isinstance(value, datetime.datetime):
            value = value.replace(microsecond=value.microsecond // 1000 * 1000)
        values[field.attname] = value
    return values


def keep_the_end(
    sender: type[SignOffChain],
    instance: SignOffChain,
    using: str = "default",
    raw: bool | None = None,
    **kwargs: Any,
) -> None:
    """Refuse to remove the end of the chain, or to set it back by a fixture.

    Appending a record moves it on by an ordinary save.
    """
    if raw is False:
        return
    stored = SignOffChain.objects.using(using).filter(pk=instance.pk).first()
    if stored is None or not stored.position:
        return
    if raw is None or (stored.position, stored.hash) != (instance.position, instance.hash):
        refuse()
