"""What readers are told of an approval, and that they go on seeing what was approved."""

import datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import Page, Site
from wagtail_factories import ImageFactory

from tests.factories import (
    PersonaFactory,
    child,
    finding,
    home_page,
    improvement,
    improvement_card,
    make_future_map,
    make_map,
    make_signer,
    persona_profile,
    sign_as_it_is,
    stage,
    stage_table,
    touchpoint,
)
from wagtail_parcours.governance.chain import append_record
from wagtail_parcours.governance.sealing import seal_page
from wagtail_parcours.models import (
    Channel,
    CurrentStateMapPage,
    FutureStateMapPage,
    LiveVersion,
    Persona,
    SignOffKind,
    SignOffPolicy,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("channels")]


@pytest.fixture
def ana():
    return PersonaFactory(name="Ana", quote="I wait.", condition="Low vision")


@pytest.fixture
def page(ana):
    body = [
        persona_profile(ana),
        stage_table([stage(touchpoints=[touchpoint("Calls", "telephone")])]),
        improvement_card("telephone"),
    ]
    return make_future_map(body=body, slug="signed")


def line(document):
    found = document.select_one(".parcours-approval")
    return " ".join(found.get_text().split()) if found else None


def change(instance, **values):
    again = type(instance).objects.get(pk=instance.pk)
    for name, value in values.items():
        setattr(again, name, value)
    again.save()


def show_the_new():
    """The site's policy: readers see what a persona is now."""
    site = Site.objects.get(is_default_site=True)
    rule = {
        "page_type": FutureStateMapPage._meta.label,
        "required": True,
        "signatures": 1,
        "steps": [],
        "months": None,
        "when_changed": "show",
    }
    SignOffPolicy.objects.create(site=site, rules=[("rule", rule)])


def written_on(page, day):
    """Say when the live version was written, and when it was signed."""
    live = Page.objects.get(pk=page.pk)
    moment = datetime.datetime(*day, 12, tzinfo=datetime.UTC)
    page.revisions.update(created_at=moment)
    assert live.live_revision_id


def signed_by(page, *people):
    """Say who signed the live version: (name, role, day)."""
    signatures = [
        {
            "person": name,
            "role": role,
            "signed_at": datetime.datetime(*day, 12, tzinfo=datetime.UTC).isoformat(),
        }
        for name, role, day in people
    ]
    LiveVersion.objects.filter(page_id=page.pk).update(signatures=signatures)


MARIE = ("Marie Tremblay", "Journey approvers", (2026, 11, 3))
LUC = ("Luc Roy", "", (2026, 11, 4))


@pytest.fixture
def dated(page):
    FutureStateMapPage.objects.get(pk=page.pk).save_revision().publish()
    written_on(page, (2026, 11, 2))
    return page


def test_a_map_says_who_approved_it_and_of_when_it_is(read, dated):
    signed_by(dated, MARIE)
    document = read(dated)
    assert line(document) == (
        "Approved by Marie Tremblay (Journey approvers) on Nov. 3, 2026, version of Nov. 2, 2026."
    )
    times = [found["datetime"] for found in document.select(".parcours-approval time")]
    assert times == ["2026-11-03", "2026-11-02"]


def test_the_dates_are_in_the_readers_language(dated, rf):
    from wagtail_parcours.rendering.approval import approval_of, live_version_of

    signed_by(dated, MARIE)
    dated.served_version = live_version_of(dated)
    with translation.override("fr"):
        assert "3 novembre 2026" in approval_of(dated).sentence


def test_several_people_are_named_in_the_order_of_signing(read, dated):
    signed_by(dated, MARIE, LUC)
    assert line(read(dated)) == (
        "Approved by Marie Tremblay (Journey approvers) on Nov. 3, 2026 and "
        "Luc Roy on Nov. 4, 2026, version of Nov. 2, 2026."
    )


def test_a_site_may_keep_the_names_to_itself(read, dated, settings):
    settings.WAGTAIL_PARCOURS = {"SHOW_APPROVERS": False}
    signed_by(dated, MARIE, LUC)
    text = read(dated).get_text()
    assert "Approved on Nov. 4, 2026, version of Nov. 2, 2026." in " ".join(text.split())
    assert "Marie" not in text
    assert "Luc" not in text


def test_a_name_is_text(read, dated):
    signed_by(dated, ("<b>Eve</b>", "<i>Boss</i>", (2026, 11, 3)))
    document = read(dated)
    assert "<b>Eve</b> (<i>Boss</i>)" in line(document)


def test_the_alias_of_a_map_says_the_same(read, dated):
    signed_by(dated, MARIE)
    alias = FutureStateMapPage.objects.get(pk=dated.pk).create_alias(update_slug="alias")
    signed_by(alias, MARIE)
    assert line(read(alias)) == line(read(dated))


def test_a_map_without_approval_says_so(read, ana):
    page = make_future_map(body=[persona_profile(ana)], live=False)
    seal, content = seal_page(page)
    append_record(
        kind=SignOffKind.EMERGENCY,
        page=page,
        seal=seal,
        content=content,
        person=make_signer("boss"),
        comment="Urgent",
    )
    page.live = True
    page.save()
    assert line(read(page)).startswith("Published without approval on ")


def test_a_map_that_needs_no_approval_says_nothing(read, ana):
    assert line(read(make_map(persona=ana))) is None


def test_a_preview_was_approved_by_nobody(page, rf, django_user_model):
    request = rf.get("/")
    request.user = django_user_model(username="editor")
    html = FutureStateMapPage.objects.get(pk=page.pk).make_preview_request(request)
    assert "parcours-approval" not in html.content.decode()


# -- what is shown


def test_readers_go_on_seeing_the_persona_that_was_signed(read, page, ana):
    change(ana, name="Bea", quote="Nobody waits.")
    text = read(page).get_text()
    assert "Ana" in text
    assert "I wait." in text
    assert "Bea" not in text
    assert "has changed" not in line(read(page))


def test_by_policy_they_see_the_new_one_with_a_mark(read, page, ana):
    show_the_new()
    change(ana, name="Bea")
    document = read(page)
    assert "Bea" in document.get_text()
    assert "Something it shows has changed since it was approved." in line(document)


@pytest.mark.parametrize("policy", ["keep", "show"])
def test_a_persona_that_is_taken_down_disappears_at_once(read, page, ana, policy):
    if policy == "show":
        show_the_new()
    change(ana, name="Bea")
    Persona.objects.get(pk=ana.pk).unpublish()
    text = read(page).get_text()
    assert "Persona not published" in text
    assert "Ana" not in text
    assert "Bea" not in text


def test_a_deleted_persona_disappears_at_once(read, page, ana):
    ana.delete()
    assert "Ana" not in read(page).get_text()


def test_readers_go_on_seeing_the_channel_and_the_barrier(read):
    today = make_map([stage(findings=[finding("Long wait", "f1")])], title="Today", slug="today")
    card = improvement_card("telephone", [improvement(barriers=["f1"])])
    page = make_future_map(today, body=[card], slug="tomorrow")
    change(Channel.objects.get(slug="telephone"), name="By phone")
    current = CurrentStateMapPage.objects.get(pk=today.pk)
    raw = list(current.body.raw_data)
    raw[0]["value"]["stages"][0]["value"]["findings"][0]["value"]["text"] = "Longer wait"
    current.body, current.title = raw, "The service today"
    current.save()
    text = read(page).get_text()
    assert "Telephone" in text
    assert "Long wait" in text
    assert "It starts from: Today" in " ".join(text.split())
    for new in ("By phone", "Longer wait", "The service today"):
        assert new not in text


def test_a_current_map_that_is_taken_down_is_named_no_more(read):
    today = make_map([stage(findings=[finding("Long wait", "f1")])], title="Today", slug="today")
    card = improvement_card("telephone", [improvement(barriers=["f1"])])
    page = make_future_map(today, body=[card], slug="tomorrow")
    CurrentStateMapPage.objects.get(pk=today.pk).unpublish()
    text = read(page).get_text()
    assert "Today" not in text
    assert "Long wait" not in text


def test_the_cache_serves_each_its_own(read, page):
    """The table is cached: with the channel of then, of now, and of then again."""
    phone = Channel.objects.get(slug="telephone")

    def names():
        found = read(page).select(".parcours-part--stage_table .parcours-scroll td")
        return " ".join(cell.get_text() for cell in found)

    assert "Telephone" in names()
    change(phone, name="By phone")
    assert "Telephone" in names()
    show_the_new()
    assert "By phone" in names()
    assert "Telephone" not in names()
    SignOffPolicy.objects.all().delete()
    assert "Telephone" in names()
    change(phone, name="Telephone")
    assert "Telephone" in names()


def test_another_picture_is_not_shown_for_the_one_that_was_signed(read):
    image = ImageFactory()
    page = make_future_map(
        body=[child("image", {"image": image.pk, "alt": "A counter", "caption": ""})]
    )
    assert read(page).select_one("img.parcours-image")
    change(image, file_hash="0" * 40)
    document = read(page)
    assert document.select_one("img.parcours-image") is None
    assert "A picture that is no longer kept here: A counter" in document.get_text()


def test_no_sensitive_detail_comes_back_with_the_signed_version(client, page, ana, admin_user):
    change(ana, name="Bea")
    client.force_login(admin_user)
    assert "Low vision" not in client.get(page.url).content.decode()


def test_a_record_that_cannot_be_read_leaves_the_map_as_it_is(read, page, ana):
    change(ana, name="Bea")
    LiveVersion.objects.filter(page_id=page.pk).update(seal="0" * 64)
    assert "Bea" in read(page).get_text()


# -- people of the admin


def staff(client, page, user):
    client.force_login(user)
    from bs4 import BeautifulSoup

    document = BeautifulSoup(client.get(page.url).content.decode(), "html.parser")
    return document.select_one(".parcours-staff")


def test_those_who_work_on_it_see_what_changed(client, page, ana, admin_user):
    box = staff(client, page, admin_user)
    assert "Changed since approval" not in box.get_text()
    assert [link["href"] for link in box.select("a")] == [f"/admin/parcours/timeline/{page.pk}/"]
    change(ana, name="Bea")
    box = staff(client, page, admin_user)
    text = " ".join(box.get_text().split())
    assert "Changed since approval: Persona “Bea”. Readers go on seeing what was signed." in text
    assert box.select("a")[0]["href"] == f"/admin/parcours/timeline/{page.pk}/changed/"


def test_readers_with_an_account_see_nothing_of_that(client, page, ana, django_user_model):
    change(ana, name="Bea")
    assert staff(client, page, django_user_model.objects.create_user("reader")) is None


# -- cost


def queries(client, page):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page.url).status_code == 200
    return captured


def test_an_ordinary_view_asks_once_on_what_the_map_stands(client, page):
    client.get(home_page().url)
    client.get(page.url)
    captured = queries(client, page)
    asked = [query for query in captured if "parcours_liveversion" in query["sql"]]
    assert len(asked) == 1
    others = ("parcours_sealedversion", "parcours_signoff", "signoffpolicy")
    assert not [query for query in captured if any(name in query["sql"] for name in others)]


def test_a_changed_map_costs_a_little_more(client, page, ana):
    client.get(page.url)
    before = len(queries(client, page))
    change(ana, name="Bea")
    cache.clear()
    client.get(page.url)
    assert len(queries(client, page)) <= before + 8


def test_the_signed_time_is_that_of_the_record(read, page):
    record = sign_as_it_is(page, make_signer("second", first_name="Second"))
    assert timezone.localtime(record.signed_at).date().isoformat() in str(read(page))
