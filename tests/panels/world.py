"""A small portfolio in two languages, every figure of which is counted by hand in the tests.

English readers are told “Applying” (its translation counts once, in English), “Renouveler”, which
exists in French only, and “Applying, one day”, a future-state map. “Secret” is for insiders.
"""

import datetime
from decimal import Decimal
from types import SimpleNamespace

from django.contrib.auth.models import AnonymousUser, Group
from django.test import RequestFactory
from wagtail.models import PageViewRestriction

from tests.factories import (
    PersonaFactory,
    TargetGroupFactory,
    child,
    evidence,
    experience,
    finding,
    improvement_card,
    make_channels,
    make_index,
    make_map,
    persona_profile,
    stage,
    stage_table,
    touchpoint,
)
from tests.roadmap.plans import promise
from wagtail_parcours.models import FutureStateMapPage, Indicator, IndicatorReading, RoadmapItem
from wagtail_parcours.roadmap import renew_items

PAST = datetime.date(2026, 1, 31)

LANES = (
    "touchpoints",
    "findings",
    "experience",
    "evidence",
    "employee_experience",
    "indicators",
    "guesswork",
    "risks",
)
APPLY, AWARE, MANAGE = (f"accessible-service/{key}" for key in ("apply", "aware", "manage"))


def ease(level):
    return {"ease": level, "words": "", "hinders": "", "helps": ""}


def indicator(slug, alignment):
    return child("indicator", {"indicator": slug, "alignment": alignment, "note": ""})


def guess(kind, text="Somebody guesses the address"):
    return child("guesswork", {"kind": kind, "text": text})


def risk(text, kind="confidentiality", likelihood="", impact="", mitigation="", owner=""):
    stored = {"kind": kind, "text": text, "likelihood": likelihood, "impact": impact}
    return child("risk", {**stored, "mitigation": mitigation, "owner": owner})


def need(text, group=None, persona=None, *, open_need=True):
    initiatives = [
        child("initiative", {"kind": "service", "text": "A letter", "exists": "", "missing": ""})
    ]
    stored = {
        "group": str(group.translation_key) if group else "",
        "persona": str(persona.translation_key) if persona else "",
        "moment": "First contact",
        "text": text,
        "initiatives": [] if open_need else initiatives,
    }
    return child("need", stored)


def needs(*entries):
    return child("needs", {"title": "Needs", "needs": list(entries)})


def applying_stages():
    """Apply: −2 and a moment of truth; Aware: +1. Two irritants (9 and 2), a delight."""
    return [
        stage(
            "Apply",
            "apply",
            framework_stage=APPLY,
            touchpoints=[touchpoint("Calls", "telephone"), touchpoint("Calls again", "telephone")],
            findings=[
                finding(
                    "The menu is read once",
                    channel="telephone",
                    severity="3",
                    frequency="3",
                    evidence="12 interviews",
                    effect_employee="irritant",
                    moment_of_truth=True,
                ),
                finding("The form times out", channel="online", severity="2", evidence=""),
            ],
            experience=experience("-2", moment_of_truth=True),
            employee_experience=ease("-1"),
            indicators=[indicator("calls", "against"), indicator("answered", "with")],
            guesswork=[guess("conjecture")],
            risks=[
                risk("The letter is lost", likelihood="3", impact="3", mitigation="  "),
                risk("A name is wrong", "integrity", "2", "2", "Ask again", "Privacy office"),
            ],
        ),
        stage(
            "Aware",
            "aware",
            framework_stage=AWARE,
            findings=[
                finding("The page is kind", channel="online", kind="bright_spot", severity="")
            ],
            experience=experience("1"),
            evidence=[evidence(kind="assumption")],
        ),
    ]


def renewing_stages():
    """Apply: −1; Manage: 0. One irritant that nobody rated, without a channel."""
    return [
        stage(
            "Demander",
            "demander",
            framework_stage=APPLY,
            findings=[finding("Personne ne rappelle", channel="", severity="", evidence="")],
            experience=experience("-1"),
            employee_experience=ease("0"),
            indicators=[indicator("calls", "")],
        ),
        stage(
            "Gérer",
            "gerer",
            framework_stage=MANAGE,
            experience=experience("0"),
            evidence=[evidence()],
            guesswork=[guess("conjecture"), guess("manual_judgement")],
            risks=[risk("Le dossier disparaît", "availability", "1")],
        ),
    ]


def secret_stages():
    return [
        stage(
            "Hidden stage",
            "hidden",
            framework_stage=MANAGE,
            touchpoints=[touchpoint("Writes", "in-person")],
            findings=[finding("Hidden finding", channel="in-person", severity="3", evidence="")],
            experience=experience("-2"),
            employee_experience=ease("-2"),
            indicators=[indicator("hidden", "against")],
            guesswork=[guess("undocumented_knowledge", "Hidden guess")],
            risks=[risk("Hidden risk", "bias", "3", "3")],
        )
    ]


def promised():
    """Three improvements: one is done, one is blocked and late, one is planned for later."""
    return [
        promise("done", "Read the menu twice"),
        promise("late", "Call back"),
        promise("next", "Say where it stands", due="2099-01-31", indicator="wait"),
    ]


def make_indicators():
    measures = (
        ("calls", "Calls per agent", "up", None, ["41"]),
        ("answered", "Calls answered", "up", "80", ["62", "71"]),
        ("wait", "Days to decide", "down", "20", ["34", "19"]),
        ("hidden", "Hidden indicator", "up", "50", ["10"]),
    )
    for slug, name, direction, target, readings in measures:
        one = Indicator.objects.create(
            slug=slug, name=name, unit="%", direction=direction, target=target
        )
        for month, value in enumerate(readings, 9):
            IndicatorReading.objects.create(
                indicator_key=one.translation_key,
                day=datetime.date(2026, month, 1),
                value=Decimal(value),
            )


def make_world(locale_en, locale_fr):
    make_channels()
    make_indicators()
    group = TargetGroupFactory(name="Newcomers")
    ana = PersonaFactory(name="Ana")
    bo = PersonaFactory(name="Bo")
    hidden = PersonaFactory(name="Zoe")
    index = make_index(title="Journeys", slug="journeys")
    french_index = in_french(index, locale_fr)
    applying = make_map(
        body=[persona_profile(ana), stage_table(applying_stages(), LANES)],
        title="Applying",
        parent=index,
        framework="accessible-service",
    )
    applying_fr = make_map(
        body=[
            persona_profile(ana),
            stage_table(
                [stage("Demander", "apply", framework_stage=APPLY, experience=experience("2"))],
                LANES,
            ),
        ],
        title="Demander",
        slug="demander",
        parent=french_index,
        locale=locale_fr,
        translation_key=applying.translation_key,
    )
    renewing = make_map(
        body=[
            persona_profile(ana),
            persona_profile(bo),
            stage_table(renewing_stages(), LANES),
            needs(
                need("Savoir où en est la demande", group, ana),
                need("Être rappelé", group, ana, open_need=False),
                need("Un formulaire clair"),
            ),
        ],
        title="Renouveler",
        parent=french_index,
        locale=locale_fr,
    )
    future = make_map(
        body=[
            improvement_card("telephone", promised()),
            stage_table(
                [stage("Apply", "apply", framework_stage=APPLY, experience=experience("2"))],
                LANES,
            ),
        ],
        title="Applying, one day",
        parent=index,
        page_class=FutureStateMapPage,
    )
    renew_items(future)
    RoadmapItem.objects.filter(improvement="done").update(state="done", due=PAST)
    RoadmapItem.objects.filter(improvement="late").update(state="blocked", due=PAST)
    secret = make_map(
        body=[
            persona_profile(hidden),
            stage_table(secret_stages(), LANES),
            needs(need("Hidden need", TargetGroupFactory(name="Zealots"))),
        ],
        title="Secret",
        parent=index,
    )
    restriction = PageViewRestriction.objects.create(page=secret, restriction_type="groups")
    insiders = Group.objects.create(name="Insiders")
    restriction.groups.add(insiders)
    return SimpleNamespace(
        index=index,
        french_index=french_index,
        applying=applying,
        applying_fr=applying_fr,
        renewing=renewing,
        future=future,
        secret=secret,
        insiders=insiders,
        ana=ana,
        bo=bo,
        group=group,
    )


def in_french(page, locale_fr):
    """The published translation of a page, below that of the page above it."""
    parent = page.get_parent()
    if not parent.is_root() and parent.get_translation_or_none(locale_fr) is None:
        in_french(parent.specific, locale_fr)
    copied = page.copy_for_translation(locale_fr)
    copied.save_revision().publish()
    copied.refresh_from_db()
    return copied


def request_of(user=None):
    request = RequestFactory().get("/")
    request.user, request.session = user or AnonymousUser(), {}
    return request
