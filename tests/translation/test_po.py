"""A large map out to a PO file and back, through wagtail-localize's own views: nothing is lost."""

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation

from tests.admin.translating import segments, translated_map
from tests.factories import child, finding, stage, stage_table, touchpoint
from tests.governance.routes import logged_in, make_signed, texts
from tests.governance.workflows import edit_address, fresh, make_group, make_person, submit
from wagtail_parcours.translation.wordings import page_cells

pytestmark = pytest.mark.django_db

#: Texts that a careless way out or back would change.
ODD = (
    'He says "no", and \\n is no line break',
    "First line\nsecond line\n\nfourth line",
    "A tab\there, 100 % there, %(name)s, {0}",
    "Tags <b>as text</b> & an &amp; entity",
    "ᐃᓄᒃᑎᑐᑦ, عربى, עברית, 日本語, e\u0301 and \u00e9",
    "Family 👨‍👩‍👧, flag 🇨🇦, no-break\u00a0space, dash –, “quotes”",
    'msgid "not a message"\nmsgstr "neither"',
    "# not a comment\n#~ nor obsolete",
)


def odd_body(stages):
    """Every odd text in every second cell; no two cells of a lane say the same."""
    made = [
        stage(
            f"Stage {number}",
            actions=f"{ODD[number % len(ODD)]} ({number})",
            trigger=f"{ODD[(number + 3) % len(ODD)]} ({number})",
            touchpoints=[touchpoint(f"{ODD[(number + 5) % len(ODD)]} ({number})")],
            findings=[finding(f"{ODD[(number + 6) % len(ODD)]} ({number})")],
        )
        for number in range(stages)
    ]
    lanes = ["actions", "trigger", "touchpoints", "findings"]
    return [stage_table(made, lanes), child("text", "<p>One <b>bold</b> “word” &amp; more</p>")]


@pytest.fixture
def case(locale_fr):
    def make(**values):
        return make_signed(**values | {"body": odd_body(30), "introduction": ODD[4]})

    return translated_map(locale_fr, make=make)


def download(case, person=None):
    to = reverse("wagtail_localize:download_pofile", args=[case.translation.pk])
    response = logged_in(person or case.translator).get(to)
    assert response.status_code == 200
    return polib.pofile(response.content.decode())


def upload(case, content, person=None):
    to = reverse("wagtail_localize:upload_pofile", args=[case.translation.pk])
    form = {
        "file": SimpleUploadedFile("map.po", content),
        "next": edit_address(case.page),
    }
    return logged_in(person or case.translator).post(to, form, follow=True)


def filled(po):
    """The file as a translation agency sends it back; it touches nothing of the tags."""
    for entry in po:
        entry.msgstr = f"« {entry.msgid} »"
    return str(po).encode()


def test_everything_comes_back_exactly(case):
    po = download(case)
    assert len(po) == segments(case).count() > 150
    assert "Successfully imported" in texts(upload(case, filled(po)))
    case.translation.save_target(user=case.translator, publish=False)
    source = page_cells(fresh(case.source))
    said = page_cells(fresh(case.page).get_latest_revision_as_object())
    assert said.keys() == source.keys()
    for path, text in source.items():
        if not text.startswith("<p"):
            assert said[path] == f"« {text} »", path
    [formatted] = [text for text in said.values() if text.startswith("<p")]
    assert "« One <b>bold</b> “word” &amp; more »" in formatted


def test_a_second_way_out_gives_what_came_in(case):
    content = filled(download(case))
    upload(case, content)
    again = download(case)
    sent = polib.pofile(content.decode())
    assert [(e.msgctxt, e.msgid, e.msgstr) for e in again] == [
        (e.msgctxt, e.msgid, e.msgstr) for e in sent
    ]
    case.translation.save_target(publish=False)
    before = page_cells(fresh(case.page).get_latest_revision_as_object())
    upload(case, str(again).encode())
    case.translation.save_target(publish=False)
    assert page_cells(fresh(case.page).get_latest_revision_as_object()) == before


def test_what_comes_in_is_a_persons_work(case):
    upload(case, filled(download(case)))
    rows = StringTranslation.objects.filter(locale=case.translation.target_locale)
    assert set(rows.values_list("translation_type", "tool_name", "last_translated_by")) == {
        ("manual", "PO File", case.translator.pk)
    }


def test_an_import_into_a_map_under_review_is_refused(case):
    content = filled(download(case))
    case.translation.save_target(publish=False)
    submit(case.page, case.translator)
    response = upload(case, content)
    assert "Nothing was changed. This waits for signatures" in texts(response)
    assert "Successfully imported" not in texts(response)
    assert StringTranslation.objects.count() == 0
    # Reading it is no change.
    assert len(download(case)) > 150


@pytest.mark.parametrize("content", [b"Not a PO file at all", b"\xff\xfe\x00", b'msgid "half'])
def test_a_wrong_file_says_so(case, content):
    assert "Please upload a valid PO file." in texts(upload(case, content))
    assert StringTranslation.objects.count() == 0


def test_no_file_at_all_says_so(case):
    to = reverse("wagtail_localize:upload_pofile", args=[case.translation.pk])
    response = logged_in(case.translator).post(to, follow=True)
    assert "Please upload a valid PO file." in texts(response)


def test_the_file_of_another_map_says_so(case, locale_fr):
    po = download(case)
    po.metadata["X-WagtailLocalize-TranslationID"] = str(Translation().uuid)
    response = upload(case, filled(po))
    assert "created for a different translation" in texts(response)
    assert StringTranslation.objects.count() == 0


def test_unknown_texts_and_places_are_passed_over(case):
    po = download(case)
    po.append(polib.POEntry(msgid="Nobody wrote this", msgctxt=po[0].msgctxt, msgstr="Rien"))
    po.append(polib.POEntry(msgid=po[0].msgid, msgctxt="body.nowhere", msgstr="Rien"))
    assert "Successfully imported" in texts(upload(case, filled(po)))
    assert StringTranslation.objects.count() == segments(case).count()


def test_who_may_take_it_out_and_bring_it_back(case, client):
    names = ("download_pofile", "upload_pofile")
    out, back = (reverse(f"wagtail_localize:{name}", args=[case.translation.pk]) for name in names)
    content = filled(download(case))
    for person in (make_person("nobody"), make_person("rita", make_group("Readers"))):
        browser = logged_in(person)
        assert browser.get(out).status_code in {302, 403}
        file = SimpleUploadedFile("map.po", content)
        assert browser.post(back, {"file": file}).status_code in {302, 403}
    assert "login" in client.get(out).url
    assert StringTranslation.objects.count() == 0
