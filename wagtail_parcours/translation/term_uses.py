"""Where live maps use the terms of the glossary, and the words that it asks to avoid.

The rows follow the wordings of live maps and the terms themselves, so that reports and counts
never look through texts.
"""

import html
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.utils.html import strip_tags

from ..models import GlossaryTerm, MapWording, TermUse
from .glossary import Glossary, glossary_from

#: Uses that are kept of one map: what is listed must stay readable.
MAX_USES = 500
BATCH = 200
_BLOCK_END = re.compile(r"</(?:p|h[1-6]|li|blockquote|div)>|<br\s*/?>")


def plain_text(path: str, text: str) -> str:
    """A text as a reader sees it. Formatted texts stand for a whole block: ``body.<id>``."""
    if not path.startswith("body.") or path.count(".") != 1:
        return text
    return html.unescape(strip_tags(_BLOCK_END.sub("\n", text)))


def uses_in(cells: Mapping[str, str], glossary: Glossary) -> list[TermUse]:
    """What stands in the texts of one map, without its wording."""
    found: list[TermUse] = []
    used: set[int] = set()
    for path, text in cells.items():
        said = plain_text(path, text)
        for match in glossary.find_all(said):
            form = match.entry
            if not form.avoid:
                if form.term.pk in used:
                    continue
                used.add(form.term.pk)
            use = TermUse(
                term_id=form.term.pk,
                avoid=form.avoid,
                path=path[:255],
                said=said[match.start : match.end][:255],
                start=match.start,
                end=match.end,
            )
            found.append(use)
            if len(found) >= MAX_USES:
                return found
    return found


def rewrite_uses(wordings: Iterable[MapWording], glossary: Glossary) -> None:
    """Write the uses of some maps anew, all of one language."""
    rows = list(wordings)
    uses = []
    for wording in rows:
        for use in uses_in(wording.cells, glossary):
            use.wording = wording
            uses.append(use)
    with transaction.atomic():
        TermUse.objects.filter(wording__in=rows).delete()
        TermUse.objects.bulk_create(uses, batch_size=1000)


def current_glossary(locale_id: int) -> Glossary:
    """The terms as they are in the database: what is written must not wait for a cache."""
    return glossary_from(GlossaryTerm.objects.filter(locale_id=locale_id).order_by("pk"))


def follow_wording(instance: MapWording, **kwargs: Any) -> None:
    glossary = current_glossary(instance.locale_id)
    if glossary.terms:
        rewrite_uses([instance], glossary)


def rewrite_uses_of(locale_id: int, forms: Iterable[str], known: Iterable[int] = ()) -> None:
    """Look again through the maps that may use one of these forms, and those known to."""
    wanted = Q(pk__in=list(known))
    for form in forms:
        # The longest word decides which maps are looked at: between words there may be other
        # apostrophes, hyphens and spaces than in the form.
        word = max(re.findall(r"\w+", form) or [form], key=len)
        wanted |= Q(text__icontains=word)
        wanted |= Q(text__icontains=html.escape(word))
    glossary = current_glossary(locale_id)
    keys = list(MapWording.objects.filter(wanted, locale_id=locale_id).values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        rows = MapWording.objects.filter(pk__in=keys[start : start + BATCH])
        rewrite_uses(rows, glossary)


def known_uses(term: GlossaryTerm) -> list[int]:
    return list(TermUse.objects.filter(term_id=term.pk).values_list("wording_id", flat=True))


def remember_uses(instance: GlossaryTerm, **kwargs: Any) -> None:
    """Before a term changes or goes: the maps that use it now."""
    instance._used_by = known_uses(instance) if instance.pk else []  # type: ignore[attr-defined]


def follow_term(instance: GlossaryTerm, **kwargs: Any) -> None:
    forms = (*instance.forms, *instance.synonyms_to_avoid)
    rewrite_uses_of(instance.locale_id, forms, getattr(instance, "_used_by", ()))


def follow_removal(instance: GlossaryTerm, **kwargs: Any) -> None:
    rewrite_uses_of(instance.locale_id, (), getattr(instance, "_used_by", ()))


def connect_term_uses() -> None:
    """Follow wordings and terms; called once, when ready."""
    uid = "parcours.term_uses"
    post_save.connect(follow_wording, sender=MapWording, dispatch_uid=uid)
    pre_save.connect(remember_uses, sender=GlossaryTerm, dispatch_uid=uid)
    pre_delete.connect(remember_uses, sender=GlossaryTerm, dispatch_uid=uid)
    post_save.connect(follow_term, sender=GlossaryTerm, dispatch_uid=uid)
    post_delete.connect(follow_removal, sender=GlossaryTerm, dispatch_uid=uid)
