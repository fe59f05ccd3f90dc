"""``…/outline/`` and ``…/story/``: the same map for those whom a table does not suit."""

from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from tests.factories import (
    PersonaFactory,
    make_channels,
    make_future_map,
    make_map,
    persona_profile,
    stage,
    stage_table,
)
from tests.other_sides import whole_stage
from wagtail_parcours.frameworks import all_lanes
from wagtail_parcours.models import CurrentStateMapPage

pytestmark = pytest.mark.django_db
EVERY_LANE = [lane.key for lane in all_lanes()]


@pytest.fixture
def read(client):
    """Return a function that gives a page below the address of a map as a document."""

    def get(page, path="outline/"):
        response = client.get(f"{page.url}{path}")
        assert response.status_code == 200
        return BeautifulSoup(response.content.decode(), "html.parser")

    return get


def words(element):
    return " ".join(element.get_text(" ").split())


@pytest.fixture
def whole():
    """A map whose two stages have something to say in every lane, and an empty one."""
    make_channels()
    stages = [whole_stage(1), whole_stage(2), stage("Nothing yet", "empty")]
    table = stage_table(stages, EVERY_LANE)
    return make_map(body=[persona_profile(PersonaFactory(name="Ana")), table], title="Whole")


def test_it_says_all_that_the_table_says_stage_by_stage(whole, read):
    grid = read(whole, "").select_one(".parcours-scroll table")
    names = [words(name) for name in grid.select("thead th .parcours-name")]
    rows = grid.select("tbody tr:not(.parcours-line)")
    told = read(whole).select(".parcours-outline__stage")
    assert [words(chapter.select_one("h3 .parcours-name")) for chapter in told] == names
    for place, chapter in enumerate(told):
        cells = [row.select("td")[place] for row in rows]
        said = [words(cell) for cell in cells if not cell.select_one(".parcours-none")]
        passages = chapter.select(".parcours-outline__said")
        assert [words(passage) for passage in passages] == said
    # Nobody knows the indicator of that lane.
    assert len(told[0].select(".parcours-outline__said")) == len(rows) - 1
    assert words(told[2]).endswith("Nothing is noted of this stage yet.")


def test_stages_are_no_table_and_headings_skip_no_level(whole, read):
    document = read(whole)
    assert [table.find_parent("details") is None for table in document.select("table")] == [False]
    levels = [int(heading.name[1]) for heading in document.select("h1, h2, h3, h4, h5, h6")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_anchor_of_the_map_is_there(whole, read):
    """A link to a stage or a finding leads to it in both."""
    anchors = [
        {element["id"] for element in read(whole, path).select("[id]")} for path in ("", "outline/")
    ]
    of_content = [
        {
            name
            for name in found
            if name.partition("-")[0] in {"stage", "finding", "persona", "table"}
        }
        for found in anchors
    ]
    assert of_content[1] >= {
        name for name in of_content[0] if not name.endswith(("-all", "-caption"))
    }
    assert any(name.startswith("finding-") for name in of_content[1])


def test_the_lines_of_a_blueprint_stand_where_they_are_crossed(whole, read):
    grid = read(whole, "").select(".parcours-line__name")
    first, *_others = read(whole).select(".parcours-outline__stage")
    lines = first.select(".parcours-outline__line")
    assert [words(line) for line in lines] == [words(line) for line in grid]
    assert words(lines[0].find_next("h4"))


def test_each_way_is_a_plain_link_and_says_which_one_is_shown(whole, read):
    for path, shown in (("", "Table"), ("outline/", "Outline"), ("story/", "Story")):
        ways = read(whole, path).select(".parcours-ways a")
        assert [link["href"] for link in ways] == [
            whole.url,
            f"{whole.url}outline/",
            f"{whole.url}story/",
        ]
        assert [words(link) for link in ways if link.get("aria-current")] == [shown]


def test_the_other_parts_are_the_same(read):
    future = make_future_map(make_map())
    both = [read(future, path) for path in ("", "outline/")]
    cards = [[words(card) for card in document.select(".parcours-card")] for document in both]
    assert cards[0] == cards[1]
    assert cards[0]


@pytest.mark.parametrize("way", ["outline", "story"])
def test_it_is_as_private_as_the_map(whole, client, way):
    PageViewRestriction.objects.create(page=whole, restriction_type="login")
    response = client.get(f"{whole.url}{way}/")
    assert response.status_code == 302
    assert "Ana" not in response.content.decode()


@pytest.mark.parametrize("way", ["outline", "story"])
def test_a_draft_has_none(client, way):
    page = make_map(live=False)
    assert client.get(f"{page.url}{way}/").status_code == 404


@pytest.mark.parametrize("way", ["outline", "story"])
def test_what_waits_as_a_draft_is_not_told(whole, read, way):
    page = CurrentStateMapPage.objects.get(pk=whole.pk)
    page.body = [stage_table([stage("Secret plan", "s")], ["actions"])]
    page.save_revision()
    assert "Secret plan" not in words(read(whole, f"{way}/"))


def test_it_costs_what_the_map_costs(whole, client):
    counts = []
    for path in ("", "outline/", "story/"):
        client.get(f"{whole.url}{path}")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{whole.url}{path}")
        counts.append(len(asked))
    assert max(counts[1:]) <= counts[0] + 1


def test_a_map_without_stages_says_how_it_will_look(read):
    page = make_map(body=[stage_table(0)])
    assert "one after the other" in words(read(page).select_one(".parcours-outline"))


# -- the story


def test_the_story_says_all_that_the_outline_says(whole, read):
    told = read(whole).select(".parcours-outline__stage")
    scenes = read(whole, "story/").select(".parcours-scene")
    assert len(scenes) == len(told) == 3
    for chapter, scene in zip(told, scenes, strict=True):
        said = [words(passage) for passage in chapter.select(".parcours-outline__said")]
        shown = [words(part.div) for part in scene.select(".parcours-scene__passage")]
        assert shown == said
        assert words(scene.h3) == words(chapter.select_one("h3 .parcours-name"))
    assert "Nothing is noted of what the client lives through here." in words(scenes[2])


def test_plain_links_lead_from_stage_to_stage(whole, read):
    scenes = read(whole, "story/").select(".parcours-scene")
    names = [scene.h3["id"] for scene in scenes]
    links = [[a["href"][1:] for a in scene.select(".parcours-scene__ways a")] for scene in scenes]
    assert links == [[names[1]], [names[0], names[2]], [names[1]]]


def test_the_curve_is_drawn_up_to_the_stage(read):
    levels = ["-2", "", "0", "1", "2"]
    stages = [
        stage(f"Stage {place}", f"s{place}", experience={"satisfaction": level})
        for place, level in enumerate(levels)
    ]
    page = make_map(body=[stage_table(stages, ["experience"])])
    scenes = read(page, "story/").select(".parcours-scene")
    drawn = [
        (
            len(scene.select(".parcours-scene__curve path[class^=parcours-level]")),
            len(scene.select(".parcours-scene__now")),
            len(scene.select(".parcours-scene__later")),
        )
        for scene in scenes
    ]
    assert drawn == [(1, 1, 3), (1, 0, 3), (2, 1, 2), (3, 1, 1), (4, 1, 0)]
    # The line breaks at the stage of which nobody knows.
    runs = [[path["d"].count("L") for path in scene.select(".parcours-run")] for scene in scenes]
    assert runs == [[], [], [], [1], [2]]


def test_headings_of_the_story_skip_no_level(whole, read):
    document = read(whole, "story/")
    levels = [int(heading.name[1]) for heading in document.select("h1, h2, h3, h4, h5, h6")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
