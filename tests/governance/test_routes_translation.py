"""Translations: wagtail-localize and Wagtail's own put nothing live that nobody signed."""

import pytest
from django.urls import reverse
from wagtail.models import Page, PageLogEntry
from wagtail_localize.models import (
    LocaleSynchronization,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.operations import translate_object, translate_page_subtree

from tests.factories import add_page, home_page, make_index, make_map
from tests.governance.routes import (
    UNSIGNED,
    count_on_from_what_is_there,
    draft_on,
    logged_in,
    make_legacy,
    make_signed,
    make_superuser,
    make_unsigned,
    sign_latest,
    standing,
    texts,
    translate_home,
    unsigned_live,
)
from tests.governance.workflows import fresh, make_workflow, waiting_step
from wagtail_parcours.governance.refusals import REFUSED_ACTION
from wagtail_parcours.models import CurrentStateMapPage, FutureStateMapPage, Standing

# Real transactions: wagtail-localize publishes when they are committed.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _keys(transactional_db):
    count_on_from_what_is_there()


@pytest.fixture
def french(locale_en, locale_fr):
    translate_home(locale_fr)
    return locale_fr


@pytest.fixture
def root(locale_en):
    return make_superuser()


@pytest.fixture
def signed(french):
    return make_signed()


def translation_of(page, locale):
    return page.specific_class.objects.get(translation_key=page.translation_key, locale=locale)


def translated(page, locale, person=None):
    """Submit a page for translation, as the admin does. Returns the translated page."""
    translate_object(page, [locale], user=person)
    return translation_of(page, locale)


def translate_texts(page, locale, words="Traduit"):
    source = TranslationSource.objects.get(object_id=page.translation_key)
    for segment in source.stringsegment_set.all():
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=locale,
            context=segment.context,
            defaults={"data": f"{words} {segment.pk}"},
        )
    return Translation.objects.get(source=source, target_locale=locale)


# -- submitting


def test_submitting_a_live_signed_map_makes_a_draft(signed, french, root):
    page = translated(signed, french, root)
    assert not page.live
    assert PageLogEntry.objects.filter(page=page.pk, action=REFUSED_ACTION).exists()
    assert unsigned_live() == []


def test_the_other_pages_of_a_submission_are_published(signed, french, root):
    tree = make_index()
    future = make_signed(parent=tree, slug="inside")
    current = make_map(parent=tree, title="Current")
    current.save_revision().publish()
    translate_object(tree, [french], user=root)
    translate_page_subtree(tree.pk, [french], None, root)
    assert translation_of(tree, french).live
    assert translation_of(current, french).live
    assert not translation_of(future, french).live
    assert unsigned_live() == []


def test_the_admin_says_so_when_a_map_is_submitted(signed, french, root):
    address = reverse("wagtail_localize:submit_page_translation", args=[signed.pk])
    response = logged_in(root).post(address, {"locales": [french.pk]}, follow=True)
    assert "needs a sign-off before it goes live" in texts(response)
    assert not translation_of(signed, french).live


def test_a_signed_translation_goes_live(signed, french, root):
    page = translated(signed, french, root)
    sign_latest(page)
    translate_object_again(page, french)
    assert standing(page) == Standing.SIGNED


def translate_object_again(page, locale):
    Translation.objects.get(
        source__object_id=page.translation_key, target_locale=locale
    ).save_target(publish=True)


# -- updating what is live


@pytest.fixture
def live_translation(signed, french, root):
    """A French map that is live and signed."""
    page = translated(signed, french, root)
    sign_latest(page)
    page.get_latest_revision().publish()
    assert standing(page) == Standing.SIGNED
    return fresh(page)


@pytest.mark.parametrize("publish", [True, False])
def test_an_update_becomes_a_draft_and_readers_keep_what_was_signed(
    signed, french, live_translation, root, publish
):
    before = (live_translation.title, live_translation.introduction)
    translate_texts(signed, french).save_target(user=root, publish=publish)
    page = fresh(live_translation)
    assert page.live
    assert (page.title, page.introduction) == before
    assert page.has_unpublished_changes
    assert page.get_latest_revision_as_object().title.startswith("Traduit")
    assert standing(page) == Standing.SIGNED
    assert unsigned_live() == []


def test_the_updated_draft_can_be_signed_and_published(signed, french, live_translation, root):
    translate_texts(signed, french).save_target(user=root, publish=True)
    sign_latest(live_translation)
    fresh(live_translation).get_latest_revision().publish()
    assert fresh(live_translation).title.startswith("Traduit")
    assert standing(live_translation) == Standing.SIGNED


def test_the_translation_editor_leads_to_those_who_sign(signed, french, live_translation, root):
    make_workflow()
    translate_texts(signed, french)
    browser = logged_in(root)
    address = reverse("wagtailadmin_pages:edit", args=[live_translation.pk])
    response = browser.post(address, {"action": "publish"}, follow=True)
    assert "It is not live yet" in texts(response)
    assert "readers go on seeing the version that is live" in texts(response)
    assert "Published" not in texts(response).replace("Saved, not published", "")
    browser.post(response.request["PATH_INFO"])
    assert waiting_step(live_translation) is not None
    assert standing(live_translation) == Standing.SIGNED


def test_the_translation_editor_publishes_what_is_signed(signed, french, live_translation, root):
    address = reverse("wagtailadmin_pages:edit", args=[live_translation.pk])
    response = logged_in(root).post(address, {"action": "publish"}, follow=True)
    assert "Published" in texts(response)
    assert standing(live_translation) == Standing.SIGNED


def test_updating_translations_from_the_source_says_why(signed, french, live_translation, root):
    draft_on(signed, introduction="Signed in English.")
    sign_latest(signed)
    fresh(signed).get_latest_revision().publish()
    source = TranslationSource.objects.get(object_id=signed.translation_key)
    address = reverse("wagtail_localize:update_translations", args=[source.pk])
    response = logged_in(root).post(address, {"publish_translations": "on"}, follow=True)
    assert "needs a sign-off before it goes live" in texts(response)
    assert fresh(live_translation).introduction != "Signed in English."
    assert unsigned_live() == []


def test_a_current_state_map_is_updated_as_ever(french, root):
    current = make_map(body=[])
    current.save_revision().publish()
    page = translated(current, french, root)
    assert page.live
    translate_texts(current, french).save_target(user=root, publish=True)
    assert fresh(page).title.startswith("Traduit")


# -- trees that are kept alike


def synchronise(french):
    LocaleSynchronization.objects.create(locale=french, sync_from=home_page().locale)


def test_a_tree_is_kept_alike_and_unsigned_maps_wait(french):
    """One map of old that nobody signed does not keep the others from their mirrors."""
    legacy = make_legacy(slug="legacy")
    signed = make_signed(slug="signed")
    plain = add_page(Page(title="Plain"))
    synchronise(french)
    assert not translation_of(legacy, french).live
    assert standing(translation_of(signed, french)) == Standing.SIGNED
    assert translation_of(plain, french).live
    assert [page for page in unsigned_live() if page != legacy.title] == []


def test_the_mirror_goes_live_with_its_source(french):
    page = make_unsigned()
    synchronise(french)
    mirror = translation_of(page, french)
    assert not mirror.live
    sign_latest(page)
    fresh(page).get_latest_revision().publish()
    assert standing(mirror) == Standing.SIGNED
    assert unsigned_live() == []


def test_a_mirror_that_is_translated_waits_for_its_own_signature(french, root):
    page = make_signed()
    synchronise(french)
    mirror = translation_of(page, french)
    assert mirror.live
    translate_object(page, [french], user=root)
    mirror = fresh(mirror)
    assert mirror.alias_of_id is None
    assert not mirror.live
    assert PageLogEntry.objects.filter(page=mirror.pk, action="wagtail.unpublish").exists()
    sign_latest(mirror)
    mirror.get_latest_revision().publish()
    assert standing(mirror) == Standing.SIGNED
    assert unsigned_live() == []


def test_a_translation_may_become_a_mirror_again(signed, french, live_translation, root):
    address = reverse("wagtail_localize:convert_to_alias", args=[live_translation.pk])
    response = logged_in(root).post(address, follow=True)
    assert response.status_code == 200
    page = fresh(live_translation)
    assert page.alias_of_id == signed.pk
    assert standing(page) == Standing.SIGNED
    assert unsigned_live() == []


def test_but_not_of_a_map_that_nobody_signed(signed, french, live_translation, root):
    FutureStateMapPage.objects.filter(pk=signed.pk).update(introduction=UNSIGNED)
    address = reverse("wagtail_localize:convert_to_alias", args=[live_translation.pk])
    response = logged_in(root).post(address, follow=True)
    assert "needs a sign-off before it goes live" in texts(response)
    page = fresh(live_translation)
    assert page.alias_of_id is None
    assert page.introduction != UNSIGNED


# -- Wagtail's own translations


def test_a_copy_for_translation_is_a_draft(signed, french):
    page = signed.copy_for_translation(french)
    assert not page.live
    assert unsigned_live() == []


def test_a_whole_tree_is_copied_for_translation(french):
    tree = make_index()
    make_legacy(parent=tree, slug="legacy")
    tree.copy_for_translation(french, alias=True)
    legacy = Page.objects.get(slug="legacy")
    mirror = legacy.copy_for_translation(french, alias=True)
    assert not mirror.live
    assert CurrentStateMapPage.objects.count() == 0
