"""A translation beside its source, place by place, for the person who signs it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ...governance.sealing import sealed_content
from ...journeys import JourneyFormatError, JourneyText, SealedContent, journey_texts
from ...journeys.comparison import Change
from ...models import base_page_model
from ...rendering.readers import may_read
from ...translation.languages import language_in_sentence
from ...translation.records import record_of, source_cells
from ...translation.standing import Standing, compare_texts
from ...translation.wordings import page_cells, texts_of_page
from ..timeline import may_sign_for
from .changes import heading, names
from .made_from import MadeFrom, made_from
from .wording import Wording, plain

#: What is to be said of a text, in the order in which it is said.
MARKS = {
    "new": gettext_lazy("New in the source"),
    "changed": gettext_lazy("Newer in the source"),
    "removed": gettext_lazy("Not in the source any more"),
    "untranslated": gettext_lazy("Not translated"),
    "machine": gettext_lazy("Translated by machine, not confirmed"),
}


@dataclass(frozen=True, slots=True)
class BothRow:
    """One place: what the source says there and what the translation says.

    `then` is what the source said when the translation was made, where that is known and differs.
    """

    label: str
    source: str
    target: str
    marks: tuple[tuple[str, str], ...] = ()
    then: str = ""


@dataclass(slots=True)
class BothGroup:
    """The places of one part of the map."""

    heading: str
    rows: list[BothRow] = field(default_factory=list)


@dataclass
class BothLanguages:
    """A version of a translated map and its source, as the person of `request` may see them."""

    request: HttpRequest
    version: Any
    source: Any
    row: Any

    @classmethod
    def of(cls, version: Any, request: HttpRequest) -> "BothLanguages | None":
        """None for a map that is no translation, or whose source is gone."""
        row = record_of(version)
        source = base_page_model().objects.filter(pk=row.source_id).first() if row else None
        return cls(request, version, source.specific, row) if source is not None else None

    # -- where it comes from

    @cached_property
    def origin(self) -> MadeFrom:
        return made_from(self.version.source_seal)

    @property
    def source_language(self) -> str:
        return language_in_sentence(self.source.locale.language_code)

    @property
    def sentence(self) -> str:
        """Which version it was made from; ``""`` for a translation older than that memory."""
        return self.origin.sentence(self.source_language) if self.version.source_seal else ""

    @cached_property
    def is_readable(self) -> bool:
        """Whether this person may read the source as it is now: a draft is for its authors."""
        return may_read_source(self.source, self.request)

    @cached_property
    def signed_source(self) -> SealedContent | None:
        """The signed version that it was made from; readable by all who review what it became."""
        return self.origin.content if self.origin.record is not None else None

    @property
    def source_is_shown(self) -> bool:
        return self.is_readable or self.signed_source is not None

    # -- by place

    @cached_property
    def source_texts(self) -> dict[str, str]:
        return source_cells(self.row) if self.is_readable else self.texts_then

    @cached_property
    def texts_then(self) -> dict[str, str]:
        """What the source said when the translation was made, as far as it is kept."""
        if self.signed_source is None:
            return {}
        return {text.path: text.text for text in journey_texts(self.signed_source.journey)}

    @cached_property
    def standing(self) -> Standing:
        return compare_texts(self.source_texts, page_cells(self.version), self.row.pairs)

    @cached_property
    def marks(self) -> dict[str, tuple[tuple[str, str], ...]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for name, label in MARKS.items():
            for path in getattr(self.standing, name):
                found.setdefault(path, []).append((name, str(label)))
        return {path: tuple(marks) for path, marks in found.items()}

    @property
    def number(self) -> int:
        """How many places are to be looked at."""
        return len(self.marks)

    @property
    def only_marked(self) -> bool:
        return self.request.GET.get("texts") == "marked"

    @property
    def unconfirmed(self) -> int:
        return len(self.standing.machine)

    @cached_property
    def groups(self) -> list[BothGroup]:
        """The places in reading order; those to look at alone, when that was asked."""
        said = page_cells(self.version)
        wording = wording_of(self.version)
        groups: dict[tuple[str, ...], BothGroup] = {}
        for text in self.places():
            marks = self.marks.get(text.path, ())
            if self.only_marked and not marks:
                continue
            place = text.place
            key = (place.area, place.part, place.key)
            group = groups.setdefault(key, BothGroup(heading(place, wording)))
            source, then = self.source_texts.get(text.path, ""), self.texts_then.get(text.path, "")
            group.rows.append(
                BothRow(
                    label=label_of(text, wording),
                    source=shown(source, text.formatted, wording),
                    target=shown(said.get(text.path, ""), text.formatted, wording),
                    marks=marks,
                    then=shown(then, text.formatted, wording) if then != source else "",
                )
            )
        return list(groups.values())

    def places(self) -> Iterator[JourneyText]:
        """Each place once: those of the translation, and those that only the source has."""
        own = {text.path: text for text in texts_of_page(self.version)}
        yield from own.values()
        for text in texts_of_page(self.source_version()):
            if text.path in self.source_texts and text.path not in own:
                yield text

    def source_version(self) -> Any:
        return self.source if self.source.live else self.source.get_latest_revision_as_object()

    @property
    def sentence_of_marks(self) -> str:
        """How many places are to be looked at, and why."""
        if not self.number:
            return _("Every text is translated, and none is newer in the source.")
        kinds = ", ".join(
            _("%(kind)s: %(number)d") % {"kind": label, "number": len(getattr(self.standing, name))}
            for name, label in MARKS.items()
            if getattr(self.standing, name)
        )
        return ngettext(
            "%(number)d text to look at (%(kinds)s)",
            "%(number)d texts to look at (%(kinds)s)",
            self.number,
        ) % {"number": self.number, "kinds": kinds}


def may_read_source(source: Any, request: HttpRequest) -> bool:
    permissions = source.permissions_for_user(request.user)
    return bool(
        may_read(source, request)
        or permissions.can_edit()
        or permissions.can_publish()
        or may_sign_for(request.user, source)
    )


def wording_of(version: Any) -> Wording:
    """The words for the places of a version; without the names of people when it is damaged."""
    try:
        return Wording.of(type(version), sealed_content(version))
    except JourneyFormatError:
        return Wording(type(version), {})


def label_of(text: JourneyText, wording: Wording) -> str:
    """Where a text is within its group: stage, lane, entry, field."""
    change = Change("changed", text.place, entry_id=text.entry_id)
    return " › ".join(dict.fromkeys(names(change, wording)))


def shown(text: str, formatted: bool, wording: Wording) -> str:
    return plain(wording, text) if formatted and text else text


def words_of_places(version: Any) -> dict[str, str]:
    """Where each text of a map is, in one line, by its path."""
    wording = wording_of(version)
    return {
        text.path: " › ".join((heading(text.place, wording), label_of(text, wording)))
        for text in texts_of_page(version)
    }
