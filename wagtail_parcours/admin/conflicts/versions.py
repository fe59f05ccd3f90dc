"""The three versions that meet in a conflict: the common one, theirs, and the one just posted.

Nothing is written: the posted form is bound to a copy, and whatever it refuses is still shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models
from django.http import HttpRequest, QueryDict
from django.utils.text import capfirst
from wagtail import blocks
from wagtail.admin.panels import get_edit_handler
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME, PageSubscription

from ...models import base_page_model
from .keeping import without_gone_comments
from .snapshots import content_of
from .staleness import base_version

#: What a version says about itself, not about its subject.
BOOKKEEPING = frozenset(
    {
        COMMENTS_RELATION_NAME,
        "draft_title",
        "first_published_at",
        "has_unpublished_changes",
        "last_published_at",
        "latest_revision",
        "latest_revision_created_at",
        "live",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
        "numchild",
        "path",
        "url_path",
    }
)
#: A posted action means that the form has to be complete.
ACTIONS = (
    "action-publish",
    "action-submit",
    "action-restart-workflow",
    "action-workflow-action",
    "action-cancel-workflow",
)


@dataclass(frozen=True, slots=True)
class FieldErrors:
    """A field of the posted form that was refused, and why."""

    label: str
    messages: tuple[str, ...]


@dataclass
class Versions:
    """What a posted form, its origin and the latest version say.

    `instance` is the latest version as the edit view gives it to its own form.
    """

    request: HttpRequest
    instance: Any
    errors: list[FieldErrors] = field(default_factory=list)

    @cached_property
    def edit_handler(self) -> Any:
        model = type(self.instance)
        if issubclass(model, base_page_model()):
            return model.get_edit_handler()
        viewset = getattr(model, "snippet_viewset", None)
        return viewset.get_edit_handler() if viewset is not None else get_edit_handler(model)

    @cached_property
    def theirs(self) -> Any:
        return self.instance.latest_revision.as_object()

    @cached_property
    def base(self) -> Any:
        """The version that the editor was opened with; None when nobody knows it any more."""
        version = base_version(self.request.POST)
        content = content_of(self.instance, version) if version is not None else None
        return self.instance.with_content_json(content) if content is not None else None

    @cached_property
    def form(self) -> Any:
        """The posted form, bound to a copy of what the edit view would bind it to."""
        form = self.make_form(self.copy(), self.post, self.request.FILES)
        if self.is_draft:
            form.defer_required_fields()
        return form

    @cached_property
    def post(self) -> QueryDict:
        """What was posted, as far as it still concerns something that is there."""
        return without_gone_comments(self.request.POST, self.known_comments)

    def known_comments(self) -> set[str]:
        comments = self.make_form(self.copy()).formsets.get("comments")
        return {str(comment.pk) for comment in comments.queryset} if comments else set()

    @property
    def is_draft(self) -> bool:
        return not any(self.request.POST.get(action) for action in ACTIONS)

    def copy(self) -> Any:
        return self.instance.with_content_json(self.instance.serializable_data())

    def make_form(self, instance: Any, *data: Any) -> Any:
        """The form of the edit view, for this person."""
        options = {"instance": instance, "for_user": self.request.user}
        if isinstance(instance, base_page_model()):
            options["parent_page"] = instance.get_parent()
            options["subscription"] = PageSubscription(
                page_id=instance.pk, user=self.request.user, comment_notifications=False
            )
        return self.edit_handler.get_form_class()(*data, **options)

    @cached_property
    def mine(self) -> Any:
        """What was posted, as if it had been saved; with texts that were refused, as they are."""
        form = self.form
        if form.is_valid():
            return form.save(commit=False)
        self.errors.extend(refused_fields(form))
        for name in form.errors:
            put_refused(form, name)
        return form.instance

    @cached_property
    def agree(self) -> bool:
        """Whether both say the same, so that nobody loses anything."""
        mine = self.mine
        return not self.errors and says(mine) == says(self.theirs)


def says(instance: Any) -> dict[str, Any]:
    data = instance.serializable_data()
    return {name: value for name, value in data.items() if name not in BOOKKEEPING}


def put_refused(form: Any, name: str) -> None:
    """Put the posted value of a refused field into the instance, where it can be shown."""
    if name not in form.fields:
        return
    try:
        model_field = form.instance._meta.get_field(name)
    except LookupError:
        return
    # Of other kinds of field, a text that was refused would be no value at all.
    if isinstance(model_field, (StreamField, models.CharField, models.TextField)):
        setattr(form.instance, name, form[name].data)


def refused_fields(form: Any) -> Iterator[FieldErrors]:
    """What is wrong with the form, in the words that the editor would show."""
    for name, errors in form.errors.items():
        label = str(form[name].label) if name in form.fields else ""
        messages = [text for error in errors.as_data() for text in texts_of(form, name, error)]
        yield FieldErrors(capfirst(label), tuple(dict.fromkeys(messages)))
    for formset in form.formsets.values():
        if formset.is_valid():
            continue
        found = [str(text) for text in formset.non_form_errors()]
        for child in formset.forms:
            found += [text for errors in refused_fields(child) for text in errors.messages]
        label = str(formset.model._meta.verbose_name_plural)
        yield FieldErrors(capfirst(label), tuple(dict.fromkeys(found)))


def texts_of(form: Any, name: str, error: Any) -> Iterator[str]:
    block = getattr(form.fields.get(name), "block", None)
    if block is None:
        yield from (str(message) for message in error.messages)
    else:
        yield from texts_of_block(error, block, form[name].data, ())


def texts_of_block(error: Any, block: Any, value: Any, path: tuple[str, ...]) -> Iterator[str]:
    """The messages of a block and of those inside it, each with its place."""
    if not hasattr(error, "block_errors"):
        for message in error.messages:
            yield f"{' › '.join(path)}: {message}" if path else str(message)
        return
    for plain in error.non_block_errors.as_data():
        yield from texts_of_block(plain, block, value, path)
    for key, inner in error.block_errors.items():
        if isinstance(block, blocks.BaseStructBlock):
            child, part, label = block.child_blocks[key], value.get(key), ""
        elif isinstance(block, blocks.BaseStreamBlock):
            child, part, label = value[key].block, value[key].value, f" {key + 1}"
        else:
            child, part, label = block.child_block, value[key], f" {key + 1}"
        yield from texts_of_block(inner, child, part, (*path, f"{child.label}{label}"))
