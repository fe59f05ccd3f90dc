"""The chain of sign-off records: adding one, and the hash that ties it to the one before."""

import datetime
import hashlib
import json
from typing import Any

from django.db import transaction
from django.utils import timezone

from ..journeys.shapes import normalised
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

    Each field counts as it is stored, so that the same row gives the same hash on any database:
    times in UTC to the millisecond, which fixtures keep as every database does, and texts as
    :func:`append_record` made them.
    """
    values = {name: getattr(record, name) for name in HASHED}
    values["page_key"] = str(record.page_key)
    values["signed_at"] = record.signed_at.astimezone(datetime.UTC).isoformat(
        timespec="milliseconds"
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

    Call it inside the transaction that does what the record tells: both stay, or neither. Texts
    are kept in the canonical form (Unicode NFC, nothing that a database cannot hold).
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
            page_title=kept(page.title, 255),
            seal=seal,
            workflow=kept(workflow, 255),
            task=kept(task, 255),
            task_state_id_then=task_state_id,
            person_id_then=str(person.pk),
            person=kept(name_of(person), 255),
            role=kept(role, 255),
            group_ids=sorted(group_ids or []),
            statement=kept(statement),
            comment=kept(comment),
            signed_at=this_millisecond(),
            previous_hash=head.hash,
        )
        record.hash = record_hash(record)
        record.save()
        head.position, head.hash = record.position, record.hash
        head.save()
    return record


def this_millisecond() -> datetime.datetime:
    """Now, as exactly as a fixture can say it: all of a stored time counts for the hash."""
    now = timezone.now()
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def kept(text: str, length: int | None = None) -> str:
    """A text as a record keeps it; cut after its canonical form, which may be longer."""
    return normalised(text)[:length]


def locked_head() -> SignOffChain:
    """The end of the chain, locked until the transaction ends. The row is made when missing.

    Records beyond it mean that someone turned it back: the chain goes on from its last record,
    so that nobody is kept from signing.
    """
    SignOffChain.objects.get_or_create(pk=1)
    head = SignOffChain.objects.select_for_update().get(pk=1)
    last = SignOff.objects.filter(position__gt=head.position).order_by("position").last()
    if last is not None:
        head.position, head.hash = last.position, last.hash
    return head


def name_of(person: Any) -> str:
    """How a person is named in the records: the full name, else the user name."""
    return (person.get_full_name() or person.get_username())[:255]
