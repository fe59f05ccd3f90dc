"""Hypothesis strategies for journeys as stored blocks.

* ``bodies()``: well-formed stored bodies, as the editor and the writer leave them;
* ``odd_bodies()``: bodies whose values may be missing, None or of any other JSON type.

Neutral forms are in ``neutral_strategies``, of the same leaves.

Personas are numbered 1 to 9; ``PERSONA_KEYS`` and ``PERSONA_PKS`` translate.
"""

import copy
import string

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
    QUIET_TEXT_LANES,
    RISK_KINDS,
)

PERSONA_KEYS = {pk: f"00000000-0000-4000-8000-{pk:012d}" for pk in range(1, 10)}
PERSONA_PKS = {key: pk for pk, key in PERSONA_KEYS.items()}

LANES = ("trigger", "actions", "touchpoints", "findings", "experience", "evidence", "people")
# What people write: accents, other scripts, several lines; decomposed letters from some systems.
plain = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
# Already canonical: composed letters, line feeds.
canonical_text = st.text(
    string.ascii_letters + string.digits + " \néèàçœ–−«»日本ع😀<&\"'\\", max_size=30
)
line = canonical_text.map(lambda text: " ".join(text.split())).filter(bool)
identity = st.uuids().map(str)
slug = st.sampled_from(["", "online", "telephone", "in-person"])
day = st.dates().map(str)
json_value = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(plain, inner, max_size=3),
    max_leaves=6,
)


def entry(name, value, ids=identity):
    return st.fixed_dictionaries({"type": st.just(name), "value": value, "id": ids})


def _stream(name, value):
    return st.lists(entry(name, value), max_size=2)


def _struct(**fields):
    return st.fixed_dictionaries(fields)


_level = st.sampled_from(["", "-2", "-1", "0", "1", "2"])
_scale = st.sampled_from(["", "1", "2", "3"])
_volume = {
    "volume": st.none() | st.integers(0, 10**9),
    "unit": plain,
    "period": st.sampled_from(["", *PERIODS]),
}
_touchpoint = _struct(channel=slug, text=plain, **_volume)
_finding = _struct(
    kind=st.sampled_from(FINDING_KINDS),
    text=plain,
    severity=_scale,
    channel=slug,
    evidence=plain,
    effect_client=st.sampled_from(["", *EFFECTS]),
    effect_employee=st.sampled_from(["", *EFFECTS]),
    frequency=_scale,
    moment_of_truth=st.booleans(),
)
_evidence = _struct(
    kind=st.sampled_from(EVIDENCE_KINDS), text=plain, source=plain, date=st.none() | day, url=plain
)
_experience = _struct(
    satisfaction=_level,
    emotions=st.lists(line, max_size=3).map("\n".join),
    words=plain,
    moment_of_truth=st.booleans(),
)
_serving = _struct(
    office=st.sampled_from(["", *OFFICES]),
    persona=st.just("") | identity,
    who=plain,
    channel=slug,
    tools=plain,
    **_volume,
)
_employee_experience = _struct(ease=_level, words=plain, hinders=plain, helps=plain)
_indicator = _struct(indicator=slug, alignment=st.sampled_from(["", *ALIGNMENTS]), note=plain)
_guesswork = _struct(kind=st.sampled_from(GUESSWORK_KINDS), text=plain)
_risk = _struct(
    kind=st.sampled_from(RISK_KINDS),
    text=plain,
    likelihood=_scale,
    impact=_scale,
    mitigation=plain,
    owner=plain,
)
_stage = _struct(
    framework_stage=st.sampled_from(["", "accessible-service/aware"]),
    name=plain,
    service_point=st.booleans(),
    trigger=plain,
    actions=plain,
    **dict.fromkeys(QUIET_TEXT_LANES, plain),
    touchpoints=_stream("touchpoint", _touchpoint),
    findings=_stream("finding", _finding),
    experience=_experience,
    evidence=_stream("evidence", _evidence),
    serving=_stream("serving", _serving),
    employee_experience=_employee_experience,
    indicators=_stream("indicator", _indicator),
    guesswork=_stream("guesswork", _guesswork),
    risks=_stream("risk", _risk),
)
_initiative = _struct(
    kind=st.sampled_from(INITIATIVE_KINDS), text=plain, exists=plain, missing=plain
)
_need = _struct(
    group=st.just("") | identity,
    persona=st.just("") | identity,
    moment=plain,
    text=plain,
    initiatives=_stream("initiative", _initiative),
)
_reality = _struct(channel=slug, limitations=plain, behaviours=plain)
_improvement = _struct(
    kind=st.sampled_from(IMPROVEMENT_KINDS),
    text=plain,
    barriers=st.lists(identity, max_size=2),
    responsible=plain,
    due=st.none() | day,
    indicator=slug,
)
_pk = st.none() | st.integers(1, 99)

#: Well-formed values by the type of their block.
PART_VALUES = {
    "persona_profile": _struct(
        persona=st.none() | st.sampled_from(sorted(PERSONA_KEYS)),
        realities=_stream("reality", _reality),
    ),
    "stage_table": _struct(
        title=plain,
        lanes=st.lists(st.sampled_from(LANES), unique=True),
        stages=_stream("stage", _stage),
        channel_rows=st.booleans(),
    ),
    "channel_improvement": _struct(
        channel=slug,
        limitations=plain,
        behaviours=plain,
        improvements=_stream("improvement", _improvement),
        satisfaction=_level,
        experience=plain,
    ),
    "needs": _struct(title=plain, needs=_stream("need", _need)),
    "evidence": _evidence,
    "text": plain,
    "image": _struct(image=_pk, alt=plain, caption=plain),
    "document": _struct(document=_pk, title=plain),
    "callout": _struct(kind=st.sampled_from(CALLOUT_KINDS), title=plain, text=plain),
    "video": json_value,
}


def bodies():
    """Well-formed stored bodies; the type "video" stands for a site's own block."""
    parts = [entry(name, value) for name, value in PART_VALUES.items()]
    return st.lists(st.one_of(parts), max_size=4)


def spots(value):
    """Every container inside a JSON value with each of its keys, however deep."""
    pairs = list(value.items() if isinstance(value, dict) else enumerate(value))
    found = [(value, key) for key, _inner in pairs]
    for _key, inner in pairs:
        if isinstance(inner, dict | list):
            found += spots(inner)
    return found


_NAMES = ("extra", "text", "persona", "touchpoints", "experience", "people", "date", "id", "type")


@st.composite
def odd_bodies(draw):
    """Well-formed bodies of which some values, at any depth, were replaced, removed or added."""
    body = copy.deepcopy(draw(bodies()))
    for _ in range(draw(st.integers(0, 6))):
        change = draw(st.sampled_from(["replace", "remove", "add"]))
        places = spots(body)
        if not places:
            body.append(draw(json_value))
            continue
        container, key = draw(st.sampled_from(places))
        if change == "remove":
            del container[key]
        elif change == "replace":
            container[key] = draw(json_value)
        elif isinstance(container, dict):
            container[draw(st.sampled_from(_NAMES) | plain)] = draw(json_value)
        else:
            container.insert(key, draw(json_value))
    return body
