"""A future-state map with one block of every type and everything that it can show.

``World.build()`` makes it anew; what names things across databases (translation keys, ids of
entries, bytes of files) is always the same, primary keys never are.
"""

import copy
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from wagtail.models import Page
from wagtail_factories import DocumentFactory, ImageFactory

from tests.factories import (
    ChannelFactory,
    PersonaFactory,
    TargetGroupFactory,
    child,
    evidence,
    experience,
    finding,
    improvement,
    improvement_card,
    make_channels,
    make_future_map,
    make_map,
    persona_profile,
    stage,
    stage_table,
    touchpoint,
)
from tests.testapp.models import WideMapPage
from wagtail_parcours.governance.sealing import seal_page


def key(name: str) -> uuid.UUID:
    """The same key for the same name, on every database."""
    return uuid.uuid5(uuid.NAMESPACE_OID, name)


def named(entry: dict[str, Any], name: str) -> dict[str, Any]:
    """A stored entry whose id, and those of the entries in it, are always the same."""
    entry = {**entry, "id": str(key(name))}
    value = entry["value"]
    if isinstance(value, dict):
        entry["value"] = {
            slot: [named(inner, f"{name}/{slot}/{n}") for n, inner in enumerate(inside)]
            if isinstance(inside, list) and inside and isinstance(inside[0], dict)
            else inside
            for slot, inside in value.items()
        }
    return entry


def wide_stage(name: str, number: int) -> dict[str, Any]:
    return stage(
        name,
        service_point=True,
        framework_stage="accessible-service/aware",
        trigger="A letter arrives",
        actions="Looks for the form\nAsks a neighbour",
        sees="The form",
        touchpoints=[touchpoint("Calls the line", "telephone")],
        findings=[finding(f"Waits {number} minutes", channel="online")],
        experience=experience("-1", "worried\ntired", "Nobody listens.", True),
        evidence=[evidence("Six in ten", date="2026-01-31", url="https://example.org/survey")],
    )


@dataclass
class World:
    """The map and all that it shows, as they are stored."""

    page: Any
    today: Page
    linked: Page
    persona: Any
    things: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def build(cls, turned: bool = False) -> "World":
        """Make everything; `turned` makes it in another order, after some others."""
        makers = [cls.make_channels, cls.make_persona, cls.make_files, cls.make_today]
        things: dict[str, Any] = {}
        if turned:
            cls.make_others()
            makers.reverse()
        for make in makers:
            things |= make()
        page = make_future_map(
            things["today"],
            body=cls.body(things),
            live=False,
            title="Applying, as it should be",
            slug="tomorrow",
            seo_title="In a search engine",
            search_description="Described there",
            framework="accessible-service",
            translation_key=key("tomorrow"),
        )
        return cls(page, things["today"], things["linked"], things["persona"], things)

    @staticmethod
    def make_others() -> None:
        """Rows that take the first keys."""
        for number in range(3):
            ImageFactory(file__color="red", title=f"Other {number}")
            DocumentFactory(title=f"Other {number}")
            PersonaFactory(name=f"Other {number}")
            TargetGroupFactory()
            ChannelFactory(slug=f"other-{number}")
            make_map(1, slug=f"other-{number}", title="Another map")

    @staticmethod
    def make_channels() -> dict[str, Any]:
        return {f"channel {channel.slug}": channel for channel in make_channels()}

    @staticmethod
    def make_persona() -> dict[str, Any]:
        photo = ImageFactory(file__color="blue")
        group = TargetGroupFactory(name="Caregivers")
        persona = PersonaFactory(
            name="Amina",
            translation_key=key("amina"),
            photo=photo,
            photo_alt="A woman at a window",
            target_group=group,
            evidence="12 interviews",
            condition="Low vision",
            symptoms="Tires quickly",
        )
        persona.refresh_from_db()
        return {"persona": persona, "photo": photo, "group": group}

    @staticmethod
    def make_files() -> dict[str, Any]:
        titled = DocumentFactory(title="Report", file=ContentFile(b"report", "report.txt"))
        untitled = DocumentFactory(title="Minutes", file=ContentFile(b"minutes", "minutes.txt"))
        picture = ImageFactory(file__color="green")
        return {"titled": titled, "untitled": untitled, "picture": picture}

    @staticmethod
    def make_today() -> dict[str, Any]:
        table = named(stage_table([wide_stage("Aware", 1), wide_stage("Inform", 2)]), "today")
        today = make_map(
            body=[table], title="Applying today", slug="today", translation_key=key("today map")
        )
        linked = make_map(
            1, page_class=WideMapPage, slug="linked", translation_key=key("linked map")
        )
        return {"today": today, "linked": linked}

    @staticmethod
    def body(things: dict[str, Any]) -> list[dict[str, Any]]:
        barrier = str(key("today/stages/0/findings/0"))
        text = (
            f'<p>See <a linktype="page" id="{things["linked"].pk}">the map</a>, '
            f'<a id="{things["titled"].pk}" linktype="document">the report</a> and '
            '<a href="https://example.org/?id=3">the law</a>.</p>'
        )
        blocks = [
            persona_profile(things["persona"]),
            stage_table([wide_stage("Apply", 1), wide_stage("Manage", 2)], 6),
            improvement_card("in-person", [improvement(barriers=[barrier])]),
            evidence("Eight in ten", date="2026-02-28", url="https://example.org/other"),
            child("text", text),
            child("image", {"image": things["picture"].pk, "alt": "A hill", "caption": "Hill"}),
            child("document", {"document": things["titled"].pk, "title": "The report"}),
            child("document", {"document": things["untitled"].pk, "title": ""}),
            child("callout", {"kind": "note", "title": "Mind", "text": "The gap"}),
        ]
        return [named(block, f"tomorrow/{number}") for number, block in enumerate(blocks)]


def seal(page: Any) -> str:
    """The seal of a page as it is stored now."""
    return seal_page(type(page).objects.get(pk=page.pk))[0]


def save(instance: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(instance, name, value)
    instance.save()


def with_body(page: Any, raw: list[Any]) -> Any:
    """The page, in memory, with another stored body."""
    page = type(page).objects.get(pk=page.pk)
    page.body = raw
    return page


def raw_of(page: Any) -> list[Any]:
    """A copy of the body as it is stored now."""
    return copy.deepcopy(list(type(page).objects.get(pk=page.pk).body.raw_data))
