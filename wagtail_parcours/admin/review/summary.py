"""What a map holds, counted: for someone who sees it for the first time."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...blocks.channels import IMPROVEMENT_KINDS
from ...journeys import Journey, SealedContent

KIND_LABELS = dict(IMPROVEMENT_KINDS)


def map_summary(content: SealedContent) -> list[str]:
    """One line for each kind of thing that the map shows, empty kinds left out."""
    journey = content.journey
    lines = [people_line(content), *stage_lines(journey), *finding_lines(journey)]
    lines += [*side_lines(content), *need_lines(journey), *improvement_lines(content)]
    return [line for line in lines if line]


def people_line(content: SealedContent) -> str:
    people = content.shown.get("persona", {})
    names = ", ".join(sorted(str(facts.get("name", "")) for facts in people.values()))
    if not people:
        return ""
    return ngettext("Persona: %(names)s", "Personas: %(names)s", len(people)) % {"names": names}


def stage_lines(journey: Journey) -> Iterator[str]:
    for table in journey.tables:
        names = " → ".join(stage.name for stage in table.stages)
        if table.stages:
            yield ngettext(
                "%(number)d stage: %(names)s", "%(number)d stages: %(names)s", len(table.stages)
            ) % {"number": len(table.stages), "names": names}


def finding_lines(journey: Journey) -> Iterator[str]:
    stages = [stage for table in journey.tables for stage in table.stages]
    contacts = sum(len(stage.touchpoints) for stage in stages)
    findings = [finding for stage in stages for finding in stage.findings]
    negative = sum(finding.is_negative for finding in findings)
    moments = sum(stage.experience.moment_of_truth for stage in stages)
    if contacts:
        yield ngettext("%(number)d interaction", "%(number)d interactions", contacts) % {
            "number": contacts
        }
    if negative:
        yield ngettext(
            "%(number)d barrier or pain point", "%(number)d barriers and pain points", negative
        ) % {"number": negative}
    if len(findings) > negative:
        yield ngettext(
            "%(number)d bright spot", "%(number)d bright spots", len(findings) - negative
        ) % {"number": len(findings) - negative}
    if moments:
        yield ngettext("%(number)d moment of truth", "%(number)d moments of truth", moments) % {
            "number": moments
        }


def side_lines(content: SealedContent) -> Iterator[str]:
    """What the map says beside what the client lives through."""
    stages = [stage for table in content.journey.tables for stage in table.stages]
    felt = sum(stage.employee_experience.ease is not None for stage in stages)
    guesses = sum(len(stage.guesswork) for stage in stages)
    risks = [risk for stage in stages for risk in stage.risks]
    if felt:
        yield ngettext(
            "%(number)d stage tells how easy it is for employees",
            "%(number)d stages tell how easy it is for employees",
            felt,
        ) % {"number": felt}
    indicators = content.shown.get("indicator", {})
    if indicators:
        names = ", ".join(str(facts.get("name", "")) for facts in indicators.values())
        yield ngettext(
            "%(number)d indicator: %(names)s", "%(number)d indicators: %(names)s", len(indicators)
        ) % {"number": len(indicators), "names": names}
    if guesses:
        yield ngettext(
            "%(number)d piece of guesswork", "%(number)d pieces of guesswork", guesses
        ) % {"number": guesses}
    if risks:
        yield ngettext(
            "%(number)d risk to the data", "%(number)d risks to the data", len(risks)
        ) % {"number": len(risks)}


def need_lines(journey: Journey) -> Iterator[str]:
    needs = [need for part in journey.needs_lists for need in part.needs]
    if needs:
        open_needs = sum(need.is_open for need in needs)
        counted = ngettext("%(number)d need", "%(number)d needs", len(needs)) % {
            "number": len(needs)
        }
        yield ngettext(
            "%(needs)s, %(open)d of them open", "%(needs)s, %(open)d of them open", open_needs
        ) % {"needs": counted, "open": open_needs}


def improvement_lines(content: SealedContent) -> Iterator[str]:
    cards = content.journey.cards
    if cards:
        names = ", ".join(channel_name(content, card.channel) for card in cards)
        yield ngettext(
            "%(number)d service mode: %(names)s", "%(number)d service modes: %(names)s", len(cards)
        ) % {"number": len(cards), "names": names}
    kinds = Counter(improvement.kind for card in cards for improvement in card.improvements)
    if kinds:
        number = sum(kinds.values())
        parts = ", ".join(
            _("%(kind)s (%(number)d)") % {"kind": KIND_LABELS.get(kind, kind), "number": count}
            for kind, count in kinds.most_common()
        )
        yield ngettext(
            "%(number)d improvement: %(kinds)s", "%(number)d improvements: %(kinds)s", number
        ) % {"number": number, "kinds": parts}


def channel_name(content: SealedContent, slug: str) -> str:
    """The name that the map shows for a channel, else its identifier."""
    facts = content.facts("channel", slug)
    return str(facts["name"]) if facts and facts.get("name") else slug or _("Not stated")
