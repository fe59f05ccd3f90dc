"""Records of what was there before: the command, and what saving a draft costs."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from tests.admin.open_editors import OpenEditor, person
from tests.factories import make_channels, make_map, stage_table
from tests.governance.routes import translate_home
from tests.translation.copies import ACTIONS, change, copied, draft, make_source
from wagtail_parcours.models import CurrentStateMapPage, MapTranslation, MapWording

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(locale_en):
    make_channels()
    return make_source()


@pytest.fixture
def page(source, locale_fr):
    translate_home(locale_fr)
    page = copied(source, locale_fr)
    draft(page, aware_actions="Lit la lettre").publish()
    return CurrentStateMapPage.objects.get(pk=page.pk)


def rebuild(**options):
    told = StringIO()
    call_command("rebuild_translations", stdout=told, **options)
    return told.getvalue()


def test_what_was_there_before_gets_its_rows(page, source):
    MapTranslation.objects.all().delete()
    MapWording.objects.all().delete()
    assert "1 translations of 2 maps are recorded." in rebuild()
    row = MapTranslation.objects.get(page_id=page.pk)
    assert row.source_id == source.pk
    assert ACTIONS not in row.untranslated
    assert "title" in row.untranslated
    assert MapWording.objects.count() == 2


def test_what_is_recorded_is_kept_unless_it_is_to_be_forgotten(page, source):
    change(source, aware_actions="Opens the letter")
    rebuild()
    assert MapTranslation.objects.get(page_id=page.pk).changed == [ACTIONS]
    rebuild(forget=True)
    assert MapTranslation.objects.get(page_id=page.pk).changed == []


def test_a_translation_whose_source_is_gone_is_none(page, source):
    Page.objects.get(pk=source.pk).delete()
    assert MapTranslation.objects.get(page_id=page.pk).source_id is None
    rebuild()
    assert not MapTranslation.objects.exists()


def own_queries_of_a_save(client, page):
    """So many queries does the record cost a draft that saves itself, while one types."""
    editor = OpenEditor(client, page)
    extra = {}
    for text in ("Lit", "Lit la", "Lit la lettre"):
        editor.cell(1)["actions"] = text
        with CaptureQueriesContext(connection) as captured:
            answer = editor.save_itself(**extra)
        assert answer["success"], answer
        extra = {"overwrite_revision_id": answer["revision_id"]}
        editor.fields["loaded_revision_id"] = answer["revision_id"]
        editor.fields["loaded_revision_created_at"] = answer["revision_created_at"]
    statements = [query["sql"] for query in captured]
    return [sql for sql in statements if "maptranslation" in sql or "mapwording" in sql]


def test_a_draft_that_saves_itself_stays_cheap(page, source, locale_fr):
    client = person("Ada")
    big = copied(make_map(body=[stage_table(12, 4)], title="Big"), locale_fr)
    alone = make_map(title="Alone")
    # One to read the record with the texts of the source, one to write it.
    assert len(own_queries_of_a_save(client, page)) == 2
    # Before it is live, also whether readers saw it until now.
    assert len(own_queries_of_a_save(client, big)) == 3
    assert len(own_queries_of_a_save(client, source)) == 2
    assert len(own_queries_of_a_save(client, alone)) == 2
