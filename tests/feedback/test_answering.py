"""Readers answer a map: what they are asked, what is kept of them, and who reads it."""

import io
import json
import logging

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction, Site

from tests.factories import (
    PersonaFactory,
    finding,
    make_channels,
    make_map,
    persona_profile,
    stage,
    stage_table,
)
from wagtail_parcours.conf import parcours_settings
from wagtail_parcours.models import FeedbackPolicy, FeedbackSettings, Remark, site_today

pytestmark = pytest.mark.django_db
LOUD = {"agreement": "no", "kind": "barrier", "text": "The line is never answered"}


@pytest.fixture
def page():
    make_channels()
    stages = [stage("Aware", "one", findings=[finding("Long menu", "f1")])]
    profile = persona_profile(PersonaFactory(name="Ana"))
    return make_map(body=[profile, stage_table(stages, ["actions", "findings"])])


@pytest.fixture
def ask(page):
    """Return a function that lets readers of the map answer."""

    def on(mode="anonymous"):
        policy = FeedbackPolicy.for_site(Site.objects.get())
        policy.notices = [("notice", {"language": "en", "text": "Read by the map's editors."})]
        policy.save()
        FeedbackSettings.objects.update_or_create(
            page_id=page.pk, defaults={"is_on": True, "mode": mode}
        )
        return f"{page.url}answer/?about=stage-one"

    return on


@pytest.fixture
def person():
    return get_user_model().objects.create_user(
        "zyxcanary", "zyxcanary@example.com", "zyxcanary-password"
    )


def test_a_map_that_does_not_ask_is_what_it_was(client, page, ask):
    before = client.get(page.url).content
    assert b"parcours-answer" not in before
    assert b"answers.css" not in before
    assert client.get(f"{page.url}answer/?about=stage-one").status_code == 404
    ask()
    with CaptureQueriesContext(connection) as asking:
        document = BeautifulSoup(client.get(page.url).content, "html.parser")
    links = [link["href"] for link in document.select("a.parcours-answer")]
    abouts = [link.partition("about=")[2] for link in links]
    persona = f"persona-{page.body.raw_data[0]['id']}"
    assert sorted(abouts) == sorted(["stage-one", "finding-f1", persona])
    assert all(client.get(link).status_code == 200 for link in links)
    assert all(document.find(id=name) is not None for name in abouts)
    FeedbackSettings.objects.update(is_on=False)
    with CaptureQueriesContext(connection) as silent:
        assert client.get(page.url).content == before
    assert len(asking) - len(silent) <= 1  # the public remarks


@pytest.mark.parametrize("way", ["outline/", "story/"])
def test_every_way_of_reading_asks(client, page, ask, way):
    ask()
    document = BeautifulSoup(client.get(page.url + way).content, "html.parser")
    links = [link["href"] for link in document.select("a.parcours-answer")]
    assert any(link.endswith("answer/?about=stage-one") for link in links)
    assert all(client.get(link).status_code == 200 for link in links)


def test_the_form_is_valid_and_asks_for_no_address_of_anonymous_readers(
    client, page, ask, nu_check
):
    response = client.get(ask())
    assert nu_check(response.content.decode()) == []
    assert b"Read by the map" in response.content
    assert b'name="email"' not in response.content


def stored():
    """Every row of the database."""
    rows = set()
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{name}"')
            rows |= {f"{name} {row}" for row in cursor.fetchall()}
    return rows


def test_nothing_of_an_anonymous_author_is_kept(client, page, ask, person, caplog):
    address = ask()
    client.force_login(person)
    session = client.session.session_key
    # The person has an account and a session, with or without a remark.
    before = stored()
    origin = {"REMOTE_ADDR": "203.0.113.77", "HTTP_USER_AGENT": "zyxagent/1.0"}
    with caplog.at_level(logging.DEBUG):
        response = client.post(
            address, {**LOUD, "email": "zyxcanary@example.com"}, follow=True, **origin
        )
    assert "The line is never answered" in response.content.decode()
    remark = Remark.objects.get()
    assert (remark.user, remark.pseudonym, remark.email) == (None, "", "")
    kept = sorted(stored() - before)
    kept += [
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    ]
    kept += [f"{key} {cache.get(key.split(':', 2)[2])}" for key in list(cache._cache)]
    out = io.StringIO()
    call_command("feedback_subject", "export", "zyxcanary", stdout=out)
    kept.append(out.getvalue())
    assert json.loads(out.getvalue()) == []
    whole = "\n".join(kept)
    assert "The line is never answered" in whole
    for secret in ("zyxcanary", "203.0.113.77", "zyxagent", session):
        assert secret not in whole


def test_double_posts_are_one_remark_and_machines_are_none(client, page, ask):
    address = ask()
    first = client.post(address, LOUD)
    assert client.post(address, LOUD).url == first.url
    client.post(address, {**LOUD, "text": "Buy", "website": "x"})
    assert Remark.objects.count() == 1


def test_there_is_an_end_to_what_one_person_sends(client, page, ask, settings):
    settings.WAGTAIL_PARCOURS = {"FEEDBACK_PER_PERSON": 2}
    address = ask()
    codes = [client.post(address, {**LOUD, "text": str(n)}).status_code for n in range(3)]
    assert codes == [302, 302, 429]
    other = client.post(address, LOUD, REMOTE_ADDR="203.0.113.9")
    assert other.status_code == 302


def test_a_notice_that_is_taken_away_takes_the_question_with_it(client, page, ask):
    address = ask()
    assert b"parcours-answer" in client.get(page.url).content
    FeedbackPolicy.objects.all().delete()
    assert b"parcours-answer" not in client.get(page.url).content
    assert client.get(address).status_code == 404


def test_a_finding_that_readers_do_not_see_is_not_told(client, page, ask):
    ask()
    assert client.get(f"{page.url}answer/?about=finding-f1").status_code == 200
    page.body = [
        stage_table([stage("Aware", "one", findings=[finding("Secret", "f1")])], ["actions"])
    ]
    page.save_revision().publish()
    assert b"Secret" not in client.get(page.url).content
    assert client.get(f"{page.url}answer/?about=finding-f1").status_code == 404


def test_parts_that_are_not_on_the_map_are_not_answered(client, page, ask):
    ask()
    assert client.get(f"{page.url}answer/?about=stage-two").status_code == 404
    assert client.post(f"{page.url}answer/?about=%00", LOUD).status_code == 404


@pytest.mark.parametrize("mode", ["pseudonymous", "named"])
def test_a_person_may_take_their_remarks_and_have_them_erased(client, page, ask, person, mode):
    address = ask(mode)
    assert client.get(address).status_code == 302
    assert client.post(address, LOUD).status_code == 403
    client.force_login(person)
    client.post(address, {**LOUD, "email": "zyx@example.com"})
    remark = Remark.objects.get()
    assert (remark.user == person, bool(remark.pseudonym)) == (mode == "named", mode != "named")
    out = io.StringIO()
    call_command("feedback_subject", "export", "zyxcanary", stdout=out)
    assert [entry["text"] for entry in json.loads(out.getvalue())] == [LOUD["text"]]
    call_command("feedback_subject", "erase", "zyxcanary", stdout=out)
    assert not Remark.objects.exists()


@pytest.mark.parametrize("route", ["form", "post", "answered"])
def test_a_private_map_is_not_given_away(client, page, ask, route):
    address = ask()
    signed = client.post(address, LOUD).url
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    requests = {
        "form": lambda: client.get(address),
        "post": lambda: client.post(address, {**LOUD, "text": "Again"}),
        "answered": lambda: client.get(signed),
    }
    response = requests[route]()
    assert response.status_code == 302
    assert "login" in response.url
    assert Remark.objects.count() == 1


def test_a_signed_link_leads_to_its_own_remark_alone(client, page, ask):
    signed = client.post(ask(), LOUD).url
    other = make_map(stages=1, title="Another")
    assert client.get(signed).status_code == 200
    assert client.get(signed[:-2]).status_code == 404
    assert client.get(other.url + "answer/?" + signed.partition("?")[2]).status_code == 404


def test_an_editor_answers_and_shows_it(
    admin_client, client, page, ask, person, django_capture_on_commit_callbacks
):
    address = ask("named")
    client.force_login(person)
    signed = client.post(address, {**LOUD, "email": "zyx@example.com"}).url
    remark = Remark.objects.get()
    screen = reverse("wagtail_parcours:remark", args=[remark.pk])
    assert b"never answered" in admin_client.get(reverse("wagtail_parcours:remarks")).content
    declined = admin_client.post(screen, {"state": "declined", "answer": ""})
    assert b"Say why it is declined." in declined.content
    decision = {
        "state": "answered",
        "answer": "Two more people answer now.",
        "is_public": "on",
        "public_text": "Nobody answers.",
    }
    with django_capture_on_commit_callbacks(execute=True):
        assert admin_client.post(screen, decision).status_code == 302
    assert [message.to for message in mail.outbox] == [["zyx@example.com"]]
    assert signed in mail.outbox[0].body
    assert b"Two more people answer now." in client.get(signed).content
    shown = client.get(page.url).content.decode()
    assert "Nobody answers." in shown
    assert "Two more people answer now." in shown
    assert LOUD["text"] not in shown
    assert f"Fewer than {parcours_settings.FEEDBACK_SMALLEST_COUNT} remarks" in shown
    assert b"Two more people" in admin_client.get(screen).content


def test_only_editors_of_the_map_see_its_remarks(client, page, ask, person):
    client.post(ask(), LOUD)
    remark = Remark.objects.get()
    outsider = get_user_model().objects.create_user("outsider", password="x", is_staff=True)
    from django.contrib.auth.models import Permission

    outsider.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(outsider)
    for name, args in (
        ("remarks", []),
        ("remarks_results", []),
        ("remark", [remark.pk]),
        ("feedback_settings", [page.pk]),
    ):
        address = reverse(f"wagtail_parcours:{name}", args=args)
        for response in (client.get(address), client.post(address, {"is_on": ""})):
            # Wagtail's admin answers a refusal with the way home.
            assert response.status_code == 302
            assert b"never answered" not in response.content
    assert FeedbackSettings.objects.get().is_on


def test_no_map_is_switched_on_without_a_notice(admin_client, page, ask):
    address = reverse("wagtail_parcours:feedback_settings", args=[page.pk])
    values = {"is_on": "on", "mode": "anonymous"}
    assert (
        b"Write the privacy notice in English first" in admin_client.post(address, values).content
    )
    assert not FeedbackSettings.objects.exists()
    ask()
    FeedbackSettings.objects.all().delete()
    before = page.get_latest_revision()
    assert admin_client.post(address, values).status_code == 302
    assert FeedbackSettings.objects.get().is_on
    assert page.get_latest_revision() == before


def test_old_remarks_are_purged(client, page, ask):
    client.post(ask(), LOUD)
    Remark.objects.update(day=site_today().replace(year=site_today().year - 3))
    call_command("purge_feedback", "--dry-run", stdout=io.StringIO())
    assert Remark.objects.count() == 1
    call_command("purge_feedback", stdout=io.StringIO())
    assert not Remark.objects.exists()
