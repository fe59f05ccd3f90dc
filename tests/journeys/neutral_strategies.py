"""Hypothesis strategies for neutral forms that the canonical form accepts: ``journeys()``.

Their parts and entries too, for tests of one kind of thing.
"""

from hypothesis import strategies as st

from wagtail_parcours.journeys import (
    ALIGNMENTS,
    CALLOUT_KINDS,
    EFFECTS,
    EVIDENCE_KINDS,
    FINDING_KINDS,
    GUESSWORK_KINDS,
    IMPROVEMENT_KINDS,
    INITIATIVE_KINDS,
    OFFICES,
    PERIODS,
    RISK_KINDS,
    STATES,
    Attachment,
    Callout,
    ClientReality,
    EmployeeExperience,
    Evidence,
    EvidenceNote,
    Experience,
    Finding,
    Guesswork,
    Improvement,
    ImprovementCard,
    IndicatorUse,
    Initiative,
    Journey,
    Need,
    NeedsList,
    PersonaProfile,
    Picture,
    RichText,
    Risk,
    Serving,
    Stage,
    StageTable,
    Touchpoint,
    Unknown,
)

from .strategies import LANES, PERSONA_PKS, canonical_text, day, identity, line, slug

_ids = st.just("") | identity
_extra = st.dictionaries(st.sampled_from(["weight", "colour"]), st.integers() | line, max_size=1)
_satisfaction = st.none() | st.integers(-2, 2)
_maybe_day = st.just("") | day


def _many(strategy):
    return st.lists(strategy, max_size=2).map(tuple)


_counted = {
    "volume": st.none() | st.integers(0, 10**9),
    "unit": canonical_text,
    "period": st.sampled_from(["", *PERIODS]),
}
_rating = st.none() | st.integers(1, 3)
touchpoints = st.builds(
    Touchpoint, id=_ids, channel=slug, text=canonical_text, extra=_extra, **_counted
)
findings = st.builds(
    Finding,
    id=_ids,
    kind=st.sampled_from([*FINDING_KINDS, ""]),
    text=canonical_text,
    severity=_rating,
    channel=slug,
    evidence=canonical_text,
    effect_client=st.sampled_from(["", *EFFECTS]),
    effect_employee=st.sampled_from(["", *EFFECTS]),
    frequency=_rating,
    moment_of_truth=st.booleans(),
    extra=_extra,
)
evidence = st.builds(
    Evidence,
    id=_ids,
    kind=st.sampled_from(EVIDENCE_KINDS),
    text=canonical_text,
    source=canonical_text,
    date=_maybe_day,
    url=canonical_text,
    extra=_extra,
)
experiences = st.builds(
    Experience,
    satisfaction=_satisfaction,
    emotions=_many(line),
    words=canonical_text,
    moment_of_truth=st.booleans(),
    extra=_extra,
)
servings = st.builds(
    Serving,
    id=_ids,
    office=st.sampled_from(["", *OFFICES]),
    persona=_ids,
    who=canonical_text,
    channel=slug,
    tools=canonical_text,
    extra=_extra,
    **_counted,
)
employee_experiences = st.builds(
    EmployeeExperience,
    ease=_satisfaction,
    words=canonical_text,
    hinders=canonical_text,
    helps=canonical_text,
    extra=_extra,
)
indicator_uses = st.builds(
    IndicatorUse,
    id=_ids,
    indicator=slug,
    alignment=st.sampled_from(["", *ALIGNMENTS]),
    note=canonical_text,
    extra=_extra,
)
guesses = st.builds(
    Guesswork, id=_ids, kind=st.sampled_from(GUESSWORK_KINDS), text=canonical_text, extra=_extra
)
risks = st.builds(
    Risk,
    id=_ids,
    kind=st.sampled_from(RISK_KINDS),
    text=canonical_text,
    likelihood=_rating,
    impact=_rating,
    mitigation=canonical_text,
    owner=canonical_text,
    extra=_extra,
)
stages = st.builds(
    Stage,
    id=_ids,
    name=canonical_text,
    service_point=st.booleans(),
    texts=st.fixed_dictionaries(
        {"trigger": canonical_text, "actions": canonical_text},
        optional={
            # A blank one is as good as none.
            "people": canonical_text.filter(bool),
            "framework_stage": st.just("accessible-service/aware"),
        },
    ),
    touchpoints=_many(touchpoints),
    findings=_many(findings),
    experience=experiences,
    evidence=_many(evidence),
    serving=_many(servings),
    employee_experience=employee_experiences,
    indicators=_many(indicator_uses),
    guesswork=_many(guesses),
    risks=_many(risks),
    # A text here would be a text lane.
    extra=st.dictionaries(st.just("weight"), st.integers(), max_size=1),
)
stage_tables = st.builds(
    StageTable,
    id=_ids,
    title=canonical_text,
    lanes=_many(st.sampled_from(LANES)),
    stages=_many(stages),
    channel_rows=st.booleans(),
    extra=_extra,
)
persona_profiles = st.builds(
    PersonaProfile,
    id=_ids,
    persona=st.just("") | st.sampled_from(sorted(PERSONA_PKS)),
    realities=_many(
        st.builds(
            ClientReality,
            id=_ids,
            channel=slug,
            limitations=canonical_text,
            behaviours=canonical_text,
            extra=_extra,
        )
    ),
    extra=_extra,
)
improvements = st.builds(
    Improvement,
    id=_ids,
    kind=st.sampled_from(IMPROVEMENT_KINDS),
    text=canonical_text,
    barriers=_many(identity),
    responsible=canonical_text,
    due=_maybe_day,
    indicator=slug,
    extra=_extra,
)
improvement_cards = st.builds(
    ImprovementCard,
    id=_ids,
    channel=slug,
    limitations=canonical_text,
    behaviours=canonical_text,
    improvements=_many(improvements),
    satisfaction=_satisfaction,
    experience=canonical_text,
    extra=_extra,
)
needs_lists = st.builds(
    NeedsList,
    id=_ids,
    title=canonical_text,
    needs=_many(
        st.builds(
            Need,
            id=_ids,
            group=_ids,
            persona=_ids,
            moment=canonical_text,
            text=canonical_text,
            initiatives=_many(
                st.builds(
                    Initiative,
                    id=_ids,
                    kind=st.sampled_from(INITIATIVE_KINDS),
                    text=canonical_text,
                    exists=canonical_text,
                    missing=canonical_text,
                    extra=_extra,
                )
            ),
            extra=_extra,
        )
    ),
    extra=_extra,
)
_references = st.just("") | st.integers(1, 99).map(str) | identity
other_parts = st.one_of(
    evidence.map(lambda found: EvidenceNote(found.id, found)),
    st.builds(RichText, id=_ids, html=canonical_text),
    st.builds(
        Picture,
        id=_ids,
        image=_references,
        alt=canonical_text,
        caption=canonical_text,
        extra=_extra,
    ),
    st.builds(Attachment, id=_ids, document=_references, title=canonical_text, extra=_extra),
    st.builds(
        Callout,
        id=_ids,
        kind=st.sampled_from(CALLOUT_KINDS),
        title=canonical_text,
        text=canonical_text,
        extra=_extra,
    ),
    st.builds(Unknown, id=_ids, type=st.just("video"), value=st.none() | _extra | line),
)
parts = st.one_of(persona_profiles, stage_tables, improvement_cards, needs_lists, other_parts)


def journeys():
    """Journeys whose texts are canonical already, with and without ids."""
    return st.builds(
        Journey,
        state=st.sampled_from(STATES),
        title=canonical_text,
        language=st.sampled_from(["en", "fr", "fr-ca"]),
        summary=canonical_text,
        framework=canonical_text,
        parts=st.lists(parts, max_size=4).map(tuple),
    )
