"""The progress of a translation in the admin: who may see it, and what it says."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_map
from tests.governance.routes import logged_in, make_superuser
from tests.governance.workflows import EDITORS, make_group, make_person
from tests.translation.queues import QUEUE
from wagtail_parcours.models import TranslationJob
from wagtail_parcours.translation import jobs

pytestmark = pytest.mark.django_db

ROUTES = ["translation_job", "translation_jobs", "translation_jobs_results"]


@pytest.fixture
def _queue(settings):
    settings.TASKS = QUEUE


@pytest.fixture
def page(locale_en):
    return make_map(1, 1)


@pytest.fixture
def job(page, locale_fr, _queue):
    made = jobs.ask(page, None, jobs.SUBMIT, [locale_fr], {})
    made.refresh_from_db()
    return made


@pytest.fixture
def root(locale_en):
    return make_superuser()


def submitter(*, edits):
    """Somebody who may submit, and edit every page or none."""
    group = make_group(EDITORS, "add", "change") if edits else make_group("Nobody special")
    group.permissions.add(Permission.objects.get(codename="submit_translation"))
    return make_person("sam", group)


def address(name, job):
    return reverse(f"wagtail_parcours:{name}", args=[job.pk] if name == "translation_job" else [])


def change(job, **values):
    TranslationJob.objects.filter(pk=job.pk).update(**values)
    job.refresh_from_db()


def shown(person, job):
    response = logged_in(person).get(address("translation_job", job))
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(soup):
    return " ".join(soup.select_one(".nice-padding").get_text(" ").split())


# -- who


@pytest.mark.parametrize("route", [*ROUTES, "try_translation_again"])
def test_strangers_are_sent_to_sign_in(job, route):
    name = route if route != "try_translation_again" else "translation_job"
    response = Client().get(address(name, job))
    assert response.status_code == 302
    assert reverse("wagtailadmin_login") in response.url


@pytest.mark.parametrize("route", ROUTES)
def test_readers_without_the_admin_see_nothing(job, route):
    reader = make_person("rita")
    assert logged_in(reader).get(address(route, job)).status_code == 302


@pytest.mark.parametrize("route", ROUTES)
def test_editors_who_may_not_submit_see_nothing(job, route):
    editor = make_person("emile", make_group(EDITORS, "add", "change"))
    assert logged_in(editor).get(address(route, job)).status_code == 302


@pytest.mark.parametrize("route", ROUTES)
def test_those_who_may_submit_and_edit_see_it(job, route):
    response = logged_in(submitter(edits=True)).get(address(route, job))
    assert response.status_code == 200
    assert job.page.title in response.content.decode()


def test_those_who_may_not_edit_the_map_learn_nothing_of_it(job, root):
    person = submitter(edits=False)
    assert logged_in(person).get(address("translation_job", job)).status_code == 302
    again = reverse("wagtail_parcours:try_translation_again", args=[job.pk])
    change(job, state="failed")
    logged_in(person).post(again)
    job.refresh_from_db()
    assert job.state == "failed"
    listed = logged_in(person).get(address("translation_jobs", job))
    assert job.page.title not in listed.content.decode()


def test_whoever_asked_sees_what_becomes_of_it(job):
    person = submitter(edits=False)
    change(job, user=person)
    assert job.page.title in str(shown(person, job))


def test_a_job_that_never_was(root):
    missing = reverse("wagtail_parcours:translation_job", args=[4711])
    assert logged_in(root).get(missing).status_code == 404


def test_looking_does_not_start_anything(job, root):
    change(job, state="failed")
    again = reverse("wagtail_parcours:try_translation_again", args=[job.pk])
    assert logged_in(root).get(again).status_code == 405
    job.refresh_from_db()
    assert job.state == "failed"


# -- what


def test_what_waits_says_so_and_looks_again_without_script(job, root):
    soup = shown(root, job)
    assert soup.select_one("noscript meta[http-equiv=refresh]")["content"] == "3"
    assert soup.select_one("p[role=status]").get_text().startswith("It begins as soon as a worker")
    assert soup.select_one("progress").get("value") is None
    assert "Français Waiting" in words(soup)
    assert soup.select_one("form button[type=submit]") is None


def test_progress_is_told_in_numbers(job, root):
    change(job, state="running", steps=8, done=3)
    soup = shown(root, job)
    bar = soup.select_one("progress")
    assert (bar["max"], bar["value"]) == ("8", "3")
    assert soup.select_one(f"label[for={bar['id']}]")
    assert "3 of 8 steps are done." in soup.select_one("p[role=status]").get_text()


def test_what_is_done_leads_to_the_translation(job, page, locale_fr, root):
    french = page.copy_for_translation(locale_fr, copy_parents=True)
    key = jobs.step_key(page, locale_fr)
    change(job, state="done", steps=1, done=1, finished=[key], finished_at=timezone.now())
    soup = shown(root, job)
    link = soup.find("a", string="Open the translation into French")
    assert link["href"] == reverse("wagtailadmin_pages:edit", args=[french.pk])
    assert "Français Done It is a draft." in words(soup)
    assert soup.select_one("noscript meta[http-equiv=refresh]") is None
    assert soup.select_one("progress") is None


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (jobs.INVALID, "what is wrong stands beside each text"),
        (jobs.NOT_ALLOWED, "Ask somebody who may"),
        (jobs.NO_MACHINE, "Update the translations again without it"),
        (jobs.STOPPED, "was stopped in the meantime"),
        (jobs.BROKEN, "ask an administrator"),
    ],
)
def test_what_failed_says_what_to_do(job, locale_fr, root, code, said):
    change(job, state="failed", failures={str(locale_fr.pk): code})
    text = words(shown(root, job))
    assert "Français Failed" in text
    assert said in text
    assert "Try again" in text


def test_a_queue_that_is_down_is_named(job, root):
    change(job, state="failed", message=jobs.NOT_QUEUED)
    text = words(shown(root, job))
    assert "The queue of the site does not answer" in text
    assert "Français Not done" in text


def test_a_worker_that_was_killed_is_noticed(job, root):
    change(job, state="running", alive_at=timezone.now() - 2 * jobs.SILENCE)
    soup = shown(root, job)
    assert "Nothing has happened here for a while" in words(soup)
    assert soup.select_one("noscript meta[http-equiv=refresh]") is None
    logged_in(root).post(soup.select_one("form[action*='try-again']")["action"])
    job.refresh_from_db()
    assert job.state == "waiting"


def test_trying_again_what_is_under_way_changes_nothing(job, root):
    again = reverse("wagtail_parcours:try_translation_again", args=[job.pk])
    response = logged_in(root).post(again, follow=True)
    assert "There is nothing to try again" in response.content.decode()


def test_the_list_asks_the_same_for_many(job, locale_fr, root):
    browser = logged_in(root)
    browser.get(address("translation_jobs", job))

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address("translation_jobs", job)).status_code == 200
        return len(queries)

    few = asked()
    for number in range(6):
        other = make_map(1, 1, slug=f"map-{number}", title=f"Map {number}")
        TranslationJob.objects.create(page=other, user=root).locales.add(locale_fr)
    assert asked() <= few + 1


@pytest.mark.usefixtures("_queue")
def test_the_title_of_a_map_is_no_markup(root, locale_fr):
    odd = make_map(1, 1, title="<b>Odd</b>", slug="odd")
    job = jobs.ask(odd, root, jobs.SUBMIT, [locale_fr], {})
    assert shown(root, job).find("b", string="Odd") is None


def test_the_page_is_valid_html(job, root, nu_check):
    change(job, state="running", steps=8, done=3)
    response = logged_in(root).get(address("translation_job", job))
    main = BeautifulSoup(response.content, "html.parser").select_one("main .nice-padding")
    document = (
        f'<!doctype html><html lang="en"><head><title>x</title></head><body>{main}</body></html>'
    )
    assert nu_check(document) == []
