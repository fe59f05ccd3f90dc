"""Texts that a machine translated, until a person has read and confirmed them.

wagtail-localize remembers which tool made a text, and forgets it when somebody writes the text
anew. That one was read and is right cannot be said there; here it can.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from ...governance.localize import as_it_would_be
from ...governance.locking import lock_page, persistently
from ...journeys import text_hash
from ...models.translations import Maker
from ...translation.records import locked_record, renew, rows_with_cells
from ...translation.wordings import page_cells
from ..emergency import edit_address, find_map
from ..review.both import words_of_places
from .locks import say_locked, translation_of, why_locked

#: So many texts are listed at once; the next ones follow when these are confirmed.
LISTED = 50


@dataclass(frozen=True, slots=True)
class MachineText:
    """A text to confirm: where it is, what it says, of what, and who said so."""

    pk: int
    place: str
    source: str
    text: str
    tool: str


def unconfirmed(translation: Translation) -> QuerySet[StringTranslation]:
    """The texts of a translation that a machine made, in reading order."""
    segments = StringSegment.objects.filter(
        source=translation.source,
        string_id=OuterRef("translation_of_id"),
        context_id=OuterRef("context_id"),
    )
    made = StringTranslation.objects.filter(
        locale_id=translation.target_locale_id,
        context__object_id=translation.source.object_id,
        translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
    )
    found = made.filter(Exists(segments)).annotate(place_order=segments.values("order")[:1])
    return found.select_related("translation_of", "context").order_by("place_order", "pk")


def machine_panel(
    request: HttpRequest, page: Any, context: dict[str, Any]
) -> tuple[str, dict[str, Any]] | None:
    """The panel; None when no text waits for anybody."""
    translation = context["translation"]
    found = list(unconfirmed(translation)[: LISTED + 1])
    if not found:
        return None
    number = len(found) if len(found) <= LISTED else unconfirmed(translation).count()
    words = words_of_places(translation.source.as_instance())
    heading = ngettext(
        "%(number)d text was translated by machine, and nobody has confirmed it.",
        "%(number)d texts were translated by machine, and nobody has confirmed them.",
        number,
    ) % {"number": number}
    values = {
        "sentence": heading,
        "texts": [
            MachineText(
                pk=row.pk,
                place=words.get(row.context.path, ""),
                source=row.translation_of.data,
                text=row.data,
                tool=row.tool_name,
            )
            for row in found[:LISTED]
        ],
        "more": max(number - LISTED, 0),
        "may_confirm": not why_locked(page, request.user),
        "address": reverse("wagtail_parcours:confirm_machine_texts", args=[page.pk]),
        "source_locale": translation.source.locale,
        "target_locale": translation.target_locale,
    }
    return "wagtail_parcours/admin/translations/machine.html", values


@require_POST
def confirm_machine_texts(request: HttpRequest, page_id: int) -> HttpResponse:
    """Confirm one text (``text``: its key) or all of them (``all``), in the person's name."""
    page = find_map(page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if translation_of(page) is None:
        raise Http404
    reason = why_locked(page, request.user)
    if reason:
        say_locked(request, reason)
        return redirect(edit_address(page))
    number = persistently(lambda: confirm(page, request))
    if number:
        messages.success(
            request,
            ngettext("You confirmed %(number)d text.", "You confirmed %(number)d texts.", number)
            % {"number": number},
        )
    else:
        messages.warning(request, _("There was nothing left to confirm."))
    return redirect(edit_address(page))


def confirm(page: Any, request: HttpRequest) -> int:
    """How many texts were confirmed."""
    with transaction.atomic():
        lock_page(page.pk)
        translation = translation_of(page)
        rows = unconfirmed(translation) if translation is not None else None
        if rows is None:
            return 0
        if "all" not in request.POST:
            asked = request.POST.get("text", "")
            rows = rows.filter(pk=int(asked)) if asked.isdecimal() and len(asked) < 19 else []
        found = list(rows)
        StringTranslation.objects.filter(pk__in=[row.pk for row in found]).update(
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            tool_name="",
            last_translated_by=request.user,
            updated_at=timezone.now(),
        )
        note_confirmed(page, translation, {row.context.path for row in found})
    return len(found)


def note_confirmed(page: Any, translation: Translation, paths: set[str]) -> None:
    """Where a version of the map says what was confirmed, remember that a person stands for it."""
    row = locked_record(page.pk)
    if row is None:
        return
    left = set(unconfirmed(translation).values_list("context__path", flat=True))
    said = page_cells(as_it_would_be(translation))
    # A formatted text is several; it is confirmed with the last of them.
    for place in paths - left:
        pair = row.pairs.get(place, {}).get(text_hash(said.get(place, "")))
        if pair is not None and pair[1] == Maker.MACHINE:
            pair[1] = str(Maker.PERSON)
    row.save(update_fields=["pairs", "updated_at"])
    renew(rows_with_cells().filter(pk=row.pk))


machine_urls = [
    path(
        "translations/<int:page_id>/machine/", confirm_machine_texts, name="confirm_machine_texts"
    ),
]
