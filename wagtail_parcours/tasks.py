"""Work for the queue, through the task interface that Wagtail itself uses.

A site that has a scheduler for its queue enqueues it from there; others run
``manage.py remind_sign_offs`` from cron. Both do the same, and running both reminds nobody twice.
"""

from django_tasks import task

from .governance.reminders import REPEAT_DAYS, WAITING_DAYS, remind


@task()
def remind_sign_offs(
    waiting_days: int = WAITING_DAYS,
    expiring_days: int | None = None,
    repeat_days: int = REPEAT_DAYS,
) -> int:
    """Send the reminders that are due; gives how many people got one."""
    return len(remind(waiting_days, expiring_days, repeat_days))
