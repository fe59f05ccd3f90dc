"""A site with a queue: tasks wait until a test lets a worker take them."""

from typing import Any

from django_tasks import default_task_backend

from wagtail_parcours.translation.tasks import run_translation_job

QUEUE = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
NO_QUEUE = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def waiting_jobs() -> list[int]:
    """The keys of the translation jobs in the queue."""
    return [result.args[0] for result in default_task_backend.results if is_job(result)]


def is_job(result: Any) -> bool:
    return result.task.func is run_translation_job.func


def work() -> list[int]:
    """Do what waits, as a worker would; gives the keys of the jobs."""
    results = list(default_task_backend.results)
    default_task_backend.clear()
    done = []
    for result in results:
        if is_job(result):
            result.task.call(*result.args, **result.kwargs)
            done.append(result.args[0])
    return done
