"""What a timeline is made of: events, whose they are, and what a reader asks for."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models.sign_offs import SignOff
from .chain import name_of

#: Events of one source that a timeline holds at most.
LIMIT = 2000


class Kind(models.TextChoices):
    """What people filter by."""

    EDIT = "edit", gettext_lazy("Edits")
    WORKFLOW = "workflow", gettext_lazy("Workflow steps")
    SIGN_OFF = "sign_off", gettext_lazy("Sign-offs")
    PUBLICATION = "publication", gettext_lazy("Publications")
    SHOWN = "shown", gettext_lazy("Changes of what the map shows")
    COMMENT = "comment", gettext_lazy("Comments")
    TRANSLATION = "translation", gettext_lazy("Translations")
    OTHER = "other", gettext_lazy("Other")


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `detail` is what a person wrote about it: a reason, a comment.

    Of what may be opened from it: `record` is the position of a sign-off; `revision` and the one
    before it are keys; `fact` names a persona or channel as (model label, key). Of something that
    the map shows, `fields` are the labels of what changed in it.
    """

    when: datetime.datetime
    kind: Kind
    title: str
    person: str = ""
    role: str = ""
    detail: str = ""
    fields: tuple[str, ...] = ()
    record: int | None = None
    revision: int | None = None
    revision_before: int | None = None
    fact: tuple[str, Any] | None = None
    saves: int = 1
    started: datetime.datetime | None = None

    @property
    def changed(self) -> str:
        """The fields that changed, in one line."""
        return ", ".join(self.fields)


@dataclass(frozen=True, slots=True)
class Subject:
    """The map whose timeline it is: the page, or what records and log say of one that is gone."""

    page_id: int
    title: str
    page: Any = None
    key: Any = None
    language: str = ""

    @property
    def records(self) -> Any:
        if self.key is None:
            return SignOff.objects.none()
        return SignOff.objects.filter(page_key=self.key, language=self.language)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader of the timeline asks for; everything by default.

    `since` and `until` are moments, the second one not included. `person` is a key, as text.
    """

    kinds: frozenset[Kind] = frozenset(Kind)
    person: str = ""
    since: datetime.datetime | None = None
    until: datetime.datetime | None = None
    sensitive: bool = False
    limit: int = LIMIT

    def rows(self, queryset: Any, moment: str, person: str) -> list[Any]:
        """The newest rows of the period and the person, one more than the limit at most."""
        if self.since is not None:
            queryset = queryset.filter(**{f"{moment}__gte": self.since})
        if self.until is not None:
            queryset = queryset.filter(**{f"{moment}__lt": self.until})
        if self.person:
            if not person:
                return []
            queryset = queryset.filter(**{person: self.person})
        return list(queryset.order_by(f"-{moment}", "-pk")[: self.limit + 1])


def person_name(user: Any) -> str:
    """How a person is named; what nobody did was done by the system."""
    return name_of(user) if user is not None else _("system")
