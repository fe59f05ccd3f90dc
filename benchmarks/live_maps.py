"""Thousands of live maps at once, with their bodies and their rows in the index.

Pages are written in bulk, past Wagtail and treebeard: nothing but a benchmark may do that.
"""

import json
import random
import uuid
from collections.abc import Iterator
from typing import Any

STAGES = 6
CHANNELS = ("online", "telephone", "in-person")
EFFECTS = ("irritant", "irritant", "neutral", "delight")
LANES = (
    "actions",
    "touchpoints",
    "findings",
    "experience",
    "evidence",
    "employee_experience",
    "guesswork",
    "risks",
)
CHUNK = 500


def entry(kind: str, value: Any, name: str) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": name}


def current_body(number: int, pick: random.Random) -> list[dict[str, Any]]:
    """A current-state map of six stages: 42 rows in the index."""
    stages = []
    for place in range(STAGES):
        name = f"{number}-{place}"
        findings = [
            entry(
                "finding",
                {
                    "kind": pick.choice(("barrier", "pain_point", "bright_spot")),
                    "text": f"Finding {name}-{which}: the letter uses words that nobody explains",
                    "severity": pick.choice(("", "1", "2", "3")),
                    "channel": pick.choice(CHANNELS),
                    "evidence": pick.choice(("", "12 interviews")),
                    "effect_client": pick.choice(EFFECTS),
                    "effect_employee": pick.choice(("", *EFFECTS)),
                },
                f"f-{name}-{which}",
            )
            for which in range(3)
        ]
        value = {
            "framework_stage": f"accessible-service/{STAGE_KEYS[place]}",
            "name": STAGE_KEYS[place].capitalize(),
            "actions": "Reads the letter twice\nAsks a neighbour",
            "touchpoints": [
                entry("touchpoint", {"channel": "telephone", "text": "Calls"}, f"t-{name}")
            ],
            "findings": findings,
            "experience": {"satisfaction": pick.choice(("", "-2", "-1", "0", "1", "2"))},
            "employee_experience": {"ease": pick.choice(("", "-1", "0", "1"))},
            "evidence": [entry("evidence", {"kind": "survey", "text": "Six in ten"}, f"e-{name}")],
            "risks": [
                entry(
                    "risk",
                    {"kind": "consent", "text": "Not asked", "likelihood": "2", "impact": "3"},
                    f"r-{name}",
                )
            ],
        }
        stages.append(entry("stage", value, f"s-{name}"))
    table = {"title": "", "lanes": list(LANES), "stages": stages}
    return [entry("stage_table", table, f"table-{number}")]


def future_body(number: int, today: int, pick: random.Random) -> list[dict[str, Any]]:
    """A future-state map that removes about a half of the barriers of another map: 39 rows."""
    cards = []
    for channel in CHANNELS:
        improvements = [
            entry(
                "improvement",
                {
                    "kind": "policy",
                    "text": f"Improvement {number}-{which}",
                    "barriers": [f"f-{today}-{pick.randrange(STAGES)}-{pick.randrange(3)}"],
                    "responsible": "Contact centre",
                    "due": "2027-03-31",
                },
                f"i-{number}-{channel}-{which}",
            )
            for which in range(6)
        ]
        value = {"channel": channel, "improvements": improvements, "satisfaction": "1"}
        cards.append(entry("channel_improvement", value, f"c-{number}-{channel}"))
    return cards


STAGE_KEYS = ("aware", "inform", "advise", "determine", "apply", "manage")


def make_live_maps(count: int) -> None:
    """Put `count` live maps below the home page: three in four show today, one the future."""
    from django.db import connection
    from django.utils import timezone
    from wagtail.models import Locale, Page

    from tests.factories import home_page
    from wagtail_parcours.models import CurrentStateMapPage, FutureStateMapPage

    home = home_page()
    pick = random.Random(7)
    types = {model: content_type(model) for model in (CurrentStateMapPage, FutureStateMapPage)}
    last = home.get_last_child()
    start = 0 if last is None else Page._str2int(last.path[-Page.steplen :])
    pages, bodies = [], []
    for number in range(count):
        future = number % 4 == 3
        model = FutureStateMapPage if future else CurrentStateMapPage
        pages.append(
            Page(
                path=Page._get_path(home.path, home.depth + 1, start + number + 1),
                depth=home.depth + 1,
                title=f"Map {number}",
                draft_title=f"Map {number}",
                slug=f"bench-{number}",
                url_path=f"{home.url_path}bench-{number}/",
                content_type=types[model],
                locale=Locale.get_default(),
                translation_key=uuid.UUID(int=number + 1),
                live=True,
                last_published_at=timezone.now(),
                first_published_at=timezone.now(),
            )
        )
        body = future_body(number, number - 1, pick) if future else current_body(number, pick)
        bodies.append((future, json.dumps(body)))
    Page.objects.bulk_create(pages, batch_size=CHUNK)
    made = list(Page.objects.filter(slug__startswith="bench-").order_by("path"))
    rows: dict[bool, list[list[Any]]] = {False: [], True: []}
    for place, (page, (future, body)) in enumerate(zip(made, bodies, strict=True)):
        row = [page.pk, "Introduction", "accessible-service", body, "", ""]
        rows[future].append([*row, made[place - 1].pk] if future else row)
    columns = ["page_ptr_id", "introduction", "framework", "body", "source_seal", "detailed_stage"]
    with connection.cursor() as cursor:
        for future, model in ((False, CurrentStateMapPage), (True, FutureStateMapPage)):
            names = [*columns, "current_map_id"] if future else columns
            insert(cursor, model._meta.db_table, names, rows[future])
    Page.objects.filter(pk=home.pk).update(numchild=start + count)


def insert(cursor: Any, table: str, columns: list[str], rows: list[list[Any]]) -> None:
    places = ", ".join(["%s"] * len(columns))
    cursor.executemany(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})",
        rows,
    )


def content_type(model: Any) -> Any:
    from django.contrib.contenttypes.models import ContentType

    return ContentType.objects.get_for_model(model)


def index_them() -> None:
    """Write the rows of the index and of the catalogue, as ``rebuild_insights`` does."""
    from django.core.management import call_command

    call_command("rebuild_insights", verbosity=0, batch=500)
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def journeys() -> Iterator[tuple[Any, Any]]:
    """Every live map with its neutral form, read from its blocks, as a report without index."""
    from wagtail_parcours.journeys import Journey, read_body
    from wagtail_parcours.models import CurrentStateMapPage, FutureStateMapPage

    for model in (CurrentStateMapPage, FutureStateMapPage):
        for page in model.objects.live().iterator(chunk_size=CHUNK):
            parts = read_body(list(page.body.raw_data), persona_key=str)
            yield page, Journey(state=model.journey_state, parts=parts)
