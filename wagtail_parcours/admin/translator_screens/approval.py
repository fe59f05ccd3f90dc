"""The approval of a translated map, above its translation: how it stands, and the way into it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import WorkflowState
from wagtail_localize.models import StringSegment, Translation

from ...governance.locking import lock_page, persistently
from ...governance.policy import rule_for
from ...governance.signing import open_case
from ...governance.steps import review_address
from ...models import LiveVersion, SignOffTask, Standing
from ...translation.languages import language_in_sentence
from ..emergency import edit_address, find_map
from ..not_published import submit
from ..review.access import may_review
from ..review.editor import review_label
from .locks import lock_editor, translation_of


@dataclass(frozen=True, slots=True)
class Approval:
    """What the panel says, and what the person may do from it."""

    sentences: tuple[str, ...]
    locked: str
    submit_label: str
    submit_address: str
    cancel_address: str
    review_address: str
    review_label: str
    untranslated: str


def approval_panel(
    request: HttpRequest, page: Any, context: dict[str, Any]
) -> tuple[str, dict[str, Any]] | None:
    """The panel; None where neither a policy nor a workflow asks for anything."""
    locked = lock_editor(page, request.user, context)
    state = page.current_workflow_state
    workflow = page.get_workflow()
    if workflow is None and state is None and not rule_for(page).required:
        return None
    step = page.current_workflow_task_state
    to_review = (
        step is not None
        and isinstance(step.task.specific, SignOffTask)
        and may_review(step, page, request.user)
    )
    may_submit = may_be_submitted(page, request.user)
    may_cancel = state is not None and state.user_can_cancel(request.user)
    approval = Approval(
        sentences=tuple(sentences(page, state, step)),
        locked=locked,
        submit_label=submit_label(state, workflow) if may_submit else "",
        submit_address=reverse("wagtail_parcours:submit_translated_map", args=[page.pk]),
        cancel_address=(
            reverse("wagtail_parcours:cancel_approval", args=[page.pk]) if may_cancel else ""
        ),
        review_address=review_address(step) if to_review else "",
        review_label=review_label(step.task.specific, request.user) if to_review else "",
        untranslated=untranslated_note(context["translation"]) if may_submit else "",
    )
    values = {"approval": approval, "no_workflow": workflow is None and state is None}
    return "wagtail_parcours/admin/translations/approval.html", values


def may_be_submitted(page: Any, user: Any) -> bool:
    permissions = page.permissions_for_user(user)
    return bool(permissions.can_edit() and permissions.can_submit_for_moderation())


def submit_label(state: Any, workflow: Any) -> str:
    """As Wagtail names the button of its own editor."""
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return _("Resubmit to %(task_name)s") % {"task_name": state.current_task_state.task.name}
    return _("Submit to %(workflow_name)s") % {"workflow_name": workflow.name}


# -- how it stands


def sentences(page: Any, state: Any, step: Any) -> Iterator[str]:
    """The translation and its approval, in a few sentences: what waits, then what readers see."""
    if step is not None:
        yield _("In review: it waits in the step “%(step)s”.") % {"step": step.task.name}
        if isinstance(step.task.specific, SignOffTask):
            missing = open_case(step).still_missing()
            yield ngettext(
                "%(number)d signature is still missing.",
                "%(number)d signatures are still missing.",
                missing,
            ) % {"number": missing}
    elif state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        yield _("It was sent back to its authors from the step “%(step)s”.") % {
            "step": state.current_task_state.task.name
        }
        if state.current_task_state.comment:
            yield f"“{state.current_task_state.comment}”"
    if not page.live:
        yield _("It is a draft: readers do not see it yet.")
        return
    yield live_sentence(page)
    if page.has_unpublished_changes:
        yield _("A newer draft is not live yet.")


def live_sentence(page: Any) -> str:
    version = LiveVersion.objects.filter(page_id=page.pk).first()
    if version is None or version.standing != Standing.SIGNED:
        return _("It is live.")
    people = ", ".join(dict.fromkeys(row["person"] for row in version.signatures))
    return _("It is live since %(date)s, signed by %(people)s.") % {
        "date": date_format(localtime(version.since), "DATE_FORMAT"),
        "people": people,
    }


def untranslated_note(translation: Translation) -> str:
    number = untranslated(translation)
    if not number:
        return ""
    return ngettext(
        "%(number)d text is not translated. It would be signed, and shown, in %(language)s.",
        "%(number)d texts are not translated. They would be signed, and shown, in %(language)s.",
        number,
    ) % {
        "number": number,
        "language": source_language(translation),
    }


def source_language(translation: Translation) -> str:
    return language_in_sentence(translation.source.locale.language_code)


def untranslated(translation: Translation) -> int:
    """How many texts the translation would take over from its source as they are.

    The address of a page may well be the same in two languages.
    """
    segments = StringSegment.objects.filter(source=translation.source)
    segments = segments.exclude(context__path="slug")
    missing = segments.annotate_translation(translation.target_locale)
    return missing.filter(translation__isnull=True).count()


# -- into the workflow and out of it


def in_turn(page_id: int, act: Callable[[Any], HttpResponse | None]) -> HttpResponse:
    """Act on a map that nobody else changes meanwhile, all of it or nothing."""

    def attempt() -> HttpResponse:
        with transaction.atomic():
            lock_page(page_id)
            page = find_map(page_id)
            return act(page) or redirect(edit_address(page))

    return persistently(attempt)


@require_POST
def submit_translated_map(request: HttpRequest, page_id: int) -> HttpResponse:
    """Save the translation as a draft and send that draft into the workflow of its map."""
    page = find_map(page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if translation_of(page) is None:
        raise Http404
    return in_turn(page_id, lambda page: submit_as_it_is(request, page))


def submit_as_it_is(request: HttpRequest, page: Any) -> None:
    translation = translation_of(page)
    if translation is None or not may_be_submitted(page, request.user):
        messages.error(request, _("This map cannot be submitted for approval just now."))
        return
    try:
        # What is submitted is what the translator sees.
        translation.save_target(user=request.user, publish=False)
    except ValidationError:
        messages.error(
            request,
            _(
                "Nothing was submitted: some texts cannot be saved as they are. What is wrong "
                "stands beside each of them."
            ),
        )
        return
    page = find_map(page.pk)
    submit(page, request.user)
    title = page.get_admin_display_title()
    messages.success(request, _("“%(title)s” has been submitted for approval.") % {"title": title})
    number = untranslated(translation)
    if number:
        messages.warning(
            request,
            ngettext(
                "%(number)d text is not translated and was submitted in %(language)s.",
                "%(number)d texts are not translated and were submitted in %(language)s.",
                number,
            )
            % {
                "number": number,
                "language": source_language(translation),
            },
        )


@require_POST
def cancel_approval(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take a translation out of its workflow, for those whom Wagtail lets."""
    state = find_map(page_id).current_workflow_state
    if state is not None and not state.user_can_cancel(request.user):
        raise PermissionDenied
    return in_turn(page_id, lambda page: cancel_as_it_is(request, page))


def cancel_as_it_is(request: HttpRequest, page: Any) -> HttpResponse | None:
    state = page.current_workflow_state
    if state is None or not state.user_can_cancel(request.user):
        messages.error(request, _("Somebody else acted before you: nothing was changed."))
    else:
        state.cancel(user=request.user)
        messages.success(
            request,
            _("Workflow on page '%(page_title)s' has been cancelled.")
            % {"page_title": page.get_admin_display_title()},
        )
    if page.permissions_for_user(request.user).can_edit():
        return None
    return redirect("wagtailadmin_home")


approval_urls = [
    path("translations/<int:page_id>/submit/", submit_translated_map, name="submit_translated_map"),
    path("translations/<int:page_id>/cancel/", cancel_approval, name="cancel_approval"),
]
