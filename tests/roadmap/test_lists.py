"""The roadmap's board and table: who sees what, filters, order, their cost."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission

from tests.factories import make_index, make_map
from tests.governance.routes import translate_home
from tests.governance.workflows import (
    edit,
    fresh,
    make_approver,
    make_editor,
    make_group,
    make_person,
    make_workflow,
    sign_step,
    submit,
)
from tests.roadmap.plans import card, item, make_plan, promise, publish_signed
from tests.roadmap.screens import BOARD, LOOKS, TABLE, TIMELINE, csv_rows, document, shown, words
from wagtail_parcours.models.channels import forget_choices
from wagtail_parcours.roadmap import renew_items

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("channels")]


# -- who sees what


def test_it_is_in_both_menus(client, boss):
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert home.count(f'"{BOARD}"') == 2


def test_people_without_business_there_are_turned_away(client):
    make_plan()
    client.force_login(make_person("rita", make_group("Readers of the admin")))
    assert BOARD not in client.get(reverse("wagtailadmin_home")).content.decode()
    for address in LOOKS:
        for part in ("", "results/"):
            assert client.get(address + part).status_code == 302
            assert client.get(address + part, {"export": "csv"}).status_code == 302


def test_strangers_are_asked_to_sign_in(client):
    for address in LOOKS:
        assert client.get(address).status_code == 302


def section_editor(section, username="odile", *permissions):
    group = make_group(f"Editors of {section.title}")
    for name in permissions or ("change",):
        GroupPagePermission.objects.create(
            group=group,
            page=section,
            permission=Permission.objects.get(
                codename=f"{name}_page", content_type__app_label="wagtailcore"
            ),
        )
    return make_person(username, group)


def test_people_see_the_items_of_their_section_only(client):
    ours, theirs = make_index(title="Ours"), make_index(title="Theirs", slug="theirs")
    make_plan(promise("a", "Our improvement"), parent=ours, title="Our map")
    make_plan(
        promise("b", "Their improvement", responsible="Their team"),
        parent=theirs,
        title="Their map",
    )
    client.force_login(section_editor(ours))
    assert shown(client) == {"Our improvement"}
    for address in LOOKS:
        text = client.get(address).content.decode()
        for secret in ("Their improvement", "Their team", "Their map", "Theirs (English)"):
            assert secret not in text, address
    rows = csv_rows(client)
    assert [row[0] for row in rows] == ["Improvement", "Our improvement"]


def test_filters_give_away_nothing_of_other_sections(client):
    ours, theirs = make_index(title="Ours"), make_index(title="Theirs", slug="theirs")
    make_plan(promise("a"), parent=ours)
    secret = make_plan(promise("b"), parent=theirs)
    client.force_login(section_editor(ours))
    for query in (
        {"map": str(secret.translation_key)},
        {"section": theirs.pk},
        {"owner": "Contact centre"},
        {"q": "Improvement b"},
    ):
        assert "Improvement b" not in document(client, TABLE, **query).get_text()


def test_who_may_edit_a_translation_sees_the_items_of_the_map(client, locale_fr):
    french_home = translate_home(locale_fr)
    page = make_plan(promise("a"))
    client.force_login(section_editor(french_home))
    assert shown(client) == set()
    page.copy_for_translation(locale_fr)
    assert shown(client) == {"Improvement a"}


def test_signers_see_the_items_of_what_waits_for_them_and_write_on_none(client):
    author = make_editor()
    make_workflow(sign_step("Sign", make_group("Directors")))
    page = make_plan(promise("a"), owner=author)
    edit(page, author, introduction="New")
    submit(page, author)
    make_plan(promise("b"), slug="other")
    client.force_login(make_person("dora", make_group("Directors")))
    assert shown(client) == {"Improvement a"}
    board = document(client)
    assert not board.select(".parcours-move")
    record = reverse("wagtail_parcours:roadmap_facts", args=[item("a").pk])
    assert board.select_one(".parcours-plan h3 a")["href"] == record
    client.force_login(make_approver("somebody-else"))
    assert client.get(BOARD).status_code == 302


def test_what_belongs_to_a_deleted_map_is_for_superusers(client, boss, committed):
    page = make_plan(promise("a"))
    with committed():
        fresh(page).delete()
    assert shown(client) == {"Improvement a"}
    assert words(document(client).select_one(".parcours-flags")) == "Map deleted"
    client.force_login(make_editor())
    assert shown(client) == set()


def test_the_map_leads_to_its_roadmap(client, boss):
    page, today = make_plan(promise("a")), make_map(slug="today")
    make_plan(promise("b"), slug="other")
    editor = document(client, reverse("wagtailadmin_pages:edit", args=[page.pk]))
    link = editor.select_one(f'a[href^="{BOARD}?map="]')
    assert words(link) == "Roadmap"
    assert shown(client, map=link["href"].partition("=")[2]) == {"Improvement a"}
    other = document(client, reverse("wagtailadmin_pages:edit", args=[today.pk]))
    assert not other.select(f'a[href^="{BOARD}?map="]')


# -- what the list says


def columns(client, **query):
    found = document(client, BOARD, **query).select(".parcours-board__column")
    return {
        words(column.select_one("h2")): [words(title) for title in column.select("h3")]
        for column in found
    }


def test_the_board_has_a_column_for_each_state(client, plan):
    assert columns(client) == {
        "Planned 2": ["Improvement a", "In the language of nobody"],
        "Under way 1": ["Improvement b"],
        "Blocked 1": ["Improvement c"],
        "Done 1": ["Improvement d"],
        "Dropped 1": ["Improvement e"],
    }


def test_what_is_late_says_so_by_word_and_shape(client, plan):
    for address, row in ((BOARD, ".parcours-plan"), (TABLE, "tbody tr"), (TIMELINE, "tbody tr")):
        late = [
            found for found in document(client, address).select(row) if "Overdue" in words(found)
        ]
        assert len(late) == 2, address
        assert all(found.select("[class*=overdue] svg") for found in late)


def test_late_cards_come_first_and_withdrawn_ones_last(client, boss):
    page = make_plan(
        promise("gone", due="2019-01-01"),
        promise("later", due="2099-01-01"),
        promise("late", due="2020-01-01"),
        promise("never", due=""),
    )
    entries = [
        promise(key, due=due)
        for key, due in (("later", "2099-01-01"), ("late", "2020-01-01"), ("never", ""))
    ]
    renew_items(publish_signed(page, *entries))
    assert columns(client)["Planned 4"] == [
        "Improvement late",
        "Improvement later",
        "Improvement never",
        "Improvement gone",
    ]
    card_of = document(client).select(".parcours-plan")[-1]
    assert words(card_of.select_one(".parcours-flags")) == "Withdrawn from the map"


def test_a_long_column_ends_with_a_way_to_the_table(client, boss, monkeypatch):
    monkeypatch.setattr("wagtail_parcours.admin.roadmap.board.CARDS", 3)
    make_plan(*(promise(f"p{number}") for number in range(5)))
    board = document(client, BOARD, only="no_date")
    assert not board.select(".parcours-board__more")
    board = document(client)
    assert len(board.select(".parcours-plan")) == 3
    link = board.select_one(".parcours-board__more a")
    assert words(link) == "See all 5 in the table"
    assert len(document(client, link["href"]).select(".listing tbody tr")) == 5


def test_a_card_says_who_when_where_and_how_it_is(client, plan):
    blocked = document(client).select_one(f"#parcours-item-{item('c').pk}")
    assert words(blocked).startswith(
        "Improvement c The plan Telephone Overdue Responsible Odile Target date Jan. 31, 2020 "
        "Waits for the supplier Move"
    )


def test_texts_say_in_which_language_they_are(client, plan):
    title = document(client).select_one(".parcours-plan h3 a")
    assert title["lang"] == "en"


# -- filters, search, order


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"state": ["blocked", "done"]}, "cd"),
        ({"only": "overdue"}, "bc"),
        ({"only": ["overdue", "no_owner"]}, "bcf"),
        ({"only": "no_date"}, "f"),
        ({"owner": "Odile"}, "c"),
        ({"owner": "-"}, "f"),
        ({"channel": "online"}, "e"),
        ({"q": "supplier"}, "c"),
        ({"q": "odil"}, "c"),
        ({"q": "the plan", "state": "done"}, "d"),
        ({"q": "nothing of the kind"}, ""),
        ({"state": "no-such-state"}, "abcdef"),
        ({"map": "not-a-key"}, "abcdef"),
    ],
)
def test_filters_and_search(client, plan, query, expected):
    names = {"f": "In the language of nobody"}
    assert shown(client, **query) == {names.get(key, f"Improvement {key}") for key in expected}


def test_the_section_and_the_map_narrow_the_list(client, boss):
    section = make_index(title="Section")
    inside = make_plan(promise("a"), parent=section)
    make_plan(promise("b"), slug="outside")
    assert shown(client, section=section.pk) == {"Improvement a"}
    assert shown(client, map=str(inside.translation_key)) == {"Improvement a"}


def test_what_left_the_site_or_the_map_can_be_found(client, boss, committed):
    page = make_plan(promise("a"), promise("b"))
    renew_items(publish_signed(page, promise("a")))
    other = make_plan(promise("c"), slug="other")
    with committed():
        fresh(other).unpublish()
    assert shown(client, only="withdrawn") == {"Improvement b"}
    assert shown(client, only="not_live") == {"Improvement c"}


def test_the_looks_are_links_that_keep_the_filters(client, plan):
    links = document(client, TABLE, state="done", ordering="-due", p="1").select(
        ".parcours-looks a"
    )
    assert [(words(link), link["href"]) for link in links] == [
        ("Board", f"{BOARD}?state=done"),
        ("Timeline", f"{TIMELINE}?state=done"),
        ("Table", f"{TABLE}?state=done"),
    ]
    assert [link.get("aria-current") for link in links] == [None, None, "page"]


@pytest.mark.parametrize(
    ("ordering", "first"),
    [
        ("due", "Improvement b"),
        ("-due", "Improvement a"),
        ("state", "Improvement a"),
        ("-state", "Improvement e"),
        ("start", "Improvement b"),
        ("owner", "In the language of nobody"),
        ("-text", "In the language of nobody"),
        ("no-such-column", "Improvement b"),
    ],
)
def test_the_table_is_sorted_by_a_column(client, plan, ordering, first):
    rows = document(client, TABLE, ordering=ordering).select(".listing td.title a")
    assert words(rows[0]) == first


def test_an_empty_roadmap_says_what_belongs_here(client, boss):
    for address in LOOKS:
        text = document(client, address).get_text()
        assert "Nothing on the roadmap yet" in text
    make_plan()
    text = document(client, BOARD, q="nothing").get_text()
    assert "No improvement matches." in text


# -- its cost


def test_it_costs_the_same_for_many_items(client, boss):
    def cost(address, **query):
        client.get(address, query)
        # They are remembered for a second, which may pass or not.
        forget_choices()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address, query).status_code == 200
        return len(captured)

    make_plan(promise("a"))
    few = [cost(address) for address in LOOKS]
    for number in range(4):
        entries = [promise(f"{number}-{place}") for place in range(9)]
        make_plan(body=[card(*entries)], slug=f"map-{number}", title=f"Map {number}")
    assert [cost(address) for address in LOOKS] == few
    assert max(few) <= 30
    client.force_login(make_editor("with-pages"))
    assert max(cost(address) for address in LOOKS) <= 30
