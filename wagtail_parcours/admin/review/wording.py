"""The words for what a comparison tells in keys: kinds, lanes, fields and their values."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.coreutils import get_content_languages

from ...blocks.cells import SATISFACTION_LABELS
from ...blocks.channels import IMPROVEMENT_KINDS
from ...blocks.content import CALLOUT_KINDS
from ...blocks.evidence import EVIDENCE_KINDS
from ...blocks.findings import FINDING_KINDS, SEVERITIES
from ...frameworks import get_framework, get_lane
from ...journeys import Journey, SealedContent
from ...models import Persona, PersonaOrigin, PersonaRole, ReadingLevel
from ...rendering.texts import day
from .made_from import made_from

PARTS = {
    "persona_profile": gettext_lazy("Persona profile"),
    "stage_table": gettext_lazy("Stage table"),
    "channel_improvement": gettext_lazy("Channel improvement card"),
    "evidence": gettext_lazy("Evidence"),
    "text": gettext_lazy("Text"),
    "image": gettext_lazy("Image"),
    "document": gettext_lazy("Document"),
    "callout": gettext_lazy("Callout"),
}
SHOWN = {
    "persona": gettext_lazy("Persona"),
    "channel": gettext_lazy("Channel"),
    "current_map": gettext_lazy("Current-state map"),
    "barrier": gettext_lazy("Barrier of the current-state map"),
    "document": gettext_lazy("Document"),
}
ENTRIES = {
    "touchpoint": gettext_lazy("Interaction"),
    "finding": gettext_lazy("Finding"),
    "evidence": gettext_lazy("Evidence"),
    "improvement": gettext_lazy("Improvement"),
    "reality": gettext_lazy("Client reality"),
}
#: What the text of an entry is called in the editor.
ENTRY_TEXTS = {
    "touchpoint": gettext_lazy("What happens"),
    "finding": gettext_lazy("What happens"),
    "evidence": gettext_lazy("What it shows"),
    "improvement": gettext_lazy("What changes"),
}
FIELDS = {
    "alt": gettext_lazy("Alternative text"),
    "barriers": gettext_lazy("Barriers it removes"),
    "behaviours": gettext_lazy("Emotional behaviours"),
    "caption": gettext_lazy("Caption"),
    "channel": gettext_lazy("Service mode"),
    "date": gettext_lazy("Date"),
    "document": gettext_lazy("Document"),
    "due": gettext_lazy("Target date"),
    "emotions": gettext_lazy("Emotions"),
    "evidence": gettext_lazy("Evidence"),
    "experience": gettext_lazy("Client experience expected"),
    "framework": gettext_lazy("Framework"),
    "framework_stage": gettext_lazy("Stage of the framework"),
    "html": gettext_lazy("Text"),
    "icon": gettext_lazy("Icon"),
    "id": gettext_lazy("Identity"),
    "image": gettext_lazy("Image"),
    "kind": gettext_lazy("Kind"),
    "language": gettext_lazy("Language"),
    "lanes": gettext_lazy("Lanes shown"),
    "limitations": gettext_lazy("Functional limitations"),
    "moment_of_truth": gettext_lazy("Moment of truth"),
    "name": gettext_lazy("Name"),
    "persona": gettext_lazy("Persona"),
    "responsible": gettext_lazy("Responsible"),
    "satisfaction": gettext_lazy("Satisfaction"),
    "service_point": gettext_lazy("Service point"),
    "severity": gettext_lazy("Severity"),
    "source": gettext_lazy("Source"),
    "stage": gettext_lazy("Stage"),
    "state": gettext_lazy("State"),
    "summary": gettext_lazy("Introduction"),
    "text": gettext_lazy("What it says"),
    "title": gettext_lazy("Title"),
    "url": gettext_lazy("Web address"),
    "words": gettext_lazy("In the client's words"),
}
STATES = {
    "current": gettext_lazy("Current state"),
    "future": gettext_lazy("Future state"),
}
#: What the field "kind" may hold, by what it is the kind of.
KINDS = {
    "finding": dict(FINDING_KINDS),
    "barrier": dict(FINDING_KINDS),
    "evidence": dict(EVIDENCE_KINDS),
    "improvement": dict(IMPROVEMENT_KINDS),
    "callout": dict(CALLOUT_KINDS),
}
#: The text of a page that says which version a translation was made from.
SOURCE_SEAL = "source_seal"
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
            for kind, field in (("persona", "name"), ("channel", "name"), ("barrier", "text")):
                for key, facts in content.shown.get(kind, {}).items():
                    names[kind, key] = str(facts.get(field, "")) or key
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
        if kind == "reality":
            text = self.names.get(("channel", text), text)
        if not text or field in {"", "text", "channel"}:
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
        if place.area == "shown" and place.part == "persona":
            return model_field(Persona, name)
        if name.startswith("extra."):
            return _("Other data (%(name)s)") % {"name": name.removeprefix("extra.")}
        if name == "text" and getattr(place, "entry", "") in ENTRY_TEXTS:
            return str(ENTRY_TEXTS[place.entry])
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
    for table in journey.tables:
        for stage in table.stages:
            for entries in (stage.touchpoints, stage.findings, stage.evidence):
                yield from ((entry.id, entry.text) for entry in entries)


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


#: How the values of a field become words; other values are words already.
VALUES: dict[str, Callable[[Wording, str], str]] = {
    "barriers": each_line(lambda wording, key: wording.name("barrier", key)),
    "channel": lambda wording, slug: wording.name("channel", slug),
    "date": lambda wording, text: day(text) or text,
    "due": lambda wording, text: day(text) or text,
    "framework": framework_name,
    "html": plain,
    "language": language_name,
    "lanes": each_line(lambda wording, key: wording.lane(key)),
    "moment_of_truth": lambda wording, text: _("Yes"),
    "origin": choice(PersonaOrigin.choices),
    "persona": lambda wording, key: wording.name("persona", key),
    "reading_level": choice(ReadingLevel.choices),
    "role": choice(PersonaRole.choices),
    "satisfaction": choice(SATISFACTION_LABELS),
    "service_point": lambda wording, text: _("Yes"),
    "severity": choice(SEVERITIES),
    "share": lambda wording, text: _("%(number)s%% of the clients") % {"number": text},
    "state": choice(STATES),
}
