"""What was made from what: recorded as people and wagtail-localize write translations."""

import copy
import json

import pytest
from wagtail.models import Locale
from wagtail_localize.models import (
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.operations import translate_object

from tests.factories import make_map, stage_table
from tests.governance.routes import translate_home
from tests.translation.copies import (
    ACTIONS,
    FORM,
    change,
    copied,
    draft,
    edit_stages,
    latest,
    make_source,
)
from wagtail_parcours.journeys import text_hash
from wagtail_parcours.models import CurrentStateMapPage, Maker, MapTranslation, MapWording
from wagtail_parcours.translation.records import record_of, standing_of
from wagtail_parcours.translation.wordings import page_cells

pytestmark = pytest.mark.django_db


@pytest.fixture
def french(locale_en, locale_fr):
    translate_home(locale_fr)
    return locale_fr


@pytest.fixture
def source(locale_en):
    return make_source()


def record(page):
    return MapTranslation.objects.get(page_id=page.pk)


# -- wordings of live maps


def test_a_live_map_has_its_wording_and_a_draft_has_none(source):
    row = MapWording.objects.get(page_id=source.pk)
    assert row.cells == page_cells(source)
    assert row.cells[ACTIONS] == "Reads the letter"
    assert "Reads the letter\n\n" in row.text
    draft(source, aware_actions="Not yet")
    assert MapWording.objects.get(page_id=source.pk).cells[ACTIONS] == "Reads the letter"
    source.unpublish()
    assert not MapWording.objects.filter(page_id=source.pk).exists()


def test_an_alias_has_a_wording_that_follows_its_page(source):
    alias = source.create_alias(update_slug="alias")
    change(source, aware_actions="Opens the letter")
    assert MapWording.objects.get(page_id=alias.pk).cells[ACTIONS] == "Opens the letter"


# -- pages that are translated in the ordinary editor


def test_a_copy_is_untranslated(source, french):
    page = copied(source, french)
    row = record(page)
    assert row.source_id == source.pk
    assert row.source_locale.language_code == "en"
    assert set(row.untranslated) == set(page_cells(source))
    assert row.percent == 0
    assert row.brought_up_to_date_at is None


def test_what_a_person_writes_was_made_from_the_source_as_it_is(source, french):
    page = copied(source, french)
    draft(page, aware_actions="Lit la lettre").publish()
    row = record(page)
    assert ACTIONS not in row.untranslated
    assert row.pairs[ACTIONS][text_hash("Lit la lettre")][:2] == [
        text_hash("Reads the letter"),
        Maker.PERSON,
    ]
    change(source, aware_actions="Opens the letter", middle_new="Inform", apply=None)
    row = record(page)
    assert row.changed == [ACTIONS]
    assert row.new == ["body.table.stages.middle.name"]
    assert FORM in row.removed


def test_an_edit_brings_a_text_up_to_date_and_undoing_it_takes_that_back(source, french):
    page = copied(source, french)
    draft(page, aware_actions="Lit la lettre")
    change(source, aware_actions="Opens the letter")
    assert standing_of(latest(page)).changed == (ACTIONS,)
    draft(page, aware_actions="Ouvre la lettre")
    assert standing_of(latest(page)).changed == ()
    draft(page, aware_actions="Lit la lettre")
    assert standing_of(latest(page)).changed == (ACTIONS,)


def test_the_live_standing_is_that_of_what_readers_see(source, french):
    page = copied(source, french)
    draft(page, aware_actions="Lit la lettre").publish()
    change(source, aware_actions="Opens the letter")
    waiting = draft(page, aware_actions="Ouvre la lettre")
    assert record(page).changed == [ACTIONS]
    waiting.publish()
    assert record(page).changed == []


def test_what_a_draft_said_in_between_is_forgotten(source, french, django_user_model):
    person = django_user_model.objects.create_superuser("editor")
    page = copied(source, french)
    version = latest(page)
    revision = version.save_revision(user=person)
    for text in ("L", "Li", "Lit"):
        version = latest(page)
        body = copy.deepcopy(list(version.body.raw_data))
        edit_stages(body, {"aware_actions": text})
        version.body = json.dumps(body)
        revision = version.save_revision(user=person, overwrite_revision=revision)
    assert set(record(page).pairs[ACTIONS]) == {text_hash("Reads the letter"), text_hash("Lit")}


# -- translations that were there before


def test_a_translation_without_a_record_gets_one_when_asked(source, french):
    page = copied(source, french)
    draft(page, aware_actions="Lit la lettre").publish()
    MapTranslation.objects.all().delete()
    row = record_of(CurrentStateMapPage.objects.get(pk=page.pk))
    assert row.source_id == source.pk
    assert ACTIONS not in row.untranslated
    assert FORM in row.untranslated
    assert record_of(source) is None
    assert standing_of(source) is None


def test_a_map_in_one_language_has_no_record(source):
    assert record_of(source) is None
    assert not MapTranslation.objects.exists()


# -- wagtail-localize


@pytest.fixture
def written(django_capture_on_commit_callbacks):
    """Return a function that saves a translation; it goes live when all is committed."""

    def save(translation):
        with django_capture_on_commit_callbacks(execute=True):
            translation.save_target()

    return save


@pytest.fixture
def localized(source, french, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        translate_object(source, [french])
    return CurrentStateMapPage.objects.get(locale=french, translation_key=source.translation_key)


def say(page, path, text, kind="manual"):
    """Translate the first segment of a place in wagtail-localize, without saving the page."""
    translation = Translation.objects.get(source__object_id=page.translation_key)
    segments = translation.source.stringsegment_set.filter(context__path=path)
    for segment in segments:
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=translation.target_locale,
            defaults={"data": text, "translation_type": kind},
        )
    return translation


def sync(source):
    """What “Sync translated pages” does to the source."""
    TranslationSource.objects.get(object_id=source.translation_key).update_from_db()


def test_what_localize_shows_in_the_language_of_the_source_is_untranslated(localized, source):
    row = record(localized)
    assert row.source_id == source.pk
    assert set(row.untranslated) == set(page_cells(source))


def test_localize_says_who_made_a_text(localized, source, written):
    written(say(localized, ACTIONS, "Lit la lettre"))
    written(say(localized, FORM, "Remplit le formulaire", "machine"))
    row = record(localized)
    assert ACTIONS not in row.untranslated
    assert row.machine == [FORM]
    assert row.to_confirm == 1


def test_a_name_that_is_the_same_in_both_languages_is_translated(localized, written):
    written(say(localized, "body.table.title", "Ana"))
    assert "body.table.title" not in record(localized).untranslated


def test_a_formatted_text_is_translated_when_all_of_it_is(localized, written):
    translation = Translation.objects.get(source__object_id=localized.translation_key)
    first, second = translation.source.stringsegment_set.filter(context__path="body.text")
    for segment, text in ((first, "Un."), (second, "Deux.")):
        assert "body.text" in record(localized).untranslated
        StringTranslation.objects.create(
            translation_of=segment.string,
            context=segment.context,
            locale=translation.target_locale,
            data=text,
        )
        written(translation)
    assert "body.text" not in record(localized).untranslated


def test_a_changed_source_leaves_the_translation_behind_until_it_is_translated(
    localized, source, written
):
    written(say(localized, ACTIONS, "Lit la lettre"))
    change(source, aware_actions="Opens the letter")
    assert record(localized).changed == [ACTIONS]
    sync(source)
    written(Translation.objects.get(source__object_id=source.translation_key))
    row = record(localized)
    assert row.changed == [ACTIONS]
    assert ACTIONS in row.untranslated
    written(say(localized, ACTIONS, "Ouvre la lettre"))
    assert record(localized).changed == []


def test_records_of_before_are_taken_over_from_localize(localized, source, written):
    written(say(localized, ACTIONS, "Lit la lettre", "machine"))
    change(source, aware_actions="Opens the letter")
    before = record(localized)
    MapTranslation.objects.all().delete()
    record_of(CurrentStateMapPage.objects.get(pk=localized.pk))
    after = record(localized)
    assert after.changed == before.changed == [ACTIONS]
    assert after.untranslated == before.untranslated


# -- which page is the source


def test_a_translation_of_a_translation_has_its_own_source(source, french, locale_en):
    arabic = Locale.objects.create(language_code="ar")
    translate_home(arabic)
    page = copied(source, french)
    assert record(copied(page, arabic)).source_id == page.pk


def test_without_a_record_the_default_language_is_the_source(source, french):
    page = copied(source, french)
    MapTranslation.objects.all().delete()
    draft(source, aware_actions="Opens the letter")
    assert not MapTranslation.objects.exists()
    draft(page, aware_actions="Lit la lettre")
    assert record(page).source_id == source.pk


def test_a_table_with_every_cell(source, french):
    big = make_map(body=[stage_table(6, 4)], title="Big")
    page = copied(big, french)
    assert len(record(page).untranslated) == len(page_cells(big))
