"""The timeline in the admin: who may read it, what they find, and what they take away."""

import csv
import datetime
import io

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import PageLogEntry, WorkflowPage

from tests.factories import (
    PersonaFactory,
    home_page,
    improvement_card,
    make_channels,
    make_future_map,
    persona_profile,
)
from tests.governance.workflows import (
    fresh,
    make_approver,
    make_draft,
    make_editor,
    make_person,
    make_workflow,
    sign_now,
    submit,
    waiting_step,
)
from wagtail_parcours.governance.steps import request_changes
from wagtail_parcours.models import LiveVersion, Persona, SignOff

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(locale_en):
    return make_editor()


@pytest.fixture
def approver(locale_en):
    return make_approver()


@pytest.fixture
def workflow(approver):
    return make_workflow()


@pytest.fixture
def ana():
    make_channels()
    return PersonaFactory(name="Ana", age=30)


@pytest.fixture
def page(editor, ana):
    body = [persona_profile(ana), improvement_card("telephone")]
    return make_draft(editor, body=body, title="As it should be")


@pytest.fixture
def signed(page, workflow, editor, approver):
    submit(page, editor)
    sign_now(page, approver, comment="Well done.")
    return fresh(page)


def address(page):
    return reverse("wagtail_parcours:timeline", args=[page.pk])


def changed_address(page):
    return reverse("wagtail_parcours:changed_since", args=[page.pk])


@pytest.fixture
def read(client):
    """Return a function that gives the timeline as a person sees it."""

    def get(page, user, **asked):
        client.force_login(user)
        response = client.get(address(page), asked)
        assert response.status_code == 200
        return BeautifulSoup(response.content.decode(), "html.parser")

    return get


def titles(document):
    return [found.get_text() for found in document.select(".parcours-event__title")]


def change(ana, **values):
    persona = Persona.objects.get(pk=ana.pk)
    for name, value in values.items():
        setattr(persona, name, value)
    persona.save()


# -- who


def with_records_permission(username="auditor"):
    person = make_person(username)
    person.user_permissions.add(
        Permission.objects.get(codename="access_admin"),
        Permission.objects.get(codename="view_signoff"),
    )
    return person


@pytest.mark.parametrize("who", ["editor", "approver", "auditor", "boss"])
def test_those_concerned_read_it(read, signed, editor, approver, django_user_model, who):
    people = {
        "editor": editor,
        "approver": approver,
        "auditor": with_records_permission(),
        "boss": django_user_model.objects.create_superuser("boss"),
    }
    assert "Signed at “Sign-off”" in titles(read(signed, people[who]))


def test_an_approver_reads_it_while_nothing_waits(read, page, workflow, approver):
    assert "Created" in titles(read(page, approver))


def test_others_do_not(client, signed):
    stranger = make_person("stranger")
    stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(stranger)
    for url in (address(signed), changed_address(signed)):
        # As Wagtail does: back to its home, with a message.
        assert client.get(url).headers["Location"] == reverse("wagtailadmin_home")
        assert client.post(url).status_code in {302, 405}


def test_visitors_are_asked_to_sign_in(client, signed):
    assert reverse("wagtailadmin_login") in client.get(address(signed)).headers["Location"]


def test_a_deleted_map_keeps_its_timeline_for_those_who_read_the_records(
    read, client, signed, editor
):
    fresh(signed).delete()
    document = read(signed, with_records_permission())
    assert "This map was deleted." in document.get_text()
    assert titles(document)[0] == "Deleted"
    client.force_login(editor)
    assert client.get(address(signed)).status_code == 302


@pytest.mark.parametrize("pk", [None, 999_999])
def test_what_is_no_map_has_none(client, signed, admin_user, pk):
    client.force_login(admin_user)
    plain = home_page().pk if pk is None else pk
    assert client.get(reverse("wagtail_parcours:timeline", args=[plain])).status_code == 404


# -- what


def test_it_tells_the_whole_story_newest_first(read, page, workflow, editor, approver):
    submit(page, editor)
    request_changes(waiting_step(page), approver, "Name the service point.")
    document = read(page, editor)
    assert titles(document) == [
        "Rejected at 'Sign-off'. Changes requested",
        "'Map approval' started. Next step 'Sign-off'",
        "Draft saved",
        "Created",
    ]
    assert document.select_one(".parcours-event__detail").get_text(strip=True) == (
        "Name the service point."
    )
    assert "Alma" in document.select_one(".parcours-event__by").get_text()


def test_the_record_is_a_click_away_for_those_who_may_read_it(read, signed, editor):
    record = SignOff.objects.get()
    links = [link["href"] for link in read(signed, with_records_permission()).select("a[href]")]
    assert any(link.endswith(f"/sign-offs/{record.position}/") for link in links)
    links = [link["href"] for link in read(signed, editor).select("a[href]")]
    assert not any("/sign-offs/" in link for link in links)


def test_an_edit_is_compared_with_the_version_before(read, page, editor):
    fresh(page).get_latest_revision_as_object().save_revision(user=editor, log_action=True)
    revisions = list(page.revisions.order_by("pk").values_list("pk", flat=True))
    wanted = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, *revisions])
    assert wanted in [link["href"] for link in read(page, editor).select(".parcours-event a")]


def test_sensitive_changes_of_a_persona_are_not_named(read, page, ana, editor, admin_user):
    change(ana, condition="Low vision")
    text = read(page, editor).get_text()
    assert "Sensitive details" in text
    assert "Disability" not in text
    assert "Low vision" not in text
    text = read(page, admin_user).get_text()
    assert "Disability or health condition" in text
    assert "Low vision" not in text


def test_one_filters_by_kind_person_and_day(read, signed, editor, approver):
    assert titles(read(signed, editor, kind="sign_off")) == ["Signed at “Sign-off”"]
    assert titles(read(signed, editor, person=approver.pk)) == [
        "Published",
        "Signed at “Sign-off”",
    ]
    today = timezone.localdate()
    yesterday, tomorrow = (today + datetime.timedelta(days=days) for days in (-1, 1))
    everything = titles(read(signed, editor))
    assert titles(read(signed, editor, since=today, until=today)) == everything
    assert titles(read(signed, editor, since=tomorrow)) == []
    empty = read(signed, editor, until=yesterday)
    assert "Nothing matches these filters" in empty.get_text()
    assert address(signed) in [link["href"] for link in empty.select(".parcours-empty a")]


@pytest.mark.parametrize(
    "asked", [{"kind": "nonsense"}, {"person": "x' OR 1"}, {"since": "2026-99-99"}, {"p": "9999"}]
)
def test_nonsense_is_not_asked_for(read, signed, editor, asked):
    everything = titles(read(signed, editor))
    assert titles(read(signed, editor, **asked)) == everything


def many(page, number):
    entry = PageLogEntry.objects.filter(page_id=page.pk).first()
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            page_id=page.pk,
            content_type_id=entry.content_type_id,
            label=entry.label,
            action="wagtail.lock",
            timestamp=timezone.now() - datetime.timedelta(minutes=minute),
        )
        for minute in range(number)
    )


def test_a_long_story_has_pages_that_keep_the_filters(
    read, page, editor, django_assert_max_num_queries
):
    many(page, 2100)
    with django_assert_max_num_queries(60):
        document = read(page, editor, kind="other")
    assert len(titles(document)) == 50
    assert "2000 events" in document.select_one(".pagination").get_text()
    following = document.select_one(".pagination .next a")["href"]
    assert "kind=other" in following
    assert "p=2" in following
    last = read(page, editor, kind="other", p=40)
    assert "There is more before" in last.get_text()


# -- to take away


def test_the_filtered_list_is_exported_without_formulas(client, page, editor):
    comment = {"id": 1, "contentpath": "introduction", "text": "=1+1"}
    log(page, "wagtail.workflow.cancel", user=editor, data={"comment": "=HYPERLINK(1)"})
    log(page, "wagtail.comments.create", user=editor, data={"comment": comment})
    client.force_login(editor)
    response = client.get(address(page), {"kind": "workflow", "export": "csv"})
    assert f"timeline-{page.pk}.csv" in response.headers["Content-Disposition"]
    text = b"".join(response.streaming_content).decode()
    heading, row = csv.reader(io.StringIO(text))
    assert heading[:4] == ["Time (UTC)", "What", "Event", "Who"]
    assert row[1:4] == ["Workflow steps", "Workflow cancelled", "Emile"]
    assert row[5] == "'=HYPERLINK(1)"
    response = client.get(address(page), {"export": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    rows = list(book.active.iter_rows(values_only=True))
    assert [row[2] for row in rows[1:]] == [
        'Added a comment on field Introduction: "=1+1"',
        "Workflow cancelled",
        "Draft saved",
        "Created",
    ]


# -- the way there


def test_it_is_reached_from_the_editor_and_the_listing(client, page, editor):
    client.force_login(editor)
    places = (
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_pages:history", args=[page.pk]),
        reverse("wagtailadmin_explore", args=[home_page().pk]),
    )
    for place in places[::2]:
        assert address(page) in client.get(place).content.decode(), place
    assert f"timeline/{home_page().pk}/" not in client.get(places[2]).content.decode()


# -- changed since approval


def test_the_editor_says_that_something_changed(client, signed, ana, editor):
    client.force_login(editor)
    edit = reverse("wagtailadmin_pages:edit", args=[signed.pk])
    assert "Changed since approval" not in client.get(edit).content.decode()
    change(ana, name="Anna")
    html = client.get(edit).content.decode()
    assert "Changed since approval: Persona “Anna”. Readers go on seeing what was signed." in html
    assert changed_address(signed) in html


def test_saving_a_draft_by_itself_brings_no_message(client, signed, ana, editor):
    change(ana, name="Anna")
    client.force_login(editor)
    edit = reverse("wagtailadmin_pages:edit", args=[signed.pk])
    response = client.get(edit, headers={"accept": "application/json"})
    assert "Changed since approval" not in response.content.decode()


def test_the_timeline_says_so_too(read, signed, ana, approver):
    assert "Changed since approval" not in read(signed, approver).get_text()
    change(ana, name="Anna")
    document = read(signed, approver)
    assert "Changed since approval: Persona “Anna”." in " ".join(document.get_text().split())
    assert titles(document)[0] == "The persona “Anna” was changed"


def test_one_sees_what_changed_and_asks_for_a_new_sign_off(client, signed, ana, editor, approver):
    change(ana, age=31)
    client.force_login(editor)
    document = BeautifulSoup(client.get(changed_address(signed)).content.decode(), "html.parser")
    (row,) = document.select(".parcours-differences tbody tr")
    assert [" ".join(cell.get_text().split()) for cell in row.select("th, td")] == [
        "Changed Age",
        "30",
        "31",
    ]
    response = client.post(changed_address(signed), follow=True)
    assert "“As it should be” waits to be signed as it is now." in response.content.decode()
    assert LiveVersion.objects.get(page_id=signed.pk).changed_at is not None
    sign_now(signed, approver)
    assert LiveVersion.objects.get(page_id=signed.pk).changed_at is None
    assert fresh(signed).workflow_in_progress is False
    text = client.get(changed_address(signed)).content.decode()
    assert "Nothing that this map shows has changed since it was signed." in text


def test_nobody_asks_twice(client, signed, ana, editor):
    change(ana, age=31)
    client.force_login(editor)
    client.post(changed_address(signed))
    text = client.get(changed_address(signed)).content.decode()
    assert "The map waits in its workflow already." in text
    assert client.post(changed_address(signed)).status_code == 302
    states = fresh(signed).workflow_states.filter(status="in_progress")
    assert states.count() == 1


def test_an_approver_reads_what_changed_and_cannot_ask(client, signed, ana, approver):
    change(ana, age=31)
    client.force_login(approver)
    text = client.get(changed_address(signed)).content.decode()
    assert "Those who edit this map can ask for a new sign-off." in text
    client.post(changed_address(signed))
    assert not fresh(signed).workflow_in_progress


def test_a_map_without_workflow_says_that_nobody_can_be_asked(client, ana, editor):
    page = make_future_map(body=[persona_profile(ana)], owner=editor)
    WorkflowPage.objects.all().delete()
    change(ana, age=31)
    client.force_login(editor)
    assert "No workflow is set up" in client.get(changed_address(page)).content.decode()
