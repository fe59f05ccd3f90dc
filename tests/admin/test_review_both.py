"""The approver of a translation reads it beside its source, and knows what it was made from."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, WorkflowPage

from tests.admin.translating import (
    change_source,
    go_live,
    say,
    segments,
    translated_map,
)
from tests.factories import stage, stage_table
from tests.governance.routes import draft_on, logged_in, make_legacy, make_superuser, make_unsigned
from tests.governance.workflows import (
    fresh,
    make_group,
    make_person,
    sign_now,
    submit,
)
from wagtail_parcours.governance.steps import review_address

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(locale_fr):
    return translated_map(locale_fr)


def save(case):
    case.translation.refresh_from_db()
    case.translation.source.refresh_from_db()
    case.translation.save_target(user=case.translator, publish=False)


def waiting(case):
    save(case)
    return submit(case.page, case.translator)


def opened(person, state, query=""):
    response = logged_in(person).get(review_address(state) + query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(element):
    return " ".join(element.get_text(" ").split())


def rows(soup):
    """Each row of the table as (place, source, translation), in words."""
    return [
        tuple(words(cell) for cell in row.select("th, td"))
        for row in soup.select(".parcours-both tbody tr")
    ]


# -- by place


def test_each_text_stands_beside_its_translation(case):
    say(case)
    soup = opened(case.approver, waiting(case))
    found = rows(soup)
    assert ("Title", "Applying", "Présenter une demande") in found
    assert ("S’informer › Client actions", "Calls us", "Nous appelle") in found
    both = words(soup.select_one("#both-section"))
    assert "Every text is translated, and none is newer in the source." in both
    assert "Show only those to look at" not in both
    assert "In both languages" in words(soup.select_one(".parcours-review__jumps"))


def test_each_side_says_its_language(case):
    say(case)
    soup = opened(case.approver, waiting(case))
    for row in soup.select(".parcours-both tbody tr"):
        sides = [cell.select_one(".parcours-pieces") for cell in row.select("td")]
        assert [(side["lang"], side["dir"]) for side in sides] == [("en", "ltr"), ("fr", "ltr")]


def test_a_text_from_right_to_left_too(case):
    Locale.objects.filter(language_code="fr").update(language_code="ar")
    soup = opened(case.approver, waiting(case))
    side = soup.select(".parcours-both tbody tr td")[1].select_one(".parcours-pieces")
    assert (side["lang"], side["dir"]) == ("ar", "rtl")


def test_what_is_to_be_looked_at_is_marked(case):
    say(case)
    say(case, {"Calls us": "Nous appelle au téléphone"}, kind="machine")
    [untranslated] = [s for s in segments(case) if s.string.data == "Inform"]
    untranslated.string.translations.all().delete()
    save(case)
    body = fresh(case.source).body.raw_data
    change_source(case, title="Applying today", body=list(body))
    state = submit(case.page, case.translator)
    found = {place: (source, said) for place, source, said in rows(opened(case.approver, state))}
    title = found["Title Newer in the source"]
    assert title == ("Applying today When it was translated: Applying", "Présenter une demande")
    assert found["Inform › Name Not translated"] == ("Inform", "Inform")
    machine = "Inform › Client actions Translated by machine, not confirmed"
    assert found[machine] == ("Calls us", "Nous appelle au téléphone")


def test_only_those_may_be_asked_for(case):
    say(case)
    save(case)
    change_source(case, title="Applying today")
    state = submit(case.page, case.translator)
    soup = opened(case.approver, state)
    link = soup.find("a", string="Show only those to look at")
    assert "1 text to look at (Newer in the source: 1)" in words(soup.select_one("#both-section"))
    soup = opened(case.approver, state, link["href"].partition("#")[0])
    assert len(rows(soup)) == 1
    assert soup.find("a", string="Show all texts") is not None


def test_a_new_stage_of_the_source_is_there_too(case):
    say(case)
    save(case)
    [table] = fresh(case.source).body.raw_data
    table["value"]["stages"].append(stage("Decide", actions="Gets a letter"))
    change_source(case, body=[table])
    state = submit(case.page, case.translator)
    found = rows(opened(case.approver, state))
    assert ("Decide › Client actions New in the source", "Gets a letter", "nothing") in found


def test_what_the_source_dropped_is_there_too(case):
    say(case)
    save(case)
    change_source(case, body=[])
    state = submit(case.page, case.translator)
    found = [row for row in rows(opened(case.approver, state)) if row[2] == "Nous appelle"]
    assert found == [
        (
            "S’informer › Client actions Not in the source any more",
            "nothing When it was translated: Calls us",
            "Nous appelle",
        )
    ]


def test_a_map_that_is_no_translation_has_one_language(case):
    draft_on(case.source)
    state = submit(case.source, case.translator)
    soup = opened(case.approver, state)
    assert soup.select_one("#both-section") is None
    assert "machine" not in words(soup.select_one("#open-points-section"))
    to = reverse("wagtail_parcours:review_source_reading", args=[state.pk])
    assert logged_in(case.approver).get(to).status_code == 404


def test_queries_do_not_grow_with_the_stages(case):
    def asked(number):
        table = stage_table(
            [stage(f"S{n}", actions=f"Does {n}") for n in range(number)], ["actions"]
        )
        change_source(case, body=[table])
        save(case)
        state = submit(case.page, case.translator)
        opened(case.approver, state)
        with CaptureQueriesContext(connection) as queries:
            opened(case.approver, state)
        state.workflow_state.cancel(user=case.translator)
        return len(queries)

    assert asked(12) <= asked(2)


# -- both pages


def test_the_source_is_shown_as_it_was_signed(case):
    say(case)
    save(case)
    change_source(case, title="Applying today")
    state = submit(case.page, case.translator)
    soup = opened(case.approver, state)
    frames = [frame["src"] for frame in soup.select("#both-section iframe")]
    assert frames == [
        reverse("wagtail_parcours:review_source_reading", args=[state.pk]),
        reverse("wagtail_parcours:review_reading", args=[state.pk]),
    ]
    source = logged_in(case.approver).get(frames[0])
    assert source["X-Frame-Options"] == "SAMEORIGIN"
    shown = BeautifulSoup(source.content, "html.parser").h1
    assert words(shown) == "Applying"


def test_a_source_that_nobody_signed_is_shown_as_it_is(locale_fr):
    case = translated_map(locale_fr, make=make_legacy)
    state = submit(case.page, case.translator)
    soup = opened(case.approver, state)
    said = words(soup.select_one("#both-section"))
    assert "Made from a version in English that nobody signed." in said
    source = logged_in(case.approver).get(soup.select_one("#both-section iframe")["src"])
    assert words(BeautifulSoup(source.content, "html.parser").h1) == "Applying"


def test_an_unsigned_draft_of_the_source_is_for_its_authors(locale_fr):
    case = translated_map(locale_fr, make=make_unsigned)
    state = submit(case.page, case.translator)
    signer = make_person("sam", make_group("French signers"))
    state.task.specific.groups.add(make_group("French signers"))
    # Nobody of that group signs the English map.
    WorkflowPage.objects.exclude(page=case.page.get_parent()).delete()
    soup = opened(signer, state)
    both = words(soup.select_one("#both-section"))
    assert "You may not read the source, because it is not published." in both
    assert rows(soup) == []
    to = reverse("wagtail_parcours:review_source_reading", args=[state.pk])
    assert logged_in(signer).get(to).status_code == 404
    assert rows(opened(make_superuser(), state))


def test_who_may_read_the_source_there(case, client):
    state = waiting(case)
    to = reverse("wagtail_parcours:review_source_reading", args=[state.pk])
    assert "login" in client.get(to).url
    for groups in ([], [make_group("Readers")]):
        person = make_person(f"person{len(groups)}", *groups)
        assert logged_in(person).get(to).status_code == 302
    for person in (case.approver, case.translator):
        assert logged_in(person).get(to).status_code == 200


# -- what it was made from


def test_the_version_it_was_made_from_is_named_in_words(case):
    state = waiting(case)
    both = words(opened(case.approver, state).select_one("#both-section"))
    assert "people signed the version in English that it was made from." in both
    assert fresh(case.page).source_seal not in both


def test_a_comparison_names_both_versions(case):
    say(case)
    save(case)
    go_live(case.page)
    before = fresh(case.page).source_seal
    change_source(case, introduction="Newer.")
    save(case)
    state = submit(case.page, case.translator)
    soup = opened(case.approver, state)
    changes = words(soup.select_one("#changes-section"))
    assert "Made from" in changes
    assert "The version in English that was signed on" in changes
    assert before not in str(soup.select_one("#changes-section"))
    assert fresh(case.page).source_seal[:12] not in changes


def test_the_record_says_it_too(case):
    waiting(case)
    record = sign_now(case.page, case.approver)
    to = reverse("wagtail_parcours:sign_off", args=[record.position])
    response = logged_in(make_superuser()).get(to)
    assert "Made from" in response.content.decode()
    assert "The version in English that was signed on" in response.content.decode()


# -- what is open


def test_unconfirmed_texts_of_a_machine_are_open_and_stop_nobody(case):
    say(case, kind="machine")
    state = waiting(case)
    soup = opened(case.approver, state)
    points = words(soup.select_one("#open-points-section"))
    assert "texts were translated by machine, and nobody has confirmed them." in points
    sign_now(case.page, case.approver)
    assert fresh(case.page).live


def test_confirmed_ones_are_not(case):
    say(case)
    soup = opened(case.approver, waiting(case))
    assert "Texts translated by machine None." in words(soup.select_one("#open-points-section"))
