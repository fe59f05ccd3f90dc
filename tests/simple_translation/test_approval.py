"""The approval of a translation on a site without wagtail-localize."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import WorkflowPage

from tests.governance.routes import (
    logged_in,
    make_signed,
    make_superuser,
    texts,
    translate_home,
)
from tests.governance.workflows import (
    fresh,
    make_approver,
    make_editor,
    make_workflow,
    sign_now,
    submit,
)
from wagtail_parcours.governance.sealing import seal_page
from wagtail_parcours.governance.steps import review_address

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(locale_en, locale_fr):
    translate_home(locale_fr)
    return make_signed(title="Applying", body=[])


def translate(source, locale):
    address = reverse("simple_translation:submit_page_translation", args=[source.pk])
    response = logged_in(make_superuser()).post(address, {"locales": [locale.pk]}, follow=True)
    page = type(source).objects.get(translation_key=source.translation_key, locale=locale)
    return page, response


def test_a_copy_is_a_draft_and_one_message_says_so(source, locale_fr):
    page, response = translate(source, locale_fr)
    assert not page.live
    soup = BeautifulSoup(texts(response), "html.parser")
    said = [item.get_text(" ") for item in soup.select(".messages li")]
    waiting = [" ".join(text.split()) for text in said if "sign-off" in text]
    assert len(waiting) == 1
    assert "“Applying” (Français) needs a sign-off before it goes live." in waiting[0]


def test_it_is_read_beside_its_source_and_signed(source, locale_fr):
    page, _response = translate(source, locale_fr)
    assert page.source_seal == seal_page(source)[0]
    draft = page.get_latest_revision_as_object()
    draft.title = "Présenter une demande"
    draft.save_revision()
    WorkflowPage.objects.create(page=page.get_parent(), workflow=make_workflow())
    approver = make_approver()
    state = submit(page, make_editor())
    response = logged_in(approver).get(review_address(state))
    soup = BeautifulSoup(texts(response), "html.parser")
    rows = [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")]
        for row in soup.select(".parcours-both tbody tr")
    ]
    assert ["Title", "Applying", "Présenter une demande"] in rows
    assert "signed the version in English that it was made from." in soup.get_text()
    sign_now(page, approver)
    assert fresh(page).live
    assert fresh(page).title == "Présenter une demande"


def test_there_is_no_screen_of_wagtail_localize(source, locale_fr):
    page, _response = translate(source, locale_fr)
    client = logged_in(make_superuser("boss"))
    for name in ("submit", "cancel", "machine"):
        assert client.post(f"/admin/parcours/translations/{page.pk}/{name}/").status_code == 404
