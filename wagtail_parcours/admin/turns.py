"""One save of a map at a time, and each of them whole.

Wagtail's editor reads a page when the request begins and writes what it made of it in many
statements of their own: the draft, its revision, the log, the publication, the workflow. Somebody
who signs, cancels or saves in between is written over, and a process that is killed in between
leaves a page half published.

So the editor of a map runs inside one transaction, and waits before it reads anything until
nobody else works on the same map. It is called by the hook that Wagtail offers before it edits:
the view inside is Wagtail's own, whatever a site made of it.
"""

import inspect
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict

from ..governance.locking import lock_page, persistently
from ..governance.refusals import tell_the_person
from ..models import JourneyMapMixin, PublicationRefused

#: Mark on a request whose turn it is: the view is inside the transaction already.
IN_TURN = "_parcours_in_turn"

#: What a posted form of the editor can ask for beyond saving a draft.
ACTIONS = (
    "action-publish",
    "action-submit",
    "action-restart-workflow",
    "action-workflow-action",
)


def edit_in_turn(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Before a map is edited: run the editor when it is this request's turn."""
    if isinstance(page, JourneyMapMixin) and waits_for_its_turn(request):
        return in_turn(request, page.pk)
    return None


def create_in_turn(request: HttpRequest, parent_page: Any, page_class: Any) -> HttpResponse | None:
    """Before a map is created: its page, revision and publication come into being together."""
    if issubclass(page_class, JourneyMapMixin) and waits_for_its_turn(request):
        return in_turn(request)
    return None


def waits_for_its_turn(request: HttpRequest) -> bool:
    return (
        request.method == "POST"
        and request.resolver_match is not None
        and not getattr(request, IN_TURN, False)
    )


def in_turn(request: HttpRequest, page: Any = None) -> HttpResponse:
    """Run the view of this request, all of it or nothing.

    A publication that was refused is kept as a draft: what the person wrote must not be lost.
    """
    setattr(request, IN_TURN, True)
    post = request.POST
    try:
        return persistently(lambda: run_view(request, post, page))
    except PublicationRefused as refusal:
        response = persistently(lambda: run_view(request, as_draft(post), page))
        tell_the_person(str(refusal))
        return response


def run_view(request: HttpRequest, post: QueryDict, page: Any = None) -> HttpResponse:
    """The view from its beginning, in a transaction that locks the page first."""
    match = request.resolver_match
    # Other hooks may put what they made of it in its place: a second attempt begins anew.
    request.POST = post
    for file in request.FILES.values():
        file.seek(0)
    # Without what is wrapped around it: that is at work already, and would turn a refusal into
    # an answer before anything could be rolled back.
    view = inspect.unwrap(match.func)
    with transaction.atomic():
        if page is not None:
            lock_page(page)
        return view(request, *match.args, **match.kwargs)


def as_draft(post: QueryDict) -> QueryDict:
    draft = post.copy()
    for action in ACTIONS:
        draft.pop(action, None)
    return draft
