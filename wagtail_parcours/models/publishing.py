"""How a map goes live: what refuses it, and what Wagtail has to know about it.

The rule itself, the publish gate, lives in ``governance.gate``; it raises what is defined here.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.dispatch import Signal

from .base import base_page_model

#: Sent when a publication that nobody waits for was refused: the arguments are ``instance``,
#: ``revision``, ``scheduled`` (bool) and ``refusal`` (:class:`PublicationRefused`).
publication_refused = Signal()

SCHEDULED_ACTION = "wagtail.publish.scheduled"

# Whose signature publishes the map just now: signing is the permission to publish.
_signing: ContextVar[bool] = ContextVar("parcours_signing", default=False)


class PublicationRefused(PermissionDenied):
    """A map would have gone live without the sign-off that its policy wants.

    A refused permission, because that is how Wagtail's views and APIs answer without an error.
    """


class StaleSave(PermissionDenied):
    """Someone published the map since it was loaded: saving this copy would take it down."""


@contextmanager
def published_by_signature() -> Any:
    """Inside, a map is published on the strength of its signatures, not of a permission."""
    token = _signing.set(True)
    try:
        yield
    finally:
        _signing.reset(token)


class PublishedMapMixin(models.Model):
    """What a page type under the publish gate adds to Wagtail's own publishing."""

    class Meta:
        abstract = True

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

        Raises :class:`PublicationRefused` towards a person. When nobody waits for the answer (a
        schedule, a translation that goes live by itself) the page is left as it is and
        ``publication_refused`` tells those concerned: an exception would stop every other page.
        """
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
            if user is not None:
                raise
            publication_refused.send(
                sender=type(self),
                instance=self,
                revision=revision,
                scheduled=log_action == SCHEDULED_ACTION,
                refusal=refusal,
            )

    def get_workflow(self) -> Any:
        """The page's workflow; one without an active step would publish unseen and is no
        workflow."""
        workflow = super().get_workflow()
        if workflow is None or not workflow.tasks.filter(active=True).exists():
            return None
        return workflow

    def sealed_texts(self) -> dict[str, str]:
        """Texts that readers see beside the journey itself, by field name.

        The title and description for search engines and every field of the site's own, relations
        apart: override it to add what those show.
        """
        inherited = {field.name for field in base_page_model()._meta.concrete_fields}
        own = [
            field
            for field in self._meta.concrete_fields
            if not field.is_relation and field.name not in inherited | self.journey_fields
        ]
        return {
            "seo_title": self.seo_title,
            "search_description": self.search_description,
            **{field.name: field.value_to_string(self) for field in own},
        }
