"""The cells of what the client does not live: employees, indicators, guesswork, data at risk.

Built in Python for the reason given in :mod:`wagtail_parcours.rendering.cells`, whose writer calls
them. Each value goes through ``escape`` or ``link_text``.
"""

from collections.abc import Callable

from django.utils.html import conditional_escape as esc
from django.utils.translation import gettext, pgettext

from ..blocks.other_sides import ALIGNMENTS, GUESSWORK_KINDS, OFFICES, RISK_KINDS
from ..frameworks import Lane
from ..journeys.entries import Guesswork, IndicatorUse, Risk, Serving
from ..journeys.model import Stage
from . import marks
from .languages import marked
from .texts import lines_html, points_html
from .volumes import volume_html

Cell = Callable[[Stage, Lane], str]
#: How heavy a risk is, likelihood times impact, from 1 to 9: below these it is low, then medium.
MEDIUM_RISK, HIGH_RISK = 3, 6


class SideCells:
    """Writes the cells of these lanes for one table, in the active language.

    `said` gives the attributes of a text by its place in a stage, `channel` a channel as a tag,
    `anchor` an address that nothing else on the page has, `person` and `indicator` what the
    table names of them, as HTML.
    """

    def __init__(
        self,
        said: Callable[[Stage, str, str], str],
        channel: Callable[[str], str],
        anchor: Callable[[str, str], str],
        person: Callable[[str], str],
        indicator: Callable[[str], str],
    ) -> None:
        self.said = said
        self.channel = channel
        self.anchor = anchor
        self.person = person
        self.indicator = indicator
        self.offices = {
            office: f'<span class="parcours-tag">{esc(str(label))}</span> '
            for office, label in OFFICES
        }
        self.persona = esc(gettext("Persona:"))
        self.tools = esc(gettext("Tools:"))
        self.levels = {
            level: f'<p class="parcours-level">{marks.ease_mark(level)} {esc(str(label))}</p>'
            for level, label in marks.EASE_LABELS.items()
        }
        self.hinders = esc(gettext("What is in the way"))
        self.helps = esc(gettext("What would help"))
        self.alignments = {
            alignment: f'<p class="parcours-kind">'
            f"{marks.line_mark(marks.ALIGNMENT_SHAPES[alignment])}{esc(str(label))}</p>"
            for alignment, label in ALIGNMENTS
        }
        self.guesses = kinds(GUESSWORK_KINDS, marks.GUESSWORK_SHAPE)
        self.guess = kind(gettext("Guesswork"), marks.GUESSWORK_SHAPE)
        self.risks_by_kind = kinds(RISK_KINDS, marks.RISK_SHAPE)
        self.risk_of_some_kind = kind(gettext("Risk"), marks.RISK_SHAPE)
        self.likelihood = esc(gettext("Likelihood:"))
        self.impact = esc(gettext("Impact:"))
        self.mitigation = esc(gettext("Mitigation:"))
        self.unmitigated = esc(gettext("No mitigation yet"))
        self.owner = esc(pgettext("of a risk", "Owner:"))
        self.writers: dict[str, Cell] = {
            "serving": self.serving,
            "employee_experience": self.employee_experience,
            "indicators": self.indicators,
            "guesswork": self.guesswork,
            "risks": self.risks,
        }

    # -- who serves, and how that feels

    def serving(self, stage: Stage, lane: Lane) -> str:
        return entries("".join(self.served(stage, entry) for entry in stage.serving))

    def served(self, stage: Stage, entry: Serving) -> str:
        place = f"serving.{entry.id}"
        person = self.person(entry.persona) if entry.persona else ""
        who = marked(esc(entry.who.strip()), self.said(stage, f"{place}.who", entry.who))
        volume = volume_html(
            entry.volume, entry.unit, entry.period, self.said(stage, f"{place}.unit", entry.unit)
        )
        tools = lines_html(entry.tools)
        of_tools = self.said(stage, f"{place}.tools", entry.tools)
        pieces = [
            f"<p>{self.offices.get(entry.office, '')}{self.channel(entry.channel)}</p>",
            f'<p class="parcours-who">{who}</p>' if who else "",
            f'<p class="parcours-source">{self.persona} {person}</p>' if person else "",
            f'<p class="parcours-source">{volume}</p>' if volume else "",
            f'<p class="parcours-source">{self.tools} {marked(tools, of_tools)}</p>'
            if tools
            else "",
        ]
        return f'<li class="parcours-serving">{"".join(pieces)}</li>'

    def employee_experience(self, stage: Stage, lane: Lane) -> str:
        value = stage.employee_experience
        pieces = []
        if value.ease is not None:
            pieces.append(self.levels[value.ease])
        if value.words.strip():
            attributes = self.said(stage, "employee_experience.words", value.words)
            said = lines_html(value.words)
            pieces.append(f'<blockquote class="parcours-words"{attributes}>{said}</blockquote>')
        for name, label, text in (
            ("hinders", self.hinders, value.hinders),
            ("helps", self.helps, value.helps),
        ):
            points = points_html(text, self.said(stage, f"employee_experience.{name}", text))
            if points:
                pieces.append(f'<p class="parcours-label">{label}</p>{points}')
        return "".join(pieces)

    # -- what it is measured by

    def indicators(self, stage: Stage, lane: Lane) -> str:
        return entries("".join(self.measured(stage, use) for use in stage.indicators))

    def measured(self, stage: Stage, use: IndicatorUse) -> str:
        known = use.alignment in self.alignments
        css = f" parcours-use--{use.alignment}" if known else ""
        note = lines_html(use.note)
        attributes = self.said(stage, f"indicators.{use.id}.note", use.note)
        return (
            f'<li class="parcours-use{css}">{self.indicator(use.indicator)}'
            f"{self.alignments.get(use.alignment, '')}"
            f"{f'<p{attributes}>{note}</p>' if note else ''}</li>"
        )

    # -- where somebody guesses, and where data are at risk

    def guesswork(self, stage: Stage, lane: Lane) -> str:
        return entries("".join(self.guessed(stage, entry) for entry in stage.guesswork))

    def guessed(self, stage: Stage, entry: Guesswork) -> str:
        attributes = self.said(stage, f"guesswork.{entry.id}.text", entry.text)
        return (
            f'<li class="parcours-guess"{self.identity("guesswork", entry.id)}>'
            f"{self.guesses.get(entry.kind, self.guess)}"
            f"<p{attributes}>{lines_html(entry.text)}</p></li>"
        )

    def risks(self, stage: Stage, lane: Lane) -> str:
        return entries("".join(self.at_risk(stage, entry) for entry in stage.risks))

    def at_risk(self, stage: Stage, entry: Risk) -> str:
        place = f"risks.{entry.id}"
        mitigation, owner = lines_html(entry.mitigation), esc(entry.owner.strip())
        of_text = self.said(stage, f"{place}.text", entry.text)
        of_mitigation = self.said(stage, f"{place}.mitigation", entry.mitigation)
        of_owner = self.said(stage, f"{place}.owner", entry.owner)
        pieces = [
            self.risks_by_kind.get(entry.kind, self.risk_of_some_kind),
            f"<p{of_text}>{lines_html(entry.text)}</p>",
            rating(self.likelihood, entry.likelihood, self.impact, entry.impact),
            f'<p class="parcours-source">{self.mitigation} {marked(mitigation, of_mitigation)}</p>'
            if mitigation
            else f'<p class="parcours-assumption">{self.unmitigated}</p>',
            f'<p class="parcours-source">{self.owner} {marked(owner, of_owner)}</p>'
            if owner
            else "",
        ]
        css = f"parcours-risk{weight(entry)}"
        identity = self.identity("risk", entry.id)
        return f'<li class="{css}"{identity}>{"".join(pieces)}</li>'

    def identity(self, prefix: str, key: str) -> str:
        name = self.anchor(prefix, key)
        return f' id="{name}"' if name else ""


def entries(html: str) -> str:
    return f'<ul class="parcours-entries">{html}</ul>' if html else ""


def kind(label: str, shape: str) -> str:
    return f'<p class="parcours-kind">{marks.line_mark(shape)}{esc(label)}</p>'


def kinds(choices: list[tuple[str, str]], shape: str) -> dict[str, str]:
    return {key: kind(str(label), shape) for key, label in choices}


def rating(likely: str, likelihood: int | None, harm: str, impact: int | None) -> str:
    """“Likelihood: High × Impact: Medium”, as far as somebody rated it."""
    said = [
        f"{label} <strong>{esc(str(marks.RISK_LEVEL_LABELS[level]))}</strong>"
        for label, level in ((likely, likelihood), (harm, impact))
        if level is not None
    ]
    return f'<p class="parcours-rating">{" × ".join(said)}</p>' if said else ""


def weight(entry: Risk) -> str:
    """The class of a rated risk. Its words say the same."""
    if entry.score is None:
        return ""
    level = "high" if entry.score >= HIGH_RISK else "low"
    if MEDIUM_RISK <= entry.score < HIGH_RISK:
        level = "medium"
    return f" parcours-risk--{level}"
