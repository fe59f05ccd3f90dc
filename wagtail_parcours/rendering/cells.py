"""The cells of a stage table as HTML.

Built in Python, not in a template: a map has hundreds of cells, and one template include each
would cost more than everything else together. Each value goes through ``escape`` or
``link_text``; the labels are resolved once per table.
"""

from collections.abc import Callable

from django.utils.html import conditional_escape as esc
from django.utils.translation import gettext

from ..blocks.evidence import EVIDENCE_LABELS
from ..blocks.findings import EFFECTS, FINDING_KINDS
from ..frameworks import Lane
from ..journeys.model import Evidence, Finding, Stage, Touchpoint
from ..sanitize import link_text
from . import marks
from .anchors import Anchors
from .asking import answer_link
from .languages import TextLanguages, marked
from .side_cells import SideCells
from .texts import day, enumerated, lines_html, points_html, web_address
from .volumes import volume_html

Cell = Callable[[Stage, Lane], str]


class CellWriter:
    """Writes the cells of one table in the active language.

    `path` is the one of the table: texts are named by their path where their language is asked.
    `person` gives the name of a persona by its key, `indicator` an indicator by its slug, both as
    HTML.
    """

    def __init__(
        self,
        channel_name: Callable[[str], str],
        anchors: Anchors,
        languages: TextLanguages,
        path: str = "",
        channel_attributes: Callable[[str], str] = lambda slug: "",
        person: Callable[[str], str] = lambda key: "",
        indicator: Callable[[str], str] = lambda slug: "",
    ) -> None:
        self.channel_name = channel_name
        self.channel_attributes = channel_attributes
        self.anchors = anchors
        self.languages = languages
        self.path = path
        self.channel_tags: dict[str, str] = {"": ""}
        # No gettext call inside an f-string: makemessages does not find those.
        nothing = esc(gettext("nothing noted"))
        self.empty = (
            '<span class="parcours-none" aria-hidden="true">—</span>'
            f'<span class="parcours-hidden">{nothing}</span>'
        )
        self.finding_kinds = {
            kind: f"{marks.line_mark(marks.FINDING_SHAPES[kind])}{esc(str(label))}"
            for kind, label in FINDING_KINDS
        }
        self.other_finding = esc(gettext("Finding"))
        self.severities = {
            level: f' <span class="parcours-severity">{esc(str(label))}</span>'
            for level, label in marks.SEVERITY_LABELS.items()
        }
        self.frequencies = {
            level: f' <span class="parcours-severity">{esc(str(label))}</span>'
            for level, label in marks.FREQUENCY_LABELS.items()
        }
        self.effects = {
            effect: f"{marks.line_mark(marks.EFFECT_SHAPES[effect])}{esc(str(label))}"
            for effect, label in EFFECTS
        }
        self.for_client = esc(gettext("Client:"))
        self.for_employee = esc(gettext("Employee:"))
        assumption, unproven = esc(gettext("Assumption")), esc(gettext("(no evidence yet)"))
        self.assumption = (
            f'<p class="parcours-assumption">{assumption}'
            f'<span class="parcours-hidden"> {unproven}</span></p>'
        )
        self.evidence_label = esc(gettext("Evidence:"))
        self.moment = (
            f'<p class="parcours-moment">{marks.line_mark(marks.MOMENT_SHAPE)}'
            f"{esc(str(marks.MOMENT_OF_TRUTH))}</p>"
        )
        self.levels = {
            level: f'<p class="parcours-level">{marks.level_mark(level)} {esc(str(label))}</p>'
            for level, label in marks.LEVEL_LABELS.items()
        }
        self.writers: dict[str, Cell] = {
            "touchpoints": self.touchpoints,
            "findings": self.findings,
            "experience": self.experience,
            "evidence": self.evidence,
            **SideCells(self.said, self.channel, anchors.take, person, indicator).writers,
        }

    def write(self, stage: Stage, lane: Lane) -> str:
        """The cell of one stage in one lane; never empty, so that every cell says something."""
        return self.writers.get(lane.kind, self.text)(stage, lane) or self.empty

    def text(self, stage: Stage, lane: Lane) -> str:
        said = stage.texts.get(lane.key, "")
        return points_html(said, self.said(stage, lane.key, said))

    def said(self, stage: Stage, place: str, text: str) -> str:
        """The attributes for a text of `stage`, by its place in the stage."""
        return self.languages.of(f"{self.path}.stages.{stage.id}.{place}", text)

    def channel(self, slug: str) -> str:
        """The name of a channel as a tag, kept for the next entry that uses it."""
        tag = self.channel_tags.get(slug)
        if tag is None:
            attributes = self.channel_attributes(slug)
            tag = f'<span class="parcours-tag"{attributes}>{esc(self.channel_name(slug))}</span> '
            self.channel_tags[slug] = tag
        return tag

    def touchpoints(self, stage: Stage, lane: Lane) -> str:
        return listed(
            [
                f"{self.channel(entry.channel)}{self.touchpoint(stage, entry)}"
                for entry in stage.touchpoints
            ]
        )

    def touchpoints_by(self, stage: Stage, channel: str) -> str:
        """The interactions of one channel, in the row that is named after it."""
        entries = [
            self.touchpoint(stage, entry) for entry in stage.touchpoints if entry.channel == channel
        ]
        return listed(entries) or self.empty

    def touchpoint(self, stage: Stage, entry: Touchpoint) -> str:
        place = f"touchpoints.{entry.id}"
        attributes = self.said(stage, f"{place}.text", entry.text)
        of_unit = self.said(stage, f"{place}.unit", entry.unit)
        volume = volume_html(entry.volume, entry.unit, entry.period, of_unit)
        counted = f'<p class="parcours-source">{volume}</p>' if volume else ""
        return f"{marked(lines_html(entry.text), attributes)}{counted}"

    def findings(self, stage: Stage, lane: Lane) -> str:
        entries = [self.finding(stage, entry) for entry in stage.findings]
        return f'<ul class="parcours-entries">{"".join(entries)}</ul>' if entries else ""

    def finding(self, stage: Stage, entry: Finding) -> str:
        name = self.anchors.take("finding", entry.id)
        identity = f' id="{name}"' if name else ""
        known = entry.kind in self.finding_kinds
        css = f" parcours-finding--{entry.kind}" if known else ""
        evidence = self.assumption
        if not entry.is_assumption:
            attributes = self.said(stage, f"findings.{entry.id}.evidence", entry.evidence)
            known_by = f"{self.evidence_label} {marked(lines_html(entry.evidence), attributes)}"
            evidence = f'<p class="parcours-source">{known_by}</p>'
        severity = self.severities.get(entry.severity, "") if entry.severity else ""
        frequency = self.frequencies.get(entry.frequency, "") if entry.frequency else ""
        moment = self.moment if entry.moment_of_truth else ""
        attributes = self.said(stage, f"findings.{entry.id}.text", entry.text)
        text = marked(lines_html(entry.text), attributes)
        return (
            f'<li class="parcours-finding{css}"{identity}>'
            f'<p class="parcours-kind">{self.finding_kinds.get(entry.kind, self.other_finding)}'
            f"{severity}{frequency}</p>{moment}"
            f"<p>{self.channel(entry.channel)}{text}</p>{self.felt(entry)}{evidence}"
            f"{answer_link(name, entry.text)}</li>"
        )

    def felt(self, entry: Finding) -> str:
        """What a finding does to both sides, once somebody said it of one of them.

        Until then its kind says it all.
        """
        if not (entry.effect_client or entry.effect_employee):
            return ""
        sides = (
            ("client", self.for_client, entry.felt_by_client),
            ("employee", self.for_employee, entry.effect_employee),
        )
        said = "".join(
            f'<p class="parcours-effect parcours-effect--{side}">{label} '
            f"<strong>{self.effects[effect]}</strong></p>"
            for side, label, effect in sides
            if effect in self.effects
        )
        return f'<div class="parcours-effects">{said}</div>' if said else ""

    def experience(self, stage: Stage, lane: Lane) -> str:
        value = stage.experience
        pieces = []
        if value.satisfaction is not None:
            pieces.append(self.levels[value.satisfaction])
        if value.moment_of_truth:
            pieces.append(self.moment)
        if value.emotions:
            words = enumerated(link_text(word) for word in value.emotions)
            attributes = self.said(stage, "experience.emotions", words)
            pieces.append(f'<p class="parcours-emotions"{attributes}>{words}</p>')
        if value.words.strip():
            said = lines_html(value.words)
            attributes = self.said(stage, "experience.words", value.words)
            pieces.append(f'<blockquote class="parcours-words"{attributes}>{said}</blockquote>')
        return "".join(pieces)

    def evidence(self, stage: Stage, lane: Lane) -> str:
        place = f"{self.path}.stages.{stage.id}.evidence"
        return listed(
            [
                evidence_html(entry, self.languages, f"{place}.{entry.id}")
                for entry in stage.evidence
            ]
        )


def listed(entries: list[str]) -> str:
    if not entries:
        return ""
    return f'<ul class="parcours-entries"><li>{"</li><li>".join(entries)}</li></ul>'


def evidence_html(entry: Evidence, languages: TextLanguages, path: str) -> str:
    """One piece of evidence: what kind, what it shows, where it comes from and when."""
    kind = EVIDENCE_LABELS.get(entry.kind)
    css = "parcours-assumption" if entry.kind == "assumption" else "parcours-tag"
    pieces = [f'<span class="{css}">{esc(str(kind))}</span>'] if kind is not None else []
    pieces.append(f"<p{languages.of(f'{path}.text', entry.text)}>{lines_html(entry.text)}</p>")
    url = web_address(entry.url)
    attributes = languages.of(f"{path}.source", entry.source) if entry.source.strip() else ""
    source = esc(entry.source)
    if url:
        shown = source or f'<bdi dir="ltr">{esc(url)}</bdi>'
        source = f'<a href="{esc(url)}" rel="noopener noreferrer"{attributes}>{shown}</a>'
    else:
        source = marked(source, attributes)
    origin = enumerated(piece for piece in (source, esc(day(entry.date))) if piece)
    if origin:
        pieces.append(f'<p class="parcours-source">{origin}</p>')
    return "".join(pieces)
