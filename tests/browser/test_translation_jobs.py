"""A translation under way in a real browser: from the form to what became of it."""

import os

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import Locale

from tests.factories import PersonaFactory, make_map
from tests.governance.routes import count_on_from_what_is_there, translate_home
from tests.translation.queues import QUEUE
from wagtail_parcours.models import TranslationJob
from wagtail_parcours.translation.tasks import run_translation_job

SHOTS = os.environ.get("PARCOURS_SHOTS", "")


@pytest.fixture(autouse=True)
def _queue(settings, transactional_db):
    count_on_from_what_is_there()
    settings.TASKS = QUEUE


@pytest.fixture
def boss(django_user_model):
    return django_user_model.objects.create_superuser("boss", "boss@example.org", "pw")


@pytest.fixture
def page_to_translate(locale_en, locale_fr):
    arabic = Locale.objects.create(language_code="ar")
    for locale in (locale_fr, arabic):
        translate_home(locale)
    page = make_map(2, 4, persona=PersonaFactory(name="Amina"))
    page.save_revision().publish()
    return page


def shoot(page, name):
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def ask(page, journey):
    page.goto(reverse("wagtail_localize:submit_page_translation", args=[journey.pk]))
    page.get_by_role("checkbox", name="Français").check()
    page.get_by_role("checkbox", name="العربية").check()
    page.locator("main form").get_by_role("button", name="Submit").click()
    page.wait_for_url("**/parcours/translations/jobs/*/")
    return TranslationJob.objects.get()


def test_an_editor_submits_a_map_and_watches_it(page, login, axe, boss, page_to_translate):
    login(page, boss)
    job = ask(page, page_to_translate)
    status = page.locator("[data-parcours-job-summary]")
    expect(status).to_contain_text("It begins as soon as a worker of the site is free.")
    assert axe(page) == []
    shoot(page, "waiting")
    # The page is not loaded anew: what is kept in it stays.
    page.evaluate("() => { window.kept = true; }")
    TranslationJob.objects.filter(pk=job.pk).update(state="running", steps=4, done=1)
    expect(status).to_have_text("1 of 4 steps are done.", timeout=20_000)
    expect(page.get_by_role("progressbar", name="Progress")).to_have_attribute("value", "1")
    assert axe(page) == []
    shoot(page, "running")
    TranslationJob.objects.filter(pk=job.pk).update(state="waiting", steps=0, done=0)
    run_translation_job.call(job.pk)
    expect(status).to_have_text("All of it is done.", timeout=20_000)
    assert page.evaluate("() => window.kept")
    expect(page.get_by_role("progressbar")).to_have_count(0)
    assert axe(page) == []
    shoot(page, "done")
    page.get_by_role("link", name="Open the translation into French").click()
    french = page_to_translate.get_translation(Locale.objects.get(language_code="fr"))
    page.wait_for_url(f"**{reverse('wagtailadmin_pages:edit', args=[french.pk])}")


def test_without_script_the_page_looks_again(new_context, login, boss, page_to_translate, page):
    login(page, boss)
    job = ask(page, page_to_translate)
    plain = new_context(java_script_enabled=False).new_page()
    login(plain, boss)
    plain.goto(reverse("wagtail_parcours:translation_job", args=[job.pk]))
    expect(plain.locator("p[role=status]")).to_contain_text("as soon as a worker")
    run_translation_job.call(job.pk)
    expect(plain.get_by_text("All of it is done.")).to_be_visible(timeout=20_000)


def test_what_failed_is_tried_again(page, login, axe, boss, page_to_translate, monkeypatch):
    login(page, boss)
    job = ask(page, page_to_translate)
    french = Locale.objects.get(language_code="fr")
    TranslationJob.objects.filter(pk=job.pk).update(
        state="failed", failures={str(french.pk): "broken"}
    )
    page.reload()
    expect(page.get_by_text("Something happened that nobody foresaw.")).to_be_visible()
    assert axe(page) == []
    shoot(page, "failed")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("[data-parcours-job-summary]")).to_contain_text("It begins as soon as")
    run_translation_job.call(job.pk)
    expect(page.get_by_text("All of it is done.")).to_be_visible(timeout=20_000)


def test_on_a_telephone_the_list_leads_to_each(new_context, login, axe, boss, page_to_translate):
    page = new_context(viewport={"width": 360, "height": 800}).new_page()
    login(page, boss)
    ask(page, page_to_translate)
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0
    shoot(page, "phone")
    page.get_by_role("link", name="All translations under way").click()
    row = page.get_by_role("link", name=page_to_translate.title, exact=True)
    expect(row).to_be_visible()
    assert axe(page) == []
    shoot(page, "list-phone")
    row.click()
    page.wait_for_url("**/parcours/translations/jobs/*/")
