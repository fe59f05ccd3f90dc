"""The texts of maps by place, and the rows that keep those of live maps.

Wagtail's own signals miss some routes to the live site (``add_child(live=True)``, aliases), so
the rows follow the model's save, as the facets of maps do.
"""

import json
from collections.abc import Mapping
from typing import Any

from ..journeys import Journey, JourneyText, journey_texts, read_body
from ..models.wordings import MapWording

#: The fields of a page that hold its texts, and whether it is live.
FIELDS = frozenset({"title", "introduction", "body", "live"})


def texts_of_page(page: Any) -> tuple[JourneyText, ...]:
    """Every text of a map as it is in memory. No query."""
    return texts_of(page.title, page.introduction, list(page.body.raw_data))


def texts_of_content(content: Mapping[str, Any]) -> tuple[JourneyText, ...]:
    """Every text of a map as a revision holds it. No query."""
    body = content.get("body") or "[]"
    try:
        raw = json.loads(body) if isinstance(body, str) else body
    except ValueError:
        raw = []
    raw = raw if isinstance(raw, list) else []
    return texts_of(content.get("title") or "", content.get("introduction") or "", raw)


def texts_of(title: str, introduction: str, raw: list[Any]) -> tuple[JourneyText, ...]:
    # Who a persona is makes no difference to what is written about it here.
    parts = read_body(raw, persona_key=str)
    return journey_texts(Journey(title=title, summary=introduction, parts=parts))


def cells_of(texts: tuple[JourneyText, ...]) -> dict[str, str]:
    return {text.path: text.text for text in texts}


def page_cells(page: Any) -> dict[str, str]:
    """The texts of a map in memory, by path."""
    return cells_of(texts_of_page(page))


def rewrite_wording(page: Any) -> bool:
    """Bring the row of one map in step with it: none when it is not live.

    Says whether readers see the map, or saw it until now.
    """
    rows = MapWording.objects.filter(page_id=page.pk)
    if not page.live:
        # A draft that saves itself comes here as well, and asks for nothing more.
        return rows.exists() and bool(rows.delete())
    cells = page_cells(page)
    said = {"cells": cells, "text": "\n\n".join(cells.values()), "locale_id": page.locale_id}
    row = rows.first()
    if row is None:
        MapWording.objects.update_or_create(page_id=page.pk, defaults=said)
    elif row.cells != cells or row.locale_id != page.locale_id:
        for name, value in said.items():
            setattr(row, name, value)
        row.save()
    return True
