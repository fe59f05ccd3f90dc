"""One answer about all the maps that a request translated: which of them wait for approval.

wagtail-localize and Wagtail's own translations say that a page was submitted or updated, and
nothing of what the policy kept from readers. Their views offer no hook, so what takes their forms
is wrapped here; a test pins each of them.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.signals import copy_for_translation_done

from ...governance.approvals import permit_for
from ...governance.steps import review_address
from ...models import JourneyMapMixin, SignOffTask, base_page_model
from ...models.publishing import Gathered, gathered, translations_gathered
from ..emergency import edit_address

#: So many maps are named; the others are counted.
NAMED = 10


def connect_notices() -> None:
    """Wrap the views; called once, when ready."""
    copy_for_translation_done.connect(
        note_copy, dispatch_uid="wagtail_parcours.translator_screens.notices"
    )
    for view in translating_views():
        if not hasattr(view.post, "parcours_announces"):
            view.post = announcing(view.post)


def translating_views() -> Iterable[Any]:
    """The views whose forms make or update translations."""
    if apps.is_installed("wagtail_localize"):
        from wagtail_localize.views import submit_translations, update_translations

        yield submit_translations.SubmitTranslationView
        yield update_translations.UpdateTranslationsView
    if apps.is_installed("wagtail.contrib.simple_translation"):
        from wagtail.contrib.simple_translation import views

        yield views.SubmitTranslationView


def note_copy(sender: Any, target_obj: Any, **kwargs: Any) -> None:
    together = gathered()
    if together is not None and isinstance(target_obj, JourneyMapMixin):
        together.written.append(target_obj)


def announcing(post: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(post)
    def announce(view: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with translations_gathered() as together:
            response = post(view, request, *args, **kwargs)
        announce_waiting(request, together)
        announce_locked(request, together)
        return response

    announce.parcours_announces = True  # type: ignore[attr-defined]
    return announce


def announce_waiting(request: HttpRequest, together: Gathered) -> None:
    """Name the maps that stay or became drafts, with the way to their approval."""
    waiting = [page for page in as_stored(together.written) if needs_approval(page)]
    if not waiting:
        return
    if len(waiting) == 1:
        [page] = waiting
        text = (
            _(
                "“%(title)s” (%(language)s) needs a sign-off before it goes live. It is a draft, "
                "and readers go on seeing the version that is live."
            )
            if page.live
            else _(
                "“%(title)s” (%(language)s) needs a sign-off before it goes live. Until then it "
                "is a draft."
            )
        )
        messages.warning(
            request,
            text % names_of(page),
            buttons=[messages.button(approval_address(page), _("To its approval"))],
        )
        return
    text = ngettext(
        "%(number)d map needs a sign-off before it goes live. Until then it is a draft:",
        "%(number)d maps need a sign-off before they go live. Until then they are drafts:",
        len(waiting),
    ) % {"number": len(waiting)}
    messages.warning(request, format_html("{} {}", text, linked(waiting)))


def announce_locked(request: HttpRequest, together: Gathered) -> None:
    """Name the maps that were left as they are, because people are signing them."""
    locked = as_stored(together.locked)
    if not locked:
        return
    text = ngettext(
        "%(number)d map waits for signatures and was not updated:",
        "%(number)d maps wait for signatures and were not updated:",
        len(locked),
    ) % {"number": len(locked)}
    messages.warning(request, format_html("{} {}", text, linked(locked)))


def as_stored(pages: Iterable[Any]) -> list[Any]:
    """The maps as they are now, each once; what was rolled back is not among them."""
    keys = list(dict.fromkeys(page.pk for page in pages))
    found = base_page_model().objects.filter(pk__in=keys).select_related("locale").specific()
    by_key = {page.pk: page for page in found}
    return [by_key[key] for key in keys if key in by_key]


def needs_approval(page: Any) -> bool:
    """Whether the latest version of a map is kept from readers; an alias follows its source."""
    if page.alias_of_id is not None or (page.live and not page.has_unpublished_changes):
        return False
    return permit_for(page.get_latest_revision_as_object()).refused


def linked(pages: list[Any]) -> Any:
    """The titles and languages, each a link."""
    named = format_html_join(
        ", ",
        '<a href="{}">{}</a>',
        (
            (approval_address(page), _("“%(title)s” (%(language)s)") % names_of(page))
            for page in pages[:NAMED]
        ),
    )
    rest = len(pages) - NAMED
    if rest <= 0:
        return format_html("{}.", named)
    more = ngettext("and %(number)d more", "and %(number)d more", rest) % {"number": rest}
    return format_html("{} {}.", named, more)


def names_of(page: Any) -> dict[str, str]:
    return {
        "title": page.get_admin_display_title(),
        "language": page.locale.get_display_name(),
    }


def approval_address(page: Any) -> str:
    """Where a map is submitted or, when it waits already, signed."""
    step = page.current_workflow_task_state
    if step is not None and isinstance(step.task.specific, SignOffTask):
        return review_address(step)
    return edit_address(page)
