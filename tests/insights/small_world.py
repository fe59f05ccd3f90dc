"""Three maps in two languages, small enough to be counted by hand.

“Applying” (today, English and French), “Renewing” (today, English), and “Applying, as it should
be” (the future of the first, English and French). All lie in one project; the French ones in its
French copy. On “Applying”:

====  ===========  ========  ========  ===========  ========  =========  ============
id    kind         client    employee  channel      severity  frequency  removed
====  ===========  ========  ========  ===========  ========  =========  ============
f1    barrier      irritant  irritant  online       3         3          by i1
f2    pain point   irritant  delight   telephone    2         —          by i4
f3    bright spot  delight   irritant  in person    —         —
f4    bright spot  delight   delight   online       —         —
f5    barrier      irritant  —         telephone    1         2          no
f6    pain point   neutral   irritant  —            —         —          no
f7    barrier      irritant  irritant  —            3         1          no
====  ===========  ========  ========  ===========  ========  =========  ============

f8 is a barrier in a table that shows no findings: no reader sees it, and i3 names it in vain.
On “Renewing”: g1, a barrier, irritant to both; g2, a pain point, of which no effect on the
employee is stated.
"""

from dataclasses import dataclass
from typing import Any

from tests.factories import (
    child,
    evidence,
    finding,
    improvement,
    improvement_card,
    make_channels,
    make_future_map,
    make_map,
    make_project,
    sign_as_it_is,
    stage,
    touchpoint,
)
from tests.governance.routes import translate_home
from wagtail_parcours.models import Channel

LANES = ["touchpoints", "findings", "experience", "evidence", "serving"]
PROVEN, ASSUMED = "12 interviews", ""


def found(name: str, text: str, kind: str, employee: str = "", **values: Any) -> dict[str, Any]:
    stored = {
        "kind": kind,
        "severity": "",
        "frequency": "",
        "channel": "",
        "evidence": ASSUMED,
        "effect_client": "",
        "effect_employee": employee,
        "moment_of_truth": False,
        **values,
    }
    return finding(text, name, **stored)


def aware() -> dict[str, Any]:
    findings = [
        found(
            "f1",
            "No number on the page",
            "barrier",
            "irritant",
            severity="3",
            frequency="3",
            channel="online",
            evidence=PROVEN,
            moment_of_truth=True,
        ),
        found(
            "f2",
            "The line is always busy",
            "pain_point",
            "delight",
            severity="2",
            channel="telephone",
        ),
        found("f3", "They stay after hours", "bright_spot", "irritant", channel="in-person"),
    ]
    return stage(
        "Aware",
        "s1",
        framework_stage="accessible-service/aware",
        touchpoints=[touchpoint("Reads the page", "online")],
        findings=findings,
        evidence=[evidence()],
    )


def apply() -> dict[str, Any]:
    findings = [
        found("f4", "The form keeps what was typed", "bright_spot", "delight", channel="online"),
        found(
            "f5",
            "Has to spell the name",
            "barrier",
            severity="1",
            frequency="2",
            channel="telephone",
        ),
        found(
            "f6",
            "Everything is typed twice",
            "pain_point",
            "irritant",
            effect_client="neutral",
        ),
        found("f7", "The form is lost", "barrier", "irritant", severity="3", frequency="1"),
    ]
    serving = child("serving", {"office": "back", "who": "Mail room", "channel": "mail"})
    return stage(
        "Apply",
        "s2",
        framework_stage="accessible-service/apply",
        findings=findings,
        serving=[serving],
    )


def table(stages: list[dict[str, Any]], lanes: list[str], block_id: str) -> dict[str, Any]:
    return child("stage_table", {"title": "", "lanes": lanes, "stages": stages}, block_id)


def need(text: str, block_id: str, *initiatives: dict[str, Any]) -> dict[str, Any]:
    stored = {"group": "", "persona": "", "moment": "A letter comes", "text": text}
    return child("need", {**stored, "initiatives": list(initiatives)}, block_id)


def initiative(missing: str = "") -> dict[str, Any]:
    stored = {"kind": "service", "text": "A helper", "exists": "Some", "missing": missing}
    return child("initiative", stored)


def today() -> list[dict[str, Any]]:
    hidden = stage("Behind the scenes", "s4", findings=[found("f8", "Hidden", "barrier")])
    needs = [need("Somebody to ask", "n1"), need("A quiet room", "n2", initiative())]
    return [
        table([aware(), apply(), stage("Manage", "s3")], LANES, "table"),
        table([hidden], ["actions"], "second"),
        child("needs", {"title": "", "needs": needs}, "needs"),
    ]


def renewing() -> list[dict[str, Any]]:
    findings = [
        found("g1", "No reminder", "barrier", "irritant", severity="3", channel="telephone"),
        found("g2", "The date is unclear", "pain_point"),
    ]
    return [table([stage("Renew", "r1", findings=findings)], LANES, "table")]


def tomorrow() -> list[dict[str, Any]]:
    online = [
        improvement("A number on each page", barriers=["f1"]),
        improvement("A nicer colour", barriers=[]),
    ]
    phone = [
        improvement("Ask only once", barriers=["f8", "long-gone"]),
        improvement("More lines", barriers=["f2"]),
    ]
    for number, entry in enumerate([*online, *phone], start=1):
        entry["id"] = f"i{number}"
    cards = [improvement_card("online", online), improvement_card("telephone", phone)]
    for name, card in zip(("card-online", "card-phone"), cards, strict=True):
        card["id"] = name
    return cards


@dataclass
class World:
    """The pages; `french` are the copies of the two maps that have one."""

    project: Any
    applying: Any
    renewing: Any
    future: Any
    french: dict[str, Any]


def make_world(locale_fr: Any) -> World:
    for channel in make_channels():
        channel.copy_for_translation(locale_fr).save()
    mail = Channel.objects.create(slug="mail", name="Mail", locale=channel.locale)
    mail.copy_for_translation(locale_fr).save()
    translate_home(locale_fr)
    project = make_project(title="Benefit for caregivers")
    applying = make_map(body=today(), title="Applying", parent=project)
    second = make_map(body=renewing(), title="Renewing", parent=project)
    future = make_future_map(
        applying, body=tomorrow(), title="Applying, as it should be", parent=project
    )
    project.copy_for_translation(locale_fr).save_revision().publish()
    french = {
        "applying": live_copy(applying, locale_fr, "Demander"),
        "future": live_copy(future, locale_fr, "Demander, comme il se doit"),
    }
    return World(project, applying, second, future, french)


def live_copy(page: Any, locale: Any, title: str) -> Any:
    copy = page.copy_for_translation(locale)
    copy.title = title
    sign_as_it_is(copy)
    copy.live = True
    copy.save()
    return copy
