"""Maps on a site that translates with Wagtail's own `simple_translation`."""

import sys

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Page

from tests.admin.open_editors import OpenEditor
from tests.factories import home_page, make_channels, make_future_map, make_map
from tests.governance.routes import logged_in, make_superuser, sign_latest, translate_home
from tests.translation.copies import ACTIONS, change, make_source
from wagtail_parcours.models import (
    CurrentStateMapPage,
    FutureStateMapPage,
    MapTranslation,
    PublicationRefused,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(locale_en):
    return logged_in(make_superuser())


@pytest.fixture
def french(locale_en, locale_fr):
    translate_home(locale_fr)
    return locale_fr


@pytest.fixture
def source(locale_en):
    make_channels()
    return make_source()


def translated(client, page, locale):
    """Copy a page as “Translate this page” does; returns the copy."""
    address = reverse("simple_translation:submit_page_translation", args=[page.pk])
    response = client.post(address, {"locales": [locale.pk]})
    copy = type(page).objects.get(translation_key=page.translation_key, locale=locale)
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[copy.pk])
    return copy


def parsed(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


def write(client, page, text, publish=True):
    """Translate one cell in the ordinary editor."""
    editor = OpenEditor(client, page)
    editor.body[0]["value"]["stages"][0]["value"]["actions"] = text
    response = editor.post(**({"action-publish": "1"} if publish else {}))
    assert response.status_code == 302, response.context["form"].errors
    return CurrentStateMapPage.objects.get(pk=page.pk)


def record(page):
    return MapTranslation.objects.get(page_id=page.pk)


def test_nothing_of_wagtail_localize_is_loaded():
    assert "wagtail_localize.models" not in sys.modules


def test_a_map_is_copied_translated_and_told_when_its_source_goes_on(boss, source, french):
    page = translated(boss, source, french)
    assert record(page).source_id == source.pk
    assert ACTIONS in record(page).untranslated
    page = write(boss, page, "Lit la lettre")
    assert page.live
    assert ACTIONS not in record(page).untranslated
    assert BeautifulSoup(boss.get(page.url).content, "html.parser").select(".parcours-behind") == []
    change(source, aware_actions="Opens the letter")
    assert record(page).changed == [ACTIONS]
    note = parsed(boss.get(page.url)).select_one(".parcours-behind")
    assert note.a["href"] == f"{source.url}#stage-aware"
    editor = parsed(boss.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))
    panel = editor.select_one("[data-parcours-behind]")
    assert panel.select_one(f'[data-parcours-jump="{ACTIONS}"]')
    write(boss, page, "Ouvre la lettre")
    assert record(page).changed == []


def test_a_text_is_marked_as_up_to_date(boss, source, french):
    page = write(boss, translated(boss, source, french), "Lit la lettre")
    change(source, aware_actions="Reads the  letter!")
    address = reverse("wagtail_parcours:translation_behind", args=[page.pk])
    assert "1 text is newer in English" in boss.get(address).content.decode()
    boss.post(f"{address}confirm/", {"path": ACTIONS})
    assert record(page).changed == []


def test_the_report_lists_it(boss, source, french):
    page = translated(boss, source, french)
    make_map(title="Alone")
    address = reverse("wagtail_parcours:translation_report")
    assert [row.page_id for row in boss.get(address).context["object_list"]] == [page.pk]
    address = reverse("wagtail_parcours:missing_translations")
    assert [row.title for row in boss.get(address).context["object_list"]] == ["Alone"]


def test_a_copied_map_needs_a_sign_off_of_its_own(boss, french):
    source = make_future_map(title="As it should be")
    page = translated(boss, source, french)
    assert page.source_seal
    with pytest.raises(PublicationRefused):
        page.get_latest_revision().publish()
    sign_latest(page)
    FutureStateMapPage.objects.get(pk=page.pk).get_latest_revision().publish()
    assert FutureStateMapPage.objects.get(pk=page.pk).live


def test_a_new_map_stands_in_the_other_languages_as_an_alias(boss, french, settings):
    settings.WAGTAILSIMPLETRANSLATION_SYNC_PAGE_TREE = True
    address = reverse(
        "wagtailadmin_pages:add",
        args=["wagtail_parcours", "currentstatemappage", home_page().pk],
    )
    boss.post(
        address,
        {
            "title": "Applying",
            "slug": "applying",
            "introduction": "",
            "framework": "",
            "body-count": "0",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            "action-publish": "1",
        },
    )
    page = CurrentStateMapPage.objects.get(slug="applying", locale__language_code="en")
    alias = CurrentStateMapPage.objects.get(translation_key=page.translation_key, locale=french)
    assert alias.alias_of_id == page.pk
    # It shows its source: there is nothing to bring up to date.
    assert not MapTranslation.objects.exists()
    editor = boss.get(reverse("wagtailadmin_pages:edit", args=[alias.pk]))
    assert editor.status_code == 200
    # As a page of its own it is a translation.
    boss.post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]))
    assert record(alias).source_id == page.pk


def test_the_screens_of_a_site_without_wagtail_localize_work(boss, source, french):
    page = translated(boss, source, french)
    for name in ("timeline",):
        assert boss.get(reverse(f"wagtail_parcours:{name}", args=[page.pk])).status_code == 200
    for name in ("map_report", "translation_report", "missing_translations"):
        assert boss.get(reverse(f"wagtail_parcours:{name}")).status_code == 200
    assert boss.get(reverse("wagtailadmin_home")).status_code == 200
    assert boss.get(source.url).status_code == 200
    assert Page.objects.filter(locale=french).exists()
