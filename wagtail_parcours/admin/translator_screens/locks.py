"""A translation that waits for signatures is locked, in wagtail-localize's editor too.

Wagtail's own editor shows the lock and takes no saves. wagtail-localize knows only the lock that
a person sets, and checks it in the browser alone. So its editor is told of every lock, and the
functions that take what it sends are wrapped here, for maps alone; a test pins each of them.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail_localize.models import Translation
from wagtail_localize.views import edit_translation

from ...models import JourneyMapMixin
from ..emergency import edit_address

#: What saves one text or value; its answer is read by the editor's script.
SAVED_BY_SCRIPT = ("edit_string_translation", "edit_override")
#: What a form of the editor asks for.
ASKED_BY_FORM = ("upload_pofile", "machine_translate")


def connect_locks() -> None:
    """Wrap the functions; called once, when ready."""
    for names, answer in ((SAVED_BY_SCRIPT, as_json), (ASKED_BY_FORM, as_message)):
        for name in names:
            original = getattr(edit_translation, name)
            if not hasattr(original, "parcours_guarded"):
                setattr(edit_translation, name, guarded(original, answer))


def guarded(
    view: Callable[..., HttpResponse], answer: Callable[[HttpRequest, Any, str], HttpResponse]
) -> Callable[..., HttpResponse]:
    @wraps(view)
    def unless_locked(
        request: HttpRequest, translation_id: int, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        page = page_of(translation_id)
        reason = why_locked(page, request.user)
        # Those who may not edit the page are answered as ever.
        if reason and page.permissions_for_user(request.user).can_edit():
            return answer(request, page, reason)
        try:
            return view(request, translation_id, *args, **kwargs)
        except KeyError:
            # wagtail-localize asks a file for what only its own files say.
            if page is None or view.__name__ != "upload_pofile":
                raise
            messages.error(request, _("Please upload a valid PO file."))
            return back_from_form(request, page)

    unless_locked.parcours_guarded = True  # type: ignore[attr-defined]
    return unless_locked


def page_of(translation_id: int) -> Any:
    """The translated map that a translation is about; None for anything else."""
    translation = Translation.objects.select_related("source").filter(pk=translation_id).first()
    model = translation and translation.source.specific_content_type.model_class()
    if not (isinstance(model, type) and issubclass(model, JourneyMapMixin)):
        return None
    return model.objects.filter(
        translation_key=translation.source.object_id, locale_id=translation.target_locale_id
    ).first()


def why_locked(page: Any, user: Any) -> str:
    """Why this person cannot change a map now, as Wagtail says it; ``""`` when they can."""
    lock = page.get_lock() if page is not None and user.is_authenticated else None
    if lock is None or not lock.for_user(user):
        return ""
    return strip_tags(str(lock.get_message(user) or _("This page is locked."))).strip()


def as_json(request: HttpRequest, page: Any, reason: str) -> HttpResponse:
    """The script keeps what was written on the screen, and marks it as not saved."""
    return JsonResponse({"detail": reason}, status=423)


def as_message(request: HttpRequest, page: Any, reason: str) -> HttpResponse:
    say_locked(request, reason)
    return back_from_form(request, page)


def back_from_form(request: HttpRequest, page: Any) -> HttpResponse:
    return redirect(get_valid_next_url_from_request(request) or edit_address(page))


def say_locked(request: HttpRequest, reason: str) -> None:
    messages.error(request, _("Nothing was changed. %(reason)s") % {"reason": reason})


def refuse_publication(request: HttpRequest, page: Any) -> HttpResponse | None:
    """The answer to somebody who publishes a translation that is locked for them."""
    if not isinstance(page, JourneyMapMixin) or "action" not in request.POST:
        return None
    if translation_of(page) is None:
        return None
    reason = why_locked(page, request.user)
    if not reason:
        return None
    say_locked(request, reason)
    return redirect(edit_address(page))


def translation_of(page: Any) -> Translation | None:
    """The translation that makes a page, while wagtail-localize keeps it."""
    return (
        Translation.objects.select_related("source", "target_locale")
        .filter(
            source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
        )
        .first()
    )


def lock_editor(page: Any, user: Any, context: dict[str, Any]) -> str:
    """Show the editor's texts without its buttons while they cannot be changed; says why."""
    reason = why_locked(page, user)
    if reason:
        props = json.loads(context["props"])
        props["object"]["isLocked"] = True
        props["perms"] |= {"canPublish": False, "canLock": False}
        # A lock that a person set may be taken off as ever; that of a workflow may not.
        props["perms"]["canUnlock"] = props["perms"]["canUnlock"] and page.locked
        props["machineTranslator"] = None
        context["props"] = json.dumps(props)
    return reason
