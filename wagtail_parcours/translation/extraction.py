"""The texts of a map, handed to wagtail-localize all at once.

``TranslationSource.refresh_segments()`` asks for each text whether it is known, and writes it by
itself: about ten queries a text, thousands for a map. Here the same rows are found and written
together, in a number of queries that does not grow with the map (apart from lists that a
database takes in several pieces). What a text is and what its rows hold stays wagtail-localize's
own decision: its functions find the texts, name the places and make the hashes.

Imported only where wagtail-localize is installed.
"""

import json
import uuid
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import wraps
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import F
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    Template,
    TemplateSegment,
    TranslatableObject,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    RelatedObjectSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments

from ..models.maps import JourneyMapMixin

#: Values in one list of a query: SQLite takes no more than 999 of all kinds.
CHUNK = 500


def connect_extraction() -> None:
    """Wrap wagtail-localize for the plugin's own types; called once, when ready."""
    original = TranslationSource.refresh_segments
    if not hasattr(original, "__parcours__"):
        TranslationSource.refresh_segments = all_at_once(original)


def all_at_once(original: Callable[[Any], None]) -> Callable[[Any], None]:
    @wraps(original)
    def refresh_segments(source: TranslationSource) -> None:
        if is_ours(source.specific_content_type.model_class()):
            refresh(source)
        else:
            original(source)

    refresh_segments.__parcours__ = True  # type: ignore[attr-defined]
    return refresh_segments


def is_ours(model: type[models.Model] | None) -> bool:
    """Whether texts of this model are extracted here: maps, a site's own too, and our snippets."""
    if model is None:
        return False
    return issubclass(model, JourneyMapMixin) or model._meta.app_label == "wagtail_parcours"


@transaction.atomic
def refresh(source: TranslationSource) -> None:
    """Bring the segments of a source in step with its content.

    Leaves the rows that ``TranslationSource.refresh_segments()`` leaves. A text that only moved
    keeps its row, because the translation editor that somebody has open refers to it.
    """
    # The rows of segments have no constraint against doubles: one refresh after the other.
    TranslationSource.objects.select_for_update().only("pk").get(pk=source.pk)
    instance = source.as_instance()
    values = extract_segments(instance)
    by_kind: dict[type, list[Any]] = defaultdict(list)
    for value in values:
        by_kind[kind_of(value)].append(value)
    # The same order everywhere: two refreshes then never wait for each other in a circle.
    objects = by_kind[RelatedObjectSegment]
    ensure_objects(objects)
    templates = ensure_templates(by_kind[TemplateSegment])
    strings = ensure_strings(source.locale_id, by_kind[StringSegment])
    contexts = ensure_contexts(source.object_id, [value.path for value in values], instance)

    def shared(value: Any) -> dict[str, Any]:
        return {"source_id": source.pk, "context_id": contexts[value.path], "order": value.order}

    replace_rows(
        source,
        RelatedObjectSegment,
        [{**shared(value), "object_id": value.translation_key} for value in objects],
    )
    replace_rows(
        source,
        TemplateSegment,
        [
            {**shared(value), "template_id": templates[template_key(value)]}
            for value in by_kind[TemplateSegment]
        ],
    )
    replace_rows(
        source,
        OverridableSegment,
        [
            {**shared(value), "data_json": as_json(value.data)}
            for value in by_kind[OverridableSegment]
        ],
    )
    replace_rows(
        source,
        StringSegment,
        [
            {
                **shared(value),
                "string_id": strings[string_key(value)],
                "attrs": as_json(value.attrs),
            }
            for value in by_kind[StringSegment]
        ],
    )


def kind_of(value: Any) -> type[models.Model]:
    """The model in which wagtail-localize keeps this value."""
    if isinstance(value, TemplateSegmentValue):
        return TemplateSegment
    if isinstance(value, RelatedObjectSegmentValue):
        return RelatedObjectSegment
    if isinstance(value, OverridableSegmentValue):
        return OverridableSegment
    return StringSegment


def as_json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder)


def string_key(value: Any) -> uuid.UUID:
    return String._get_data_hash(value.string.data)


def template_key(value: TemplateSegmentValue) -> uuid.UUID:
    return uuid.uuid5(uuid.uuid5(Template.BASE_UUID_NAMESPACE, value.format), value.template)


# -- what segments point to: found, or made


def ensure_objects(values: Iterable[RelatedObjectSegmentValue]) -> None:
    wanted = {value.translation_key: value.content_type for value in values}
    ensure(
        TranslatableObject.objects.all(),
        "translation_key",
        {
            key: TranslatableObject(translation_key=key, content_type=content_type)
            for key, content_type in wanted.items()
        },
    )


def ensure_templates(values: Iterable[TemplateSegmentValue]) -> dict[Hashable, int]:
    return ensure(
        Template.objects.all(),
        "uuid",
        {
            template_key(value): Template(
                uuid=template_key(value),
                template=value.template,
                template_format=value.format,
                string_count=value.string_count,
            )
            for value in values
        },
    )


def ensure_strings(locale_id: int, values: Iterable[Any]) -> dict[Hashable, int]:
    wanted = {string_key(value): value.string.data for value in values}
    return ensure(
        String.objects.filter(locale_id=locale_id),
        "data_hash",
        {
            key: String(locale_id=locale_id, data_hash=key, data=data)
            for key, data in wanted.items()
        },
    )


def ensure_contexts(object_id: Any, paths: Sequence[str], instance: Any) -> dict[str, int]:
    """The context of each path, by path."""
    keys = {path: TranslationContext._get_path_id(path) for path in dict.fromkeys(paths)}
    known = TranslationContext.objects.filter(object_id=object_id)
    found = {
        key: (pk, field_path)
        for chunk in chunks(keys.values())
        for key, pk, field_path in known.filter(path_id__in=chunk).values_list(
            "path_id", "pk", "field_path"
        )
    }
    fill_field_paths(
        {found[key][0]: path for path, key in keys.items() if key in found and not found[key][1]},
        instance,
    )
    made = ensure(
        known,
        "path_id",
        {
            key: TranslationContext(
                object_id=object_id,
                path_id=key,
                path=path,
                field_path=field_path_of(path, instance),
            )
            for path, key in keys.items()
            if key not in found
        },
        known={},
    )
    return {path: made[key] if key in made else found[key][0] for path, key in keys.items()}


def fill_field_paths(paths: dict[int, str], instance: Any) -> None:
    """Contexts made by old versions of wagtail-localize, or by others, lack the field's path."""
    TranslationContext.objects.bulk_update(
        [
            TranslationContext(pk=pk, field_path=field_path_of(path, instance))
            for pk, path in paths.items()
        ],
        ["field_path"],
        batch_size=CHUNK // 2,
    )


class UnsavedContext:
    """Stands in for a context while wagtail-localize finds its field's path, and saves nothing."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.field_path = ""

    def save(self, **kwargs: Any) -> None:
        """The row is written with all the others."""


def field_path_of(path: str, instance: Any) -> str:
    return TranslationContext.get_field_path(UnsavedContext(path), instance)


def ensure(
    rows: models.QuerySet[Any],
    key_field: str,
    wanted: dict[Any, models.Model],
    known: dict[Hashable, int] | None = None,
) -> dict[Hashable, int]:
    """The primary key of each wanted row by its key; missing rows are created.

    Others may create the same rows at the same time: theirs are then as good as ours.
    """
    found = keys_of(rows, key_field, wanted) if known is None else dict(known)
    missing = sorted(key for key in wanted if key not in found)
    if missing:
        rows.model._default_manager.bulk_create(
            [wanted[key] for key in missing], ignore_conflicts=True
        )
        found |= keys_of(rows, key_field, missing)
    return found


def keys_of(rows: models.QuerySet[Any], key_field: str, keys: Iterable[Any]) -> dict[Hashable, int]:
    return {
        key: pk
        for chunk in chunks(keys)
        for key, pk in rows.filter(**{f"{key_field}__in": chunk}).values_list(key_field, "pk")
    }


def chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    everything = list(values)
    for start in range(0, len(everything), CHUNK):
        yield everything[start : start + CHUNK]


# -- the segments themselves


def replace_rows(
    source: TranslationSource, model: type[models.Model], wanted: list[dict[str, Any]]
) -> None:
    """Make the rows of `model` for this source exactly those: keep, move, create, delete."""
    rows = model._default_manager.filter(source_id=source.pk)
    fields = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    # What a row says, without its place in the order.
    said = [name for name in fields if name not in {"source_id", "order"}]
    there: dict[tuple[Any, ...], list[tuple[int, int]]] = defaultdict(list)
    for pk, order, *content in rows.order_by("pk").values_list("pk", "order", *said):
        there[tuple(content)].append((order, pk))
    for places in there.values():
        # Taken from the end: of doubles, the oldest is kept.
        places.reverse()
    missing, moved, unplaced = [], [], []
    for row in wanted:
        places = there.get(tuple(row[name] for name in said), [])
        place = next((place for place in reversed(places) if place[0] == row["order"]), None)
        if place is None:
            unplaced.append(row)
        else:
            places.remove(place)
    for row in unplaced:
        places = there.get(tuple(row[name] for name in said), [])
        if places:
            order, pk = places.pop()
            moved.append((pk, order, row["order"]))
        else:
            missing.append(model(**row))
    gone = [pk for places in there.values() for _order, pk in places]
    for chunk in chunks(gone):
        model._default_manager.filter(pk__in=chunk).delete()
    move_rows(model, moved)
    model._default_manager.bulk_create(missing)


#: More different steps than this come from a map put in another order: each row then gets its
#: place by itself. One stage more or less moves all that follow by the same step.
MAX_STEPS = 10


def move_rows(model: type[models.Model], moved: Sequence[tuple[int, int, int]]) -> None:
    """Give rows, as (primary key, place, new place), their new place in the order."""
    steps: dict[int, list[int]] = defaultdict(list)
    for pk, order, new_order in moved:
        steps[new_order - order].append(pk)
    manager = model._default_manager
    if len(steps) > MAX_STEPS:
        rows = [model(pk=pk, order=new_order) for pk, _order, new_order in moved]
        manager.bulk_update(rows, ["order"], batch_size=CHUNK // 2)
        return
    for step, pks in steps.items():
        for chunk in chunks(pks):
            manager.filter(pk__in=chunk).update(order=F("order") + step)
