"""The way from the page editor to the review page, while a map waits for signatures."""

from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.locks import WorkflowLock

from ...governance.steps import in_groups, review_address
from ...models import JourneyMapMixin, SignOffTask


class SignOffLock(WorkflowLock):
    """The lock of a page that waits in a sign-off step: it says so, and leads to the review."""

    def get_message(self, user: Any) -> str:
        text = _(
            "This waits for signatures in “%(step)s”. Nobody can change it until it is signed, "
            "sent back to its authors, or the workflow is cancelled."
        ) % {"step": self.task.name}
        state = self.object.current_workflow_task_state
        if state is None or not isinstance(self.object, JourneyMapMixin):
            return text
        return format_html(
            '{} <span class="buttons"><a class="button button-small button-secondary" href="{}">'
            "{}</a></span>",
            text,
            review_address(state),
            review_label(self.task, user),
        )

    def get_locked_by(self, user: Any, can_lock: bool = False) -> str:
        return _("Locked while it waits for signatures")

    def get_description(self, user: Any, can_lock: bool = False) -> str:
        return _("To change it, request changes or cancel the workflow")


class ReviewMenuItem(ActionMenuItem):
    """The first action below the editor of a map that waits for signatures."""

    name = "action-parcours-review"
    icon_name = "view"

    def __init__(self, url: str, label: str) -> None:
        super().__init__(order=-10)
        self.url = url
        self.label = label

    def get_url(self, parent_context: Any) -> str:
        return self.url


def offer_review(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Put the way to the review page before the other actions of the editor."""
    page = context.get("page")
    if context.get("view") != "edit" or not isinstance(page, JourneyMapMixin):
        return
    state = page.current_workflow_task_state
    if state is None or not isinstance(task := state.task.specific, SignOffTask):
        return
    label = review_label(task, request.user)
    menu_items.insert(0, ReviewMenuItem(review_address(state), label))


def review_label(task: SignOffTask, user: Any) -> str:
    return _("Review and sign") if in_groups(task, user) else _("See the review page")


def connect_lock() -> None:
    """Give the task its lock; called once, when ready."""
    SignOffTask.lock_class = SignOffLock
