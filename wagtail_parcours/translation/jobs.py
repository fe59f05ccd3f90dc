"""Submitting a map for translation, and updating its translations, while people do other things.

A job goes step by step, one language of one thing after the other: the personas of the map
first, because the map refers to them, then the map. Each step is a transaction of its own, so
progress can be seen, a failure costs one language, and a worker that is killed leaves only what
is complete. Another attempt goes on where the last one stopped.

Imported only where wagtail-localize is installed.
"""

import datetime
import logging
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from wagtail.log_actions import LogContext
from wagtail.models import Locale
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import Translation, TranslationLog, TranslationSource
from wagtail_localize.operations import TranslationCreator
from wagtail_localize.views.edit_translation import apply_machine_translation

from ..models import TranslationJob, TranslationJobState, base_page_model
from ..models.publishing import TranslationLocked
from .tasks import run_translation_job

logger = logging.getLogger("wagtail_parcours")

SUBMIT, UPDATE = "submit", "update"
#: The first step of an update: what the source says now.
SOURCE_STEP = "source"
#: After this long without a sign of life, somebody may start a job again.
SILENCE = datetime.timedelta(minutes=10)

# What may go wrong with one language; said in words by the page that shows the job.
INVALID, NOT_ALLOWED, NO_MACHINE, BROKEN = "invalid", "not_allowed", "no_machine", "broken"
STOPPED, LOCKED = "stopped", "locked"
# And with all of it.
NOT_QUEUED = "not_queued"

WAITING, RUNNING = TranslationJobState.WAITING, TranslationJobState.RUNNING
DONE, FAILED = TranslationJobState.DONE, TranslationJobState.FAILED


@dataclass(frozen=True)
class Step:
    """One thing in one language. `instance` is the thing in the language of the source."""

    instance: Any
    locale: Locale

    @property
    def key(self) -> str:
        return step_key(self.instance, self.locale)


def step_key(instance: Any, locale: Locale) -> str:
    return f"{instance.translation_key}/{locale.pk}"


# -- asking


@transaction.atomic
def ask(
    page: Any, user: Any, kind: str, locales: Iterable[Locale], options: dict[str, Any]
) -> TranslationJob:
    """The job that does this, as soon as a worker takes it: a new one, or one under way.

    What another job is about to do already is not asked for a second time.
    """
    # Two people, or two clicks, ask in turn.
    base_page_model().objects.select_for_update().only("pk").get(pk=page.pk)
    wanted = {locale.pk: locale for locale in locales}
    for job in TranslationJob.objects.filter(page_id=page.pk, kind=kind).order_by("pk"):
        if job.state not in open_states(kind) or job.options != options:
            continue
        covered = set(job.locales.values_list("pk", flat=True))
        if wanted.keys() <= covered:
            return job
        if kind == SUBMIT:
            wanted = {pk: locale for pk, locale in wanted.items() if pk not in covered}
    job = TranslationJob.objects.create(
        page_id=page.pk, user=user, kind=kind, options=options, alive_at=timezone.now()
    )
    job.locales.set(wanted)
    enqueue(job)
    return job


def open_states(kind: str) -> set[str]:
    """An update that has begun may have read the source before it changed again."""
    return {WAITING, RUNNING} if kind == SUBMIT else {WAITING}


def enqueue(job: TranslationJob) -> None:
    """Hand the job to the queue once it is stored; a queue that is down makes it fail."""

    def hand_over() -> None:
        try:
            run_translation_job.enqueue(job.pk)
        except Exception:
            logger.exception("Translation job %s was not taken by the queue", job.pk)
            TranslationJob.objects.filter(pk=job.pk, state=WAITING).update(
                state=FAILED, message=NOT_QUEUED
            )

    transaction.on_commit(hand_over)


def may_be_tried_again(job: TranslationJob) -> bool:
    """Whether it failed, or nobody has worked on it for a long time."""
    silent = job.alive_at is None or job.alive_at < timezone.now() - SILENCE
    return job.state == FAILED or (job.state != DONE and silent)


@transaction.atomic
def try_again(job: TranslationJob) -> bool:
    """Start a job again; what is done stays done. False when there is nothing to try again."""
    long_ago = timezone.now() - SILENCE
    silent = Q(alive_at=None) | Q(alive_at__lt=long_ago)
    again = TranslationJob.objects.filter(pk=job.pk).filter(
        Q(state=FAILED) | (Q(state__in=[WAITING, RUNNING]) & silent)
    )
    started = again.update(
        state=WAITING,
        claim=None,
        failures={},
        message="",
        finished_at=None,
        alive_at=timezone.now(),
    )
    if started:
        enqueue(job)
    return bool(started)


# -- doing


def run(pk: int) -> None:
    """Do what is left of a job. Never raises for what one language cannot do."""
    claim = uuid.uuid4()
    now = timezone.now()
    taken = TranslationJob.objects.filter(pk=pk, state=WAITING).update(
        state=RUNNING, claim=claim, started_at=now, alive_at=now
    )
    if not taken:
        return
    job = TranslationJob.objects.select_related("user").get(pk=pk)
    with LogContext(user=job.user):
        work = Work(job)
        try:
            work.prepare()
        except Exception:
            logger.exception("Translation job %s could not begin", pk)
            work.end(BROKEN)
            return
        for step in work.steps():
            work.do(step)
        work.end()


class Work:
    """One attempt at a job, by the worker that holds its claim."""

    def __init__(self, job: TranslationJob) -> None:
        self.job = job
        self.page = job.page.specific
        self.locales = list(job.locales.order_by("pk"))
        self.related: list[Any] = []

    @property
    def rows(self) -> Any:
        return TranslationJob.objects.filter(pk=self.job.pk, claim=self.job.claim, state=RUNNING)

    def held(self) -> bool:
        """Whether the job is still ours; nobody else takes it until the transaction ends."""
        return bool(self.rows.select_for_update().values_list("pk", flat=True))

    def prepare(self) -> None:
        """Extract the texts of the map, and count what there is to do."""
        with transaction.atomic():
            if not self.held():
                return
            source, _created = TranslationSource.get_or_create_from_instance(self.page)
            if self.job.kind == UPDATE and SOURCE_STEP not in self.job.finished:
                source.update_from_db()
                self.job.finished.append(SOURCE_STEP)
            self.source = source
            if self.job.kind == SUBMIT:
                self.related = shown_things(source, self.page)
            steps = len(self.locales) * (len(self.related) + 1)
            self.save(steps=steps, finished=self.job.finished)

    def steps(self) -> Iterator[Step]:
        for locale in self.locales:
            for instance in (*self.related, self.page):
                # Without its personas, the map of this language would show those of the source.
                if str(locale.pk) not in self.job.failures:
                    yield Step(instance, locale)

    def do(self, step: Step) -> None:
        """Do one step, or note why it cannot be done."""
        if step.key in self.job.finished:
            return
        try:
            with transaction.atomic():
                if not self.held():
                    return
                problem = None if self.is_done(step) else self.translate(step)
        except PermissionDenied:
            problem = NOT_ALLOWED
        except Http404:
            problem = NO_MACHINE
        except Exception:
            logger.exception("Translation job %s, step %s", self.job.pk, step.key)
            problem = BROKEN
        if problem is None:
            self.job.finished.append(step.key)
        else:
            self.job.failures[str(step.locale.pk)] = problem
        self.save(finished=self.job.finished, failures=self.job.failures, done=self.count_of_done())

    def count_of_done(self) -> int:
        return len([key for key in self.job.finished if key != SOURCE_STEP])

    def is_done(self, step: Step) -> bool:
        """Whether a worker did the step and was killed before it could say so."""
        if not self.wants_text:
            return False
        since = self.source.last_updated_at if self.job.kind == UPDATE else self.job.created_at
        logs = TranslationLog.objects.filter(
            source__object_id=step.instance.translation_key,
            locale=step.locale,
            created_at__gte=since,
        )
        target = in_language(step.instance, step.locale)
        if target is None or not logs.exists():
            return False
        live = getattr(target, "live", True)
        return live or not getattr(step.instance, "live", True)

    @property
    def wants_text(self) -> bool:
        return self.job.kind == SUBMIT or self.job.options.get("publish", False)

    def translate(self, step: Step) -> str | None:
        """Write one thing in one language; gives a code when its texts are refused."""
        how = submit if self.job.kind == SUBMIT else update
        logs = TranslationLog.objects.filter(
            source__object_id=step.instance.translation_key, locale=step.locale
        )
        before = logs.count()
        problem = how(self.job, step)
        if problem is not None:
            return problem
        written = logs.count() > before or not self.wants_text
        return None if written else INVALID

    def end(self, problem: str = "") -> None:
        failed = bool(problem or self.job.failures)
        self.save(state=FAILED if failed else DONE, message=problem, finished_at=timezone.now())

    def save(self, **values: Any) -> None:
        self.rows.update(alive_at=timezone.now(), **values)


def shown_things(source: TranslationSource, page: Any) -> list[Any]:
    """What the map refers to and is translated with it, each once."""
    found = {}
    for segment in source.relatedobjectsegment_set.order_by("order").select_related("object"):
        instance = segment.object.get_instance_or_none(page.locale)
        if instance is not None:
            found[segment.object_id] = instance
    return list(found.values())


def in_language(instance: Any, locale: Locale) -> Any:
    return (
        type(instance)
        ._default_manager.filter(translation_key=instance.translation_key, locale=locale)
        .first()
    )


def submit(job: TranslationJob, step: Step) -> str | None:
    """As the submission form of wagtail-localize does it, for one thing and one language."""
    creator = TranslationCreator(job.user, [step.locale])
    creator.create_translations(step.instance, include_related_objects=False)
    return None


def update(job: TranslationJob, step: Step) -> str | None:
    """As the update form of wagtail-localize does it, for one language."""
    translation = (
        Translation.objects.select_related("source", "target_locale")
        .filter(
            source__object_id=step.instance.translation_key,
            source__locale_id=step.instance.locale_id,
            target_locale=step.locale,
            enabled=True,
        )
        .first()
    )
    if translation is None:
        return STOPPED
    if job.options.get("machine"):
        apply_machine_translation(translation.pk, job.user, get_machine_translator())
    if job.options.get("publish"):
        try:
            translation.save_target(user=job.user, publish=True)
        except TranslationLocked:
            return LOCKED
        except ValidationError:
            # Kept beside each text, where translators see it.
            return INVALID
    else:
        translation.source.update_target_view_restrictions(step.locale)
    return None
