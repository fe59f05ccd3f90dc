"""How a map goes live: what refuses it, and what Wagtail has to know about it.

The rule itself, the publish gate, lives in ``governance.gate``; it raises what is defined here.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.dispatch import Signal
from wagtail.log_actions import log

from .base import base_page_model

#: Sent when a publication that nobody waits for was refused: the arguments are ``instance``,
#: ``revision``, ``scheduled`` (bool) and ``refusal`` (:class:`PublicationRefused`).
publication_refused = Signal()

#: Sent when a version of a map was saved, as a draft or to go live: the arguments are
#: ``instance``, ``revision``, ``written_over`` (the content that this revision had before, as
#: plain data; None when it is a new one) and ``previous_id`` (the key of the latest one before).
version_saved = Signal()

SCHEDULED_ACTION = "wagtail.publish.scheduled"

#: Mark on a revision that a translation made: it goes live by itself when all is committed.
TRANSLATED = "_parcours_translated"
#: Mark on a map that was live when it was loaded: saving it as a draft takes it down on purpose.
WAS_LIVE = "_parcours_was_live"

# Whose signature publishes the map just now: signing is the permission to publish.
_signing: ContextVar[bool] = ContextVar("parcours_signing", default=False)
# The translation that wagtail-localize writes just now.
_translating: ContextVar["Making | None"] = ContextVar("parcours_translating", default=None)


# Whether a translation that was written goes live by itself just now.
_late: ContextVar[bool] = ContextVar("parcours_translation_goes_live", default=False)


@dataclass(frozen=True, slots=True)
class Making:
    """A translation in the making: of which map, into which language, from which version.

    `source_seal` is the seal of that version, blank when it cannot be read as a map; `publish`
    says whether it is meant for readers at once.
    """

    translation_key: Any
    locale_id: Any
    source_seal: str = ""
    publish: bool = True

    def makes(self, page: Any) -> bool:
        return bool(
            page.translation_key == self.translation_key and page.locale_id == self.locale_id
        )


@dataclass(slots=True)
class Gathered:
    """The maps that were translated, for one answer about all of them; `locked` were left alone."""

    written: list[Any] = field(default_factory=list)
    locked: list[Any] = field(default_factory=list)


# Where somebody answers for all translations together.
_gathered: ContextVar[Gathered | None] = ContextVar("parcours_gathered", default=None)


@contextmanager
def translations_gathered() -> Iterator[Gathered]:
    """Inside, the maps that are translated are gathered, and nobody else tells of them."""
    found = Gathered()
    token = _gathered.set(found)
    try:
        yield found
    finally:
        _gathered.reset(token)


def gathered() -> Gathered | None:
    return _gathered.get()


def answered_together() -> bool:
    """Whether what is refused now is a translation that is told of with all others."""
    return _gathered.get() is not None and (_translating.get() is not None or _late.get())


class PublicationRefused(PermissionDenied):
    """A map would have gone live without the sign-off that its policy wants.

    A refused permission, because that is how Wagtail's views and APIs answer without an error.
    `explain` gives the reason again, in the language that is active then.
    """

    def __init__(self, reason: str, explain: Callable[[], str] | None = None) -> None:
        super().__init__(reason)
        self.explain = explain or (lambda: reason)


class TranslationLocked(ValidationError):  # noqa: N818 - a refusal is an answer, not an error
    """A translation that waits for signatures was not changed."""


class StaleSave(PermissionDenied):
    """Someone published the map since it was loaded: saving this copy would take it down."""


@contextmanager
def published_by_signature() -> Iterator[None]:
    """Inside, a map is published on the strength of its signatures, not of a permission."""
    token = _signing.set(True)
    try:
        yield
    finally:
        _signing.reset(token)


@contextmanager
def written_by_translation(making: Making) -> Iterator[None]:
    """Inside, what may not go live is kept as a draft: one map must not stop the others.

    The translation remembers from which version it was made.
    """
    token = _translating.set(making)
    try:
        yield
    finally:
        _translating.reset(token)


class PublishedMapMixin(models.Model):
    """What a page type under the publish gate adds to Wagtail's own publishing."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save the map; a translation that may not go live, or is not meant to, is a draft."""
        making = _translating.get()
        if making is None:
            return super().save(*args, **kwargs)
        self.remember_source(making)
        if self.live and not making.publish and kwargs.get("update_fields") is None:
            # wagtail-localize writes drafts into what readers see; this one is a revision only.
            return None
        try:
            with transaction.atomic():
                return super().save(*args, **kwargs)
        except PublicationRefused:
            self.keep_back(kwargs.get("update_fields"))

    def remember_source(self, making: Making) -> None:
        if making.makes(self) and self.alias_of_id is None:
            self.source_seal = making.source_seal

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any) -> Any:
        instance = super().from_db(db, field_names, values)
        instance.__dict__[WAS_LIVE] = instance.__dict__.get("live", False)
        return instance

    def keep_back(self, update_fields: Any) -> None:
        """Leave readers what they have: the new words go into the revision that follows.

        A page that showed its source until now has nothing of its own to leave: it is taken
        down until its own version is signed.
        """
        if update_fields is None:
            return
        self.live, self.live_revision, self.has_unpublished_changes = False, None, True
        state = ("live", "live_revision", "has_unpublished_changes")
        super().save(clean=False, update_fields=[*update_fields, *state])
        log(instance=self, action="wagtail.unpublish")

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Save a version; a draft that saves itself never writes over the one that is live.

        It would when the map was signed and published while somebody had it open.
        """
        overwritten = kwargs.get("overwrite_revision")
        if overwritten is not None and overwritten.pk == self.live_revision_id:
            overwritten = kwargs["overwrite_revision"] = None
        written_over = overwritten.content if overwritten is not None else None
        previous_id = self.latest_revision_id
        making = _translating.get()
        if making is not None:
            self.remember_source(making)
        revision = super().save_revision(*args, **kwargs)
        setattr(revision, TRANSLATED, making is not None)
        version_saved.send(
            sender=type(self),
            instance=self,
            revision=revision,
            written_over=written_over,
            previous_id=previous_id,
        )
        return revision

    def publish(
        self,
        revision: Any,
        user: Any = None,
        changed: bool = True,
        log_action: Any = True,
        previous_revision: Any = None,
        skip_permission_checks: bool = False,
    ) -> None:
        """Publish a revision, all of it or nothing.

        Raises :class:`PublicationRefused`. Only where nobody waits for the answer (a schedule, a
        translation that goes live by itself) the page is left as it is and
        ``publication_refused`` tells those concerned: an exception would stop every other page.
        """
        scheduled = log_action == SCHEDULED_ACTION
        translated = bool(getattr(revision, TRANSLATED, False))
        token = _late.set(translated)
        try:
            with transaction.atomic():
                super().publish(
                    revision,
                    user=user,
                    changed=changed,
                    log_action=log_action,
                    previous_revision=previous_revision,
                    skip_permission_checks=skip_permission_checks or _signing.get(),
                )
        except PublicationRefused as refusal:
            if not (scheduled or translated):
                raise
            # Robust: a receiver that fails must not stop the other pages either.
            publication_refused.send_robust(
                sender=type(self),
                instance=self,
                revision=revision,
                scheduled=scheduled,
                refusal=refusal,
            )
        finally:
            _late.reset(token)

    def get_workflow(self) -> Any:
        """The page's workflow; one without an active step would publish unseen and is no
        workflow."""
        workflow = super().get_workflow()
        if workflow is None or not workflow.tasks.filter(active=True).exists():
            return None
        return workflow

    @property
    def has_workflow(self) -> bool:
        return self.get_workflow() is not None

    def sealed_texts(self) -> dict[str, str]:
        """Texts that readers see beside the journey itself, by field name.

        The title and description for search engines and every field of the site's own, relations
        apart: override it to add what those show. Where the map belongs is no part of what it
        says, so what leads to a larger map is left out.
        """
        inherited = {field.name for field in base_page_model()._meta.concrete_fields}
        left_out = inherited | self.journey_fields | self.navigation_fields
        own = [
            field
            for field in self._meta.concrete_fields
            if not field.is_relation and field.name not in left_out
        ]
        texts = {
            "seo_title": self.seo_title,
            "search_description": self.search_description,
            **{field.name: field.value_to_string(self) for field in own},
        }
        # A map that is no translation has no source to speak of.
        if not texts.get("source_seal"):
            texts.pop("source_seal", None)
        return texts
