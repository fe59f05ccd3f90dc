"""Where a text stands, in words, from its path and the other texts of the map alone."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from ...frameworks import get_lane
from ..review.vocabulary import (
    ENTRIES,
    ENTRY_KINDS,
    ENTRY_TEXTS,
    FIELDS,
    LANE_FIELDS,
    PARTS,
)
from ..review.wording import shortened

SEPARATOR = " › "
#: Fields that only one kind of part has, to say which part it is.
PART_OF_FIELD = {
    "alt": "image",
    "caption": "image",
    "limitations": "channel_improvement",
    "behaviours": "channel_improvement",
    "experience": "channel_improvement",
    "source": "evidence",
}


def place_words(path: str, cells: Mapping[str, str]) -> str:
    """The place of the text at `path`; `cells` are the texts of its map by path."""
    steps = path.split(".")
    if steps[0] == "title":
        return str(FIELDS["title"])
    if steps[0] == "introduction":
        return str(FIELDS["summary"])
    if len(steps) > 4 and steps[2] == "stages":
        return SEPARATOR.join([_stage(steps, cells), *_in_stage(steps[4:])])
    if len(steps) == 2:
        return str(PARTS["text"])
    if len(steps) > 4:
        # The innermost entry says it: the initiative, not the need that it answers.
        kind = ENTRY_KINDS.get(steps[-3], steps[-3])
        return SEPARATOR.join(
            dict.fromkeys([str(ENTRIES.get(kind, kind)), _field(steps[-1], kind)])
        )
    part = PARTS.get(PART_OF_FIELD.get(steps[2], ""))
    return SEPARATOR.join([*([str(part)] if part else []), _field(steps[2])])


def _stage(steps: list[str], cells: Mapping[str, str]) -> str:
    name = cells.get(".".join([*steps[:4], "name"]), "").strip()
    if not name:
        return str(FIELDS["stage"])
    return _("Stage “%(name)s”") % {"name": shortened(name)}


def _in_stage(steps: list[str]) -> list[str]:
    if len(steps) == 1 and steps[0] == "name":
        return [str(FIELDS["name"])]
    lane = get_lane(steps[0])
    words = [str(lane.label) if lane is not None else _field(steps[0])]
    if len(steps) > 1:
        # The text of an entry needs no name beside that of its lane; other fields do.
        kind = ENTRY_KINDS.get(steps[0], "")
        field = steps[-1]
        if field != "text":
            words.append(str(LANE_FIELDS.get((steps[0], field)) or _field(field, kind)))
    return list(dict.fromkeys(words))


def _field(name: str, kind: str = "") -> str:
    if name == "text" and kind in ENTRY_TEXTS:
        return str(ENTRY_TEXTS[kind])
    return str(FIELDS.get(name, name))
