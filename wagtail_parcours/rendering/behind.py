"""The discreet note on a translated map: what readers find newer in the language of the source."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import ngettext

from ..frameworks import get_lane
from ..models.wordings import MapWording
from ..translation.languages import language_in_sentence
from .anchors import anchor
from .languages import language_attributes
from .readers import may_read

#: Links to so many cells; a map that is further behind is better read as a whole.
MAX_LINKS = 30
#: Which anchor a part of the body has, by the field that follows its id in a path.
PART_ANCHORS = {
    "realities": "persona",
    "improvements": "card",
    "limitations": "card",
    "behaviours": "card",
    "experience": "card",
}


@dataclass(frozen=True, slots=True)
class CellLink:
    """The way to a cell of the source: its address, the words of the source and those of ours."""

    url: str
    words: str
    lane: str = ""


@dataclass(frozen=True, slots=True)
class BehindNote:
    """What the page's template prints."""

    sentence: str
    links: tuple[CellLink, ...]
    more: str
    language: SafeString


def behind_note(page: Any, request: Any) -> BehindNote | None:
    """The note of a page that is being served; None when the map is in step with its source.

    Nothing is said of a source that this visitor may not read. No query of its own for a map
    in step, one for a map that is behind.
    """
    if not hasattr(page, "served_version") or not page.live:
        return None
    record = page.translation_record
    if record is None or record.source is None:
        return None
    newer = newer_paths(record)
    source = record.source
    if not newer or not source.live:
        return None
    if record.site_has_private_pages and not may_read(source, request):
        return None
    url = source.specific_deferred.get_url(request)
    wording = MapWording.objects.filter(page_id=source.pk).values_list("cells", flat=True).first()
    newer = [path for path in newer if path in (wording or {})]
    if not url or not newer:
        return None
    return make_note(newer, wording, url, record.source_locale.language_code)


def make_note(newer: Sequence[str], wording: Mapping[str, str], url: str, code: str) -> BehindNote:
    sentence = ngettext(
        "%(number)d cell is newer in %(language)s.",
        "%(number)d cells are newer in %(language)s.",
        len(newer),
    ) % {"number": len(newer), "language": language_in_sentence(code)}
    rest = len(newer) - MAX_LINKS
    more = ngettext("And %(number)d more.", "And %(number)d more.", max(rest, 1))
    return BehindNote(
        sentence,
        tuple(cell_links(newer[:MAX_LINKS], wording, url)),
        more % {"number": rest} if rest > 0 else "",
        language_attributes(code),
    )


def newer_paths(record: Any) -> list[str]:
    """What is shown in the language of the source already is as new as the source."""
    shown = set(record.untranslated)
    return [path for path in (*record.new, *record.changed) if path not in shown]


def cell_links(paths: Iterable[str], wording: Mapping[str, str], url: str) -> Iterable[CellLink]:
    for path in paths:
        parts = path.split(".")
        name = anchor_of(parts)
        address = f"{url}#{name}" if name else url
        if parts[2:3] == ["stages"] and len(parts) > 4:
            stage = wording.get(".".join([*parts[:4], "name"]), "")
            lane = get_lane(parts[4])
            if stage and lane is not None:
                yield CellLink(address, excerpt(stage), str(lane.label))
                continue
        yield CellLink(address, excerpt(wording[path]))


def anchor_of(parts: list[str]) -> str:
    """The anchor nearest to a text on the published page; ``""`` for the page itself."""
    if parts[0] != "body" or len(parts) < 2:
        return ""
    field = parts[2] if len(parts) > 2 else ""
    if field == "stages" and len(parts) > 3:
        if parts[4:5] == ["findings"] and len(parts) > 5:
            return anchor("finding", parts[5])
        return anchor("stage", parts[3])
    return anchor(PART_ANCHORS[field], parts[1]) if field in PART_ANCHORS else ""


def excerpt(text: str) -> str:
    """The beginning of a text on one line; a formatted one without its marks."""
    return Truncator(" ".join(strip_tags(text).split())).chars(60)
