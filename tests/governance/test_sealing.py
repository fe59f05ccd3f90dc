"""One content has one seal, wherever it is; whatever readers could notice gives another."""

import unicodedata

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail_factories import DocumentFactory, ImageFactory

from tests.factories import child, make_future_map, make_map
from tests.governance.sealed_world import World, raw_of, seal, with_body
from tests.testapp.models import WideMapPage
from wagtail_parcours.governance.sealing import seal_page, sealed_content
from wagtail_parcours.journeys import (
    compare,
    from_json,
    read_sealed,
    sealed_text,
    to_json,
    write_body,
)
from wagtail_parcours.models import Channel, CurrentStateMapPage, FutureStateMapPage, Persona

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World.build()


# -- the same content, the same seal


def primary_keys(world):
    rows = {"page": world.page, "linked": world.linked, **world.things}
    return {name: row.pk for name, row in rows.items()}


def remove_everything():
    for page in Page.objects.filter(depth=3):
        page.delete()
    for model in (Persona, Channel, ImageFactory._meta.model, DocumentFactory._meta.model):
        model.objects.all().delete()


def test_other_primary_keys_give_the_same_seal():
    first = World.build()
    before, keys, text = seal(first.page), primary_keys(first), seal_page(first.page)[1]
    remove_everything()
    second = World.build(turned=True)
    again = primary_keys(second)
    assert not [name for name in keys if keys[name] == again[name]]
    assert sorted(again) == sorted(keys)
    assert seal_page(second.page)[1] == text
    assert seal(second.page) == before


def test_export_and_import_keep_the_seal(world):
    page = FutureStateMapPage.objects.get(pk=world.page.pk)
    before = seal_page(page)
    journey = from_json(to_json(page.get_journey()))
    page.body = write_body(journey.parts, persona_pk=lambda _key: world.persona.pk)
    page.title, page.introduction = journey.title, journey.summary
    assert seal_page(page) == before


def test_the_sealed_text_reads_back_as_the_same_content(world):
    content = sealed_content(world.page)
    assert compare(read_sealed(sealed_text(content)), content) == ()


def test_saving_and_revisions_keep_the_seal(world):
    before = seal(world.page)
    page = FutureStateMapPage.objects.get(pk=world.page.pk)
    page.save()
    assert seal(page) == before
    assert seal_page(page.save_revision().as_object())[0] == before


def test_the_order_of_keys_and_the_form_of_letters_make_no_difference(world):
    page = FutureStateMapPage.objects.get(pk=world.page.pk)
    page.title = page.introduction = "Été à Québec"
    before = seal_page(page)
    page.title = page.introduction = unicodedata.normalize("NFD", page.title)
    page.body = turned(raw_of(world.page))
    assert seal_page(page) == before


def turned(value):
    """The same JSON with its keys the other way round."""
    if isinstance(value, dict):
        return {name: turned(value[name]) for name in reversed(value)}
    if isinstance(value, list):
        return [turned(item) for item in value]
    return value


def test_an_alias_has_the_seal_of_its_source(world):
    alias = world.page.create_alias(update_slug="alias")
    assert seal(alias) == seal(world.page)
    french = make_map(1, slug="source").create_alias(update_slug="other")
    assert seal(french) == seal(french.alias_of.specific)


def test_an_alias_in_another_language_is_read_as_its_source_is(world, locale_fr):
    mirror = world.page.copy_for_translation(locale_fr, copy_parents=True, alias=True)
    assert mirror.locale == locale_fr
    assert seal(mirror) == seal(world.page)


def test_a_lane_that_is_registered_later_changes_nothing_until_it_says_something():
    page = make_map(2, page_class=WideMapPage)
    raw = raw_of(page)
    for stage in raw[0]["value"]["stages"]:
        stage["value"].pop("sees", None)
    before = seal_page(with_body(page, raw))
    for stage in raw[0]["value"]["stages"]:
        stage["value"]["sees"] = ""
    assert seal_page(with_body(page, raw)) == before
    raw[0]["value"]["stages"][0]["value"]["sees"] = "The form"
    assert seal_page(with_body(page, raw)) != before


# -- odd and missing things


def test_a_file_that_is_gone_from_the_disk_does_not_stop_it():
    image = ImageFactory()
    type(image).objects.filter(pk=image.pk).update(file_hash="")
    image.file.delete(save=False)
    page = make_map(body=[child("image", {"image": image.pk, "alt": "", "caption": ""})])
    assert seal(page)


@pytest.mark.parametrize("reference", ["x", "-1", "9" * 30, "1.5", "01", 0, True, [1], None])
def test_odd_references_do_not_stop_it(reference):
    body = [
        child("image", {"image": reference, "alt": "", "caption": ""}),
        child("document", {"document": reference, "title": ""}),
        child("persona_profile", {"persona": reference, "realities": []}),
        child("text", f'<p><a linktype="page" id="{reference}">x</a></p>'),
    ]
    page = make_map(body=[])
    assert seal_page(with_body(page, body))


def test_a_map_below_no_site_can_be_sealed():
    page = CurrentStateMapPage(title="Nowhere yet", body=[], path="", depth=0)
    page.locale = make_map(1).locale
    assert seal_page(page)[0]


def test_its_cost_does_not_grow_with_the_map(world):
    def queries(times):
        raw = raw_of(world.page)
        page = with_body(world.page, [block for block in raw for _time in range(times)])
        # Files are hashed once, the first time that anything asks.
        seal_page(page)
        with CaptureQueriesContext(connection) as counted:
            seal_page(page)
        return len(counted)

    assert queries(1) == queries(10) <= 12


def test_sealing_an_empty_map_asks_nothing_of_others():
    page = make_future_map(body=[], live=False)
    page.locale  # noqa: B018
    with CaptureQueriesContext(connection) as counted:
        seal_page(page)
    assert len(counted) == 0
