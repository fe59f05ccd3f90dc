"""Translating the demo as translators do: with wagtail-localize, text by text.

What a translator would type comes from the demo's files. Whoever opens a translation finds the
same screen and the same rows as after doing it by hand.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments


def translate(
    original: Any, said: Any, user: AbstractBaseUser, left_out: Iterable[str] = ()
) -> Any:
    """Make the translation of `original` that says what `said`, a copy never saved, says.

    Texts whose path ends as one of `left_out` does stay in the language of the original. Gives
    the translated object, a draft where its type has drafts.
    """
    source, _created = TranslationSource.update_or_create_from_instance(original)
    translation, _created = Translation.objects.get_or_create(
        source=source, target_locale=said.locale
    )
    write_strings(source, said, user, tuple(left_out))
    has_drafts = hasattr(original, "publish")
    translation.save_target(user=user, publish=not has_drafts)
    return translation.get_target_instance()


def adopt(original: Any, existing: Any, user: AbstractBaseUser) -> None:
    """Let translators find what somebody wrote in another language beside the original."""
    source, created = TranslationSource.get_or_create_from_instance(original)
    if created:
        Translation.objects.get_or_create(source=source, target_locale=existing.locale)
        write_strings(source, existing, user)


def write_strings(
    source: TranslationSource,
    said: Any,
    user: AbstractBaseUser,
    left_out: tuple[str, ...] = (),
) -> None:
    """Each text of `said` beside the text of the source that stands in the same place."""
    typed: dict[str, list[str]] = defaultdict(list)
    for segment in extract_segments(said):
        if isinstance(segment, StringSegmentValue):
            typed[segment.path].append(segment.string.data)
    segments = StringSegment.objects.filter(source=source).select_related("context")
    there = StringTranslation.objects.filter(locale=said.locale, context__object=source.object_id)
    written = set(there.values_list("translation_of", "context"))
    strings = []
    for segment in segments.order_by("order"):
        texts = typed.get(segment.context.path)
        if not texts or segment.context.path.endswith(left_out or ("\0",)):
            continue
        text = texts.pop(0)
        if (place := (segment.string_id, segment.context_id)) not in written:
            written.add(place)
            strings.append(
                StringTranslation(
                    translation_of_id=segment.string_id,
                    context_id=segment.context_id,
                    locale=said.locale,
                    data=text,
                    last_translated_by=user,
                )
            )
    StringTranslation.objects.bulk_create(strings)
