"""What a translation has to bring up to date, put into words: the same list in both editors."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from ...journeys import JourneyText, text_hash
from ...journeys.comparison import Change
from ...models import (
    JourneyMapMixin,
    Maker,
    MapTranslation,
    Persona,
    base_page_model,
    channels_by_slug,
)
from ...translation.former import former_texts
from ...translation.languages import language_in_sentence
from ...translation.records import record_of, source_cells, source_version
from ...translation.standing import Standing, compare_texts
from ...translation.wordings import page_cells, texts_of_page
from ..review.changes import ChangeRow, heading, row
from ..review.wording import Wording

#: So many texts of a kind are listed; a translation that is further behind is read as a whole.
LISTED = 200

KINDS: dict[str, Promise] = {
    "new": pgettext_lazy("text of the source", "New"),
    "changed": pgettext_lazy("text of the source", "Changed"),
    "removed": pgettext_lazy("text of the source", "Removed"),
    "untranslated": pgettext_lazy("text of the source", "Not translated"),
    "machine": pgettext_lazy("text of the source", "Translated by machine"),
}
#: How the texts of a list are marked in colour: like additions, changes and removals.
MARKS = {"new": "added", "removed": "removed", "changed": "changed"}


@dataclass(frozen=True, slots=True)
class BehindText:
    """One text: what happened to it, where it is, what the source said and says."""

    path: str
    kind: str
    words: ChangeRow
    said: str
    jump: str

    @property
    def kind_label(self) -> str:
        return str(KINDS[self.kind])

    @property
    def mark(self) -> str:
        return MARKS.get(self.kind, "moved")

    @property
    def knows_before(self) -> bool:
        return bool(self.words.before)


@dataclass(slots=True)
class BehindGroup:
    """The texts of one part of the map."""

    heading: str
    texts: list[BehindText] = field(default_factory=list)


@dataclass
class Behind:
    """How one version of a translated map stands beside its source, for who works on it.

    `reachable` are the paths that the editor has a field for (None: all of them).
    """

    page: Any
    record: MapTranslation
    standing: Standing
    reachable: set[str] | None = None
    waits_for_sync: bool = False
    sync_address: str = ""

    @classmethod
    def of(cls, page: Any) -> "Behind | None":
        """Of a version of a map as it is in memory; None when it is no translation."""
        if not isinstance(page, JourneyMapMixin):
            return None
        record = record_of(page)
        if record is None:
            return None
        standing = compare_texts(source_cells(record), page_cells(page), record.pairs)
        return cls(page, record, standing)

    @property
    def language(self) -> str:
        return language_in_sentence(self.record.source_locale.language_code)

    @property
    def source_code(self) -> str:
        return str(self.record.source_locale.language_code)

    @property
    def says_something(self) -> bool:
        return bool(self.standing.behind or self.standing.machine or self.waits_for_sync)

    @property
    def sentence(self) -> str:
        """How many texts are newer in the source, and of which kinds."""
        counts = [("new", self.kind_paths("new")), ("changed", self.standing.changed)]
        number = sum(len(paths) for _kind, paths in counts)
        if not number:
            return ""
        kinds = ", ".join(
            _("%(kind)s: %(number)d") % {"kind": KINDS[kind], "number": len(paths)}
            for kind, paths in counts
            if paths
        )
        return ngettext(
            "%(number)d text is newer in %(language)s (%(kinds)s).",
            "%(number)d texts are newer in %(language)s (%(kinds)s).",
            number,
        ) % {"number": number, "language": self.language, "kinds": kinds}

    @property
    def others(self) -> list[str]:
        """A sentence for each other thing there is to do."""
        removed = len(self.standing.removed)
        untranslated = len(self.kind_paths("untranslated"))
        machine = len(self.standing.machine)
        sentences = [
            (
                removed,
                ngettext(
                    "%(number)d text is no longer in the source.",
                    "%(number)d texts are no longer in the source.",
                    removed,
                ),
            ),
            (
                untranslated,
                ngettext(
                    "%(number)d text is not translated yet.",
                    "%(number)d texts are not translated yet.",
                    untranslated,
                ),
            ),
            (
                machine,
                ngettext(
                    "%(number)d text was translated by machine and waits for a person.",
                    "%(number)d texts were translated by machine and wait for a person.",
                    machine,
                ),
            ),
        ]
        return [text % {"number": number} for number, text in sentences if number]

    def kind_paths(self, kind: str) -> Sequence[str]:
        """The paths of a kind, each text under one kind only."""
        paths: Sequence[str] = getattr(self.standing, kind)
        if kind == "untranslated":
            changed = set(self.standing.changed)
            return [path for path in paths if path not in changed]
        return paths

    @property
    def address(self) -> str:
        return reverse("wagtail_parcours:translation_behind", args=[self.page.pk])

    @property
    def can_confirm_all(self) -> bool:
        """Whether there is something that “all” stands for: not what nobody has translated."""
        return bool(set(self.standing.behind) - set(self.standing.untranslated)) or bool(
            self.standing.machine
        )

    # -- the list

    @cached_property
    def groups(self) -> list[BehindGroup]:
        """What is new, changed, removed or to be confirmed, by part, in reading order."""
        return self.grouped(["new", "changed", "removed", "machine"])

    @cached_property
    def untranslated_groups(self) -> list[BehindGroup]:
        return self.grouped(["untranslated"])

    @property
    def unlisted(self) -> int:
        """How many texts are left out of the lists."""
        return sum(max(len(self.kind_paths(kind)) - LISTED, 0) for kind in KINDS)

    def grouped(self, kinds: Iterable[str]) -> list[BehindGroup]:
        kind_of = {path: kind for kind in kinds for path in list(self.kind_paths(kind))[:LISTED]}
        groups: dict[tuple[str, ...], BehindGroup] = {}
        for path, text in self.places.items():
            if path in kind_of:
                place = text.place
                key = (place.area, place.part, place.key)
                if key not in groups:
                    groups[key] = BehindGroup(heading(place, self.wording))
                groups[key].texts.append(self.listed(text, kind_of[path]))
        return list(groups.values())

    def listed(self, text: JourneyText, kind: str) -> BehindText:
        now = "" if kind == "removed" else source_cells(self.record).get(text.path, "")
        before = self.former.get(text.path, "")
        if kind in {"untranslated", "machine"}:
            before = now
        change = Change("changed", text.place, before, now, text.entry_id)
        if self.reachable is not None:
            reachable = text.path in self.reachable
        else:
            # What stands in a new block has no field in the translation yet.
            reachable = not text.entry_id or text.entry_id in self.block_ids
        return BehindText(
            text.path,
            kind,
            row(change, self.wording),
            self.cells.get(text.path, ""),
            text.path if reachable else "",
        )

    @cached_property
    def block_ids(self) -> set[str]:
        return set(ids_in(list(self.page.body.raw_data)))

    @cached_property
    def cells(self) -> dict[str, str]:
        return page_cells(self.page)

    @cached_property
    def places(self) -> dict[str, JourneyText]:
        """Where each text is: in the source, else in the translation. In reading order."""
        own = {text.path: text for text in texts_of_page(self.page)}
        version = source_version(self.record)
        theirs = {text.path: text for text in texts_of_page(version)} if version else {}
        return {**theirs, **{path: text for path, text in own.items() if path not in theirs}}

    @cached_property
    def former(self) -> dict[str, str]:
        """What the source said when a text was last translated, where a version tells."""
        wanted = {
            path: made_from(self.record.pairs.get(path, {}), self.cells.get(path, ""))
            for path in (*self.standing.changed, *self.standing.removed)
        }
        return former_texts(self.record.source_id, wanted)

    @cached_property
    def wording(self) -> Wording:
        places = self.places.values()
        names: dict[tuple[str, str], str] = {}
        personas = {text.place.title for text in places if text.place.part == "persona_profile"}
        keys = [key for key in personas if key.isdecimal()]
        if keys:
            found = Persona.objects.filter(pk__in=keys).values_list("pk", "name")
            names |= {("persona", str(pk)): name for pk, name in found}
        if any(text.place.part == "channel_improvement" for text in places):
            channels = channels_by_slug(self.source_code)
            names |= {("channel", slug): channel.name for slug, channel in channels.items()}
        return Wording(type(self.page), names)


def made_from(known: Mapping[str, Any], said: str) -> set[str]:
    """The hashes of the source texts that a text was made from; of one shown untranslated, those
    that its earlier translations were made from."""
    pair = known.get(text_hash(said))
    if pair is not None and pair[1] != Maker.NOBODY:
        return {pair[0]}
    return {other[0] for other in known.values() if other[1] != Maker.NOBODY}


def ids_in(raw: Any) -> Iterable[str]:
    """The ids of all blocks of a stored body."""
    if isinstance(raw, list):
        for item in raw:
            yield from ids_in(item)
    elif isinstance(raw, Mapping):
        if "type" in raw and raw.get("id"):
            yield str(raw["id"])
        for value in raw.values():
            yield from ids_in(value)


# -- in the editors


def behind_in_editor(page: Any, request: HttpRequest | None) -> Behind | None:
    """For the ordinary editor of a page; None when there is nothing to say."""
    if page is None or page.pk is None or request is None:
        return None
    behind = Behind.of(page)
    return behind if behind is not None and behind.says_something else None


def behind_panel(
    request: HttpRequest, page: Any, context: dict[str, Any]
) -> tuple[str, dict[str, Any]] | None:
    """For the translation editor of wagtail-localize, as its texts are now."""
    behind = behind_in_localize(page, context["translation"], request)
    if behind is None:
        return None
    # The texts of a machine have a panel of their own here, as they are confirmed there.
    behind.standing = replace(behind.standing, machine=())
    if not behind.says_something:
        return None
    return "wagtail_parcours/admin/translations/behind.html", {"behind": behind, "page": page}


def behind_in_localize(page: Any, translation: Any, request: HttpRequest) -> Behind | None:
    from ...translation.localize import paths_in_editor, standing_in_editor, waits_for_sync

    record = record_of(page)
    if record is None:
        return None
    standing, version = standing_in_editor(record, translation)
    behind = Behind(version, record, standing, paths_in_editor(translation))
    behind.waits_for_sync = waits_for_sync(record, translation)
    if behind.waits_for_sync and request.user.has_perm("wagtail_localize.submit_translation"):
        address = reverse("wagtail_localize:update_translations", args=[translation.source_id])
        next_url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        behind.sync_address = f"{address}?next={next_url}"
    return behind


def behind_of_draft(page: Any, request: HttpRequest) -> Behind | None:
    """For the list on a page of its own: as whichever editor the page has would tell it."""
    if apps.is_installed("wagtail_localize"):
        from ...translation.localize import translation_into

        translation = translation_into(page)
        if translation is not None:
            return behind_in_localize(page, translation, request)
    return Behind.of(page.get_latest_revision_as_object())


def map_or_none(page_id: int) -> Any:
    page = base_page_model().objects.filter(pk=page_id).first()
    specific = page.specific if page is not None else None
    return specific if isinstance(specific, JourneyMapMixin) else None
