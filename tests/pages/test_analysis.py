"""What a map adds up to for its readers, and a project: numbers, links, privacy, cost."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from tests.factories import improvement, improvement_card, make_future_map, make_map, make_project
from tests.insights.small_world import make_world, today, tomorrow
from wagtail_parcours.models import CurrentStateMapPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(locale_fr):
    return make_world(locale_fr)


@pytest.fixture
def read(client):
    def read(page, path="analysis/"):
        response = client.get(page.url + path)
        assert response.status_code == 200
        return BeautifulSoup(response.content.decode(), "html.parser")

    return read


def words(element):
    return " ".join(element.get_text(" ").split())


def gaps(document):
    return {words(row.th): words(row.td) for row in document.select(".parcours-gaps tbody tr")}


def listed(document, anchor):
    """The texts of the list that follows a heading."""
    told = document.find(id=anchor).find_next("ul", class_="parcours-told")
    return [words(entry.a) for entry in told.find_all("li", recursive=False)]


def test_a_current_map_says_what_is_missing(world, read):
    assert gaps(read(world.applying)) == {
        "Barriers and pain points that no improvement removes": "3 of 5",
        "Channels in use without an improvement card": "2 of 4",
        "Stages without evidence": "3 of 4",
        "Open needs": "1 of 2",
    }


def test_its_matrix_leads_to_the_findings(world, read):
    document = read(world.applying)
    table = document.select_one(".parcours-matrix__table")
    rows = [[words(cell) for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")]
    assert rows == [
        ["", "Employee irritated", "Employee delighted", "Total"],
        ["Client irritated", "2", "1", "3"],
        ["Client delighted", "1", "1", "2"],
        ["Total", "3", "2", "5"],
    ]
    assert listed(document, "cell-irritant-irritant") == [
        "No number on the page",
        "The form is lost",
    ]
    assert listed(document, "cell-employee-unstated") == ["Has to spell the name"]
    assert listed(document, "cell-neutral") == ["Everything is typed twice"]


def test_every_link_of_a_number_leads_somewhere(world, read):
    for page in (world.applying, world.future, world.renewing):
        document = read(page)
        targets = {element["id"] for element in document.select("[id]")}
        links = document.select(".parcours-analysis a[href^='#']")
        assert links
        assert {link["href"][1:] for link in links} <= targets


def test_every_entry_leads_to_its_place_on_a_map(world, client):
    page = make_map(body=today()[:2], title="Applying again", parent=world.project)
    future = make_future_map(page, body=tomorrow(), title="Better", parent=world.project)
    maps = {
        one.url: BeautifulSoup(client.get(one.url).content.decode(), "html.parser")
        for one in (page, future, world.renewing)
    }
    places = 0
    for url in maps:
        document = BeautifulSoup(client.get(f"{url}analysis/").content.decode(), "html.parser")
        for link in document.select(".parcours-told a"):
            there, _sign, anchor = link["href"].partition("#")
            assert there in maps
            assert not anchor or maps[there].find(id=anchor), link
            places += bool(anchor)
    assert places > 20


def test_it_says_what_the_future_map_does(world, read):
    document = read(world.applying)
    answered = document.find(id="parcours-answered").find_parent("section")
    said = [words(entry) for entry in answered.select(".parcours-told > li")]
    assert len(said) == 2
    assert "No number on the page" in said[0]
    assert said[0].endswith("Improvements that remove it: A number on each page Online")
    assert "The line is always busy" in said[1]
    assert "More lines" in said[1]


def test_in_french_the_improvements_are_those_of_the_french_map(world, read):
    document = read(world.french["applying"])
    link = document.find("a", string="A number on each page")
    assert link["href"].startswith(world.french["future"].url)


def test_a_map_without_a_future_says_so(world, read):
    document = read(world.renewing)
    assert gaps(document) == {
        "Barriers and pain points that wait for a future-state map": "2 of 2",
        "Stages without evidence": "1 of 1",
    }
    assert "No published future-state map starts from this map yet." in words(document)


def test_a_future_map_says_what_it_leaves_open(world, read):
    document = read(world.future)
    assert gaps(document) == {
        "Barriers and pain points that no improvement removes": "3 of 5",
        "Improvements that answer nothing": "2 of 4",
        "Channels in use without an improvement card": "2 of 4",
    }
    assert listed(document, "gap-barriers") == [
        "The form is lost",
        "Has to spell the name",
        "Everything is typed twice",
    ]
    assert listed(document, "gap-improvements") == ["A nicer colour", "Ask only once"]
    assert listed(document, "gap-channels") == ["In person", "Mail"]
    assert document.select_one(".parcours-header a")["href"] == world.future.url


def test_each_future_map_answers_for_itself(world, read):
    cards = [improvement_card("in-person", [improvement(barriers=["f5"])])]
    second = make_future_map(world.applying, body=cards, title="A second way", parent=world.project)
    assert listed(read(second), "gap-barriers")[0] == "No number on the page"
    assert gaps(read(world.future))["Channels in use without an improvement card"] == "2 of 4"
    assert gaps(read(world.applying))["Channels in use without an improvement card"] == "1 of 4"


def test_an_empty_map_says_how_to_start(read):
    document = read(make_map(body=[], title="Empty"))
    assert "There is nothing to count on this map yet." in words(document)


def test_the_map_links_to_it(world, read):
    link = read(world.future, "").find("a", string="What this map adds up to")
    assert link["href"] == f"{world.future.url}analysis/"


def test_an_alias_tells_what_its_page_tells(world, read):
    other = make_project(title="Elsewhere")
    alias = world.applying.create_alias(parent=other)
    alias = CurrentStateMapPage.objects.get(pk=alias.pk)
    assert gaps(read(alias)) == gaps(read(world.applying))


# -- projects


def test_a_project_adds_up_its_maps(world, read):
    document = read(world.project, "")
    assert gaps(document) == {
        "Barriers and pain points that no improvement removes": "3 of 5",
        "Improvements that answer nothing": "2 of 4",
        "Channels in use without an improvement card": "2 of 4",
        "Stages without evidence": "4 of 5",
        "Open needs": "1 of 2",
        "Current-state maps without a future-state map": "1 of 2",
    }
    picture = document.select_one(".parcours-matrix__picture")
    assert picture["aria-label"] == (
        "To fix first: 3. To fix next: 1. To fix right after: 1. To build on: 1."
    )
    assert "Effect on the employee not stated: 2" in words(document)
    links = {link["href"] for link in document.select(".parcours-sums li a")}
    assert links == {
        f"{page.url}analysis/" for page in (world.applying, world.renewing, world.future)
    }
    assert "3 maps that you may read are counted" in words(document)


def test_an_empty_project_has_no_numbers(read):
    assert not read(make_project(), "").select(".parcours-gaps")


# -- privacy

GROUPS, LOGIN, PASSWORD = "groups", "login", "password"


def restrict(page, kind):
    rule = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="open")
    if kind == GROUPS:
        rule.groups.add(Group.objects.get_or_create(name="Insiders")[0])
    return rule


@pytest.mark.parametrize("kind", [GROUPS, LOGIN, PASSWORD])
def test_the_analysis_is_as_private_as_the_map(world, client, kind):
    restrict(world.applying, kind)
    response = client.get(f"{world.applying.url}analysis/")
    if response.status_code == 200:
        assert kind == PASSWORD
        assert "No number on the page" not in response.content.decode()
    else:
        assert response.status_code == 302


@pytest.mark.parametrize("kind", [GROUPS, LOGIN, PASSWORD])
def test_a_future_map_tells_nothing_of_a_private_current_map(world, read, kind):
    for page in (world.applying, world.french["applying"]):
        restrict(page, kind)
    document = read(world.future)
    assert gaps(document) == {
        "Improvements that answer nothing": "1 of 4",
    }
    assert "3 more name barriers of maps that are not there for you." in words(document)
    text = words(document)
    for secret in ("Has to spell the name", "The form is lost", "In person", "3 of 5"):
        assert secret not in text
    assert not [link for link in document.select("a") if link.get("href") == world.applying.url]


@pytest.mark.parametrize("kind", [GROUPS, LOGIN, PASSWORD])
def test_a_current_map_tells_nothing_of_a_private_future_map(world, read, kind):
    for page in (world.future, world.french["future"]):
        restrict(page, kind)
    text = words(read(world.applying))
    assert "No published future-state map starts from this map yet." in text
    for secret in ("A number on each page", "as it should be", "More lines"):
        assert secret not in text


@pytest.mark.parametrize("kind", [GROUPS, LOGIN, PASSWORD])
def test_a_project_counts_what_its_visitor_may_read(world, read, client, kind, django_user_model):
    rules = [
        restrict(page, kind) for page in (world.applying, world.french["applying"], world.future)
    ]
    document = read(world.project, "")
    assert gaps(document)["Barriers and pain points that no improvement removes"] == "0 of 0"
    assert gaps(document)["Stages without evidence"] == "1 of 1"
    assert "1 map that you may read is counted" in words(document)
    person = django_user_model.objects.create_user("rita")
    if kind == GROUPS:
        person.groups.add(Group.objects.get(name="Insiders"))
    client.force_login(person)
    if kind == PASSWORD:
        session = client.session
        session["passed_page_view_restrictions"] = [rule.pk for rule in rules]
        session.save()
    document = read(world.project, "")
    assert gaps(document)["Barriers and pain points that no improvement removes"] == "3 of 5"


def test_a_draft_has_no_analysis(client, locale_en):
    page = make_map(live=False, title="Draft")
    assert client.get(f"{page.url}analysis/").status_code == 404


# -- cost


def test_the_cost_does_not_grow_with_the_map(world, client, django_assert_max_num_queries):
    def cost(page):
        with django_assert_max_num_queries(45) as captured:
            assert client.get(f"{page.url}analysis/").status_code == 200
        return len(captured)

    cost(world.renewing)
    body = today()
    body[0]["value"]["stages"] *= 5
    large = make_map(body=body, title="Large", parent=world.project)
    small = make_map(body=today(), title="Small", parent=world.project)
    assert cost(large) == cost(small)
