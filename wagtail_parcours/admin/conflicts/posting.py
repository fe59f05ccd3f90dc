"""What an editor's form would post for a value, without a browser."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from wagtail import blocks
from wagtail.blocks.field_block import FieldBlock

from ...blocks.on_demand import FormFields, OnDemandMixin, can_wait

Field = tuple[str, str]


class CannotPostError(ValueError):
    """A block or widget that only its own script knows how to post."""


class Inputs(HTMLParser):
    """Collects what the inputs in a piece of a form would post."""

    #: Inputs that post only when they are ticked, or never by themselves.
    TICKED, SILENT = frozenset({"checkbox", "radio"}), frozenset({"submit", "button", "file"})

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.fields: list[Field] = []
        self.select = self.textarea = ""
        self.text: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        name = given.get("name") or ""
        if tag == "textarea":
            self.textarea, self.text = name, []
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.fields.append((self.select, given.get("value") or ""))
        elif tag == "input" and name and "disabled" not in given:
            kind = (given.get("type") or "text").lower()
            ticked = kind not in self.TICKED or "checked" in given
            if kind not in self.SILENT and ticked:
                fallback = "on" if kind in self.TICKED else ""
                value = given.get("value")
                self.fields.append((name, fallback if value is None else value))

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.textarea:
            # HTML drops the line break that Django's template writes first.
            text = "".join(self.text).removeprefix("\r\n").removeprefix("\n")
            self.fields.append((self.textarea, text))
            self.textarea = ""
        elif tag == "select":
            self.select = ""


def posted_by_widget(html: str) -> list[Field]:
    return Inputs(html).fields


def posted_by_block(block: blocks.Block, value: Any, prefix: str) -> Iterator[Field]:
    """The form fields of a block with this value. Raises :class:`CannotPostError`."""
    if isinstance(block, OnDemandMixin) and can_wait(block):
        # Hundreds of plain inputs: no need to render and read each of them.
        fields = FormFields()
        fields.add_state(block, block.get_form_state(value), prefix)
        for name, values in fields.data.lists():
            yield from ((name, one) for one in values)
    elif isinstance(block, blocks.BaseStructBlock):
        for name, child in block.child_blocks.items():
            yield from posted_by_block(child, value.get(name), f"{prefix}-{name}")
    elif isinstance(block, blocks.BaseStreamBlock):
        yield prefix + "-count", str(len(value))
        for index, child in enumerate(value):
            yield from item_fields(f"{prefix}-{index}", index, child.id)
            yield f"{prefix}-{index}-type", child.block.name
            yield from posted_by_block(child.block, child.value, f"{prefix}-{index}-value")
    elif isinstance(block, blocks.ListBlock):
        yield prefix + "-count", str(len(value))
        for index, item in enumerate(value.bound_blocks):
            yield from item_fields(f"{prefix}-{index}", index, item.id)
            yield from posted_by_block(item.block, item.value, f"{prefix}-{index}-value")
    elif isinstance(block, FieldBlock):
        widget = block.field.widget
        shown = block.field.prepare_value(block.value_for_form(value))
        yield from posted_by_widget(widget.render(prefix, shown, {"id": prefix}))
    elif not isinstance(block, blocks.StaticBlock):
        raise CannotPostError(type(block).__name__)


def item_fields(prefix: str, index: int, identity: str | None) -> Iterator[Field]:
    yield f"{prefix}-deleted", ""
    yield f"{prefix}-order", str(index)
    yield f"{prefix}-id", identity or ""
