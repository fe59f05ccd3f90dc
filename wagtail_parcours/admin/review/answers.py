"""What a person is told after signing a map or sending it back."""

from typing import Any

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import TaskState

from ...governance.signing import open_case


def announce_signature(request: HttpRequest, step: tuple[Any, Any]) -> None:
    """Say what the signature brought about. `step` is read anew, after it."""
    state, page = step
    workflow_state = state.workflow_state
    if state.status == TaskState.STATUS_IN_PROGRESS:
        missing = open_case(state).still_missing()
        message = ngettext(
            "Your signature is recorded; %(number)d more is needed.",
            "Your signature is recorded; %(number)d more are needed.",
            missing,
        ) % {"number": missing}
    elif workflow_state.status == workflow_state.STATUS_IN_PROGRESS:
        message = _("Your signature is recorded; “%(step)s” comes next.") % {
            "step": workflow_state.current_task_state.task.name
        }
    else:
        announce_publication(request, page)
        return
    messages.success(request, message)


def announce_publication(request: HttpRequest, page: Any) -> None:
    """Say that the last signature put the map live, or when it will be."""
    names = {"title": page.title}
    address = page.get_url(request)
    buttons = [messages.button(address, _("See it as readers do"))] if address else []
    if page.live and not page.has_unpublished_changes:
        messages.success(request, _("“%(title)s” is live.") % names, buttons=buttons)
    elif page.scheduled_revision is not None:
        planned = page.scheduled_revision.approved_go_live_at
        names["time"] = date_format(localtime(planned), "DATETIME_FORMAT")
        messages.success(request, _("“%(title)s” is signed and goes live on %(time)s.") % names)
    else:
        messages.success(request, _("“%(title)s” is signed.") % names)


def announce_return(request: HttpRequest, page: Any) -> None:
    title = page.get_admin_display_title()
    messages.success(request, _("“%(title)s” went back to its authors.") % {"title": title})


def announce_restart(request: HttpRequest, page: Any) -> None:
    title = page.get_admin_display_title()
    messages.success(
        request,
        _("The signing of “%(title)s” starts again from the first step.") % {"title": title},
    )
