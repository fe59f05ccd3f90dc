"""Both sides of a conflict in one version, as the form that would have posted it.

The merged version goes the way of any other: through the editor's own form, with its checks, its
comments and its log. It is offered only when that form gives back exactly what was merged.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.http import QueryDict
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME

from ...journeys import JourneyFormatError, persona_pks, write_body
from ...journeys.merging import CannotMergeError, merge_journeys, merge_values
from ...models import JourneyMapMixin, Persona
from .posting import CannotPostError, Field, posted_by_block, posted_by_widget
from .versions import ACTIONS, Versions


def merged_post(versions: Versions) -> QueryDict | None:
    """What to post for both versions in one, mine where both changed the same cell.

    It saves a draft, whatever the button was: nobody has read the two together yet. None where
    it cannot be done without a doubt.
    """
    if versions.base is None or versions.errors or versions.request.FILES:
        return None
    if not isinstance(versions.instance, JourneyMapMixin) or other_lists_changed(versions):
        return None
    try:
        merged = merged_instance(versions)
        post = put_in(versions, merged)
    except (CannotMergeError, CannotPostError, JourneyFormatError):
        return None
    return post if gives_back(versions, post, merged) else None


def other_lists_changed(versions: Versions) -> bool:
    """Whether the other side touched a list of the site's own, such as an inline panel."""
    base, theirs = versions.base.serializable_data(), versions.theirs.serializable_data()
    names = {relation.rel_name for relation in child_lists(versions)}
    return any(base.get(name) != theirs.get(name) for name in names)


def child_lists(versions: Versions) -> Iterator[Any]:
    for name, formset in versions.form.formsets.items():
        if name != "comments" and formset.rel_name != COMMENTS_RELATION_NAME:
            yield formset


def merged_instance(versions: Versions) -> JourneyMapMixin:
    """The latest version with all that I changed in it."""
    base, mine, theirs = versions.base, versions.mine, versions.theirs
    merged = versions.copy()
    for field in form_fields(versions):
        values = [field.value_from_object(side) for side in (base, mine, theirs)]
        setattr(merged, field.attname, merge_values(*values))
    journey = merge_journeys(base.get_journey(), mine.get_journey(), theirs.get_journey())
    merged.title, merged.introduction = journey.title, journey.summary
    merged.framework = journey.framework
    personas = persona_keys(base, theirs, mine)
    body = write_body(journey.parts, persona_pk=personas.get)
    block = merged.body.stream_block
    merged.body = block.to_python(body)
    return merged


def form_fields(versions: Versions) -> Iterator[Any]:
    """The fields of the model that the form shows, the journey's own apart."""
    told = {"title", *versions.instance.journey_fields}
    for field in versions.instance._meta.concrete_fields:
        if field.name in versions.form.fields and field.name not in told:
            yield field


def persona_keys(*pages: JourneyMapMixin) -> dict[str, int]:
    """Primary keys of the personas shown, by translation key: those of the last page win."""
    found: dict[str, int] = {}
    for page in pages:
        pks = persona_pks(list(page.body.raw_data))
        rows = Persona.objects.filter(pk__in=pks).values_list("translation_key", "pk")
        found |= {str(key): pk for key, pk in rows}
    return found


def put_in(versions: Versions, merged: Model) -> QueryDict:
    """My post with the merged values in the place of mine, where they differ."""
    post = versions.post.copy()
    for action in ACTIONS:
        post.pop(action, None)
    shown = versions.make_form(merged)
    for name in versions.form.fields:
        if name not in shown.fields or not concerns(versions, merged, name):
            continue
        for key in [key for key in post if key == name or key.startswith(f"{name}-")]:
            del post[key]
        for key, value in fields_of(shown, name):
            post.appendlist(key, value)
    return post


def concerns(versions: Versions, merged: Any, name: str) -> bool:
    """Whether the merged value of a field is another than the posted one."""
    field = {field.name: field for field in merged._meta.concrete_fields}.get(name)
    if field is None:
        return False
    values = (field.value_from_object(merged), field.value_from_object(versions.mine))
    if isinstance(field, StreamField):
        return stored(values[0]) != stored(values[1])
    return values[0] != values[1]


def fields_of(form: Any, name: str) -> Iterator[Field]:
    block = getattr(form.fields[name], "block", None)
    if block is not None:
        yield from posted_by_block(block, getattr(form.instance, name), name)
    else:
        yield from posted_by_widget(form[name].as_widget())


def gives_back(versions: Versions, post: QueryDict, merged: Any) -> bool:
    """Whether the form, filled with this post, saves what was merged and nothing else."""
    form = versions.make_form(versions.copy(), post, {})
    form.defer_required_fields()
    if not form.is_valid():
        return False
    saved = form.save(commit=False)
    names = [field for field in merged._meta.concrete_fields if field.name in form.fields]
    return all(
        stored(field.value_from_object(saved)) == stored(field.value_from_object(merged))
        for field in names
    )


def stored(value: Any) -> Any:
    """A value as it is stored, where it is a stream of blocks."""
    return value.get_prep_value() if hasattr(value, "get_prep_value") else value
