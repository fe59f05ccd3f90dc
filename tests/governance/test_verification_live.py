"""The audit of live maps: whatever went live past the software is named."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.core import serializers
from django.db import connection
from django.utils import timezone
from wagtail.models import Page, Site
from wagtail_factories import ImageFactory

from tests.factories import (
    PersonaFactory,
    child,
    improvement_card,
    make_channels,
    make_future_map,
    make_map,
    make_signer,
    persona_profile,
    sign_as_it_is,
)
from wagtail_parcours.governance.chain import append_record
from wagtail_parcours.governance.sealing import seal_page
from wagtail_parcours.governance.verification import Audit
from wagtail_parcours.models import (
    Channel,
    FutureStateMapPage,
    LiveVersion,
    Persona,
    SignOffKind,
    SignOffPolicy,
)

pytestmark = pytest.mark.django_db

PAGES = Page._meta.db_table
MAPS = FutureStateMapPage._meta.db_table


@pytest.fixture(autouse=True)
def _channels():
    make_channels()


@pytest.fixture
def amina():
    return PersonaFactory(name="Amina")


@pytest.fixture
def signed(amina):
    link = f'<p><a linktype="page" id="{make_map(1, slug="linked").pk}">Linked</a></p>'
    picture = child("image", {"image": ImageFactory().pk, "alt": "A hill", "caption": ""})
    body = [persona_profile(amina), improvement_card("telephone"), child("text", link), picture]
    return make_future_map(body=body, title="Tomorrow")


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def found():
    """What is said of maps: the codes of problems, then those of notices."""
    findings = [finding for finding in Audit().findings() if finding.page is not None]
    problems = [finding.code for finding in findings if finding.is_problem]
    return problems, [finding.code for finding in findings if not finding.is_problem]


def only(code):
    return found() == ([code], [])


def sentence():
    return next(finding.sentence for finding in Audit().findings() if finding.page is not None)


def test_a_signed_map_and_a_free_one_are_as_they_should_be(signed):
    make_map(1, slug="free")
    audit = Audit()
    assert [finding for finding in audit.findings() if finding.page is not None] == []
    assert audit.maps == 3


# -- below the save


def test_a_draft_put_live_by_sql_is_named():
    page = make_future_map(live=False, title="Draft")
    sql(f"UPDATE {PAGES} SET live = %s WHERE id = %s", True, page.pk)
    assert only("unsigned")
    assert f"“Draft” (page {page.pk}) is live and nobody has signed it" in sentence()


def test_a_draft_put_live_by_a_queryset_is_named():
    page = make_future_map(live=False)
    Page.objects.filter(pk=page.pk).update(live=True)
    assert only("unsigned")


def test_signed_and_put_live_by_a_queryset_misses_its_row():
    page = make_future_map(live=False)
    sign_as_it_is(page)
    Page.objects.filter(pk=page.pk).update(live=True)
    assert only("row_missing")


@pytest.mark.parametrize("by", ["sql", "queryset"])
def test_a_body_altered_past_the_software_is_named_with_the_place(signed, by):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT body FROM {MAPS} WHERE page_ptr_id = %s", [signed.pk])
        [stored] = cursor.fetchone()
    altered = stored.replace("Read the menu twice", "Read the menu never")
    assert altered != stored
    if by == "sql":
        sql(f"UPDATE {MAPS} SET body = %s WHERE page_ptr_id = %s", altered, signed.pk)
    else:
        FutureStateMapPage.objects.filter(pk=signed.pk).update(body=altered)
    assert only("altered")
    assert "channel_improvement › telephone › improvement › text" in sentence()


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        (PAGES, "title", "Another title"),
        (PAGES, "seo_title", "Another title"),
        (PAGES, "search_description", "Another description"),
        (MAPS, "introduction", "Another introduction"),
        (MAPS, "framework", "another"),
    ],
)
def test_any_other_text_of_the_page_altered_by_sql_is_named(signed, table, column, value):
    key = "id" if table == PAGES else "page_ptr_id"
    sql(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", value, signed.pk)
    assert only("altered")


def test_a_map_whose_own_row_was_removed_is_named(signed):
    sql(f"DELETE FROM {MAPS} WHERE page_ptr_id = %s", signed.pk)
    assert only("content_gone")


def test_a_body_that_cannot_be_read_is_named(signed):
    deep = "[" * 80 + "]" * 80
    body = f'[{{"type": "stage_table", "value": {{"x": {deep}}}, "id": "a"}}]'
    FutureStateMapPage.objects.filter(pk=signed.pk).update(body=body)
    assert only("unreadable")


def test_a_picture_put_in_place_of_another_by_sql_is_named(signed):
    other = ImageFactory(file__color="green")
    page = FutureStateMapPage.objects.get(pk=signed.pk)
    raw = list(page.body.raw_data)
    raw[3]["value"]["image"] = other.pk
    page.body = raw
    FutureStateMapPage.objects.filter(pk=signed.pk).update(body=page.body)
    assert only("altered")


@pytest.mark.parametrize("what", ["persona", "image", "link"])
def test_a_reference_that_was_taken_out_by_sql_is_named(signed, what):
    page = FutureStateMapPage.objects.get(pk=signed.pk)
    raw = list(page.body.raw_data)
    if what == "persona":
        raw[0]["value"]["persona"] = None
    elif what == "image":
        raw[3]["value"]["image"] = None
    else:
        raw[2]["value"] = '<p><a linktype="page" id="">Linked</a></p>'
    page.body = raw
    FutureStateMapPage.objects.filter(pk=signed.pk).update(body=page.body)
    assert only("altered")


# -- the row of the live version


def test_a_row_that_claims_signatures_that_nobody_gave_is_named():
    page = make_future_map(live=False)
    seal, _content = seal_page(page)
    Page.objects.filter(pk=page.pk).update(live=True)
    LiveVersion.objects.create(page_id=page.pk, seal=seal, standing="signed", since=timezone.now())
    assert only("claim_unsigned")
    LiveVersion.objects.update(standing="emergency")
    assert only("emergency_unsigned")
    LiveVersion.objects.update(standing="free")
    assert only("unsigned")


def test_a_row_that_was_removed_is_named(signed):
    LiveVersion.objects.all().delete()
    assert "row_missing" in found()[0]


def test_a_row_that_names_another_version_is_named(signed):
    LiveVersion.objects.filter(page_id=signed.pk).update(seal="0" * 64)
    assert only("row_wrong")


def test_names_that_readers_see_and_no_record_bears_are_named(signed):
    row = LiveVersion.objects.get(page_id=signed.pk)
    row.signatures[0]["person"] = "The Minister"
    row.save()
    assert only("names")
    assert "The Minister" in sentence()


def test_a_map_taken_down_by_a_queryset_is_worth_a_notice(signed):
    Page.objects.filter(pk=signed.pk).update(live=False)
    assert found() == ([], ["taken_down"])


def test_too_few_signatures_are_named(signed):
    policy(signatures=2)
    assert only("too_few")


def policy(**values):
    rule = {"page_type": FutureStateMapPage._meta.label, "required": True, **values}
    SignOffPolicy.objects.create(
        site=Site.objects.get(is_default_site=True),
        rules=[{"type": "rule", "value": {"steps": [], "when_changed": "keep", **rule}}],
    )


# -- no alarm for what the software allows


def test_a_persona_changed_since_is_worth_a_notice(signed, amina):
    amina.quote = "Something else"
    amina.save()
    assert found() == ([], ["changed"])
    assert "persona › Amina › quote" in sentence()


def test_a_channel_changed_since_is_worth_a_notice(signed):
    channel = Channel.objects.get(slug="telephone")
    channel.name = "By telephone"
    channel.save()
    assert found() == ([], ["changed"])


@pytest.mark.parametrize("what", ["persona", "image", "link"])
def test_what_it_refers_to_being_deleted_is_worth_a_notice(signed, amina, what):
    if what == "persona":
        amina.delete()
    elif what == "image":
        ImageFactory._meta.model.objects.get().delete()
    else:
        Page.objects.get(slug="linked").delete()
        # Nothing tells when the target of a link goes.
        LiveVersion.objects.filter(page_id=signed.pk).update(changed_at=timezone.now())
    assert found() == ([], ["changed"])


@pytest.mark.parametrize("way", ["queryset", "sql", "fixture"])
def test_a_persona_changed_past_the_software_leaves_the_map_unmarked(signed, amina, way):
    if way == "queryset":
        Persona.objects.update(quote="Something else")
    elif way == "sql":
        sql(f"UPDATE {Persona._meta.db_table} SET quote = 'Something else'")
    else:
        amina.quote = "Something else"
        for row in serializers.deserialize("json", serializers.serialize("json", [amina])):
            row.save()
    assert only("unmarked")
    assert "persona › Amina › quote" in sentence()


def test_sensitive_fields_are_none_of_its_business(signed, amina):
    Persona.objects.update(condition="Low vision", symptoms="Tires quickly")
    assert found() == ([], [])


def test_a_signer_who_left_is_worth_a_notice(signed):
    get_user_model().objects.filter(pk=make_signer().pk).update(is_active=False)
    assert found() == ([], ["inactive"])
    assert "Sasha Roy" in sentence()
    make_signer().delete()
    assert found() == ([], ["inactive"])


def test_an_expired_sign_off_is_worth_a_notice(signed, monkeypatch):
    policy(months=6)
    assert found() == ([], [])
    later = timezone.now() + datetime.timedelta(days=250)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert found() == ([], ["expired"])


def test_an_emergency_is_worth_a_notice():
    page = make_future_map(live=False, title="Urgent")
    seal, content = seal_page(page)
    append_record(
        kind=SignOffKind.EMERGENCY, page=page, seal=seal, content=content, person=make_signer()
    )
    page.live = True
    page.save()
    assert found() == ([], ["emergency"])
    assert "“Urgent”" in sentence()
    assert "Sasha Roy" in sentence()


def test_an_alias_stands_on_the_signatures_of_its_source(signed):
    alias = signed.create_alias(update_slug="alias")
    assert alias.live
    assert found() == ([], [])
    sql(f"UPDATE {MAPS} SET introduction = 'x' WHERE page_ptr_id = %s", alias.pk)
    assert only("altered")


def test_a_current_map_that_its_policy_wants_signed(signed):
    page = make_map(1, slug="today")
    rule = {"page_type": "wagtail_parcours.CurrentStateMapPage", "required": True, "steps": []}
    SignOffPolicy.objects.create(
        site=Site.objects.get(is_default_site=True),
        rules=[{"type": "rule", "value": {**rule, "signatures": 1, "when_changed": "keep"}}],
    )
    problems = [found for found in Audit().findings() if found.is_problem]
    assert {found.code for found in problems} == {"unsigned"}
    assert page.pk in {found.page for found in problems}


def test_its_cost_grows_with_the_maps_only(django_assert_max_num_queries):
    def audit():
        return [finding for finding in Audit().findings() if finding.is_problem]

    for number in range(6):
        make_future_map(
            body=[improvement_card("telephone") for _ in range(8)], slug=f"map-{number}"
        )
    with django_assert_max_num_queries(90):
        assert audit() == []
