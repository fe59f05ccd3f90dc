"""The sign-off records in the admin: found, read, compared, taken away, the page there or not."""

import csv
import hashlib
import io

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from tests.factories import (
    PersonaFactory,
    improvement,
    improvement_card,
    make_channels,
    make_future_map,
    make_signer,
    persona_profile,
    sign_as_it_is,
)
from tests.governance.workflows import (
    make_approver,
    make_draft,
    make_editor,
    make_workflow,
    sign_now,
    submit,
)
from wagtail_parcours.governance.chain import append_record
from wagtail_parcours.governance.sealing import seal_page
from wagtail_parcours.models import FutureStateMapPage, Persona, SealedVersion, SignOff, SignOffKind

pytestmark = pytest.mark.django_db

SECRET = "canary-condition"
#: Wagtail sends people without the right back to its home page, with a message.
REFUSED = {302, 403}


@pytest.fixture(autouse=True)
def _channels():
    make_channels()


@pytest.fixture
def amina():
    return PersonaFactory(name="Amina", condition=SECRET, symptoms=SECRET)


@pytest.fixture
def page(amina):
    """A map that was signed twice: before and after its text was changed."""
    card = improvement_card("telephone", [improvement("Read the menu twice")])
    card["id"] = "card"
    card["value"]["improvements"][0]["id"] = "improvement"
    page = make_future_map(body=[persona_profile(amina), card], title="Tomorrow", slug="tomorrow")
    raw = list(page.body.raw_data)
    raw[1]["value"]["improvements"][0]["value"]["text"] = "Read the menu slowly"
    page.body = raw
    sign_as_it_is(page, make_signer("other", first_name="Noor", last_name="Haddad"))
    page.save()
    return page


@pytest.fixture
def auditor(client):
    """Somebody who may read every record, and do nothing with pages."""
    user = get_user_model().objects.create_user("auditor", "auditor@example.org", "x")
    codenames = ["view_signoff", "access_admin"]
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    return user


def address(name, *args, **query):
    return reverse(f"wagtail_parcours:{name}", args=args, query=query or None)


def read(client, name, *args, **query):
    response = client.get(address(name, *args, **query))
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


def words(document, selector="main"):
    return " ".join(document.select_one(selector).get_text(" ").split())


# -- the list


@pytest.mark.usefixtures("page", "auditor")
def test_the_list_names_who_signed_what(client):
    document = read(client, "sign_offs")
    said = [" ".join(row.get_text(" ").split()) for row in document.select("tbody tr")]
    assert len(said) == 2
    assert said[0].startswith("2 Tomorrow English Noor Haddad Journey approvers Signature")
    assert "Sasha Roy" in said[1]
    assert document.select_one("tbody a")["href"] == address("sign_off", 2)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"page_title": "tomor"}, [2, 1]),
        ({"page_title": "nothing of this name"}, []),
        ({"kind": "emergency"}, [3]),
        ({"language": "en"}, [3, 2, 1]),
        ({"person_id_then": "noor"}, [2]),
        ({"signed_at_from": "2000-01-01", "signed_at_to": "2000-01-02"}, []),
        ({"signed_at_from": "2000-01-01"}, [3, 2, 1]),
    ],
)
@pytest.mark.usefixtures("auditor")
def test_the_list_can_be_filtered(client, page, query, expected):
    urgent = make_future_map(live=False, title="Urgent", slug="urgent")
    seal, content = seal_page(urgent)
    append_record(
        kind=SignOffKind.EMERGENCY, page=urgent, seal=seal, content=content, person=make_signer()
    )
    if "person_id_then" in query:
        query = {"person_id_then": get_user_model().objects.get(username="other").pk}
    document = read(client, "sign_offs", **query)
    links = [link["href"] for link in document.select("tbody .title a, tbody .title-wrapper a")]
    assert links == [address("sign_off", position) for position in expected]


@pytest.mark.usefixtures("auditor")
def test_the_export_holds_everything_and_no_formula(client):
    page = make_future_map(live=False, title="=HYPERLINK(1)")
    sign_as_it_is(page, make_signer("evil", first_name="@SUM(1)", last_name=""))
    response = client.get(address("sign_offs", export="csv"))
    [row] = csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode()))
    assert row["Title"] == "'=HYPERLINK(1)"
    assert row["Person"].startswith("'@SUM(1)")
    record = SignOff.objects.get()
    assert (row["Seal"], row["Hash"]) == (record.seal, record.hash)
    response = client.get(address("sign_offs", export="xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    cells = [cell.value for cell in book.active[2]]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in book.active[2] if cell.data_type == "f"]


@pytest.mark.usefixtures("auditor")
def test_the_list_does_not_ask_more_for_more_records(client, page):
    client.get(address("sign_offs"))
    with CaptureQueriesContext(connection) as few:
        client.get(address("sign_offs"))
    for _number in range(20):
        sign_as_it_is(page)
    with CaptureQueriesContext(connection) as many:
        client.get(address("sign_offs"))
    assert len(many) == len(few)


# -- one record


@pytest.mark.usefixtures("auditor")
def test_a_record_says_who_signed_what_when_and_as_whom(client, page):
    record = SignOff.objects.get(position=2)
    said = words(read(client, "sign_off", 2))
    for expected in (
        "Tomorrow",
        "Future-state map",
        "English",
        "Noor Haddad",
        "Journey approvers",
        "I approve this map.",
        record.seal,
        record.hash,
        record.previous_hash,
        f"sha256sum sign-off-2-{record.seal[:12]}.json",
        "The kept content matches it",
        "this is live",
    ):
        assert expected in said
    assert "altered" not in said


@pytest.mark.usefixtures("page", "auditor")
def test_the_download_is_what_was_signed_byte_for_byte(client):
    record = SignOff.objects.get(position=1)
    response = client.get(address("sign_off_content", 1))
    assert hashlib.sha256(response.content).hexdigest() == record.seal
    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"] == (
        f'attachment; filename="sign-off-1-{record.seal[:12]}.json"'
    )
    assert SECRET not in response.content.decode()


@pytest.mark.usefixtures("auditor")
def test_the_signed_version_is_read_as_it_was(client, page, amina):
    amina.name = "Somebody else"
    amina.save()
    first = client.get(address("sign_off_reading", 1))
    assert first["X-Frame-Options"] == "SAMEORIGIN"
    said = first.content.decode()
    assert "Read the menu twice" in said
    assert "Amina" in said
    assert "Somebody else" not in said
    second = client.get(address("sign_off_reading", 2)).content.decode()
    assert "Read the menu slowly" in second
    assert SECRET not in said + second


@pytest.mark.usefixtures("auditor")
def test_everything_can_still_be_read_when_the_page_is_gone(client, page):
    Page.objects.get(pk=page.pk).delete()
    Persona.objects.all().delete()
    document = read(client, "sign_off", 1)
    assert "This map was deleted." in words(document)
    assert "Read the menu twice" in client.get(address("sign_off_reading", 1)).content.decode()
    content = client.get(address("sign_off_content", 1)).content
    assert hashlib.sha256(content).hexdigest() == SignOff.objects.get(position=1).seal
    said = words(read(client, "sign_off_compare", 1))
    assert "twice" in said
    assert "slowly" in said
    assert "draft" not in said


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE {record} SET comment = 'x'", "This record was altered outside the software"),
        ("UPDATE {content} SET content = 'x'", "The content that was signed was altered outside"),
        ("DELETE FROM {content}", "The content that was signed was removed outside"),
    ],
)
@pytest.mark.usefixtures("page", "auditor")
def test_what_was_altered_is_said_above_everything(client, statement, sentence):
    tables = {"record": SignOff._meta.db_table, "content": SealedVersion._meta.db_table}
    with connection.cursor() as cursor:
        cursor.execute(statement.format(**tables))
    assert sentence in words(read(client, "sign_off", 1))
    if "content}" in statement:
        assert client.get(address("sign_off_reading", 1)).status_code == 404
        assert "cannot be compared" in words(read(client, "sign_off_compare", 1))


@pytest.mark.usefixtures("auditor")
def test_a_record_that_does_not_exist_is_not_found(client):
    for name in ("sign_off", "sign_off_content", "sign_off_reading", "sign_off_compare"):
        assert client.get(address(name, 7)).status_code == 404


# -- comparing


def differences(document):
    rows = document.select(".parcours-differences tbody tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")] for row in rows]


@pytest.mark.usefixtures("page", "auditor")
def test_two_signed_versions_are_compared_the_older_one_first(client):
    for position in (1, 2):
        document = read(client, "sign_off_compare", position)
        [row] = differences(document)
        assert "Read the menu twice" in row[1]
        assert "Read the menu slowly" in row[2]


@pytest.mark.usefixtures("auditor")
def test_a_signed_version_is_compared_with_what_is_live(client, page, amina):
    amina.quote = "Another quote"
    amina.save()
    rows = differences(read(client, "sign_off_compare", 2, **{"with": "live"}))
    assert [row[2] for row in rows] == ["Another quote"]


def test_a_draft_is_compared_by_those_who_work_on_it_only(client, auditor, page):
    draft = FutureStateMapPage.objects.get(pk=page.pk)
    draft.introduction = "A new introduction"
    draft.save_revision()
    query = {"with": "draft"}
    assert client.get(address("sign_off_compare", 2, **query)).status_code == 404
    client.force_login(get_user_model().objects.create_superuser("root", "r@example.org", "x"))
    assert "A new introduction" in words(read(client, "sign_off_compare", 2, **query))


@pytest.mark.usefixtures("auditor")
def test_a_single_version_has_nothing_to_be_compared_with(client):
    sign_as_it_is(make_future_map(live=False))
    assert "no other version" in words(read(client, "sign_off_compare", 1))


@pytest.mark.usefixtures("page", "auditor")
def test_only_versions_of_the_same_map_are_compared(client):
    sign_as_it_is(make_future_map(live=False, slug="other"))
    for asked in ("3", "1", "99", "x"):
        assert client.get(address("sign_off_compare", 1, **{"with": asked})).status_code == 404


# -- who may


def statuses(client, position):
    names = ("sign_off", "sign_off_content", "sign_off_reading", "sign_off_compare")
    return {client.get(address(name, position)).status_code for name in names}


def test_editors_and_approvers_read_the_records_of_their_maps(client):
    author = make_editor()
    approver = make_approver()
    make_workflow()
    page = make_draft(author, title="Signed in a workflow")
    submit(page, author)
    sign_now(page, approver)
    for person in (author, approver):
        client.force_login(person)
        assert statuses(client, 1) == {200}
        assert "Signed in a workflow" in words(read(client, "sign_offs"))
    Page.objects.get(pk=page.pk).delete()
    for person in (author, approver):
        client.force_login(person)
        assert statuses(client, 1) <= REFUSED
        assert "Signed in a workflow" not in words(read(client, "sign_offs"))


@pytest.mark.usefixtures("page")
def test_others_read_none(client):
    somebody = get_user_model().objects.create_user("somebody", "s@example.org", "x")
    somebody.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(somebody)
    assert statuses(client, 1) <= REFUSED
    assert client.get(address("sign_offs")).status_code in REFUSED
    assert "/sign-offs/" not in client.get(reverse("wagtailadmin_home")).content.decode()
    client.logout()
    assert statuses(client, 1) == {302}


@pytest.mark.usefixtures("page", "auditor")
def test_the_list_is_in_the_menu_of_reports(client):
    assert address("sign_offs") in client.get(reverse("wagtailadmin_home")).content.decode()
