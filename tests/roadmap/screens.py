"""The roadmap's screens as tests read them."""

import csv
import io
from typing import Any

from bs4 import BeautifulSoup

from wagtail_parcours.models import RoadmapItem

BOARD = "/admin/parcours/roadmap/"
TIMELINE = f"{BOARD}timeline/"
TABLE = f"{BOARD}table/"
LOOKS = (BOARD, TIMELINE, TABLE)


def document(client: Any, address: str = BOARD, **query: Any) -> BeautifulSoup:
    response = client.get(address, query)
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


def words(element: Any) -> str:
    return " ".join(element.get_text(" ").split())


def shown(client: Any, **query: Any) -> set[str]:
    """The improvements of the list, the same on all three looks."""
    board = {words(link) for link in document(client, BOARD, **query).select(".parcours-plan h3")}
    timeline = document(client, TIMELINE, **query).select(".parcours-gantt tbody th > a")
    table = document(client, TABLE, **query).select(".listing td.title a")
    assert board == {words(link) for link in timeline} == {words(link) for link in table}
    return board


def csv_rows(client: Any, **query: Any) -> list[list[str]]:
    response = client.get(TABLE, {"export": "csv", **query})
    return list(csv.reader(io.StringIO(response.getvalue().decode())))


def update(key: str, **values: Any) -> None:
    """Write on an item past every rule."""
    RoadmapItem.objects.filter(improvement=key).update(**values)
