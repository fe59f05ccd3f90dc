"""The gate in the model's save: what it refuses, what it lets pass, and what that costs."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from wagtail.models import Page

from tests.factories import (
    PersonaFactory,
    home_page,
    improvement_card,
    make_future_map,
    make_index,
    make_map,
    persona_profile,
    sign_as_it_is,
)
from tests.governance.routes import (
    UNSIGNED,
    draft_on,
    make_legacy,
    make_signed,
    make_unsigned,
    sign_latest,
    standing,
    unsigned_live,
)
from tests.governance.workflows import fresh
from wagtail_parcours.models import (
    CurrentStateMapPage,
    FutureStateMapPage,
    LiveVersion,
    PublicationRefused,
    StaleSave,
    Standing,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(locale_en):
    return make_unsigned()


@pytest.fixture
def signed(locale_en):
    return make_signed()


def test_a_refusal_is_a_refused_permission_that_gives_its_reason(draft):
    draft.live = True
    with pytest.raises(PermissionDenied, match=r"needs a sign-off.* 1 person has to sign"):
        draft.save()
    assert not fresh(draft).live


def test_a_new_map_cannot_be_added_live(locale_en):
    page = FutureStateMapPage(title="New", body=[improvement_card()], live=True)
    with pytest.raises(PublicationRefused):
        home_page().add_child(instance=page)
    assert not FutureStateMapPage.objects.exists()


def test_a_current_state_map_needs_none(locale_en):
    page = make_map()
    assert standing(page) == Standing.FREE


@pytest.mark.parametrize("fields", [None, ["live"], ["live", "live_revision"], ["live", "title"]])
def test_the_base_page_of_a_draft_cannot_go_live(draft, fields):
    base = Page.objects.get(pk=draft.pk)
    base.live = True
    with pytest.raises(PublicationRefused):
        base.save(update_fields=fields)
    assert not fresh(draft).live


def test_the_base_page_of_a_signed_draft_may(draft):
    sign_as_it_is(draft)
    base = Page.objects.get(pk=draft.pk)
    base.live = True
    base.save()
    assert standing(draft) == Standing.SIGNED


class ShadowPage(Page):
    """The base page under another name."""

    class Meta:
        proxy = True
        app_label = "testapp"


class ShadowMap(CurrentStateMapPage):
    """A map under another name."""

    class Meta:
        proxy = True
        app_label = "testapp"


def test_a_proxy_of_the_base_page_is_no_way_round(draft):
    shadow = ShadowPage.objects.get(pk=draft.pk)
    shadow.live = True
    with pytest.raises(PublicationRefused):
        shadow.save()
    assert not fresh(draft).live


@pytest.mark.parametrize("fields", [["body"], ["introduction"], ["title"], ["current_map_id"]])
def test_a_live_map_keeps_what_was_signed_field_by_field(signed, fields):
    signed.body = [improvement_card("online")]
    signed.introduction = signed.title = UNSIGNED
    signed.current_map = make_map()
    with pytest.raises(PublicationRefused):
        signed.save(update_fields=fields)
    assert unsigned_live() == []


def test_what_is_not_written_does_not_count(signed):
    """The draft that nobody signed lies in the table; memory holds what was signed."""
    good = signed.introduction
    signed.unpublish()
    signed.introduction = UNSIGNED
    signed.save()
    signed.introduction, signed.live = good, True
    with pytest.raises(PublicationRefused):
        signed.save(update_fields=["live"])
    signed.save(update_fields=["live", "introduction"])
    assert standing(signed) == Standing.SIGNED
    assert unsigned_live() == []


def test_a_copy_in_memory_that_calls_itself_a_draft_changes_no_live_map(signed):
    signed.live, signed.introduction = False, UNSIGNED
    with pytest.raises(PublicationRefused):
        signed.save(update_fields=["introduction"])
    assert fresh(signed).introduction != UNSIGNED
    assert standing(signed) == Standing.SIGNED


def test_a_deferred_copy_is_judged_whole(draft, signed):
    deferred = Page.objects.get(pk=draft.pk).specific_deferred
    deferred.live = True
    with pytest.raises(PublicationRefused):
        deferred.save()
    deferred = Page.objects.get(pk=signed.pk).specific_deferred
    deferred.title = UNSIGNED
    with pytest.raises(PublicationRefused):
        deferred.save()
    assert unsigned_live() == []
    assert FutureStateMapPage.objects.defer("body").get(pk=signed.pk).save() is None


def test_another_content_type_is_no_disguise(draft):
    """A map that called itself an ordinary page for a while is judged when it comes back."""
    Page.objects.filter(pk=draft.pk).update(content_type=ContentType.objects.get_for_model(Page))
    plain = Page.objects.get(pk=draft.pk)
    plain.live = True
    plain.save()
    plain.content_type = ContentType.objects.get_for_model(FutureStateMapPage)
    with pytest.raises(PublicationRefused):
        plain.save()
    Page.objects.filter(pk=draft.pk).update(live=False)


def test_a_page_that_becomes_a_map_is_judged(locale_en):
    """The base row first, live and empty; then the row of the map."""
    page = home_page().add_child(instance=Page(title="Plain", live=True))
    page.content_type = ContentType.objects.get_for_model(FutureStateMapPage)
    page.save()
    grown = FutureStateMapPage(page_ptr=page, body=[improvement_card()])
    for field in Page._meta.concrete_fields:
        setattr(grown, field.attname, getattr(page, field.attname))
    with pytest.raises(PublicationRefused):
        grown.save_base()
    assert unsigned_live() == []


def test_a_proxy_of_a_map_follows_the_rules_of_the_map(locale_en):
    from tests.governance.rules import set_rules

    set_rules({"page_type": "wagtail_parcours.CurrentStateMapPage", "required": True})
    page = make_map(live=False)
    shadow = ShadowMap.objects.get(pk=page.pk)
    shadow.live = True
    with pytest.raises(PublicationRefused):
        shadow.save()
    assert not fresh(page).live


# -- what is none of the gate's business


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slug", "elsewhere"),
        ("show_in_menus", True),
        ("locked", True),
        ("draft_title", "Another working title"),
        ("expire_at", None),
    ],
)
def test_unrelated_saves_of_a_live_map_pass_whoever_signed_it(locale_en, field, value):
    legacy = make_legacy()
    for page in (legacy, Page.objects.get(pk=legacy.pk)):
        setattr(page, field, value)
        page.save()
        page.save(update_fields=[field])
    assert getattr(fresh(legacy), field) == value


def test_a_live_map_may_be_saved_as_it_is_though_its_persona_changed(locale_en):
    ana = PersonaFactory()
    page = make_future_map(body=[persona_profile(ana), improvement_card()])
    ana.age = 30
    ana.save()
    page = fresh(page)
    page.slug = "moved"
    page.save()
    assert fresh(page).slug == "moved"


def test_the_same_blocks_written_in_another_way_are_the_same(signed):
    """Keys that an older version did not write yet are empty; touching the blocks adds them."""
    raw = [dict(item) for item in signed.body.raw_data]
    del raw[0]["value"]["experience"]
    signed.unpublish()
    signed.body = raw
    signed.save()
    sign_as_it_is(fresh(signed))
    again = fresh(signed)
    again.live = True
    again.save()
    again = fresh(signed)
    list(again.body[0].value["improvements"])
    again.save()
    assert standing(again) == Standing.SIGNED


def test_taking_down_is_always_allowed(locale_en):
    for page in (make_legacy(slug="one"), make_signed(slug="two")):
        page.unpublish()
        assert standing(page) is None


def test_taking_down_works_from_an_old_copy_too(signed):
    """Somebody published again in the meantime: that is no reason to keep it live."""
    old = fresh(signed)
    fresh(signed).save_revision(changed=False).publish()
    old.unpublish()
    assert not fresh(signed).live


def test_an_old_draft_does_not_take_down_what_went_live_meanwhile(draft):
    old = fresh(draft)
    sign_latest(draft)
    draft.get_latest_revision().publish()
    old.introduction = "Something else"
    with pytest.raises(StaleSave, match="was published while you were working"):
        old.save()
    assert standing(draft) == Standing.SIGNED


def test_expiry_is_no_stale_save(signed):
    """The base page, as Wagtail's command takes it, while somebody publishes again."""
    old = Page.objects.get(pk=signed.pk)
    fresh(signed).save_revision(changed=False).publish()
    old.unpublish(set_expired=True)
    assert not fresh(signed).live


# -- which signatures count


def test_an_older_version_is_not_signed_any_more(signed):
    first = signed.get_latest_revision()
    second = draft_on(signed)
    sign_latest(signed)
    second.publish()
    with pytest.raises(PublicationRefused):
        first.publish()
    assert fresh(signed).introduction == UNSIGNED


def test_what_is_live_stands_while_its_successor_is_signed(signed):
    """The new version waits for its date, signed. The live one may still get an alias."""
    draft_on(signed)
    sign_latest(signed)
    alias = signed.create_alias(update_slug="repeated", parent=home_page())
    assert standing(alias) == Standing.SIGNED
    assert unsigned_live() == []


def test_a_signature_stands_for_one_page_in_one_language(signed, locale_fr):
    other = make_unsigned(title=signed.title, slug="twin", body=list(signed.body.raw_data))
    other.live = True
    with pytest.raises(PublicationRefused):
        other.save()
    Page.objects.filter(pk=other.pk).update(
        translation_key=signed.translation_key, locale=locale_fr
    )
    other = fresh(other)
    other.live = True
    with pytest.raises(PublicationRefused):
        other.save()


def test_a_live_map_cannot_take_over_the_identity_of_another(signed):
    legacy = make_legacy(slug="legacy")
    legacy.alias_of = signed
    with pytest.raises(PublicationRefused):
        legacy.save()
    with pytest.raises(PublicationRefused):
        legacy.save(update_fields=["alias_of"])


def test_what_nobody_can_read_nobody_can_publish(draft, monkeypatch):
    from wagtail_parcours.governance import approvals
    from wagtail_parcours.journeys import JourneyFormatError

    def damaged(page):
        raise JourneyFormatError("", "broken", "too_deep")

    sign_as_it_is(draft)
    monkeypatch.setattr(approvals, "seal_page", damaged)
    draft.live = True
    with pytest.raises(PublicationRefused, match="damaged"):
        draft.save()
    assert make_map(slug="free").live


def test_a_permit_of_a_failed_save_is_forgotten(draft, monkeypatch):
    sign_as_it_is(draft)
    draft.live = True
    with monkeypatch.context() as patch:
        patch.setattr(FutureStateMapPage, "_do_update", lambda *args: 1 / 0, raising=True)
        with pytest.raises(ZeroDivisionError):
            draft.save()
    draft = fresh(draft)
    draft.save(update_fields=["slug"])
    assert not LiveVersion.objects.exists()


# -- what it costs


def test_other_pages_pay_nothing(locale_en, django_assert_num_queries):
    ContentType.objects.get_for_model(FutureStateMapPage)
    page = make_index()
    with django_assert_num_queries(gate_queries(page)):
        page.save(update_fields=["title"], clean=False)


def test_a_draft_pays_one_query(draft, django_assert_num_queries):
    draft.save(update_fields=["title", "live"])
    with django_assert_num_queries(gate_queries(draft) + 1):
        draft.save(update_fields=["title"], clean=False)


def test_a_live_map_that_stays_as_it_is_pays_two(signed, django_assert_num_queries):
    with django_assert_num_queries(gate_queries(signed) + 2):
        signed.save(update_fields=["title"], clean=False)


def gate_queries(page):
    """What Django itself needs to write one column of the base page, with its listeners."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from wagtail_parcours.governance import gate

    with pytest.MonkeyPatch.context() as patch, CaptureQueriesContext(connection) as captured:
        patch.setattr(gate, "map_model", lambda *args: None)
        page.save(update_fields=["title"], clean=False)
    return len(captured)
