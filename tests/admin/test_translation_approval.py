"""The approval of a translated map, from the screens of its translator."""

import json

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.html import escape
from wagtail.models import Locale, PageLogEntry, WorkflowPage
from wagtail_localize.models import OverridableSegment, StringTranslation, TranslationSource
from wagtail_localize.views import edit_translation

from tests.admin.translating import (
    WORDS,
    apply_to_language,
    change_source,
    go_live,
    say,
    segments,
    translated_map,
)
from tests.factories import make_index, make_map
from tests.governance.routes import logged_in, make_signed, make_superuser, texts, translate_home
from tests.governance.workflows import (
    approval_step,
    edit_address,
    fresh,
    make_group,
    make_person,
    sign_now,
    sign_step,
    waiting_step,
)
from wagtail_parcours.admin.translator_screens.notices import translating_views
from wagtail_parcours.governance.steps import request_changes, review_address

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(locale_fr):
    return translated_map(locale_fr)


def panel(response):
    soup = BeautifulSoup(texts(response), "html.parser")
    found = soup.select_one("section[aria-labelledby='parcours-approval-heading']")
    return " ".join(found.get_text(" ").split()) if found else None


def open_editor(case, person=None):
    return logged_in(person or case.translator).get(edit_address(case.page))


def address(name, case):
    return reverse(f"wagtail_parcours:{name}", args=[case.page.pk])


def send(case, name="submit_translated_map", person=None):
    return logged_in(person or case.translator).post(address(name, case), follow=True)


# -- the panel


def test_the_panel_offers_the_workflow(case):
    said = panel(open_editor(case))
    assert "It is a draft: readers do not see it yet." in said
    assert "Submit to Map approval" in said
    assert "4 texts are not translated." in said
    assert "in English" in said
    assert "Cancel workflow" not in said


def test_submitting_saves_what_the_translator_sees(case):
    say(case)
    response = send(case)
    assert escape("“Présenter une demande” has been submitted for approval.") in texts(response)
    assert "not translated" not in texts(response)
    draft = fresh(case.page).get_latest_revision_as_object()
    assert draft.title == "Présenter une demande"
    assert draft.latest_revision.user == case.translator
    assert waiting_step(case.page).task.name == "Sign-off"
    said = panel(response)
    assert "In review: it waits in the step “Sign-off”." in said
    assert "1 signature is still missing." in said
    assert "Submit to" not in said


def test_what_is_not_translated_is_said_and_stops_nobody(case):
    say(case, {"Applying": "Présenter une demande"})
    response = send(case)
    assert "3 texts are not translated and were submitted in English." in texts(response)
    assert waiting_step(case.page) is not None


def test_a_draft_of_a_live_map_leaves_what_readers_see(case):
    say(case)
    case.translation.save_target(publish=False)
    live = go_live(case.page)
    say(case, {"Applying": "Faire une demande"})
    send(case)
    assert fresh(live).title == "Présenter une demande"
    assert fresh(live).live_revision_id == live.live_revision_id
    said = panel(open_editor(case))
    assert "It is live since" in said
    assert "A newer draft is not live yet." in said


def test_a_draft_of_a_map_without_a_policy_leaves_it_too(locale_fr):
    """wagtail-localize alone writes the draft into the live page."""
    from wagtail_localize.models import Translation
    from wagtail_localize.operations import translate_object

    translate_home(locale_fr)
    current = make_map(title="Today", body=[])
    translate_object(current, [locale_fr])
    page = type(current).objects.get(translation_key=current.translation_key, locale=locale_fr)
    page.get_latest_revision().publish()
    translation = Translation.objects.get(target_locale=locale_fr)
    [segment] = translation.source.stringsegment_set.filter(string__data="Today")
    StringTranslation.objects.create(
        translation_of=segment.string,
        locale=locale_fr,
        context=segment.context,
        data="Aujourd’hui",
        translation_type="manual",
    )
    translation.save_target(publish=False)
    assert fresh(page).title == "Today"
    assert fresh(page).has_unpublished_changes
    assert fresh(page).get_latest_revision_as_object().title == "Aujourd’hui"


def test_the_last_signature_puts_it_live(case):
    say(case)
    send(case)
    sign_now(case.page, case.approver)
    page = fresh(case.page)
    assert page.live
    assert page.title == "Présenter une demande"
    assert "signed by Alma" in panel(open_editor(case))


def test_what_was_sent_back_says_why_and_is_submitted_again(case):
    send(case)
    request_changes(waiting_step(case.page), case.approver, "The title is English.")
    said = panel(open_editor(case))
    assert "It was sent back to its authors from the step “Sign-off”." in said
    assert "The title is English." in said
    assert "Resubmit to Sign-off" in said
    say(case)
    send(case)
    assert waiting_step(case.page) is not None


def test_who_started_it_may_cancel_it(case):
    send(case)
    assert "Cancel workflow" in panel(open_editor(case))
    response = send(case, "cancel_approval")
    assert "has been cancelled" in texts(response)
    assert waiting_step(case.page) is None
    log = PageLogEntry.objects.filter(page=case.page.pk, action="wagtail.workflow.cancel")
    assert log.get().user == case.translator


def test_cancelling_what_is_over_says_so(case):
    assert "Somebody else acted before you" in texts(send(case, "cancel_approval"))


def test_another_editor_may_not_cancel_it(case):
    send(case)
    other = make_person("olga", make_group("Editors of maps"))
    assert "Cancel workflow" not in panel(open_editor(case, other))
    send(case, "cancel_approval", other)
    assert waiting_step(case.page) is not None


def test_those_who_sign_find_the_way(case):
    send(case)
    boss = make_superuser()
    boss.groups.add(make_group())
    soup = BeautifulSoup(texts(open_editor(case, boss)), "html.parser")
    link = soup.find("a", href=review_address(waiting_step(case.page)))
    assert link.get_text() == "Review and sign"


def test_no_panel_where_nobody_asks_for_anything(locale_fr):
    from wagtail_localize.operations import translate_object

    translate_home(locale_fr)
    current = make_map(title="Today", body=[])
    translate_object(current, [locale_fr])
    page = type(current).objects.get(translation_key=current.translation_key, locale=locale_fr)
    WorkflowPage.objects.all().delete()
    assert panel(logged_in(make_superuser()).get(edit_address(page))) is None


@pytest.mark.parametrize("name", ["submit_translated_map", "cancel_approval"])
def test_who_may_use_the_buttons(case, client, name):
    send(case)
    if name == "submit_translated_map":
        send(case, "cancel_approval")
    before = waiting_step(case.page)
    assert client.get(address(name, case)).status_code in {302, 405}
    assert "login" in client.post(address(name, case)).url
    for groups in ([], [make_group("Readers")]):
        person = make_person(f"person{len(groups)}", *groups)
        response = logged_in(person).post(address(name, case))
        assert response.status_code == 302
        assert "/edit/" not in response.url
    assert waiting_step(case.page) == before


def test_a_map_that_is_no_translation_has_no_such_address(case):
    to = reverse("wagtail_parcours:submit_translated_map", args=[case.source.pk])
    assert logged_in(case.translator).post(to).status_code == 404


# -- the lock


def props(response):
    soup = BeautifulSoup(texts(response), "html.parser")
    return json.loads(soup.select_one(".js-translation-editor")["data-props"])


def test_the_editor_says_that_it_is_locked(case):
    before = props(open_editor(case, make_superuser()))
    assert not before["object"]["isLocked"]
    assert before["perms"]["canPublish"]
    send(case)
    boss = make_superuser("boss")
    after = props(open_editor(case, boss))
    assert after["object"]["isLocked"]
    assert not after["perms"]["canPublish"]
    assert not after["perms"]["canUnlock"]
    assert "This waits for signatures in “Sign-off”." in panel(open_editor(case))


def test_a_text_sent_by_a_script_is_refused_and_nothing_is_lost(case):
    say(case)
    send(case)
    segment = segments(case).get(string__data="Applying")
    to = reverse("wagtail_localize:edit_string_translation", args=[case.translation.pk, segment.pk])
    browser = logged_in(case.translator)
    body = '--x\r\nContent-Disposition: form-data; name="value"\r\n\r\nAutre\r\n--x--\r\n'
    for answer in (
        browser.put(to, body, content_type="multipart/form-data; boundary=x"),
        browser.delete(to),
    ):
        assert answer.status_code == 423
        assert "waits for signatures" in answer.json()["detail"]
    assert StringTranslation.objects.get(context__path="title").data == WORDS["Applying"]
    send(case, "cancel_approval")
    answer = browser.put(to, body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 200
    assert StringTranslation.objects.get(context__path="title").data == "Autre"


def test_a_value_sent_by_a_script_is_refused(case):
    send(case)
    segment = OverridableSegment.objects.first()
    if segment is None:
        segment = OverridableSegment.objects.create(
            source=case.translation.source,
            context=segments(case).first().context,
            data_json='"x"',
            order=0,
        )
    to = reverse("wagtail_localize:edit_override", args=[case.translation.pk, segment.pk])
    assert logged_in(case.translator).delete(to).status_code == 423


@pytest.mark.parametrize("name", ["upload_pofile", "machine_translate"])
def test_what_a_form_asks_for_is_refused(case, name):
    send(case)
    to = reverse(f"wagtail_localize:{name}", args=[case.translation.pk])
    response = logged_in(case.translator).post(to, follow=True)
    assert "Nothing was changed. This waits for signatures" in texts(response)
    assert StringTranslation.objects.count() == 0


def test_publishing_is_refused(case):
    send(case)
    boss = make_superuser()
    revisions = case.page.revisions.count()
    response = logged_in(boss).post(edit_address(case.page), {"action": "publish"}, follow=True)
    assert "Nothing was changed. This waits for signatures" in texts(response)
    assert case.page.revisions.count() == revisions
    assert waiting_step(case.page) is not None


def test_others_are_answered_as_ever(case):
    """Who may not edit the page learns nothing of its workflow."""
    send(case)
    reader = make_person("rita", make_group("Readers"))
    segment = segments(case).first()
    to = reverse("wagtail_localize:edit_string_translation", args=[case.translation.pk, segment.pk])
    answer = logged_in(reader).delete(to)
    assert answer.status_code in {302, 403}
    assert b"signatures" not in answer.content


def test_in_a_step_of_wagtails_own_its_people_go_on(locale_fr):
    looking = make_group("First readers", "change")
    case = translated_map(locale_fr, approval_step("First look", looking), sign_step())
    apply_to_language(case.page.get_parent())
    send(case)
    assert props(open_editor(case))["object"]["isLocked"]
    reader = make_person("lea", looking)
    assert not props(open_editor(case, reader))["object"]["isLocked"]


def test_what_is_wrapped_is_still_there():
    for name in ("edit_string_translation", "edit_override", "upload_pofile", "machine_translate"):
        assert getattr(edit_translation, name).parcours_guarded, name
    for view in translating_views():
        assert view.post.parcours_announces


# -- one message for each request


def messages_of(response):
    soup = BeautifulSoup(texts(response), "html.parser")
    return [" ".join(found.get_text(" ").split()) for found in soup.select(".messages li")]


def test_submitting_one_map_says_that_it_waits(case, locale_fr):
    german = Locale.objects.create(language_code="de")
    translate_home(german)
    to = reverse("wagtail_localize:submit_page_translation", args=[case.source.pk])
    response = logged_in(make_superuser()).post(to, {"locales": [german.pk]}, follow=True)
    said = [text for text in messages_of(response) if "sign-off" in text]
    assert len(said) == 1
    assert "“Applying” (German) needs a sign-off before it goes live." in said[0]
    assert "To its approval" in said[0]


@pytest.mark.django_db(transaction=True)
def test_a_whole_tree_in_two_languages_is_told_once(locale_fr):
    german = Locale.objects.create(language_code="de")
    for locale in (locale_fr, german):
        translate_home(locale)
    tree = make_index(title="Maps")
    make_signed(parent=tree, slug="one", title="One")
    make_signed(parent=tree, slug="two", title="Two")
    to = reverse("wagtail_localize:submit_page_translation", args=[tree.pk])
    form = {"locales": [locale_fr.pk, german.pk], "include_subtree": "on"}
    response = logged_in(make_superuser()).post(to, form, follow=True)
    said = [text for text in messages_of(response) if "sign-off" in text]
    assert len(said) == 1
    assert "4 maps need a sign-off before they go live." in said[0]
    for name in ("“One” (Français)", "“Two” (Français)", "“One” (German)", "“Two” (German)"):
        assert name in said[0]


def update(case, **form):
    to = reverse("wagtail_localize:update_translations", args=[case.translation.source_id])
    return logged_in(make_superuser("updater")).post(to, form, follow=True)


@pytest.mark.django_db(transaction=True)
def test_updating_a_live_map_says_what_readers_see(locale_fr):
    case = translated_map(locale_fr)
    go_live(case.page)
    change_source(case, introduction="Newer.")
    response = update(case, publish_translations="on")
    said = [text for text in messages_of(response) if "sign-off" in text]
    assert len(said) == 1
    assert "readers go on seeing the version that is live" in said[0]
    assert fresh(case.page).introduction == ""


def test_an_update_leaves_alone_what_people_are_signing(case):
    send(case)
    sealed = fresh(case.page).latest_revision_id
    change_source(case, introduction="Newer.")
    response = update(case, publish_translations="on")
    said = [text for text in messages_of(response) if "waits for signatures" in text]
    assert len(said) == 1
    assert "1 map waits for signatures and was not updated: “Applying” (Français)" in said[0]
    assert fresh(case.page).latest_revision_id == sealed


def test_a_map_that_needs_no_sign_off_is_not_mentioned(locale_fr):
    translate_home(locale_fr)
    current = make_map(title="Today", body=[])
    to = reverse("wagtail_localize:submit_page_translation", args=[current.pk])
    response = logged_in(make_superuser()).post(to, {"locales": [locale_fr.pk]}, follow=True)
    assert "sign-off" not in " ".join(messages_of(response))
    assert TranslationSource.objects.filter(object_id=current.translation_key).exists()
