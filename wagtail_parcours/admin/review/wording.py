"""The words for what a comparison tells in keys: kinds, lanes, fields and their values."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.coreutils import get_content_languages

from ...frameworks import get_framework, get_lane
from ...journeys import Journey, SealedContent
from ...journeys.comparison import HEADLINES, SHOWN_HEADLINES
from ...models import Indicator, Persona, TargetGroup
from ...rendering.figures import number
from ...rendering.texts import day
from .made_from import made_from
from .vocabulary import (
    CHOICES,
    ENTRIES,
    ENTRY_TEXTS,
    FIELDS,
    KINDS,
    LANE_FIELDS,
    PARTS,
)

#: The text of a page that says which version a translation was made from.
SOURCE_SEAL = "source_seal"
#: Things shown from elsewhere whose facts are fields of a model.
SHOWN_MODELS = {"persona": Persona, "target_group": TargetGroup, "indicator": Indicator}
#: Fields whose values are hashes of files.
FILES = frozenset({"image", "document", "photo"})
FILE_HASH = re.compile(r"[0-9a-f]{40,64}")
BLOCK_END = re.compile(r"</(?:p|h[1-6]|li|blockquote|div)>|<br\s*/?>")


@dataclass(frozen=True, slots=True)
class Wording:
    """Puts the keys and values of one comparison into words.

    What personas, channels and barriers are called comes from the two versions themselves: some
    of them may be gone.
    """

    model: Any
    names: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, model: Any, *contents: SealedContent) -> "Wording":
        """The words for a page type and the versions compared; later ones name things first."""
        names: dict[tuple[str, str], str] = {}
        for content in contents:
            for kind in ("persona", "target_group", "channel", "indicator", "barrier"):
                for key, facts in content.shown.get(kind, {}).items():
                    said = facts.get(SHOWN_HEADLINES.get(kind, "name"), "")
                    names[kind, key] = str(said) or key
            names |= {("entry", key): text for key, text in entry_texts(content.journey)}
        return cls(model, names)

    def part(self, kind: str) -> str:
        """What a block of the body is called: its own label, which a site may have changed."""
        body = self.model._meta.get_field("body").stream_block
        block = body.child_blocks.get(kind)
        label = block.label if block is not None else PARTS.get(kind, kind)
        return capfirst(str(label))

    def title(self, kind: str, title: str) -> str:
        """The title of a part, as readers know it."""
        if kind == "persona_profile":
            return self.names.get(("persona", title), "")
        if kind == "channel_improvement":
            return self.names.get(("channel", title), title)
        return title

    def entry(self, kind: str, key: str, field: str) -> str:
        """What an entry is called, and which one when the change itself does not tell."""
        label = str(ENTRIES.get(kind, kind))
        text = self.names.get(("entry", key), "")
        if kind in {"reality", "indicator"}:
            named = "channel" if kind == "reality" else "indicator"
            text = self.names.get((named, text), text)
        # The change itself tells which one.
        if not text or field in {"", "text", "channel"} or field == HEADLINES.get(kind):
            return label
        return _("%(kind)s “%(name)s”") % {"kind": label, "name": shortened(text)}

    def lane(self, key: str) -> str:
        lane = get_lane(key)
        if lane is not None:
            return str(lane.label)
        return str(FIELDS.get(key, key))

    def field(self, place: Any) -> str:
        name = place.field
        if place.area == "page":
            return _("Made from") if name == SOURCE_SEAL else model_field(self.model, name)
        if place.area == "shown" and place.part in SHOWN_MODELS:
            return model_field(SHOWN_MODELS[place.part], name)
        if name.startswith("extra."):
            return _("Other data (%(name)s)") % {"name": name.removeprefix("extra.")}
        if name == "text" and getattr(place, "entry", "") in ENTRY_TEXTS:
            return str(ENTRY_TEXTS[place.entry])
        if (place.lane, name) in LANE_FIELDS:
            return str(LANE_FIELDS[place.lane, name])
        if name == "indicator" and place.lane:
            return str(ENTRIES[name])
        if name == "experience" and place.part != "channel_improvement":
            return self.lane(name)
        if name == "satisfaction" and place.part == "channel_improvement":
            return _("Expected satisfaction")
        return str(FIELDS.get(name, name))

    def value(self, place: Any, field: str, text: str) -> str:
        """A stored value as a reader would say it."""
        if not text:
            return ""
        if field == SOURCE_SEAL and place.area == "page":
            return made_from(text).words
        if field == "kind":
            kinds = KINDS.get(place.entry or place.part, {})
            return str(kinds.get(text, text))
        if field in FILES and FILE_HASH.fullmatch(text):
            return _("File %(mark)s") % {"mark": text[:8]}
        translate = VALUES.get(field)
        return translate(self, text) if translate is not None else text

    def name(self, kind: str, key: str) -> str:
        return self.names.get((kind, key), key)


def entry_texts(journey: Journey) -> Iterator[tuple[str, str]]:
    """The text that says which entry is meant, by the entry's id."""
    for profile in journey.profiles:
        yield from ((reality.id, reality.channel) for reality in profile.realities)
    for card in journey.cards:
        yield from ((improvement.id, improvement.text) for improvement in card.improvements)
    for part in journey.needs_lists:
        for need in part.needs:
            yield need.id, need.text
            yield from ((entry.id, entry.text) for entry in need.initiatives)
    for table in journey.tables:
        for stage in table.stages:
            for entries in (stage.touchpoints, stage.findings, stage.evidence):
                yield from ((entry.id, entry.text) for entry in entries)
            yield from ((entry.id, entry.text) for entry in (*stage.guesswork, *stage.risks))
            yield from ((served.id, served.who) for served in stage.serving)
            yield from ((use.id, use.indicator) for use in stage.indicators)


def shortened(text: str, limit: int = 60) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def model_field(model: Any, name: str) -> str:
    """What the editor calls a field of a model."""
    try:
        return capfirst(str(model._meta.get_field(name).verbose_name))
    except FieldDoesNotExist:
        return name


def choice(choices: Any) -> Callable[[Wording, str], str]:
    """A translation of stored values by a table of choices."""
    labels = {str(value): label for value, label in dict(choices).items()}
    return lambda wording, text: str(labels.get(text, text))


def each_line(translate: Callable[[Wording, str], str]) -> Callable[[Wording, str], str]:
    """The same translation for every line of a text."""
    return lambda wording, text: "\n".join(translate(wording, line) for line in text.splitlines())


def plain(wording: Wording, html: str) -> str:
    """Formatted text as lines of plain text: what changed in it, not how it looks."""
    lines = strip_tags(BLOCK_END.sub("\n", html)).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip()) or html


def framework_name(wording: Wording, slug: str) -> str:
    framework = get_framework(slug)
    return str(framework.name) if framework is not None else slug


def language_name(wording: Wording, code: str) -> str:
    return str(get_content_languages().get(code, code))


def measure(wording: Wording, text: str) -> str:
    """A number as the language writes it."""
    try:
        return number(Decimal(text))
    except InvalidOperation:
        return text


#: How the values of a field become words; other values are words already.
VALUES: dict[str, Callable[[Wording, str], str]] = {
    **{field: choice(choices) for field, choices in CHOICES.items()},
    "barriers": each_line(lambda wording, key: wording.name("barrier", key)),
    "channel": lambda wording, slug: wording.name("channel", slug),
    "channel_rows": lambda wording, text: _("Yes"),
    "date": lambda wording, text: day(text) or text,
    "due": lambda wording, text: day(text) or text,
    "framework": framework_name,
    "group": lambda wording, key: wording.name("target_group", key),
    "html": plain,
    "indicator": lambda wording, slug: wording.name("indicator", slug),
    "language": language_name,
    "lanes": each_line(lambda wording, key: wording.lane(key)),
    "moment_of_truth": lambda wording, text: _("Yes"),
    "persona": lambda wording, key: wording.name("persona", key),
    "service_point": lambda wording, text: _("Yes"),
    "share": lambda wording, text: _("%(number)s%% of the clients") % {"number": text},
    "target": measure,
    "volume": measure,
}
