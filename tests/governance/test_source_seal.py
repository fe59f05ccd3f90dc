"""What a translation was made from is part of what is signed."""

import pytest
from wagtail.actions.copy_page import CopyPageAction
from wagtail_localize.models import LocaleSynchronization, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from tests.factories import make_index, make_map
from tests.governance.routes import (
    count_on_from_what_is_there,
    draft_on,
    make_signed,
    make_superuser,
    make_unsigned,
    sign_latest,
    standing,
    translate_home,
    unsigned_live,
)
from tests.governance.workflows import fresh
from wagtail_parcours.governance.sealing import seal_page
from wagtail_parcours.models import Standing

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
def source(french):
    return make_signed()


def seal(page):
    return seal_page(page)[0]


def draft(page):
    return fresh(page).get_latest_revision_as_object()


def in_french(page, french):
    return type(page).objects.get(translation_key=page.translation_key, locale=french)


@pytest.fixture
def translation(source, french):
    """A French map that is live and signed."""
    translate_object(source, [french], user=make_superuser())
    page = in_french(source, french)
    sign_latest(page)
    page.get_latest_revision().publish()
    assert standing(page) == Standing.SIGNED
    return fresh(page)


def update(page, french, publish=True):
    """As the admin updates a translation from its source."""
    found = TranslationSource.objects.get(object_id=page.translation_key)
    found.update_from_db()
    Translation.objects.get(source=found, target_locale=french).save_target(publish=publish)


def test_what_is_wrapped_is_still_there():
    assert hasattr(CopyPageAction._copy_page, "__wrapped__")


def test_a_translation_carries_the_seal_of_its_source(source, translation):
    assert translation.source_seal == seal(source)
    assert draft(translation).source_seal == seal(source)
    assert source.source_seal == ""


def test_another_source_gives_the_same_words_another_seal(translation):
    before = seal(translation)
    translation.source_seal = "0" * 64
    assert seal(translation) != before


def test_saving_it_again_from_the_same_source_needs_no_new_signature(source, french, translation):
    update(source, french)
    assert standing(translation) == Standing.SIGNED
    assert not fresh(translation).has_unpublished_changes


@pytest.mark.parametrize("publish", [True, False])
def test_an_update_from_a_changed_source_needs_a_new_approval(source, french, translation, publish):
    signed_from = translation.source_seal
    revision = draft_on(source, introduction="Said in another way.")
    sign_latest(source)
    revision.publish()
    # The source alone touches nothing of what readers see.
    assert standing(translation) == Standing.SIGNED
    assert fresh(translation).source_seal == signed_from
    update(source, french, publish)
    page = fresh(translation)
    assert page.live
    assert page.source_seal == signed_from
    assert draft(page).source_seal == seal(fresh(source)) != signed_from
    sign_latest(page)
    fresh(page).get_latest_revision().publish()
    assert fresh(page).source_seal == seal(fresh(source))
    assert standing(page) == Standing.SIGNED
    assert unsigned_live() == []


def test_an_update_that_changes_no_word_needs_one_too(source, french, translation):
    """The translator looked at another English text: whoever signed did not."""
    revision = draft_on(source, introduction="Nobody translated this yet.")
    sign_latest(source)
    revision.publish()
    page = draft(translation)
    page.introduction = "En français."
    page.source_seal = seal(fresh(source))
    assert seal(page) != seal(draft(translation))


def test_a_current_state_map_remembers_its_source(french):
    current = make_map(body=[])
    current.save_revision().publish()
    translate_object(current, [french])
    assert in_french(current, french).source_seal == seal(fresh(current))


def test_a_page_above_that_is_copied_along_is_not_taken_for_the_translation(french):
    above = make_signed(slug="above")
    below = make_signed(slug="below", parent=above)
    translate_object(below, [french])
    mirror = in_french(above, french)
    assert mirror.alias_of_id == above.pk
    assert mirror.source_seal == ""
    assert standing(mirror) == Standing.SIGNED
    assert draft(in_french(below, french)).source_seal == seal(below)


# -- Wagtail's own translations


def test_a_copy_for_translation_carries_it_too(source, french):
    page = source.copy_for_translation(french)
    assert page.source_seal == fresh(page).source_seal == seal(source)
    assert draft(page).source_seal == seal(source)


def test_of_a_draft_it_is_the_draft_that_was_copied(french):
    page = make_unsigned()
    draft_on(page, introduction="Newer.")
    assert fresh(page).copy_for_translation(french).source_seal == seal(draft(page))


def test_in_a_whole_tree_each_map_carries_its_own(source, french):
    from wagtail.actions.copy_for_translation import CopyPageForTranslationAction

    tree = make_index()
    inside = make_signed(parent=tree, slug="inside")
    CopyPageForTranslationAction(tree, french, include_subtree=True).execute()
    assert in_french(inside, french).source_seal == seal(inside)


# -- copies and aliases


def test_a_copy_of_a_translation_is_a_map_of_its_own(translation):
    copy = translation.copy(update_attrs={"slug": "copied"}, keep_live=False)
    assert copy.source_seal == fresh(copy).source_seal == ""
    assert {revision.as_object().source_seal for revision in copy.revisions.all()} == {""}
    assert translation.revisions.count() < copy.revisions.count()


def test_and_so_are_those_of_a_copied_tree(french):
    tree = make_index()
    inside = make_signed(parent=tree, slug="inside")
    translate_object(tree, [french])
    translate_object(inside, [french])
    copied = in_french(tree, french).copy(
        recursive=True, update_attrs={"slug": "copied"}, keep_live=False
    )
    assert copied.get_children().specific().get().source_seal == ""


def test_an_alias_follows_its_page(translation, source, french):
    alias = translation.create_alias(update_slug="alias")
    assert standing(alias) == Standing.SIGNED
    assert seal(alias) == seal(translation)
    revision = draft_on(source, introduction="Newer.")
    sign_latest(source)
    revision.publish()
    update(source, french)
    sign_latest(translation)
    fresh(translation).get_latest_revision().publish()
    assert seal(fresh(alias)) == seal(fresh(translation)) != seal(translation)
    assert standing(alias) == Standing.SIGNED


def test_a_mirror_has_no_source_until_it_is_translated(french):
    page = make_signed()
    LocaleSynchronization.objects.create(locale=french, sync_from=page.locale)
    mirror = in_french(page, french)
    assert mirror.source_seal == ""
    assert standing(mirror) == Standing.SIGNED
    translate_object(page, [french])
    assert draft(mirror).source_seal == seal(page)
    assert fresh(mirror).alias_of_id is None
