"""The versions of a map as readers see them, for the panes of the review page.

Both are whole pages of the site, made by its own templates: whoever may review the map reads
them, with or without the right to edit it.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail.utils.decorators import xframe_options_sameorigin_override

from ...governance.approvals import records_of
from ...rendering.sealed import show_sealed
from .access import is_waiting, step_to_review
from .baseline import SignedVersion, with_content
from .both import BothLanguages


@require_safe
@xframe_options_sameorigin_override
def reading(request: HttpRequest, task_state_id: int) -> HttpResponse:
    """The version that waits for signatures; of a step that is over, the one it was about."""
    state, page = step_to_review(request, task_state_id)
    if is_waiting(state):
        return as_readers_see(page.get_latest_revision_as_object(), request)
    return as_readers_see(state.revision.as_object(), request)


@require_safe
@xframe_options_sameorigin_override
def signed_reading(request: HttpRequest, task_state_id: int, position: int) -> HttpResponse:
    """A version that was signed before, with the people and channels that it showed then."""
    _state, page = step_to_review(request, task_state_id)
    record = get_object_or_404(records_of(page), position=position)
    signed = with_content(SignedVersion(record, (record.person,), approved=True))
    if signed.content is None:
        raise Http404
    # Whoever reviews the map reads in the comparison what it showed then: here too.
    return as_readers_see(show_sealed(page, signed.content, whole=True), request)


@require_safe
@xframe_options_sameorigin_override
def source_reading(request: HttpRequest, task_state_id: int) -> HttpResponse:
    """What a translation was made from: the version that was signed, else the source as it is.

    A source that nobody signed and that is not live is for those who work on it.
    """
    state, page = step_to_review(request, task_state_id)
    waiting = is_waiting(state)
    version = page.get_latest_revision_as_object() if waiting else state.revision.as_object()
    both = BothLanguages.of(version, request)
    if both is None or not both.source_is_shown:
        raise Http404
    signed = both.signed_source
    if signed is not None:
        return as_readers_see(show_sealed(both.source, signed, whole=True), request)
    return as_readers_see(both.source_version(), request)


def as_readers_see(version: Any, request: HttpRequest) -> HttpResponse:
    """The version as a page of the site, without Wagtail's bar, which readers do not see."""
    bare = {"in_preview_panel": True, "is_editing": True}
    return version.make_preview_request(request, version.default_preview_mode, bare)
