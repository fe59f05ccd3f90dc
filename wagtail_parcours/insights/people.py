"""Published personas, each once: its translations are the same person."""

import datetime
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, Case, Max, Q, QuerySet, Value, When
from django.utils import timezone
from wagtail.coreutils import get_supported_content_language_variant

from ..models.personas import Persona

#: Something that is not blank. The database looks, so that sensitive texts never leave it.
WRITTEN = r"\S"


@dataclass(frozen=True, slots=True)
class Person:
    """A published persona.

    `pk`, `name` and `language` are those of the translation that the reader understands; role and
    share are those of the default language, so that numbers are the same for everyone. `share` is
    a part of the clients in percent. `rows` are the primary keys of the published translations.
    """

    key: str
    pk: int
    name: str
    language: str
    role: str
    share: Decimal | None
    groups: frozenset[str]
    rows: tuple[int, ...]
    reviewed_on: datetime.date | None = None
    published_on: datetime.date | None = None
    has_symptoms: bool = False
    has_research: bool = False

    @property
    def order(self) -> tuple[str, str]:
        """What lists of people are sorted by."""
        return alphabetical(self.name), self.key


def alphabetical(text: str) -> str:
    """A text as it is sorted: Édouard stands among the names with E."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@dataclass(slots=True)
class _Rows:
    """The published translations of one persona, as the database gives them."""

    rows: list[dict[str, Any]] = field(default_factory=list)

    def preferred(self, *languages: str) -> dict[str, Any]:
        def rank(row: Mapping[str, Any]) -> int:
            code = row["locale__language_code"]
            return languages.index(code) if code in languages else len(languages)

        return min(self.rows, key=rank)

    def latest(self, name: str) -> Any:
        return max((row[name] for row in self.rows if row[name] is not None), default=None)


def default_language() -> str:
    # Not Locale.get_default(), which asks the database for what the settings say.
    return str(get_supported_content_language_variant(settings.LANGUAGE_CODE))


def written(field_name: str) -> Case:
    """Whether a text holds more than blank space."""
    return Case(
        When(**{f"{field_name}__regex": WRITTEN}, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )


def published(keys: Iterable[str] | None = None) -> QuerySet[Persona]:
    """The rows of published personas, of all or of those with these keys."""
    rows = Persona.objects.filter(live=True)
    return rows if keys is None else rows.filter(translation_key__in=list(keys))


def live_people(language: str, keys: Iterable[str] | None = None) -> dict[str, Person]:
    """Published personas by translation key, with names in `language` where there are any.

    One query, for all of them or for those with these keys.
    """
    found: dict[str, _Rows] = {}
    rows = (
        published(keys)
        .order_by("pk")
        .annotate(symptoms_written=written("symptoms"), evidence_written=written("evidence"))
    )
    for row in rows.values(
        "pk",
        "translation_key",
        "name",
        "role",
        "share",
        "interviews",
        "reviewed_on",
        "last_published_at",
        "symptoms_written",
        "evidence_written",
        "locale__language_code",
        "target_group__translation_key",
    ):
        found.setdefault(str(row["translation_key"]), _Rows()).rows.append(row)
    return {key: person_of(key, group, language) for key, group in found.items()}


def person_of(key: str, group: _Rows, language: str) -> Person:
    facts = group.preferred(default_language())
    said = group.preferred(language, default_language())
    moment = group.latest("last_published_at")
    return Person(
        key=key,
        pk=said["pk"],
        name=said["name"],
        language=said["locale__language_code"],
        role=facts["role"],
        share=facts["share"],
        groups=frozenset(
            str(row["target_group__translation_key"])
            for row in group.rows
            if row["target_group__translation_key"] is not None
        ),
        rows=tuple(row["pk"] for row in group.rows),
        reviewed_on=group.latest("reviewed_on"),
        published_on=None if moment is None else timezone.localtime(moment).date(),
        has_symptoms=any(row["symptoms_written"] for row in group.rows),
        has_research=any(row["evidence_written"] or row["interviews"] for row in group.rows),
    )


def last_changes(people: Iterable[Person]) -> dict[str, datetime.date]:
    """The day of the last published change of each, by key, from the record of changes."""
    people = list(people)
    owners = {pk: person.key for person in people for pk in person.rows}
    unreviewed = Q(id__in=published().filter(reviewed_on=None).values("pk"))
    rows = Persona.history.model.objects.filter(unreviewed).exclude(history_type="-").order_by()
    days: dict[str, datetime.date] = {}
    for pk, moment in rows.values_list("id").annotate(last=Max("history_date")):
        if pk in owners:
            day = timezone.localtime(moment).date()
            days[owners[pk]] = max(day, days.get(owners[pk], day))
    for person in people:
        if person.key not in days and person.published_on is not None:
            days[person.key] = person.published_on
    return days
