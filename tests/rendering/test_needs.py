"""The needs of target groups and what answers them, for readers."""

import pytest
from bs4 import BeautifulSoup
from django.utils import translation
from wagtail.models import Locale

from tests.factories import PersonaFactory, TargetGroupFactory, home_page, make_map
from tests.other_sides import initiative, need, needs_list
from wagtail_parcours.blocks import NeedsBlock
from wagtail_parcours.rendering.needs import standing

pytestmark = pytest.mark.django_db


def words(element):
    return " ".join(element.get_text(" ").split())


@pytest.fixture
def newcomers():
    return TargetGroupFactory(name="Newcomers")


def key(thing):
    return str(thing.translation_key)


def test_each_need_is_told_with_who_has_it_when_and_what_answers_it(read, newcomers):
    amina = PersonaFactory(name="Amina")
    answers = [
        initiative("A video", exists="Captions\nSound", missing="Sign language"),
        initiative("A call back", kind="interaction"),
    ]
    entry = need(
        "Know whether it is for me",
        answers,
        group=key(newcomers),
        persona=key(amina),
        moment="The first letter",
    )
    document = read(make_map(body=[needs_list([entry], "What they need")]))
    section = document.select_one(".parcours-needs")
    assert section.h2.get_text() == "What they need"
    assert section.h3.get_text() == "Newcomers"
    assert words(section.select_one(".parcours-need__what")) == (
        "Persona Amina Key moment The first letter Know whether it is for me Open need"
    )
    assert [words(li) for li in section.select(".parcours-initiative")] == [
        "Content A video What exists Captions Sound What is missing Sign language",
        "Interaction A call back",
    ]


def test_a_need_is_open_until_it_is_wholly_answered(read):
    entries = [
        need("One"),
        need("Two", [initiative(missing="Half of it")]),
        need("Three", [initiative(exists="All of it")]),
    ]
    document = read(make_map(body=[needs_list(entries)]))
    states = [words(state) for state in document.select(".parcours-need__state")]
    assert states == ["Open need", "Open need", "Answered"]
    shapes = {state.svg.path["d"] for state in document.select(".parcours-need__state")}
    assert len(shapes) == 2
    assert "Nothing answers this need yet." in words(document.select(".parcours-need")[0])
    assert words(document.select_one(".parcours-needs__standing")) == (
        "3 needs, 2 of which are still open."
    )


@pytest.mark.parametrize(
    ("needs", "open_needs", "said"),
    [
        (0, 0, ""),
        (1, 0, "Each need has its answer."),
        (1, 1, "1 need, 1 of which is still open."),
        (5, 1, "5 needs, 1 of which is still open."),
        (5, 3, "5 needs, 3 of which are still open."),
    ],
)
def test_how_many_are_open_is_said_in_a_sentence(needs, open_needs, said):
    with translation.override("en"):
        assert standing(needs, open_needs) == said


def test_needs_of_one_group_stand_together_and_those_of_none_last(read, newcomers):
    entries = [
        need("First"),
        need("Second", group=key(newcomers)),
        need("Third", group="no-such-group"),
        need("Fourth", group=key(newcomers)),
    ]
    section = read(make_map(body=[needs_list(entries)])).select_one(".parcours-needs")
    told = [words(found) for found in section.select("h3, .parcours-need__text")]
    assert told == [
        "Newcomers",
        "Second",
        "Fourth",
        "Target group that is gone",
        "Third",
        "Any target group",
        "First",
    ]


def test_where_no_group_is_named_there_is_none_to_tell_apart(read):
    section = read(make_map(body=[needs_list([need("First")])])).select_one(".parcours-needs")
    assert section.find("h3") is None


def test_a_persona_that_is_not_published_is_nobody(read):
    ben = PersonaFactory(name="Ben", live=False)
    document = read(make_map(body=[needs_list([need(persona=key(ben))])]))
    assert "Ben" not in document.select_one(".parcours-needs").get_text()


def test_names_are_in_the_language_of_the_page_where_there_is_one(client, newcomers):
    french = Locale.objects.create(language_code="fr")
    translated = newcomers.copy_for_translation(french)
    translated.name = "Nouveaux arrivants"
    translated.save()
    others = TargetGroupFactory(name="Others")
    home = home_page().copy_for_translation(french)
    home.save_revision().publish()
    body = [needs_list([need(group=key(newcomers)), need(group=key(others))])]
    page = make_map(body=body, parent=home, locale=french)
    document = BeautifulSoup(client.get(page.url).content.decode(), "html.parser")
    names = document.select(".parcours-needs h3")
    assert [name.get_text() for name in names] == ["Nouveaux arrivants", "Others"]
    assert names[0].find(lang=True) is None
    assert names[1].find(lang=True)["lang"] == "en"


def test_each_need_can_be_linked_to_once(read):
    entry = need()
    document = read(make_map(body=[needs_list([entry, entry])]))
    found = document.select(f"#need-{entry['id']}")
    assert len(found) == 1


def test_a_list_without_needs_says_what_belongs_there(read):
    document = read(make_map(body=[needs_list([])]))
    assert "No need yet" in document.select_one(".parcours-needs").get_text()
    assert document.h2.get_text() == "Needs and initiatives"


def test_a_block_alone_renders_itself(newcomers):
    entry = need("Know", [initiative(missing="Half")], group=key(newcomers))
    block = NeedsBlock()
    html = block.render(block.to_python(needs_list([entry], "Alone")["value"]))
    document = BeautifulSoup(html, "html.parser")
    assert words(document.h2) == "Alone"
    assert words(document.h3) == "Newcomers"
    assert words(document.select_one(".parcours-need__state")) == "Open need"


@pytest.mark.usefixtures("channels")
def test_it_is_valid_html(client, newcomers, nu_check):
    entries = [need("A\nB", [initiative("C\nD", exists="E\nF", missing="G")], group=key(newcomers))]
    page = make_map(body=[needs_list([*entries, need()], "Title <b>")])
    assert nu_check(client.get(page.url).content.decode()) == []
