"""What editors are told when a map needs a sign-off before it goes live.

The gate refuses the save itself, and Wagtail then says only that a permission is missing. So the
question is asked before, wherever Wagtail offers a hook: nothing is half done, what was written
is kept, and the answer says why and how to go on.
"""

import uuid
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from ..governance.approvals import Permit, permit_for
from ..governance.places import refused_by_move
from ..governance.sealing import is_map_type
from ..models import JourneyMapMixin, base_page_model


def keep_draft_unpublished(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Before a page is published from the editor: its draft is saved, and that stays so."""
    if not isinstance(page, JourneyMapMixin) or not permit_for(page).refused:
        return None
    created = getattr(request.resolver_match, "url_name", "") == "add"
    # Wagtail asks only about what it saves as a draft; others wait for news of that draft.
    answer = run_hooks("after_create_page" if created else "after_edit_page", request, page)
    return answer or redirect(not_published_address(page))


def run_hooks(name: str, request: HttpRequest, page: Any) -> HttpResponse | None:
    for function in hooks.get_hooks(name):
        answer = function(request, page)
        if hasattr(answer, "status_code"):
            return answer
    return None


def not_published_address(page: Any) -> str:
    return reverse("wagtail_parcours:not_published", args=[page.pk])


def keep_translation_unpublished(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Before the translation editor publishes: keep the translation as a draft, and say so."""
    if request.POST.get("action") != "publish" or not isinstance(page, JourneyMapMixin):
        return None
    if not apps.is_installed("wagtail_localize"):
        return None
    from wagtail_localize.models import Translation

    from ..governance.localize import as_it_would_be

    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    ).first()
    if translation is None or not page.permissions_for_user(request.user).can_publish():
        return None
    if not permit_for(as_it_would_be(translation)).refused:
        return None
    try:
        translation.save_target(user=request.user, publish=False)
    except ValidationError:
        # The translation editor shows what is wrong beside each text.
        return None
    return redirect(not_published_address(page))


def keep_bulk_whole(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """Before many pages are published or moved: all of them may, or none is touched."""
    if action_type not in {"publish", "move"} or base_page_model() not in action.models:
        return None
    options = action.cleaned_form.cleaned_data
    if action_type == "move":
        destination = options["chooser"]
        refused = [permit for page in objects for permit in refused_there(page, destination)]
    else:
        found = list(drafts_to_publish(objects, options["include_descendants"]))
        permits = [permit_for(page.specific.get_latest_revision_as_object()) for page in found]
        refused = [permit for permit in permits if permit.refused]
    if not refused:
        return None
    if action_type == "move":
        explain(request, refused, _("Nothing was moved: there, these maps need a sign-off."))
    else:
        explain(request, refused, _("Nothing was published: some maps need a sign-off first."))
    return redirect(action.next_url)


def drafts_to_publish(objects: Iterable[Any], with_descendants: bool) -> Iterable[Any]:
    """The maps that a bulk publication would put live."""
    for page in objects:
        if is_map_type(page.specific_class):
            yield page
        if with_descendants:
            below = page.get_descendants().not_live()
            yield from (row for row in below if is_map_type(row.specific_class))


def explain(request: HttpRequest, refused: list[Permit], nothing_done: str) -> None:
    """Name what needs a sign-off, and what is missing to each."""
    named = " ".join(f"“{permit.title}”: {permit.missing}" for permit in refused)
    messages.error(request, f"{nothing_done} {named}")


def keep_copies_as_drafts(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Before a page is copied live, or as an alias: no copy inherits a signature.

    An alias does: it shows what was signed.
    """
    as_alias = bool(request.POST.get("alias"))
    if request.method != "POST" or not (as_alias or request.POST.get("publish_copies")):
        return None
    parent = chosen_parent(request, page)
    if not parent.permissions_for_user(request.user).can_publish_subpage():
        return None
    copied = live_maps(page, with_descendants=bool(request.POST.get("copy_subpages")))
    permits = [permit_for(as_copied(found, page, parent, as_alias)) for found in copied]
    refused = [permit for permit in permits if permit.refused]
    if not refused:
        return None
    if as_alias:
        text = _("No alias was made: an alias shows its page live, and these need a sign-off.")
    else:
        text = ngettext(
            "Nothing was copied: a copy needs a sign-off of its own before it goes live. Copy "
            "it again without publishing it.",
            "Nothing was copied: copies need a sign-off of their own before they go live. Copy "
            "them again without publishing them.",
            len(refused),
        )
    explain(request, refused, text)
    next_url = get_valid_next_url_from_request(request)
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])
    return redirect(f"{address}?next={next_url}" if next_url else address)


def chosen_parent(request: HttpRequest, page: Any) -> Any:
    chosen = request.POST.get("new_parent_page", "")
    found = base_page_model().objects.filter(pk=chosen).first() if chosen.isdecimal() else None
    return found or page.get_parent()


def live_maps(page: Any, with_descendants: bool) -> list[Any]:
    rows = base_page_model().objects.descendant_of(page, inclusive=True).live()
    if not with_descendants:
        rows = rows.filter(pk=page.pk)
    return [row.specific for row in rows if is_map_type(row.specific_class)]


def as_copied(found: Any, root: Any, parent: Any, as_alias: bool) -> Any:
    """The copy that Wagtail would make of `found`, in its place, as far as the gate asks."""
    copy = type(found).objects.get(pk=found.pk)
    copy.translation_key = uuid.uuid4()
    copy.url_path = parent.url_path + copy.url_path[len(root.get_parent().url_path) :]
    copy.alias_of = found if as_alias else None
    return copy


def keep_alias(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Before a live alias becomes a page of its own: it would stand on nobody's signature."""
    if not isinstance(page, JourneyMapMixin) or not page.live:
        return None
    own = type(page).objects.get(pk=page.pk)
    own.alias_of = None
    if not permit_for(own).refused:
        return None
    messages.error(
        request,
        _(
            "“%(title)s” shows another page that was signed. As a page of its own it needs a "
            "sign-off of its own: unpublish it first, then convert it."
        )
        % {"title": page.get_admin_display_title()},
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


def keep_place(request: HttpRequest, page: Any, destination: Any) -> HttpResponse | None:
    """Before a page is moved to a site whose policy wants more than its maps have."""
    refused = refused_there(page, destination)
    if not refused:
        return None
    explain(request, refused, _("Nothing was moved: there, these maps need a sign-off."))
    return redirect("wagtailadmin_pages:move", page.pk)


def refused_there(page: Any, destination: Any) -> list[Permit]:
    return refused_by_move(page, page.url_path, f"{destination.url_path}{page.slug}/")


def save_instead_of_submitting(request: HttpRequest, parent_page: Any, page_class: Any) -> None:
    """Before a map is created and submitted: without a workflow it is saved, and that is said.

    Wagtail offers the button where there is a workflow, even one of which no step is active.
    """
    if not request.POST.get("action-submit") or not is_map_type(page_class):
        return
    workflow = parent_page.get_workflow()
    if workflow is None or workflow.tasks.filter(active=True).exists():
        return
    request.POST = request.POST.copy()
    del request.POST["action-submit"]
    messages.warning(
        request,
        _(
            "The map was not submitted: no step of the workflow “%(workflow)s” is active. "
            "An administrator can change that."
        )
        % {"workflow": workflow.name},
    )
