"""Texts of a machine: made by wagtail-localize's own interface, marked until a person confirms."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.models import StringTranslation
from wagtail_localize.strings import StringValue

from tests.admin.translating import change_source, say, segments, translated_map
from tests.factories import child, stage, stage_table
from tests.governance.routes import logged_in, make_superuser, texts
from tests.governance.workflows import (
    edit_address,
    fresh,
    make_group,
    make_person,
    submit,
)
from wagtail_parcours.admin.translator_screens.machine import LISTED
from wagtail_parcours.models import MapTranslation

pytestmark = pytest.mark.django_db


class Robot(BaseMachineTranslator):
    """Says everything backwards."""

    display_name = "Robot"

    def can_translate(self, source_locale, target_locale):
        return target_locale.language_code == "fr"

    def translate(self, source_locale, target_locale, strings):
        return {
            string: StringValue.from_plaintext(string.render_text()[::-1]) for string in strings
        }


@pytest.fixture(autouse=True)
def _robot(settings):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": "tests.translation.test_machine.Robot"}


@pytest.fixture
def case(locale_fr):
    return translated_map(locale_fr)


def ask_robot(case):
    to = reverse("wagtail_localize:machine_translate", args=[case.translation.pk])
    return logged_in(case.translator).post(to, {"next": edit_address(case.page)}, follow=True)


def panel(response):
    soup = BeautifulSoup(texts(response), "html.parser")
    return soup.select_one("section[aria-labelledby='parcours-machine-heading']")


def words(element):
    return " ".join(element.get_text(" ").split())


def confirm(case, person=None, **form):
    to = reverse("wagtail_parcours:confirm_machine_texts", args=[case.page.pk])
    return logged_in(person or case.translator).post(to, form, follow=True)


def left():
    return StringTranslation.objects.filter(translation_type="machine").count()


def record(case):
    return MapTranslation.objects.get(page=case.page.pk)


def save(case):
    case.translation.save_target(user=case.translator, publish=False)


def test_what_the_robot_wrote_is_shown_beside_its_source(case):
    found = panel(ask_robot(case))
    assert "5 texts were translated by machine, and nobody has confirmed them." in words(found)
    [row] = [item for item in found.select("li") if "Calls us" in words(item)]
    assert "Stage table" in words(row)
    source, target = row.select("p[lang]")
    assert (source["lang"], source["dir"], words(source)) == ("en", "ltr", "Calls us")
    assert (target["lang"], target["dir"], words(target)) == ("fr", "ltr", "su sllaC")
    assert "Robot" in words(row)


def test_nothing_is_shown_where_people_wrote_all(case):
    say(case)
    assert panel(logged_in(case.translator).get(edit_address(case.page))) is None


def test_one_is_confirmed_in_the_persons_name(case):
    ask_robot(case)
    row = StringTranslation.objects.get(data="gniylppA")
    response = confirm(case, text=row.pk)
    assert "You confirmed 1 text." in texts(response)
    row.refresh_from_db()
    assert (row.translation_type, row.tool_name) == ("manual", "")
    assert row.last_translated_by == case.translator
    assert left() == 4
    assert "4 texts were translated by machine" in words(panel(response))


def test_all_are_confirmed_at_once(case):
    ask_robot(case)
    response = confirm(case, all="1")
    assert "You confirmed 5 texts." in texts(response)
    assert left() == 0
    assert panel(response) is None
    assert "There was nothing left to confirm." in texts(confirm(case, all="1"))


def test_what_was_saved_before_counts_as_a_persons_from_then_on(case):
    ask_robot(case)
    save(case)
    assert record(case).to_confirm == 4  # The address of the page is no text of the map.
    row = StringTranslation.objects.get(data="gniylppA")
    confirm(case, text=row.pk)
    assert "title" not in record(case).machine
    assert record(case).to_confirm == 3
    confirm(case, all="1")
    assert record(case).to_confirm == 0


def test_an_older_text_of_the_machine_is_not_confirmed_with_a_newer_one(case):
    ask_robot(case)
    save(case)
    StringTranslation.objects.filter(data="gniylppA").update(data="Autre")
    confirm(case, all="1")
    assert record(case).machine == ["title"]
    save(case)
    assert record(case).machine == []


def test_a_formatted_text_is_confirmed_with_its_last_piece(locale_fr):
    case = translated_map(locale_fr)
    draft = fresh(case.source).get_latest_revision_as_object()
    draft.body = [child("text", "<p>One</p><p>Two</p>")]
    change_source(case, body=list(draft.body.raw_data))
    case.translation.refresh_from_db()
    ask_robot(case)
    save(case)
    [path] = [path for path in record(case).machine if path.startswith("body")]
    confirm(case, text=StringTranslation.objects.get(data="enO").pk)
    assert path in record(case).machine
    confirm(case, text=StringTranslation.objects.get(data="owT").pk)
    assert path not in record(case).machine


def test_what_is_translated_by_machine_again_is_marked_again(case):
    ask_robot(case)
    confirm(case, all="1")
    StringTranslation.objects.filter(data="gniylppA").delete()
    assert "1 text was translated by machine" in words(panel(ask_robot(case)))


def test_a_text_that_somebody_writes_anew_needs_no_confirmation(case):
    ask_robot(case)
    segment = segments(case).get(context__path="title")
    to = reverse("wagtail_localize:edit_string_translation", args=[case.translation.pk, segment.pk])
    body = '--x\r\nContent-Disposition: form-data; name="value"\r\n\r\nAutre\r\n--x--\r\n'
    browser = logged_in(case.translator)
    assert browser.put(to, body, content_type="multipart/form-data; boundary=x").status_code == 200
    assert left() == 4


def test_a_long_list_is_shown_bit_by_bit(case):
    stages = [stage(f"Stage {n}", actions=f"Does {n}") for n in range(LISTED)]
    change_source(case, body=[stage_table(stages, ["actions"])])
    found = panel(ask_robot(case))
    assert len(found.select("li")) == LISTED
    assert "more texts follow" in words(found)


def test_while_people_sign_nothing_is_confirmed(case):
    ask_robot(case)
    save(case)
    submit(case.page, case.translator)
    found = panel(logged_in(case.translator).get(edit_address(case.page)))
    assert found.select("button") == []
    assert "Nothing was changed." in texts(confirm(case, all="1"))
    assert left() == 5


@pytest.mark.parametrize("form", [{}, {"text": "x"}, {"text": "9" * 40}, {"text": "0"}])
def test_odd_forms_confirm_nothing(case, form):
    ask_robot(case)
    confirm(case, **form)
    assert left() == 5


def test_texts_of_another_map_are_not_confirmed(case, locale_fr):
    ask_robot(case)
    other = StringTranslation.objects.get(data="gniylppA")
    StringTranslation.objects.filter(pk=other.pk).update(context=None)
    confirm(case, text=other.pk)
    other.refresh_from_db()
    assert other.translation_type == "machine"


def test_who_may_confirm(case, client):
    ask_robot(case)
    to = reverse("wagtail_parcours:confirm_machine_texts", args=[case.page.pk])
    assert client.get(to).status_code in {302, 405}
    assert "login" in client.post(to, {"all": "1"}).url
    for groups in ([], [make_group("Readers")]):
        person = make_person(f"person{len(groups)}", *groups)
        logged_in(person).post(to, {"all": "1"})
    assert left() == 5
    logged_in(make_superuser()).post(to, {"all": "1"})
    assert left() == 0


def test_a_source_has_no_such_address(case):
    to = reverse("wagtail_parcours:confirm_machine_texts", args=[case.source.pk])
    assert logged_in(case.translator).post(to).status_code == 404
