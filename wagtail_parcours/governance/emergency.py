"""Publishing a map that nobody signed, because it cannot wait.

A superuser may, with a reason. The reason is a record of the chain like any signature, so it can
neither be taken back nor forgotten, and the map says "published without approval" until the same
content is signed.
"""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..models.publishing import published_by_signature
from ..models.sign_offs import SignOff, SignOffKind
from .approvals import Permit, permit_for
from .chain import append_record
from .locking import lock_page, persistently

#: The name of the log entry for a publication without approval.
EMERGENCY_ACTION = "parcours.publish.emergency"


class EmergencyRefused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A publication without approval that did not take place; the message is for the person."""


def may_publish_without_approval(user: Any) -> bool:
    return bool(user.is_active and user.is_superuser)


def unsigned_version(page: Any) -> tuple[Any, Permit]:
    """The latest version of a map, and what the gate says to it where it stands."""
    version = page.specific.get_latest_revision_as_object()
    return version, permit_for(version)


def publish_without_approval(page: Any, user: Any, reason: str, seal: str | None = None) -> SignOff:
    """Publish the latest version of a map although the sign-off that its policy wants is missing.

    `seal`, when it is given, is that of the version that the person has seen. Raises
    ``PermissionDenied`` for anybody but a superuser and :class:`EmergencyRefused` where there is
    nothing to do; then nothing has changed.
    """
    if not may_publish_without_approval(user):
        raise PermissionDenied
    reason = reason.strip()
    if not reason:
        raise EmergencyRefused(_("Say why this cannot wait for the approval."))

    def attempt() -> SignOff:
        with transaction.atomic():
            return publish_once(page, user, reason, seal)

    try:
        return persistently(attempt)
    except ValidationError as error:
        raise EmergencyRefused(
            _("This version cannot be published as it is: %(problems)s")
            % {"problems": " ".join(error.messages)}
        ) from error


def publish_once(page: Any, user: Any, reason: str, seal: str | None) -> SignOff:
    lock_page(page.pk)
    page = type(page).objects.get(pk=page.pk).specific
    version, permit = unsigned_version(page)
    refuse_unless_needed(page, version, permit, seal)
    revision = page.get_latest_revision()
    if revision is None or not page.has_unpublished_changes:
        # The page itself is the latest version: an import may have written past its revisions.
        revision = page.save_revision(user=user, changed=False, clean=False)
    record = append_record(
        kind=SignOffKind.EMERGENCY,
        page=version,
        seal=permit.seal,
        content=permit.content,
        person=user,
        comment=reason,
    )
    log(
        instance=page,
        action=EMERGENCY_ACTION,
        user=user,
        revision=revision,
        data={"emergency": {"position": record.position, "reason": reason}},
    )
    with published_by_signature():
        revision.publish(user=user)
    return record


def refuse_unless_needed(page: Any, version: Any, permit: Permit, seal: str | None) -> None:
    if page.alias_of_id is not None:
        raise EmergencyRefused(_("This page shows another one: publish that one."))
    if permit.unreadable:
        raise EmergencyRefused(permit.refusal)
    if not permit.refused:
        raise EmergencyRefused(_("This version needs no emergency: it can be published as it is."))
    if seal is not None and seal != permit.seal:
        raise EmergencyRefused(
            _("The map has changed since you opened this page. Read it again before you decide.")
        )
    if version.go_live_at is not None and version.go_live_at > timezone.now():
        raise EmergencyRefused(
            _("This version is to go live at a later date. Remove the date to publish it now.")
        )
