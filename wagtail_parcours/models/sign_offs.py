"""Sign-offs: who approved what, word for word, and what of it is live.

Records are written once. Nothing here edits or deletes them, not even for a superuser; what
passes below the models (raw SQL) is found by ``manage.py verify_sign_offs``.
"""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .base import BASE_PAGE_MODEL


class AppendOnlyError(TypeError):
    """Someone tried to change or delete a record that is written once."""


def refuse(*args: Any, **kwargs: Any) -> NoReturn:
    raise AppendOnlyError("Sign-off records are written once: they are never changed or deleted.")


class AppendOnlyQuerySet(models.QuerySet):
    """Reads and adds; every other way to write is refused."""

    update = delete = bulk_update = bulk_create = update_or_create = refuse
    aupdate = adelete = abulk_update = abulk_create = aupdate_or_create = refuse
    _raw_delete = refuse

    refuse.alters_data = True  # type: ignore[attr-defined]


class AppendOnlyModel(models.Model):
    """A row that can be added, and nothing else."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
        # Django's own code paths (admin, deserialisation) use this manager too.
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            refuse()
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        refuse()


class SealedVersion(AppendOnlyModel):
    """The content that a seal stands for, once, however many people signed it."""

    seal = models.CharField(_("seal"), max_length=64, primary_key=True)
    content = models.TextField(_("canonical content"))
    created_at = models.DateTimeField(_("kept since"), auto_now_add=True)

    class Meta(AppendOnlyModel.Meta):
        verbose_name = _("sealed version")
        verbose_name_plural = _("sealed versions")
        default_permissions = ()

    def __str__(self) -> str:
        return self.seal


class SignOffKind(models.TextChoices):
    SIGNATURE = "signature", _("Signature")
    EMERGENCY = "emergency", _("Publication without approval")


class SignOff(AppendOnlyModel):
    """One signature, or one publication without approval, as a link of the chain.

    Everything is kept as plain values: the record stays readable when the page, the person or
    the workflow is gone. `position` counts from 1 without gaps; `hash` is the SHA-256 over the
    other fields and the `hash` of the record before.
    """

    position = models.PositiveBigIntegerField(_("position"), unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=SignOffKind)
    page_key = models.UUIDField(_("translation key of the page"))
    language = models.CharField(_("language"), max_length=20)
    page_id_then = models.PositiveBigIntegerField(_("key of the page"))
    page_type = models.CharField(_("page type"), max_length=120)
    page_title = models.CharField(_("title of the page"), max_length=255)
    seal = models.CharField(_("seal"), max_length=64, db_index=True)
    workflow = models.CharField(_("workflow"), max_length=255, blank=True)
    task = models.CharField(_("step"), max_length=255, blank=True)
    task_state_id_then = models.PositiveBigIntegerField(_("key of the step"), null=True)
    person_id_then = models.CharField(_("key of the person"), max_length=64)
    person = models.CharField(_("person"), max_length=255)
    role = models.CharField(_("signed as"), max_length=255, blank=True)
    group_ids = models.JSONField(_("keys of the groups"), default=list)
    statement = models.TextField(_("statement"), blank=True)
    comment = models.TextField(_("comment or reason"), blank=True)
    signed_at = models.DateTimeField(_("signed at"))
    previous_hash = models.CharField(_("hash before"), max_length=64, blank=True)
    hash = models.CharField(_("hash"), max_length=64, unique=True)

    class Meta(AppendOnlyModel.Meta):
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        ordering = ["position"]
        indexes = [
            models.Index(fields=["page_key", "language", "position"], name="parcours_signoff_page")
        ]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.position}. {self.page_title}, {self.person}"


class SignOffChain(models.Model):
    """Where the chain ends: one row. Adding a record locks it, so that no two get one place."""

    position = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.position} {self.hash}"


class Standing(models.TextChoices):
    """On what a live map stands."""

    SIGNED = "signed", _("Signed")
    EMERGENCY = "emergency", _("Published without approval")
    FREE = "free", _("Needs no sign-off")


class LiveVersion(models.Model):
    """What readers see of a live map: its seal, on what it stands, and until when.

    Written by the publish gate when a map goes live, removed when it leaves. `changed_at` says
    since when something that the map shows (a persona, a channel) differs from what was signed.
    """

    page = models.OneToOneField(
        BASE_PAGE_MODEL, on_delete=models.CASCADE, related_name="parcours_live_version"
    )
    seal = models.CharField(max_length=64)
    standing = models.CharField(max_length=20, choices=Standing)
    #: Who signed, as ``{"person", "role", "signed_at"}`` in the order of signing.
    signatures = models.JSONField(default=list)
    since = models.DateTimeField()
    review_by = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.page_id} {self.standing} {self.seal[:12]}"


class SignOffReminder(models.Model):
    """That a person was reminded of something, so that running a command twice mails once."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    #: What it was about: ``"task-state:<key>"`` or ``"review:<page key>:<day>"``.
    subject = models.CharField(max_length=120)
    sent_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["person", "subject"], name="parcours_reminder_once")
        ]

    def __str__(self) -> str:
        return self.subject
