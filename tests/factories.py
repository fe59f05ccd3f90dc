"""People, channels and maps for tests.

``make_map(stages=6, lanes=4)`` gives a published map whose every cell holds something;
``stage_value`` and friends give stored values, as they stand in the JSON of a body.
"""

import uuid
from collections.abc import Sequence
from typing import Any

import factory
from django.contrib.auth import get_user_model
from wagtail.models import Locale, Page, Site

from wagtail_parcours.frameworks import ACCESSIBLE_SERVICE
from wagtail_parcours.governance.chain import append_record
from wagtail_parcours.governance.sealing import seal_page
from wagtail_parcours.models import (
    Channel,
    CurrentStateMapPage,
    FutureStateMapPage,
    JourneyIndexPage,
    MappingProjectPage,
    Persona,
    SignOff,
    SignOffKind,
    TargetGroup,
)

LANES = ("actions", "touchpoints", "findings", "experience", "trigger", "evidence")
OWN_TEXT_LANES = ("sees", "people", "processes", "technologies", "legal_basis", "data")
LEVELS = ("0", "-1", "-2", "1", "0", "2")
CHANNELS = (
    ("online", "Online", "parcours-channel-online"),
    ("telephone", "Telephone", "parcours-channel-telephone"),
    ("in-person", "In person", "parcours-channel-in-person"),
)


def default_locale() -> Locale:
    return Locale.objects.get_or_create(language_code="en")[0]


class TargetGroupFactory(factory.django.DjangoModelFactory):
    """A group of clients."""

    class Meta:
        model = TargetGroup

    name = factory.Sequence(lambda number: f"Target group {number}")
    locale = factory.LazyFunction(default_locale)


class ChannelFactory(factory.django.DjangoModelFactory):
    """A service mode; the same identifier again gives the same channel."""

    class Meta:
        model = Channel
        django_get_or_create = ("slug", "locale")

    slug = "online"
    name = factory.LazyAttribute(lambda channel: channel.slug.replace("-", " ").capitalize())
    icon = "parcours-channel"
    locale = factory.LazyFunction(default_locale)


class PersonaFactory(factory.django.DjangoModelFactory):
    """A published persona with every reader's field filled in."""

    class Meta:
        model = Persona

    name = factory.Sequence(lambda number: f"Amina {number}")
    role = "client"
    origin = "composite"
    interviews = 12
    age = 58
    quote = "I know what I need. I just cannot get anyone to hear it."
    narrative = "Works part time and looks after her grandson."
    needs = "Information she can listen to\nTime to answer"
    goals = "Apply without asking her daughter"
    languages = "English, Somali"
    reading_level = "basic"
    share = "18.50"
    live = True
    locale = factory.LazyFunction(default_locale)


def identity() -> str:
    return str(uuid.uuid4())


def child(block_type: str, value: Any, block_id: str | None = None) -> dict[str, Any]:
    """An entry of a stream, as stored."""
    return {"type": block_type, "value": value, "id": block_id or identity()}


def touchpoint(text: str = "Calls the general line", channel: str = "telephone") -> dict[str, Any]:
    return child("touchpoint", {"channel": channel, "text": text})


def finding(
    text: str = "The menu is read out once", block_id: str | None = None, **values: Any
) -> dict[str, Any]:
    stored = {
        "kind": "barrier",
        "text": text,
        "severity": "2",
        "channel": "telephone",
        "evidence": "12 interviews",
        **values,
    }
    return child("finding", stored, block_id)


def evidence(text: str = "Six clients in ten", **values: Any) -> dict[str, Any]:
    stored = {"kind": "survey", "text": text, "source": "Exit survey", "date": None, "url": ""}
    return child("evidence", {**stored, **values})


def stage(name: str = "Aware", block_id: str | None = None, **values: Any) -> dict[str, Any]:
    """A stage as stored, empty but for what is given."""
    stored = {
        "framework_stage": "",
        "name": name,
        "service_point": False,
        "trigger": "",
        "actions": "",
        "touchpoints": [],
        "findings": [],
        "experience": experience(),
        "evidence": [],
        **values,
    }
    return child("stage", stored, block_id)


def experience(
    satisfaction: str = "", emotions: str = "", words: str = "", moment_of_truth: bool = False
) -> dict[str, Any]:
    return {
        "satisfaction": satisfaction,
        "emotions": emotions,
        "words": words,
        "moment_of_truth": moment_of_truth,
    }


def full_stage(number: int, *, own_lanes: bool = False) -> dict[str, Any]:
    """A stage whose lanes all hold something."""
    names = [str(stage.name) for stage in ACCESSIBLE_SERVICE.stages]
    name = names[number % len(names)]
    if number >= len(names):
        name = f"{name} {number // len(names) + 1}"
    texts = {}
    if own_lanes:
        texts = {lane: f"{lane} of stage {number}\nSecond point" for lane in OWN_TEXT_LANES}
    return stage(
        name,
        service_point=number % 3 == 1,
        trigger="A letter arrives",
        actions=f"Looks for the form\nAsks a neighbour about step {number}",
        touchpoints=[touchpoint(), touchpoint("Reads the page twice", "online")],
        findings=[
            finding(f"Waits {number} minutes"),
            finding("The form is kind", kind="bright_spot", severity="", evidence=""),
        ],
        experience=experience(
            LEVELS[number % len(LEVELS)], "worried\ntired", "Nobody listens.", number % 5 == 2
        ),
        evidence=[evidence()],
        **texts,
    )


def stage_table(
    stages: int | Sequence[dict[str, Any]] = 6,
    lanes: int | Sequence[str] = 4,
    title: str = "Amina applies for the benefit",
) -> dict[str, Any]:
    """A table of so many full stages and so many lanes (up to 12, with the test site's own)."""
    all_lanes = [*LANES, *OWN_TEXT_LANES]
    shown = all_lanes[:lanes] if isinstance(lanes, int) else list(lanes)
    own = bool(set(shown) & set(OWN_TEXT_LANES))
    if isinstance(stages, int):
        stages = [full_stage(number, own_lanes=own) for number in range(stages)]
    return child("stage_table", {"title": title, "lanes": shown, "stages": list(stages)})


def persona_profile(
    persona: Persona | None, realities: Sequence[tuple[str, str, str]] = ()
) -> dict[str, Any]:
    rows = realities or (
        ("online", "Cannot enlarge the form", "Gives up after two tries"),
        ("telephone", "Cannot note what is said", "Apologises"),
    )
    return child(
        "persona_profile",
        {
            "persona": persona.pk if persona else None,
            "realities": [
                child("reality", {"channel": slug, "limitations": limits, "behaviours": ways})
                for slug, limits, ways in rows
            ],
        },
    )


def improvement(text: str = "Read the menu twice", **values: Any) -> dict[str, Any]:
    stored = {
        "kind": "service_design",
        "text": text,
        "barriers": [],
        "responsible": "Contact centre",
        "due": "2027-03-31",
        **values,
    }
    return child("improvement", stored)


def improvement_card(
    channel: str = "telephone", improvements: Sequence[dict[str, Any]] | None = None, **values: Any
) -> dict[str, Any]:
    stored = {
        "channel": channel,
        "limitations": "Cannot note what is said",
        "behaviours": "Hangs up",
        "improvements": [improvement()] if improvements is None else list(improvements),
        "satisfaction": "1",
        "experience": "I reached a person.",
        **values,
    }
    return child("channel_improvement", stored)


def make_channels() -> list[Channel]:
    """The three default channels, in English."""
    return [
        ChannelFactory(slug=slug, name=name, icon=icon, sort_order=position)
        for position, (slug, name, icon) in enumerate(CHANNELS)
    ]


def home_page() -> Page:
    """The root page of the default site."""
    return Site.objects.get(is_default_site=True).root_page


def add_page(page: Page, parent: Page | None = None) -> Any:
    """Add `page` below `parent` (the home page), published unless it says otherwise."""
    (parent or home_page()).add_child(instance=page)
    return page


def make_map(
    stages: int | Sequence[dict[str, Any]] = 6,
    lanes: int | Sequence[str] = 4,
    *,
    persona: Persona | None = None,
    parent: Page | None = None,
    page_class: type[Page] = CurrentStateMapPage,
    body: Sequence[dict[str, Any]] | None = None,
    title: str = "Applying for the benefit",
    **values: Any,
) -> Any:
    """A live map: a persona profile (when a persona is given) and one full stage table.

    `body`, a list of stored entries, replaces both. For more than six lanes, give a page class
    whose stage block has them.
    """
    if body is None:
        profile = [persona_profile(persona)] if persona else []
        body = [*profile, stage_table(stages, lanes)]
    values.setdefault("introduction", "From the first letter to the first payment.")
    page = page_class(title=title, body=list(body), **values)
    if page.live and page.journey_state == "future":
        return add_signed(page, parent)
    return add_page(page, parent)


def add_signed(page: Any, parent: Page | None = None) -> Any:
    """Add a map that is signed as it is, and live."""
    page.live = False
    add_page(page, parent)
    sign_as_it_is(page)
    page.live = True
    page.save()
    return page


def make_future_map(
    current_map: Page | None = None,
    *,
    body: Sequence[dict[str, Any]] | None = None,
    title: str = "Applying, as it should be",
    **values: Any,
) -> FutureStateMapPage:
    """A live future-state map; its improvements remove the barriers of `current_map`."""
    if body is None:
        barriers: list[str] = []
        if current_map is not None:
            barriers = list(current_map.get_journey().findings)[:3]
        body = [
            improvement_card("telephone", [improvement(barriers=barriers)]),
            improvement_card("online"),
        ]
    return make_map(
        body=body, title=title, page_class=FutureStateMapPage, current_map=current_map, **values
    )


def make_signer(username: str = "signer", **values: Any) -> Any:
    """A person who signs in tests that are about something else."""
    user, _created = get_user_model().objects.get_or_create(
        username=username, defaults={"first_name": "Sasha", "last_name": "Roy", **values}
    )
    return user


def sign_as_it_is(page: Page, person: Any = None) -> SignOff:
    """A signature on the content that `page` has in memory, without any workflow."""
    seal, content = seal_page(page)
    return append_record(
        kind=SignOffKind.SIGNATURE,
        page=page,
        seal=seal,
        content=content,
        person=person or make_signer(),
        role="Journey approvers",
        statement="I approve this map.",
    )


def make_project(parent: Page | None = None, **values: Any) -> MappingProjectPage:
    values.setdefault("title", "Benefit for caregivers")
    values.setdefault("problem_statement", "Clients give up half-way.")
    values.setdefault("sponsor", "Claire Tremblay")
    return add_page(MappingProjectPage(**values), parent)


def make_index(parent: Page | None = None, **values: Any) -> JourneyIndexPage:
    values.setdefault("title", "Journeys")
    return add_page(JourneyIndexPage(**values), parent)
