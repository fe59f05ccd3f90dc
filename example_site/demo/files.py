"""The demo's content, as files beside this module.

``content/people.json``, ``content/indicators.json`` and ``content/pages.json`` hold the languages
side by side; ``content/journeys/`` holds one journey per file and language in the plugin's own
JSON format, as any journey can be exported and imported.
"""

import datetime
import json
import uuid
from pathlib import Path
from typing import Any

from example_site.demo.dates import as_of, loading_day
from wagtail_parcours.journeys import Journey, from_json

CONTENT = Path(__file__).resolve().parent / "content"
#: The language that everything is written in first.
SOURCE = "en"
#: The languages that have everything.
LANGUAGES = (SOURCE, "fr")
#: Those that have a part of it, to show another script and direction.
IN_PART = ("ar",)

#: Keys are made from names, so that loading twice finds what the first time created.
NAMESPACE = uuid.UUID("5b0a0f3e-6f43-4a2b-9a2e-0d6f1b7c9d10")


def translation_key(kind: str, name: str) -> uuid.UUID:
    """The key that the translations of one thing share."""
    return uuid.uuid5(NAMESPACE, f"{kind}:{name}")


def read_people() -> dict[str, list[dict[str, Any]]]:
    """Target groups, personas and channels."""
    return json.loads((CONTENT / "people.json").read_text("utf-8"))


def read_indicators() -> list[dict[str, Any]]:
    """Indicators with their readings, in the order in which they are listed."""
    return json.loads((CONTENT / "indicators.json").read_text("utf-8"))


def read_roadmap() -> dict[str, list[dict[str, Any]]]:
    """What people wrote on the improvements of a map, by the key of its page."""
    return json.loads((CONTENT / "roadmap.json").read_text("utf-8"))


def read_ratings() -> dict[str, list[dict[str, Any]]]:
    """How the stages of a map were rated in its versions, the oldest first, by its key."""
    return json.loads((CONTENT / "ratings.json").read_text("utf-8"))


def read_answers() -> dict[str, Any]:
    """Privacy notices by language, and what readers said of a map, by the key of its page."""
    return json.loads((CONTENT / "answers.json").read_text("utf-8"))


def read_pages() -> list[dict[str, Any]]:
    """The pages of the site, parents before their children."""
    return json.loads((CONTENT / "pages.json").read_text("utf-8"))


def read_journey(name: str, language: str, today: datetime.date | None = None) -> Journey:
    """One journey in one language, with its dates as of today."""
    text = (CONTENT / "journeys" / f"{name}.{language}.json").read_text("utf-8")
    return as_of(from_json(text), today or loading_day())


def in_language(entry: dict[str, Any], language: str) -> dict[str, Any]:
    """The entry's values in one language; what is not translated stays as it is."""
    return {
        name: value.get(language, value[SOURCE]) if is_translated(value) else value
        for name, value in entry.items()
    }


def is_translated(value: Any) -> bool:
    """Whether a value is given language by language."""
    known = {*LANGUAGES, *IN_PART}
    return isinstance(value, dict) and set(LANGUAGES) <= set(value) <= known


def exists_in(entry: dict[str, Any], language: str) -> bool:
    """Whether a page or a persona comes in this language: the one that is named in it does."""
    return language in entry.get("slug", entry.get("name", {}))
