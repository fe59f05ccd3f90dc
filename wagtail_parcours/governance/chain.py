"""The chain of sign-off records: adding one, and the hash that ties it to the one before."""

import datetime
import hashlib
import json
from typing import Any

from django.db import transaction
from django.utils import timezone

from ..models.sign_offs import SealedVersion, SignOff, SignOffChain, SignOffKind

#: Fields of a record that its hash covers: everything but the hash itself and the row's key.
HASHED = (
    "position",
    "kind",
    "page_key",
    "language",
    "page_id_then",
    "page_type",
    "page_title",
    "seal",
    "workflow",
    "task",
    "task_state_id_then",
    "person_id_then",
    "person",
    "role",
    "group_ids",
    "statement",
    "comment",
    "signed_at",
    "previous_hash",
)


def record_hash(record: SignOff) -> str:
    """SHA-256 of the record's fields and of the hash before it, in hexadecimal.

    Times are hashed in UTC to the microsecond, which every supported database keeps.
    """
    values = {name: getattr(record, name) for name in HASHED}
    values["page_key"] = str(record.page_key)
    values["signed_at"] = record.signed_at.astimezone(datetime.UTC).isoformat(
        timespec="microseconds"
    )
    written = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def append_record(
    *,
    kind: SignOffKind,
    page: Any,
    seal: str,
    content: str,
    person: Any,
    role: str = "",
    group_ids: list[str] | None = None,
    workflow: str = "",
    task: str = "",
    task_state_id: int | None = None,
    statement: str = "",
    comment: str = "",
) -> SignOff:
    """Add a record at the end of the chain and keep the content that its seal stands for.

    Call it inside the transaction that does what the record tells: both stay, or neither.
    """
    with transaction.atomic():
        head = locked_head()
        if not SealedVersion.objects.filter(seal=seal).exists():
            SealedVersion.objects.create(seal=seal, content=content)
        record = SignOff(
            position=head.position + 1,
            kind=kind,
            page_key=page.translation_key,
            language=page.locale.language_code,
            page_id_then=page.pk,
            page_type=page._meta.label,
            page_title=page.title,
            seal=seal,
            workflow=workflow,
            task=task,
            task_state_id_then=task_state_id,
            person_id_then=str(person.pk),
            person=name_of(person),
            role=role[:255],
            group_ids=sorted(group_ids or []),
            statement=statement,
            comment=comment,
            signed_at=timezone.now(),
            previous_hash=head.hash,
        )
        record.hash = record_hash(record)
        record.save()
        head.position, head.hash = record.position, record.hash
        head.save()
    return record


def locked_head() -> SignOffChain:
    """The end of the chain, locked until the transaction ends. The row is made when missing."""
    SignOffChain.objects.get_or_create(pk=1)
    return SignOffChain.objects.select_for_update().get(pk=1)


def name_of(person: Any) -> str:
    """How a person is named in the records: the full name, else the user name."""
    return (person.get_full_name() or person.get_username())[:255]
