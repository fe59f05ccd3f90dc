"""Translating by marking each text: what comes back marked was extracted and put back."""

import copy
from typing import Any

from wagtail.models import DraftStateMixin
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.strings import extract_strings

from wagtail_parcours.journeys import journey_texts

OPEN, CLOSE = "⟦", "⟧"


def mark(text: str) -> str:
    return f"{OPEN}{text}{CLOSE}"


def extracted(instance: Any) -> TranslationSource:
    """The source of a thing, as it is now."""
    source, _created = TranslationSource.update_or_create_from_instance(instance)
    return source


def translate(instance: Any, locale: Any, publish: bool = False, user: Any = None) -> Translation:
    """Mark every text that wagtail-localize knows of a thing, and write its translation."""
    source = extracted(instance)
    known = set(
        StringTranslation.objects.filter(
            locale=locale, context__object_id=source.object_id
        ).values_list("translation_of_id", "context_id")
    )
    for segment in source.stringsegment_set.select_related("string", "context"):
        # The address is no text; it is checked for what an address may hold. Nor is blank space.
        blank = not segment.string.as_value().render_text().strip()
        if blank or segment.context.path == "slug":
            continue
        if (segment.string_id, segment.context_id) in known:
            continue
        known.add((segment.string_id, segment.context_id))
        StringTranslation.objects.create(
            translation_of_id=segment.string_id,
            context_id=segment.context_id,
            locale=locale,
            data=mark(segment.string.data),
            translation_type="manual",
        )
    translation, _created = Translation.objects.get_or_create(source=source, target_locale=locale)
    # What knows no drafts can only be live.
    publish = publish or not isinstance(instance, DraftStateMixin)
    translation.save_target(user=user, publish=publish)
    return translation


def draft_of(translation: Translation) -> Any:
    return translation.get_target_instance().get_latest_revision_as_object()


def string_paths(source: TranslationSource) -> set[str]:
    return set(StringSegment.objects.filter(source=source).values_list("context__path", flat=True))


def leaves(page: Any) -> dict[str, Any]:
    """Every text of a map by its path."""
    return {leaf.path: leaf for leaf in journey_texts(page.get_journey())}


def expect_marked(page: Any, translated: Any) -> int:
    """Assert that each leaf of a map came back marked, and nothing else changed.

    Returns how many leaves there are.
    """
    before, after = leaves(page), leaves(translated)
    assert before.keys() - after.keys() == set()
    assert after.keys() - before.keys() == set()
    for path, leaf in before.items():
        said = after[path].text
        if leaf.formatted:
            assert strings_of(said) == [mark(data) for data in strings_of(leaf.text)], path
        else:
            assert said == mark(leaf.text), path
    assert codes(page) == codes(translated)
    return len(before)


def strings_of(html: str) -> list[str]:
    _template, strings = extract_strings(html)
    return [string.data for string, _attrs in strings]


def codes(page: Any) -> Any:
    """What is left of a body without the texts that people wrote, ids and order included."""
    texts = {path.split(".", 1)[1] for path in leaves(page) if path.startswith("body.")}
    return [without(item, item["id"], texts) for item in copy.deepcopy(list(page.body.raw_data))]


def without(value: Any, path: str, texts: set[str]) -> Any:
    if path in texts:
        return "…"
    if isinstance(value, str) and not value.strip():
        # Blank space is no text, and no code either.
        return ""
    if isinstance(value, dict) and "type" in value and "value" in value:
        return {**value, "value": without(value["value"], path, texts)}
    if isinstance(value, dict):
        # What nobody has filled in is stored empty from the next save on.
        left = {name: without(inner, f"{path}.{name}", texts) for name, inner in value.items()}
        return {name: inner for name, inner in left.items() if not is_nothing(inner)}
    if isinstance(value, list):
        return [
            without(inner, f"{path}.{inner['id']}" if "id" in inner else path, texts)
            if isinstance(inner, dict)
            else inner
            for inner in value
        ]
    return value


def is_nothing(value: Any) -> bool:
    """Whether a value says as much as if it were not there; a level of zero says something."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or value is False or value in ([], {})
