"""Maps handed to wagtail-localize, and every row that this leaves."""

import copy
import json
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from modelcluster.models import ClusterableModel, get_serializable_data_for_fields
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

#: wagtail-localize's own way, text by text.
one_by_one = TranslationSource.refresh_segments.__wrapped__


def source_of(instance: Any) -> TranslationSource:
    """A source without any segments yet."""
    known, _created = TranslatableObject.objects.get_or_create_from_instance(instance)
    return TranslationSource.objects.create(
        object=known,
        locale=instance.locale,
        specific_content_type=ContentType.objects.get_for_model(type(instance)),
        object_repr=str(instance),
        content_json=content_of(instance),
        last_updated_at=timezone.now(),
    )


def say(source: TranslationSource, page: Any, **values: Any) -> TranslationSource:
    """Give the source the content of a page whose fields are these."""
    for name, value in values.items():
        setattr(page, name, copy.deepcopy(value))
    source.content_json = content_of(page)
    source.save()
    return source


def content_of(instance: Any) -> str:
    """As wagtail-localize keeps it."""
    if isinstance(instance, ClusterableModel):
        return instance.to_json()
    return json.dumps(get_serializable_data_for_fields(instance), cls=DjangoJSONEncoder)


def rows() -> dict[str, list[Any]]:
    """What stands in every table of segments, without primary keys."""
    place = ("source_id", "context__path", "order")
    return {
        "strings": listed(String, "locale_id", "data_hash", "data"),
        "contexts": listed(TranslationContext, "object_id", "path_id", "path", "field_path"),
        "templates": listed(Template, "uuid", "template", "template_format", "string_count"),
        "objects": listed(TranslatableObject, "translation_key", "content_type_id"),
        "texts": listed(StringSegment, *place, "string__data", "attrs"),
        "markup": listed(TemplateSegment, *place, "template__template"),
        "related": listed(RelatedObjectSegment, *place, "object_id"),
        "overridable": listed(OverridableSegment, *place, "data_json"),
    }


def listed(model: Any, *names: str) -> list[Any]:
    return sorted(model.objects.values_list(*names), key=repr)
