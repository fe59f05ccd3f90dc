"""What a worker does for translations, through the task interface that Wagtail itself uses."""

from django_tasks import task
from django_tasks.backends.immediate import ImmediateBackend


@task()
def run_translation_job(pk: int) -> None:
    """Do a :class:`~wagtail_parcours.models.TranslationJob`; nothing when it is taken or gone."""
    from .jobs import run

    run(pk)


def has_queue() -> bool:
    """Whether tasks wait for a worker, so that nobody waits for them."""
    return not isinstance(run_translation_job.get_backend(), ImmediateBackend)
