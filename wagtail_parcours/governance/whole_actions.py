"""Actions of Wagtail that are done completely or not at all.

Wagtail publishes and copies in many steps, each of them final. A map that the gate refuses half-way
would leave the steps before: a schedule that was cleared, a tree of which half was copied. A
process that is killed would leave a live map without its log entry. Views and APIs make these
actions themselves, so the classes are wrapped here.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.publish_revision import PublishRevisionAction

from ..models.maps import JourneyMapMixin

#: These work on whole trees, in which a map may stand anywhere.
TREE_ACTIONS = (CopyPageAction, CreatePageAliasAction, CopyPageForTranslationAction)


def connect_whole_actions() -> None:
    """Wrap the actions; called once, when ready."""
    if hasattr(PublishRevisionAction.execute, "__wrapped__"):
        return
    PublishRevisionAction.execute = whole(
        PublishRevisionAction.execute, lambda action: isinstance(action.object, JourneyMapMixin)
    )
    for action in TREE_ACTIONS:
        action.execute = whole(action.execute, lambda action: True)


def whole(execute: Callable[..., Any], concerns: Callable[[Any], bool]) -> Callable[..., Any]:
    @wraps(execute)
    def all_or_nothing(action: Any, *args: Any, **kwargs: Any) -> Any:
        if not concerns(action):
            return execute(action, *args, **kwargs)
        with transaction.atomic():
            return execute(action, *args, **kwargs)

    return all_or_nothing
