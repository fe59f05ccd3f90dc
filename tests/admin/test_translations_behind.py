"""What translators see of a source that went on, and how they say that a text is up to date."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission, PageLogEntry
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import translate_object

from tests.factories import home_page, make_map
from tests.governance.routes import logged_in, make_superuser, translate_home
from tests.translation.copies import ACTIONS, FORM, change, copied, draft, latest, make_source
from wagtail_parcours.governance.translations import seal_of_source
from wagtail_parcours.models import CurrentStateMapPage, MapTranslation
from wagtail_parcours.translation.records import standing_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(locale_en):
    return make_source()


@pytest.fixture
def boss(locale_en):
    return make_superuser()


@pytest.fixture
def page(source, locale_fr):
    """The French map: live, all of it translated, then the source goes on."""
    translate_home(locale_fr)
    page = copied(source, locale_fr)
    draft(
        page,
        "Demander",
        aware_name="Connaître",
        aware_actions="Lit la lettre",
        apply_name="Demander",
        apply_actions="Remplit",
    ).publish()
    change(source, aware_actions="Reads the long letter", middle_new="Inform")
    return CurrentStateMapPage.objects.get(pk=page.pk)


@pytest.fixture
def localized(source, locale_fr, django_capture_on_commit_callbacks):
    translate_home(locale_fr)
    with django_capture_on_commit_callbacks(execute=True):
        translate_object(source, [locale_fr])
    return CurrentStateMapPage.objects.get(locale=locale_fr, translation_key=source.translation_key)


def edit(client, page):
    response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


def words(element):
    return " ".join(element.get_text(" ").split())


def address(name, page, *more):
    return reverse(f"wagtail_parcours:{name}", args=[page.pk, *more])


# -- the ordinary editor


def test_the_editor_says_what_is_newer_in_the_source(page, boss):
    panel = edit(logged_in(boss), page).select_one("[data-parcours-behind]")
    assert "2 texts are newer in English (New: 1, Changed: 1)." in words(panel)
    links = [link["data-parcours-jump"] for link in panel.select("[data-parcours-jump]")]
    # The new stage has no field in the translation yet.
    assert links == [ACTIONS]
    assert "Aware › Client actions" in words(panel)
    assert panel.ins.get_text().strip() == "long"


def test_the_editor_of_a_source_or_of_a_map_in_step_says_nothing(page, source, boss):
    client = logged_in(boss)
    assert edit(client, source).select_one("[data-parcours-behind]") is None
    assert edit(client, make_map(title="Alone")).select_one("[data-parcours-behind]") is None
    response = client.get(
        reverse(
            "wagtailadmin_pages:add",
            args=["wagtail_parcours", "currentstatemappage", home_page().pk],
        )
    )
    assert b"data-parcours-behind" not in response.content


# -- the list, marking and undoing


def test_a_text_is_marked_as_up_to_date_and_that_is_undone(page, boss):
    client = logged_in(boss)
    document = BeautifulSoup(client.get(address("translation_behind", page)).content, "html.parser")
    assert "Reads the" in words(document.select_one(".parcours-differences"))
    client.post(address("confirm_translation", page), {"path": ACTIONS})
    assert standing_of(latest(page)).changed == ()
    assert MapTranslation.objects.get(page_id=page.pk).changed == []
    entry = PageLogEntry.objects.get(action="wagtail_parcours.translation.confirm")
    assert entry.message == "Marked 1 text as up to date with the source"
    document = BeautifulSoup(client.get(address("translation_behind", page)).content, "html.parser")
    form = document.select_one(".parcours-behind-page__undo")
    client.post(form["action"])
    assert standing_of(latest(page)).changed == (ACTIONS,)
    assert MapTranslation.objects.get(page_id=page.pk).changed == [ACTIONS]
    # Once is enough.
    answer = client.post(form["action"], follow=True)
    assert "That was taken back already." in answer.content.decode()


def test_everything_but_what_nobody_translated_is_marked_at_once(page, boss):
    open_texts = standing_of(latest(page)).untranslated
    assert open_texts
    logged_in(boss).post(address("confirm_translation", page), {"all": "1"})
    standing = standing_of(latest(page))
    assert standing.behind == standing.untranslated == open_texts


def test_a_name_that_is_the_same_in_both_languages_is_marked_by_itself(page, boss):
    assert "body.table.title" in standing_of(latest(page)).untranslated
    logged_in(boss).post(address("confirm_translation", page), {"path": "body.table.title"})
    assert "body.table.title" not in standing_of(latest(page)).untranslated


def test_a_translation_in_step_is_made_from_the_source_as_it_is(page, source, boss):
    source = CurrentStateMapPage.objects.get(pk=source.pk)
    before = latest(page).source_seal
    assert before != seal_of_source(source)
    client = logged_in(boss)
    client.post(address("confirm_translation", page), {"path": ACTIONS})
    assert latest(page).source_seal == before
    client.post(address("confirm_translation", page), {"all": "1"})
    assert latest(page).source_seal == seal_of_source(source)
    entry = PageLogEntry.objects.filter(action="wagtail_parcours.translation.confirm").first()
    client.post(address("take_back_translation", page, entry.pk))
    assert latest(page).source_seal == before


def test_paths_of_nowhere_mark_nothing(page, boss):
    answer = logged_in(boss).post(
        address("confirm_translation", page), {"path": "body.nowhere"}, follow=True
    )
    assert "There was nothing to mark as up to date." in answer.content.decode()
    assert not PageLogEntry.objects.filter(action__contains="translation.confirm").exists()


def test_a_locked_map_is_not_marked(page, boss, django_user_model):
    other = django_user_model.objects.create_superuser("other")
    CurrentStateMapPage.objects.filter(pk=page.pk).update(locked=True, locked_by=other)
    reader = editor_of(page, django_user_model)
    assert logged_in(reader).post(
        address("confirm_translation", page), {"all": "1"}
    ).status_code in {302, 403}
    assert standing_of(latest(page)).changed == (ACTIONS,)


def editor_of(page, users, *permissions):
    group = Group.objects.create(name="French editors")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in permissions or ("change_page",):
        permission = Permission.objects.get(codename=codename)
        GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    person = users.objects.create_user("emile")
    person.groups.add(group)
    return person


@pytest.mark.parametrize("name", ["translation_behind", "confirm_translation"])
def test_only_those_who_edit_the_map_come_here(name, page, source, client, django_user_model):
    where = address(name, page)
    method = "get" if name == "translation_behind" else "post"
    answer = getattr(client, method)(where)
    assert answer.status_code == 302
    assert "login" in answer["Location"]
    reader = django_user_model.objects.create_user("reader")
    assert getattr(logged_in(reader), method)(where).status_code == 302
    other = editor_of(make_map(title="Another"), django_user_model)
    response = getattr(logged_in(other), method)(where, follow=True)
    assert "Reads the letter" not in response.content.decode()
    assert standing_of(latest(page)).changed == (ACTIONS,)
    assert (
        getattr(logged_in(make_superuser("root")), method)(address(name, source)).status_code == 404
    )


def test_an_editor_of_the_translation_alone_marks_its_texts(page, django_user_model):
    person = editor_of(page, django_user_model)
    client = logged_in(person)
    assert client.get(address("translation_behind", page)).status_code == 200
    client.post(address("confirm_translation", page), {"path": ACTIONS})
    assert standing_of(latest(page)).changed == ()


# -- wagtail-localize's editor


def say(page, path, text, kind="manual"):
    translation = Translation.objects.get(source__object_id=page.translation_key)
    for segment in translation.source.stringsegment_set.filter(context__path=path):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=translation.target_locale,
            defaults={"data": text, "translation_type": kind},
        )
    return translation


def test_the_translation_editor_lists_what_is_behind(localized, source, boss):
    translation = say(localized, ACTIONS, "Lit la lettre")
    translation.save_target()
    change(source, aware_actions="Reads the long letter")
    client = logged_in(boss)
    document = edit(client, localized)
    panel = document.select_one(".parcours-translation-panels [data-parcours-behind]")
    assert "Synchronise its translations" in words(panel)
    assert panel.select_one(f'a[href*="localize/update/{translation.source_id}/"]')
    page = client.get(address("translation_behind", localized)).content.decode()
    said = BeautifulSoup(page, "html.parser").select_one('td[data-label="This translation"]')
    assert words(said) == "Lit la lettre"
    translation.source.update_from_db()
    panel = edit(client, localized).select_one("[data-parcours-behind]")
    assert "Synchronise" not in words(panel)
    assert "1 text is newer in English (Changed: 1)." in words(panel)
    assert panel.select_one("[data-parcours-jump]")["data-parcours-jump"] == ACTIONS
    # As soon as the text is translated there, it is off the list.
    say(localized, ACTIONS, "Lit la longue lettre")
    panel = edit(client, localized).select_one("[data-parcours-behind]")
    assert "newer in English" not in words(panel)


def test_the_way_to_synchronise_is_for_those_who_may(localized, source, django_user_model):
    change(source, aware_actions="Reads the long letter")
    panel = edit(logged_in(editor_of(localized, django_user_model)), localized).select_one(
        "[data-parcours-behind]"
    )
    assert "has changed in English" in words(panel)
    assert panel.select_one('a[href*="localize/update"]') is None


def test_marking_counts_for_wagtail_localize_too(
    localized, boss, django_capture_on_commit_callbacks
):
    client = logged_in(boss)
    client.post(address("confirm_translation", localized), {"path": "body.table.title"})
    translation = Translation.objects.get(source__object_id=localized.translation_key)
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target()
    assert "body.table.title" not in MapTranslation.objects.get(page_id=localized.pk).untranslated
    entry = PageLogEntry.objects.get(action="wagtail_parcours.translation.confirm")
    client.post(address("take_back_translation", localized, entry.pk))
    assert not StringTranslation.objects.filter(context__path="body.table.title").exists()


def test_machine_text_is_confirmed_by_a_person(localized, boss, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        say(localized, FORM, "Remplit", "machine").save_target()
    assert MapTranslation.objects.get(page_id=localized.pk).machine == [FORM]
    logged_in(boss).post(address("confirm_translation", localized), {"path": FORM})
    assert MapTranslation.objects.get(page_id=localized.pk).machine == []
    assert StringTranslation.objects.get(context__path=FORM).translation_type == "manual"
