"""Blocks that open on demand: the server's side.

A map of thirty stages and twelve lanes is too large to mount whole. In the editor a stage opens
its cells only when they come into sight, and posts one hidden field however many are open::

    {"closed": {"actions": …, …}, "open": [["-name", "Inform"], …]}

``closed`` holds, by child, the form state that the server itself sent and nobody has opened;
``open`` holds the ordinary form fields of the opened children, names relative to the block. Here
both become ordinary form data again, which goes through the children's own
``value_from_datadict`` and ``clean``: no rule is written twice.

The field is input like any other: it is bounded, and refused with a message when it is not what
the editor sends. The other stages, and what is stored, stay as they are.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.field_block import FieldBlock
from wagtail.blocks.struct_block import StructBlockValidationError

#: Not a name that a child block could have.
FIELD_SUFFIX = ":on-demand"
#: Characters that one block may post, and form fields that they may stand for.
MAX_CHARACTERS = 2_000_000
MAX_FIELDS = 5_000
MAX_NAME = 500
#: In the form state of a block that could not be read: its empty cells must not be saved.
UNREADABLE = ":unreadable"

LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class UnreadableStateError(ValueError):
    """What was posted for a block is not what the editor sends."""


def can_wait(block: blocks.Block) -> bool:
    """Whether the form state of `block` says all that its form fields would.

    True for plain inputs and any nesting of them. Choosers, rich text and widgets of several
    inputs keep more in their state, or less, so they are opened with their stage.
    """
    if isinstance(block, (blocks.BaseStructBlock, blocks.BaseStreamBlock)):
        return all(can_wait(child) for child in block.child_blocks.values())
    if isinstance(block, blocks.ListBlock):
        return can_wait(block.child_block)
    if isinstance(block, (blocks.RichTextBlock, blocks.ChooserBlock)):
        return False
    if not isinstance(block, FieldBlock):
        return False
    widget = block.field.widget
    plain = (forms.widgets.Input, forms.Textarea, forms.widgets.ChoiceWidget)
    return isinstance(widget, plain) and not widget.needs_multipart_form


class FormFields:
    """Collects the form fields that a posted state stands for."""

    def __init__(self) -> None:
        self.data: MultiValueDict[str, Any] = MultiValueDict()
        self.count = 0

    def add(self, name: str, *values: str) -> None:
        self.count += max(1, len(values))
        if self.count > MAX_FIELDS:
            raise UnreadableStateError("too many fields")
        for value in values:
            self.data.appendlist(name, LONE_SURROGATE.sub("\ufffd", value))

    def add_state(self, block: blocks.Block, state: Any, prefix: str) -> None:
        """Add the fields of a closed child, from the form state that it was opened with."""
        if isinstance(block, blocks.BaseStructBlock):
            self.add_struct(block, state, prefix)
        elif isinstance(block, blocks.BaseStreamBlock):
            self.add_items(state, prefix, block.child_blocks.get)
        elif isinstance(block, blocks.ListBlock):
            self.add_items(state, prefix, lambda _type: block.child_block)
        else:
            self.add_field(state, prefix)

    def add_struct(self, block: blocks.BaseStructBlock, state: Any, prefix: str) -> None:
        if not isinstance(state, dict):
            raise UnreadableStateError("a group is not an object")
        for name, child in block.child_blocks.items():
            if name not in state:
                raise UnreadableStateError("a group lacks a part")
            self.add_state(child, state[name], f"{prefix}-{name}")

    def add_items(self, items: Any, prefix: str, block_for: Any) -> None:
        if not isinstance(items, list):
            raise UnreadableStateError("a list of entries is not a list")
        self.add(f"{prefix}-count", str(len(items)))
        for index, item in enumerate(items):
            if not isinstance(item, dict):
                raise UnreadableStateError("an entry is not an object")
            item_type, item_id = item.get("type") or "", item.get("id") or ""
            if not isinstance(item_type, str) or not isinstance(item_id, str):
                raise UnreadableStateError("an entry has an odd type or id")
            block = block_for(item_type)
            if block is None:
                raise UnreadableStateError("an entry has an unknown type")
            self.add(f"{prefix}-{index}-deleted", "")
            self.add(f"{prefix}-{index}-order", str(index))
            self.add(f"{prefix}-{index}-type", item_type)
            self.add(f"{prefix}-{index}-id", item_id)
            self.add_state(block, item.get("value"), f"{prefix}-{index}-value")

    def add_field(self, state: Any, name: str) -> None:
        if state is None:
            self.add(name, "")
        elif isinstance(state, bool):
            # An unticked box is absent from a form.
            if state:
                self.add(name, "on")
        elif isinstance(state, (str, int, float)):
            self.add(name, str(state))
        elif isinstance(state, list) and all(isinstance(item, str) for item in state):
            self.add(name, *state)
        else:
            raise UnreadableStateError("a field holds an odd value")


def read_posted(text: str) -> tuple[dict[str, Any], list[list[str]]]:
    """The closed children and the open fields of a posted block, of the right shape."""
    if len(text) > MAX_CHARACTERS:
        raise UnreadableStateError("too long")
    try:
        posted = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableStateError("not JSON") from error
    if not isinstance(posted, dict):
        raise UnreadableStateError("not an object")
    closed, opened = posted.get("closed", {}), posted.get("open", [])
    if not isinstance(closed, dict) or not isinstance(opened, list):
        raise UnreadableStateError("odd parts")
    for field in opened:
        if not (
            isinstance(field, list)
            and len(field) == 2
            and all(isinstance(part, str) for part in field)
            and len(field[0]) <= MAX_NAME
            and field[0].startswith("-")
        ):
            raise UnreadableStateError("an odd field")
    return closed, opened


class OnDemandMixin:
    """For a ``StructBlock`` whose children the editor opens one by one.

    Accepts both what the editor's script posts and an ordinary form.
    """

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        name = prefix + FIELD_SUFFIX
        if name not in data:
            return super().value_from_datadict(data, files, prefix)
        try:
            fields = self.form_fields(data[name], prefix)
            return super().value_from_datadict(fields, files, prefix)
        except (UnreadableStateError, KeyError, ValueError, TypeError, RecursionError):
            # A form cannot refuse data while it reads them: `clean` does, and the page with it.
            value = self.get_default()
            value.unreadable = True
            return value

    def form_fields(self, text: str, prefix: str) -> Mapping[str, Any]:
        """The ordinary form data that a posted block stands for."""
        closed, opened = read_posted(text)
        fields = FormFields()
        for suffix, value in opened:
            fields.add(prefix + suffix, value)
        for name, child in self.child_blocks.items():
            if name in closed:
                fields.add_state(child, closed[name], f"{prefix}-{name}")
            elif child.value_omitted_from_data(fields.data, {}, f"{prefix}-{name}"):
                # Taking an absent child for an empty one would lose what is stored.
                raise UnreadableStateError("a part is missing")
        return fields.data

    def value_omitted_from_data(self, data: Any, files: Any, prefix: str) -> bool:
        if prefix + FIELD_SUFFIX in data:
            return False
        return super().value_omitted_from_data(data, files, prefix)

    def get_form_state(self, value: Any) -> dict[str, Any]:
        state = super().get_form_state(value)
        return {**state, UNREADABLE: True} if getattr(value, "unreadable", False) else state

    def clean(self, value: Any) -> Any:
        if getattr(value, "unreadable", False):
            raise StructBlockValidationError(
                non_block_errors=[
                    ValidationError(
                        _(
                            "This stage could not be read, so nothing was saved. Reload the page "
                            "to get back what is stored, then make the change again."
                        ),
                        code="unreadable",
                    )
                ]
            )
        return super().clean(value)
