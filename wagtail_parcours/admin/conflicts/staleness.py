"""Whether a form was filled from a version that is no longer the last one.

Wagtail's editor says which version it loaded, by number and time: a draft that saves itself is
written over in place, so its number alone says nothing. What it does not say is that it saved
since then itself: after a draft saved itself, the form still names the version it was opened
with. So each open editor has a name of its own, a random one that its script adds to all it
posts, and the log of Wagtail keeps it beside what was saved.
"""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models.signals import pre_save
from django.http import HttpRequest, QueryDict
from wagtail.log_actions import empty_log_context, get_active_log_context
from wagtail.log_actions import registry as log_registry
from wagtail.models import ModelLogEntry, PageLogEntry

#: Names of what is posted beside the form's own fields.
EDITOR, BASE, WAY = "parcours-editor", "parcours-base", "parcours-way"
OWN_FIELDS = (EDITOR, BASE, WAY)
#: Wagtail's own.
LOADED_ID, LOADED_AT = "loaded_revision_id", "loaded_revision_created_at"
OVERWRITE = "overwrite_revision_id"

#: Where an entry of the log keeps the name of the editor.
LOG_KEY = "parcours_editor"


@dataclass(frozen=True, slots=True)
class Version:
    """One saved version: the number of a revision, and when it was last written."""

    pk: str
    at: str

    @classmethod
    def of(cls, revision: Any) -> "Version":
        return cls(str(revision.pk), revision.created_at.isoformat())

    @classmethod
    def read(cls, pk: str, at: str) -> "Version | None":
        """The version that a form names; None when it names none."""
        return cls(pk, at) if pk.isdecimal() and pk.isascii() and len(pk) < 19 else None

    def __str__(self) -> str:
        return f"{self.pk} {self.at}"


def loaded_version(post: QueryDict) -> Version | None:
    """The version that the form was filled from, None when it does not say."""
    return Version.read(post.get(LOADED_ID, ""), post.get(LOADED_AT, ""))


def base_version(post: QueryDict) -> Version | None:
    """The version that the editor was opened with, however often its save was held up since."""
    pk, _space, at = post.get(BASE, "").partition(" ")
    return Version.read(pk, at) or loaded_version(post)


def is_out_of_date(request: HttpRequest, instance: Any) -> bool:
    """Whether somebody saved since this form was filled; not known means no, as in Wagtail."""
    latest, post = instance.latest_revision, request.POST
    if latest is None:
        return False
    if overwrites := post.get(OVERWRITE):
        return overwrites != str(latest.pk)
    loaded = loaded_version(post)
    if loaded is None or loaded == Version.of(latest):
        return False
    return not saved_by(editor_name(post), request.user, instance, latest)


def saved_by(editor: str, user: Any, instance: Any, revision: Any) -> bool:
    """Whether this version comes from this very editor, in this very tab."""
    if not editor:
        return False
    entries = log_registry.get_logs_for_instance(instance)
    return entries.filter(
        revision_id=revision.pk, user_id=user.pk, **{f"data__{LOG_KEY}": editor}
    ).exists()


def editor_name(post: QueryDict) -> str:
    """The name of the editor that posted this, ``""`` when it has none (scripts are off)."""
    try:
        return str(uuid.UUID(post.get(EDITOR, "")))
    except ValueError:
        return ""


def name_editor(request: HttpRequest) -> None:
    """Let the log keep from which editor comes what this request saves."""
    context = get_active_log_context()
    if context is not empty_log_context:
        context.parcours_editor = editor_name(request.POST)


def note_editor(sender: type, instance: Any, **kwargs: Any) -> None:
    editor = getattr(get_active_log_context(), "parcours_editor", "")
    if editor and instance.revision_id and instance._state.adding:
        instance.data = {**(instance.data or {}), LOG_KEY: editor}


def connect_editors() -> None:
    """Listen to the entries of the log; called once, when ready."""
    for model in (PageLogEntry, ModelLogEntry):
        pre_save.connect(note_editor, sender=model, dispatch_uid=f"parcours.{model.__name__}")
