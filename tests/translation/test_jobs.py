"""Where the site has a queue, nobody waits for a translation, and nothing of it is lost."""

import datetime
import inspect

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks import default_task_backend
from django_tasks.backends.dummy import DummyBackend
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationLog, TranslationSource
from wagtail_localize.operations import translate_object
from wagtail_localize.views.submit_translations import SubmitTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsView

from tests.factories import PersonaFactory, add_page, make_map
from tests.governance.routes import (
    count_on_from_what_is_there,
    logged_in,
    make_signed,
    make_superuser,
    translate_home,
    unsigned_live,
)
from tests.translation.queues import NO_QUEUE, QUEUE, waiting_jobs, work
from wagtail_parcours.models import Persona, TranslationJob
from wagtail_parcours.models.publishing import TranslationLocked
from wagtail_parcours.translation import jobs

# Real transactions: wagtail-localize publishes when they are committed.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _keys(transactional_db):
    count_on_from_what_is_there()


@pytest.fixture
def french(locale_en, locale_fr):
    translate_home(locale_fr)
    return locale_fr


@pytest.fixture
def arabic(locale_en):
    locale = Locale.objects.create(language_code="ar")
    translate_home(locale)
    return locale


@pytest.fixture
def root(locale_en):
    return make_superuser()


@pytest.fixture
def page(locale_en):
    found = make_map(2, 4, persona=PersonaFactory(name="Amina"))
    found.save_revision().publish()
    return found


@pytest.fixture
def _queue(settings):
    settings.TASKS = QUEUE


queued = pytest.mark.usefixtures("_queue")


def submit(person, page, *locales, **options):
    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    data = {"locales": [locale.pk for locale in locales], **options}
    return logged_in(person).post(address, data)


def update(person, page, **options):
    source = TranslationSource.objects.get(object_id=page.translation_key)
    address = reverse("wagtail_localize:update_translations", args=[source.pk])
    return logged_in(person).post(address, options)


def in_language(thing, locale):
    return type(thing).objects.filter(translation_key=thing.translation_key, locale=locale).first()


def only_job():
    return TranslationJob.objects.get()


# -- without a queue


def test_without_a_queue_all_is_done_in_the_request(page, french, root):
    response = submit(root, page, french)
    assert in_language(page, french).live
    assert response.url == reverse("wagtailadmin_pages:edit", args=[in_language(page, french).pk])
    assert not TranslationJob.objects.exists()


def test_the_views_still_look_as_they_did_when_they_were_wrapped():
    for view in (SubmitTranslationView, UpdateTranslationsView):
        assert view.form_valid.__parcours__
        original = inspect.unwrap(view.form_valid)
        assert list(inspect.signature(original).parameters) == ["self", "form"]


# -- submitting


@queued
def test_a_submission_answers_at_once_and_a_worker_does_it(page, french, arabic, root):
    response = submit(root, page, french, arabic)
    job = only_job()
    assert response.url == reverse("wagtail_parcours:translation_job", args=[job.pk])
    assert in_language(page, french) is None
    assert waiting_jobs() == [job.pk]
    work()
    job.refresh_from_db()
    # The persona and the map, each in two languages.
    assert (job.state, job.steps, job.done) == ("done", 4, 4)
    for locale in (french, arabic):
        assert in_language(page, locale).live
        assert Persona.objects.get(name="Amina", locale=locale).live
        profile = in_language(page, locale).body[0].value
        assert profile["persona"].locale == locale


@queued
def test_the_worker_does_what_the_request_would_do(page, french, arabic, root, settings):
    submit(root, page, french)
    work()
    settings.TASKS = NO_QUEUE
    submit(root, page, arabic)

    def written(locale):
        found = in_language(page, locale)
        return (
            found.live,
            found.owner,
            found.has_unpublished_changes,
            found.revisions.count(),
            found.latest_revision.user,
            list(found.body.raw_data)[1],
            TranslationLog.objects.filter(locale=locale).count(),
            Translation.objects.filter(target_locale=locale, enabled=True).count(),
            [row.history_user for row in Persona.objects.get(locale=locale).history.all()],
        )

    assert written(french) == written(arabic)


@queued
def test_other_pages_are_left_to_the_platform(french, root):
    plain = add_page(Page(title="Plain"))
    submit(root, plain, french)
    assert not TranslationJob.objects.exists()
    assert Page.objects.filter(translation_key=plain.translation_key, locale=french).exists()


@queued
def test_a_map_that_wants_a_signature_ends_as_a_draft(french, root):
    signed = make_signed()
    submit(root, signed, french)
    work()
    assert only_job().state == "done"
    assert not in_language(signed, french).live
    assert unsigned_live() == []
    shown = logged_in(root).get(reverse("wagtail_parcours:translation_job", args=[only_job().pk]))
    assert "waits for its approval before it goes live" in shown.content.decode()


@queued
def test_asking_twice_makes_one_translation(page, french, arabic, root):
    first = submit(root, page, french)
    second = submit(root, page, french)
    assert first.url == second.url
    submit(root, page, french, arabic)
    assert [list(job.locales.all()) for job in TranslationJob.objects.order_by("pk")] == [
        [french],
        [arabic],
    ]
    work()
    assert Page.objects.filter(translation_key=page.translation_key).count() == 3


@queued
def test_two_workers_with_the_same_job(page, french, root):
    submit(root, page, french)
    default_task_backend.results.append(default_task_backend.results[-1])
    work()
    # One for the persona, one for the map.
    assert TranslationLog.objects.count() == 2


# -- updating


@pytest.fixture
def translated(page, french, arabic, root):
    translate_object(page, [french, arabic], user=root)
    draft = page.get_latest_revision_as_object()
    draft.introduction = "Said otherwise."
    draft.save_revision().publish()
    return page


@queued
def test_an_update_is_done_by_a_worker(translated, french, arabic, root):
    response = update(root, translated, publish_translations="on")
    job = only_job()
    assert response.url == reverse("wagtail_parcours:translation_job", args=[job.pk])
    assert in_language(translated, french).introduction != "Said otherwise."
    work()
    job.refresh_from_db()
    assert (job.kind, job.state, job.steps, job.done) == ("update", "done", 2, 2)
    for locale in (french, arabic):
        assert in_language(translated, locale).introduction == "Said otherwise."


@queued
def test_an_update_that_publishes_nothing_hands_over_the_texts(translated, french, root):
    update(root, translated)
    work()
    assert only_job().state == "done"
    assert in_language(translated, french).introduction != "Said otherwise."
    source = TranslationSource.objects.get(object_id=translated.translation_key)
    assert source.stringsegment_set.filter(string__data="Said otherwise.").exists()


@queued
def test_a_translation_that_was_stopped_is_left_alone(translated, french, arabic, root):
    update(root, translated, publish_translations="on")
    Translation.objects.filter(target_locale=french).update(enabled=False)
    work()
    job = only_job()
    assert job.failures == {str(french.pk): jobs.STOPPED}
    assert job.state == "failed"
    assert in_language(translated, arabic).introduction == "Said otherwise."


# -- what goes wrong


@pytest.fixture
def breaking(monkeypatch):
    """Return a function that lets the work on one language raise, again and again."""
    original = TranslationSource.create_or_update_translation

    def break_for(locale, problem=RuntimeError):
        def create_or_update_translation(source, target, *args, **kwargs):
            if target == locale:
                raise problem("A broken disk")
            return original(source, target, *args, **kwargs)

        monkeypatch.setattr(
            TranslationSource, "create_or_update_translation", create_or_update_translation
        )

    return break_for


@queued
def test_a_map_that_is_being_signed_is_not_said_to_be_wrong(translated, breaking, french, root):
    update(root, translated, publish_translations="on")
    breaking(french, TranslationLocked)
    work()
    job = only_job()
    assert job.failures == {str(french.pk): jobs.LOCKED}
    shown = logged_in(root).get(reverse("wagtail_parcours:translation_job", args=[job.pk]))
    assert "waits for signatures" in shown.content.decode()


@queued
def test_a_failure_costs_one_language_and_can_be_tried_again(
    page, french, arabic, root, breaking, monkeypatch
):
    breaking(french)
    submit(root, page, french, arabic)
    work()
    job = only_job()
    assert (job.state, job.failures) == ("failed", {str(french.pk): jobs.BROKEN})
    assert in_language(page, french) is None
    assert in_language(page, arabic).live
    monkeypatch.undo()
    kept = in_language(page, arabic).latest_revision_id
    address = reverse("wagtail_parcours:try_translation_again", args=[job.pk])
    logged_in(root).post(address)
    work()
    job.refresh_from_db()
    assert (job.state, job.failures, job.done) == ("done", {}, 4)
    assert in_language(page, french).live
    assert in_language(page, arabic).latest_revision_id == kept


class Killed(BaseException):
    """A worker that is stopped says nothing to anybody."""


def killed_at(monkeypatch, owner, name, after=0):
    original, calls = getattr(owner, name), []

    def stop(*args, **kwargs):
        calls.append(args)
        if len(calls) > after:
            raise Killed
        return original(*args, **kwargs)

    monkeypatch.setattr(owner, name, stop)


MOMENTS = [
    (TranslationSource, "refresh_segments", 0),
    (TranslationSource, "create_or_update_translation", 0),
    (TranslationSource, "create_or_update_translation", 1),
    (TranslationSource, "create_or_update_translation", 2),
    (jobs.Work, "count_of_done", 0),
    (jobs.Work, "count_of_done", 1),
    (jobs.Work, "count_of_done", 3),
    (jobs.Work, "end", 0),
]


@queued
@pytest.mark.parametrize(("owner", "name", "after"), MOMENTS)
def test_a_killed_worker_leaves_what_another_finishes(
    page, french, arabic, root, monkeypatch, owner, name, after
):
    submit(root, page, french, arabic)
    with monkeypatch.context() as patch:
        killed_at(patch, owner, name, after)
        with pytest.raises(Killed):
            work()
    job = only_job()
    assert job.state == "running"
    assert not jobs.try_again(job)
    long_ago = timezone.now() - jobs.SILENCE - datetime.timedelta(minutes=1)
    TranslationJob.objects.update(alive_at=long_ago)
    assert jobs.try_again(job)
    work()
    job.refresh_from_db()
    assert (job.state, job.done) == ("done", 4)
    for locale in (french, arabic):
        found = in_language(page, locale)
        assert found.live
        # Wagtail's copy, and the translation.
        assert found.revisions.count() == 2
        assert Persona.objects.filter(locale=locale).count() == 1


@queued
def test_a_worker_taken_for_dead_changes_nothing_any_more(page, french, root):
    submit(root, page, french)
    job = only_job()
    TranslationJob.objects.update(state="running", claim="6f0c7a54-1f6c-4f0e-9a65-6e5e0ac1f9aa")
    job.refresh_from_db()
    slow = jobs.Work(job)
    slow.prepare()
    TranslationJob.objects.update(claim=None, state="waiting")
    (step, *_rest) = slow.steps()
    slow.do(step)
    slow.end()
    assert only_job().state == "waiting"
    assert Persona.objects.count() == 1


@queued
def test_a_queue_that_is_down_says_so(page, french, root, monkeypatch):
    def refuse(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(DummyBackend, "enqueue", refuse)
    with transaction.atomic():
        job = jobs.ask(page, root, jobs.SUBMIT, [french], {})
    job.refresh_from_db()
    assert (job.state, job.message) == ("failed", jobs.NOT_QUEUED)
    assert jobs.may_be_tried_again(job)


@queued
def test_a_map_that_is_deleted_takes_its_jobs_along(page, french, root):
    submit(root, page, french)
    page.delete()
    work()
    assert not TranslationJob.objects.exists()
