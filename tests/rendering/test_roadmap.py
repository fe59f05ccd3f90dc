"""What readers of a future-state map and of a project see of the progress made."""

import datetime
import re
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from tests.factories import make_future_map, make_map, make_project, sign_as_it_is
from tests.governance.routes import draft_on, translate_home
from tests.governance.workflows import fresh
from tests.roadmap.plans import card, item, make_plan, promise, publish_signed
from wagtail_parcours.models import RoadmapItem
from wagtail_parcours.roadmap import renew_items, roadmap_counts, write_item

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("channels")]


def write(key, **values):
    found = item(key)
    for name, value in values.items():
        setattr(found, name, value)
    return write_item(found, set(values))


def words(element):
    return " ".join(element.get_text(" ").split())


@pytest.fixture
def plan():
    """Five improvements: done, under way, blocked and late, planned, planned."""
    page = make_plan(*(promise(key, due="2099-01-31") for key in "abcde"))
    write("a", state="done")
    write("b", state="under_way", progress="The texts are written.\nThe voice is recorded.")
    write("c", state="blocked", due=datetime.date(2020, 1, 31))
    return page


def test_the_page_says_how_far_its_improvements_are(read, plan):
    section = read(plan).select_one("section.parcours-progress")
    assert words(section) == (
        "Progress so far 1 of 5 improvements are done. Planned: 2 Under way: 1 Blocked: 1 "
        "Done: 1 1 is past its target date."
    )
    assert section.select_one("progress")["value"] == "1"
    assert section.select_one("progress")["max"] == "5"


def test_each_improvement_says_its_state_and_its_note(read, plan):
    entries = read(plan).select(".parcours-improvement .parcours-progress-of")
    assert [words(entry) for entry in entries] == [
        "Progress: Done",
        "Progress: Under way The texts are written. The voice is recorded.",
        "Progress: Blocked Overdue Now expected by: Jan. 31, 2020",
        "Progress: Planned",
        "Progress: Planned",
    ]
    assert len(entries[2].select("svg[aria-hidden=true]")) == 2


def test_what_is_on_the_page_is_not_said_twice(read, plan):
    assert read(plan).get_text().count("Improvement a") == 1


def test_a_change_shows_at_once(read, plan):
    """Rendered parts are kept in a cache: progress is in none of them."""
    read(plan)
    write("b", state="done", progress="It is in service.")
    text = words(read(plan))
    assert "2 of 5 improvements are done." in text
    assert "It is in service." in text
    assert "The texts are written." not in text


def test_a_map_without_a_roadmap_says_nothing(read):
    page = make_future_map(body=[card(promise("a"))])
    document = read(page)
    assert not document.select(".parcours-progress, .parcours-progress-of")
    assert not read(make_map()).select(".parcours-progress")


def test_a_withdrawn_improvement_is_no_part_of_it(read, plan):
    renew_items(publish_signed(plan, promise("a"), promise("b")))
    document = read(fresh(plan))
    assert "1 of 2 improvements are done." in words(document)
    assert len(document.select(".parcours-progress-of")) == 2


def test_one_query_whatever_the_number_of_improvements(client, plan):
    many = make_plan(*(promise(f"m{number}") for number in range(40)), slug="many")
    bare = make_future_map(body=[card(promise("x"))], slug="bare")

    def queries(page):
        client.get(page.url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page.url).status_code == 200
        return [query["sql"] for query in captured if "roadmapitem" in query["sql"]], len(captured)

    asked, with_few = queries(plan)
    assert len(asked) == 1
    assert queries(many) == (queries(many)[0], with_few)
    assert queries(bare)[1] == with_few


def test_a_preview_and_a_draft_show_none(client, plan, admin_user):
    draft_on(plan)
    draft = fresh(plan).get_latest_revision_as_object()
    request = RequestFactory().get("/")
    request.user = admin_user
    response = draft.make_preview_request(original_request=request, preview_mode="")
    assert "parcours-progress" not in response.rendered_content


def test_a_map_that_is_kept_as_it_was_signed_still_shows_progress(read, plan):
    plan.parcours_live_version.changed_at = plan.parcours_live_version.since
    plan.parcours_live_version.save()
    assert "1 of 5 improvements are done." in words(read(plan))


def test_a_translation_shows_the_same_progress_in_its_language(read, plan, locale_fr):
    translate_home(locale_fr)
    french = plan.copy_for_translation(locale_fr)
    french = publish_signed(french, promise("a", "Lire le menu"), promise("b", "Rappeler"))
    write("b", progress="The texts are written.", progress_language="en")
    document = read(french, headers={"accept-language": "fr"})
    assert len(document.select(".parcours-progress-of")) == 2
    assert "Improvement a" not in document.get_text()
    note = document.select_one(".parcours-progress-of__note")
    assert (note["lang"], note["dir"]) == ("en", "ltr")


def test_an_alias_shows_the_progress_of_its_source(read, plan):
    alias = plan.create_alias(update_slug="alias")
    assert "1 of 5 improvements are done." in words(read(fresh(alias)))


def test_a_date_that_the_map_says_itself_is_not_repeated(read, plan):
    write("b", due=datetime.date(2099, 1, 31))
    assert "Now expected by" not in words(read(plan).select(".parcours-progress-of")[1])
    # What is done needs no date any more.
    write("a", due=datetime.date(2020, 1, 31))
    assert words(read(plan).select(".parcours-progress-of")[0]) == "Progress: Done"


@pytest.mark.parametrize(
    ("moment", "late"),
    [
        # Toronto is five hours behind UTC in winter: the day ends at 05:00 UTC.
        (datetime.datetime(2027, 2, 1, 4, 59, tzinfo=ZoneInfo("UTC")), False),
        (datetime.datetime(2027, 2, 1, 5, 0, tzinfo=ZoneInfo("UTC")), True),
    ],
)
def test_a_date_is_missed_at_midnight_where_the_organisation_is(read, monkeypatch, moment, late):
    make_plan(promise("a", due="2027-01-31"))
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    for zone in ("America/Toronto", "Asia/Tokyo", "Pacific/Honolulu"):
        # Whatever the person who looks has chosen for the admin.
        with timezone.override(ZoneInfo(zone)):
            assert item("a").is_overdue is late
            assert RoadmapItem.objects.overdue().exists() is late
            assert roadmap_counts(RoadmapItem.objects.all())["overdue"] == late


def test_notes_are_escaped_and_valid_html(client, plan, nu_check):
    write("b", progress="<script>alert(1)</script> & https://example.org/plan")
    html = client.get(plan.url).content.decode()
    assert "<script>alert(1)" not in html
    assert '<a href="https://example.org/plan"' in html
    assert nu_check(html) == []


def test_a_project_tells_the_progress_of_its_maps(read):
    project = make_project()
    first = make_plan(promise("a"), promise("b"), parent=project, title="First")
    make_plan(promise("c"), parent=project, title="Second", slug="second")
    make_map(parent=project, title="Today")
    first.create_alias(parent=project, update_slug="alias")
    write("a", state="done")
    write("c", state="under_way", due=datetime.date(2020, 1, 1))
    section = read(project).select_one("section.parcours-progress")
    text = words(section)
    assert text.startswith(
        "Progress so far 1 of 3 improvements are done. Planned: 1 Under way: 1 Done: 1 "
        "1 is past its target date."
    )
    titles = [words(heading) for heading in section.select("h3")]
    assert titles == ["First", "Second", "First"]
    assert "0 of 1 improvement is done." in text


def test_a_project_tells_nothing_of_what_its_reader_may_not_read(read):
    project = make_project()
    secret = make_plan(promise("a"), parent=project, title="Secret")
    make_plan(promise("b"), parent=project, title="Open", slug="open")
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    text = words(read(project))
    assert "0 of 1 improvement is done." in text
    assert "Secret" not in text
    PageViewRestriction.objects.create(page=project.get_children().last(), restriction_type="login")
    assert not read(project).select(".parcours-progress")


def test_a_project_costs_the_same_for_many_maps(client):
    def cost(number):
        project = make_project(title=f"Project {number}")
        for place in range(number):
            make_plan(promise("a"), parent=project, slug=f"map-{place}", title=f"Map {place}")
        client.get(project.url)
        with CaptureQueriesContext(connection) as captured:
            text = client.get(project.url).content.decode()
        assert re.search(rf"0 of {number} ", text)
        return len(captured)

    assert cost(2) == cost(6)


def test_what_is_signed_says_nothing_of_progress(plan):
    """A note on the roadmap asks for no new signature."""
    seal = plan.parcours_live_version.seal
    write("b", progress="Something else", owner="Odile")
    assert sign_as_it_is(fresh(plan)).seal == seal
