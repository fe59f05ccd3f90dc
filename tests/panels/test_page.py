"""The portfolio page: what employees read, and that nobody reads of what they may not open."""

import csv
import io

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from tests.factories import add_page, make_index, make_map, make_project, stage_table
from tests.panels.world import in_french
from wagtail_parcours.models import JourneyPortfolioPage, slugs
from wagtail_parcours.panels.page import PAGE_PANELS

pytestmark = pytest.mark.django_db

SECRETS = ("Secret", "Hidden", "In person", "Zoe", "Zealots")


@pytest.fixture
def page(world):
    return add_page(
        JourneyPortfolioPage(title="Portfolio", slug="portfolio", introduction="All journeys.")
    )


@pytest.fixture
def read(client):
    def read(page, **query):
        response = client.get(page.url, query)
        assert response.status_code == 200
        return BeautifulSoup(response.content.decode(), "html.parser")

    return read


def words(document):
    return " ".join(document.get_text(" ").split())


def table(document, key):
    rows = document.select(f"#parcours-{key} tbody tr")
    return [[cell.get_text(strip=True) for cell in row.find_all(["th", "td"])] for row in rows]


def test_employees_read_figures_drawings_and_tables(read, page):
    document = read(page)
    text = words(document)
    for sentence in (
        "All journeys.",
        "maps of today 2",
        "There are 3 irritants, with a weight of 12 together.",
        "Ana meets most: 3 irritants, with a weight of 12.",
        "Stages that went up: 0 of 3. Stages that went down: 0.",
        "Open needs, which nothing answers or for which something is missing: 2 of 3.",
    ):
        assert sentence in text
    stages = [[row[0], *row[2:]] for row in table(document, "stages")]
    assert stages[0] == ["Apply", "\u22121.5", "2", "100%", "1", "\u22120.5"]
    assert [row[:2] for row in table(document, "worst")] == [
        ["Apply", "Applying"],
        ["Demander", "Renouveler"],
    ]
    # What editors have to do about their maps is not for this page.
    for heading in ("Guesswork", "Risks to data", "What rests on evidence"):
        assert heading not in text


def test_every_drawing_has_its_words_its_table_and_its_downloads(read, page):
    document = read(page)
    panels = document.select(".parcours-panel")
    assert [panel["id"].removeprefix("parcours-") for panel in panels] == [
        key for key in PAGE_PANELS if key in {panel["id"][9:] for panel in panels}
    ]
    for panel in panels:
        assert panel.select("table tbody tr")
        assert len(panel.select('.parcours-panel__links a[href*="export="]')) == 2
        for drawing in panel.select('svg[role="img"]'):
            for name in drawing["aria-labelledby"].split():
                assert document.find(id=name).get_text(strip=True)


def test_places_lead_to_the_maps(read, page, world):
    document = read(page)
    first = document.select_one("#parcours-worst tbody th a")
    assert first["href"].startswith(f"{world.applying.url}#")
    named = [link.get_text() for link in document.select(".parcours-portfolio__maps a")]
    assert named == ["Applying", "Applying, one day", "Renouveler"]


def test_the_document_is_valid_and_needs_no_script(client, page, nu_check):
    html = client.get(page.url).content.decode()
    assert nu_check(html) == []
    assert "<script" not in html
    assert "style=" not in html


def test_figures_are_those_of_the_visitor(client, read, page, world):
    for _ in range(2):
        text = str(read(page))
        assert [secret for secret in SECRETS if secret in text] == []
        insider = get_user_model().objects.get_or_create(username="insider")[0]
        insider.groups.add(world.insiders)
        client.force_login(insider)
        text = words(read(page))
        assert "maps of today 3" in text
        assert "Hidden stage" in text
        client.logout()


def test_no_cache_on_the_way_keeps_the_page(client, page):
    assert "private" in client.get(page.url)["Cache-Control"]
    answer = client.get(page.url, {"panel": "stages", "export": "csv"})
    assert "private" in answer["Cache-Control"]


def test_a_map_made_private_is_gone_at_once(read, page, world):
    read(page)
    PageViewRestriction.objects.create(page=world.renewing, restriction_type="login")
    assert "Renouveler" not in str(read(page))


# -- downloads


def download(client, page, key, export_format="csv"):
    response = client.get(page.url, {"panel": key, "export": export_format})
    assert response.status_code == 200
    return response


@pytest.mark.parametrize("key", PAGE_PANELS)
def test_a_download_holds_the_table_of_the_page(client, read, page, key):
    response = download(client, page, key)
    assert response["Content-Type"] == "text/csv"
    rows = list(csv.reader(io.StringIO(response.content.decode())))
    content = str(rows)
    assert [secret for secret in SECRETS if secret in content] == []
    assert [row[0] for row in rows[1:] if key != "months"] == [
        row[0] for row in table(read(page), key) if key != "months"
    ]


def test_a_private_page_gives_no_download(client, page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    response = client.get(page.url, {"panel": "stages", "export": "csv"})
    assert response.status_code == 302
    assert "attachment" not in response.get("Content-Disposition", "")


@pytest.mark.parametrize(
    "query",
    [
        {"panel": "risks", "export": "csv"},
        {"panel": "guesswork", "export": "xlsx"},
        {"panel": "secrets", "export": "csv"},
        {"panel": "stages", "export": "pdf"},
        {"export": "csv"},
    ],
)
def test_what_the_page_does_not_show_is_no_download(client, page, query):
    response = client.get(page.url, query)
    assert response["Content-Type"].startswith("text/html")


# -- part of the site, languages


def test_it_covers_the_part_that_was_chosen(read, page, world):
    project = make_project(make_index(title="Others", slug="others"))
    make_map(body=[stage_table(1)], title="Elsewhere", parent=project)
    assert "maps of today 3" in words(read(page))
    page.below = Page.objects.get(pk=project.pk)
    page.save()
    text = words(read(page))
    assert "Maps are counted below: Benefit for caregivers" in text
    assert "maps of today 1" in text
    PageViewRestriction.objects.create(page=project, restriction_type="login")
    text = words(read(page))
    assert "Benefit for caregivers" not in text
    assert "No journey map that you may read is published here yet." in text


def test_a_part_is_covered_in_every_language(read, page, world):
    make_map(body=[stage_table(1)], title="Outside", slug="outside")
    assert "Outside" in str(read(page))
    page.below = Page.objects.get(pk=world.index.pk)
    page.save()
    html = str(read(page))
    assert "Outside" not in html
    # It exists in French only, below the French catalogue.
    assert "Renouveler" in html


def test_a_page_in_french_tells_maps_in_french(read, page, world, locale_fr):
    french = in_french(page, locale_fr)
    document = read(french)
    # +2 and −1, in two maps.
    assert table(document, "stages")[-1][2:4] == ["+0,5", "2"]
    maps = document.select_one(".parcours-portfolio__maps")
    assert [(link.get_text(), link.get("lang")) for link in maps.find_all("a")] == [
        ("Applying, one day", "en"),
        ("Demander", None),
        ("Renouveler", None),
    ]


def test_without_a_map_it_says_what_is_to_come(read):
    page = add_page(JourneyPortfolioPage(title="Portfolio", slug="portfolio"))
    assert "Figures appear with the first one." in words(read(page))


def test_more_maps_than_are_named_lead_to_the_catalogue(read, page, world, monkeypatch):
    monkeypatch.setattr("wagtail_parcours.panels.page.NAMED_MAPS", 1)
    text = words(read(page))
    assert "2 more maps are counted. Find them in: Journeys" in text


def test_queries_do_not_grow_with_the_portfolio(client, page, world, monkeypatch):
    # Names are remembered for a moment: on a slow machine one view may take longer than that.
    monkeypatch.setattr(slugs, "CHOICES_LIFETIME", 3600)

    def queries():
        cache.clear()
        client.get(page.url)
        with CaptureQueriesContext(connection) as captured:
            client.get(page.url)
        return len(captured)

    # The first map of the page's own language may bring a kind of entry that was not there.
    make_map(2, title="First", slug="first-of-all", parent=world.index)
    few = queries()
    assert few <= 40
    for number in range(6):
        make_map(2, title=f"Map {number}", slug=f"map-{number}", parent=world.index)
    assert queries() == few


def test_it_may_stand_anywhere_and_holds_no_pages(world):
    assert JourneyPortfolioPage.can_create_at(world.index)
    assert JourneyPortfolioPage.allowed_subpage_models() == []


@pytest.mark.usefixtures("searchable")
def test_it_is_edited_previewed_and_found(admin_client, page, world):
    form = admin_client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert "Part of the site" in form
    preview = page.make_preview_request(preview_mode=page.default_preview_mode)
    assert "maps of today" in preview.content.decode()
    found = [found.specific for found in Page.objects.search("all journeys")]
    assert page in found
