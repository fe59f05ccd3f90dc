"""What was made from what: how the record of a translation grows, text by text."""

from collections.abc import Iterable, Mapping

from ..journeys import text_hash
from ..models.translations import Maker
from .standing import Pairs

#: So many versions of a text are remembered for each place; the oldest are forgotten first.
PAIRS_PER_PLACE = 6


def record(
    pairs: Pairs,
    path: str,
    text: str,
    source: str,
    maker: str,
    revision: int = 0,
    live: Mapping[str, str] | None = None,
) -> None:
    """Remember that `text` was made from `source`, in this revision (0: in none).

    What readers see (`live`) is never forgotten.
    """
    known = pairs.setdefault(path, {})
    known[text_hash(text)] = [text_hash(source), str(maker), revision]
    if len(known) > PAIRS_PER_PLACE:
        kept = {text_hash(text), text_hash((live or {}).get(path, ""))}
        others = [key for key in known if key not in kept]
        del known[min(others, key=lambda key: known[key][2])]


def record_copy(pairs: Pairs, texts: Mapping[str, str]) -> None:
    """Remember texts that were copied from the source as they are: nobody translated them."""
    for path, text in texts.items():
        record(pairs, path, text, text, Maker.NOBODY)


def record_found(pairs: Pairs, source: Mapping[str, str], target: Mapping[str, str]) -> None:
    """Take a translation for made from the source as it is now, where nothing is known of it.

    A text that equals the source's is untranslated.
    """
    for path, text in target.items():
        made_from = source.get(path, "")
        if made_from and text_hash(text) not in pairs.get(path, {}):
            same = text_hash(text) == text_hash(made_from)
            record(pairs, path, text, made_from, Maker.NOBODY if same else Maker.PERSON)


def record_edit(
    pairs: Pairs,
    source: Mapping[str, str],
    before: Mapping[str, str],
    after: Mapping[str, str],
    revision: int,
    live: Mapping[str, str] | None = None,
) -> bool:
    """A person changed texts from `before` to `after`; says whether anything was recorded.

    What the person wrote was made from `source` as it is now. A text that was known already is
    that text again: an undone edit changes nothing. Where the same revision is written over, what
    it said in between is forgotten.
    """
    changed = False
    for path, text in after.items():
        was, known = before.get(path, ""), pairs.get(path, {})
        old, new = text_hash(was), text_hash(text)
        if old == new:
            continue
        if known.get(old, [None, None, 0])[2] == revision:
            del known[old]
            changed = True
        made_from = source.get(path, "")
        if new not in known and new != text_hash(made_from):
            record(pairs, path, text, made_from, Maker.PERSON, revision, live)
            changed = True
    return changed


def record_translation(
    pairs: Pairs,
    source: Mapping[str, str],
    target: Mapping[str, str],
    makers: Mapping[str, str],
    revision: int,
    live: Mapping[str, str] | None = None,
) -> None:
    """A whole translation was written from `source`; `makers` says by whom, place by place.

    A place of which nothing is said there has nothing to translate.
    """
    for path, text in target.items():
        if path in source:
            maker = makers.get(path, Maker.PERSON)
            record(pairs, path, text, source[path], maker, revision, live)


def maker_of(segments: Iterable[str | None]) -> str:
    """Who made a text of several segments, each made by ``"manual"``, ``"machine"`` or None."""
    kinds = set(segments)
    if "machine" in kinds:
        return Maker.MACHINE
    return Maker.NOBODY if None in kinds else Maker.PERSON
