"""How a translation stands beside its source: a pure comparison of texts by place.

What was made from what is remembered by hashes, so any version of a translation can be looked
up by what it says: a draft, the live one, one that was signed a year ago.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..journeys import text_hash
from ..models.translations import Maker

#: ``{path: {hash of the translated text: [hash of the source text, maker, revision]}}``.
Pairs = dict[str, dict[str, list[Any]]]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a translation does not say, or no longer says, as its source does; paths of texts.

    `new`, `changed` and `removed` are what the source gained, said otherwise and dropped since
    the translation was made. `untranslated` are texts shown in the language of the source, those
    among them that were translated before are `changed` as well. `machine` are texts that a
    machine translated and nobody has confirmed. `total` counts the texts of the source.
    """

    total: int = 0
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    untranslated: tuple[str, ...] = ()
    machine: tuple[str, ...] = ()

    @property
    def behind(self) -> tuple[str, ...]:
        """Every text to translate or to bring up to date, each once."""
        every = (*self.new, *self.changed, *self.untranslated, *self.removed)
        return tuple(dict.fromkeys(every))

    @property
    def newer(self) -> tuple[str, ...]:
        """Texts that readers find newer in the source than here."""
        shown = set(self.untranslated)
        return tuple(path for path in (*self.new, *self.changed) if path not in shown)

    @property
    def in_step(self) -> bool:
        return not self.behind

    @property
    def percent(self) -> int:
        """How much of the source is said: 0 to 100, and 100 only when all of it is."""
        if not self.total:
            return 0 if self.behind else 100
        return 100 * max(self.total - len(self.behind), 0) // self.total

    def as_fields(self) -> dict[str, Any]:
        """The same as the fields of :class:`~wagtail_parcours.models.MapTranslation`."""
        return {
            "new": list(self.new),
            "changed": list(self.changed),
            "removed": list(self.removed),
            "untranslated": list(self.untranslated),
            "machine": list(self.machine),
            "total": self.total,
            "behind": len(self.behind),
            "to_confirm": len(self.machine),
        }


def compare_texts(
    source: Mapping[str, str], target: Mapping[str, str], pairs: Mapping[str, Any]
) -> Standing:
    """How `target` stands beside `source`: both give the text of each place by its path.

    A text that nobody has recorded was made from the source as it is now, unless it is the text
    of the source itself.
    """
    found: dict[str, list[str]] = {
        name: [] for name in ("new", "changed", "removed", "untranslated", "machine")
    }
    for path, text in source.items():
        for name in states(text, target.get(path, ""), pairs.get(path, {})):
            found[name].append(path)
    for path, text in target.items():
        if path not in source and not is_kept(text, pairs.get(path, {})):
            found["removed"].append(path)
    return Standing(len(source), **{name: tuple(paths) for name, paths in found.items()})


def states(source: str, target: str, known: Mapping[str, Any]) -> Iterable[str]:
    """What is to be said of one place that the source fills."""
    pair = known.get(text_hash(target))
    if pair is None:
        if not target.strip():
            return ("new",)
        same = text_hash(source) == text_hash(target)
        return ("untranslated",) if same else ()
    made_from, maker = pair[0], pair[1]
    if maker == Maker.NOBODY:
        # A text in the language of the source; of which version of it makes no difference.
        was_said = any(other[1] != Maker.NOBODY for other in known.values())
        return ("changed", "untranslated") if was_said else ("untranslated",)
    if made_from != text_hash(source):
        return ("changed",)
    return ("machine",) if maker == Maker.MACHINE else ()


def is_kept(target: str, known: Mapping[str, Any]) -> bool:
    """Whether a text without a source is there on purpose."""
    pair = known.get(text_hash(target))
    return pair is not None and pair[0] == text_hash("")
