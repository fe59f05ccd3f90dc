"""How our blocks present themselves to the editor's scripts.

Wagtail sends each block's definition to the browser through an adapter; ours add what the board
needs: lanes, guidance, texts in the editor's language, scripts and style.
"""

import json
from typing import Any

from django import forms
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter
from wagtail.blocks.struct_block import StructBlockAdapter

from ..frameworks import SIDES, Lane
from .cells import BarrierReferencesInput, SlugSelect
from .on_demand import can_wait
from .stages import StageBlock, StageTableBlock

ASSETS = "wagtail_parcours"
STYLE_SHEETS = ("board", "board-stage", "board-entry", "board-lanes")
BOARD_STYLE = {"all": [f"{ASSETS}/css/{name}.css" for name in STYLE_SHEETS]}


def module(name: str) -> Script:
    """A script of the editor. Modules run after Wagtail's own scripts, before its controllers."""
    return Script(f"{ASSETS}/js/{name}.js", type="module")


def lane_options(lanes: tuple[Lane, ...]) -> list[dict[str, str]]:
    return [
        {
            "key": lane.key,
            "label": str(lane.label),
            "side": lane.side,
            "sideLabel": str(SIDES[lane.side]),
            "help": str(lane.help_text),
        }
        for lane in lanes
    ]


class StageBlockAdapter(StructBlockAdapter):
    """A stage opens on demand and lays its children out as the cells of a column."""

    js_constructor = "wagtail_parcours.StageBlock"

    def js_args(self, block: StageBlock) -> list[Any]:
        name, children, meta = super().js_args(block)
        meta["parcours"] = {
            "lanes": lane_options(block.lanes),
            "header": list(block.HEADER),
            "waiting": [key for key, child in block.child_blocks.items() if can_wait(child)],
            "guidance": {key: str(text) for key, text in block.guidance().items()},
            "strings": {"guidance": _("What to find out")},
        }
        return [name, children, meta]

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(
            js=[module("dom"), module("state"), module("stage"), module("reveal")], css=BOARD_STYLE
        )


class StageTableBlockAdapter(StructBlockAdapter):
    """The table is Wagtail's own struct block, with a controller that makes it a board."""

    js_constructor = "wagtail.blocks.StructBlock"

    def js_args(self, block: StageTableBlock) -> list[Any]:
        name, children, meta = super().js_args(block)
        stage_block = block.stage_block
        lanes = stage_block.lanes if stage_block is not None else ()
        meta["attrs"] = {
            **meta["attrs"],
            "data-controller": "parcours-board",
            "data-parcours-board-lanes-value": json.dumps(lane_options(lanes)),
            "data-parcours-board-strings-value": json.dumps(board_strings()),
        }
        return [name, children, meta]

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(
            js=[module("dom"), module("state"), module("board")], css=BOARD_STYLE
        )


def board_strings() -> dict[str, str]:
    """Texts of the board, in the editor's language."""
    return {
        "board": _("Stages and lanes"),
        "lanes": _("Lanes"),
        "stage": _("Stage"),
        "goTo": _("Go to stage"),
        "previous": _("Previous stage"),
        "next": _("Next stage"),
        "position": _("Stage %(number)s of %(total)s"),
        "unnamed": _("Unnamed stage"),
        "add": _("Add a stage"),
        "addHere": _("Add a stage here"),
        "empty": _("A journey starts with its first stage. Add one, and name it."),
        "earlier": _("Move earlier"),
        "later": _("Move later"),
        "keys": _("Move between cells: %(keys)s"),
        "keysOther": _("Alt + arrow keys"),
        "keysMac": _("Control + Shift + arrow keys"),
        "noLane": _("All lanes are switched off. Tick one above to fill it in."),
    }


class BarrierReferencesAdapter(WidgetAdapter):
    """The hidden list of ids, with the list of barriers to choose from beside it."""

    def js_args(self, widget: BarrierReferencesInput) -> list[Any]:
        attrs = {
            "id": "__ID__",
            "data-controller": "parcours-barriers",
            # 0 stands for the page: which one is known in the browser only.
            "data-parcours-barriers-url-value": reverse("wagtail_parcours:barriers", args=[0]),
            "data-parcours-barriers-strings-value": json.dumps(barrier_strings()),
        }
        return [widget.render("__NAME__", None, attrs=attrs)]

    @cached_property
    def media(self) -> forms.Media:
        style = {"all": [f"{ASSETS}/css/barriers.css"]}
        scripts = [module("dom"), module("load"), module("barriers")]
        return super().media + forms.Media(js=scripts, css=style)


def barrier_strings() -> dict[str, str]:
    """Texts of the list of barriers, in the editor's language."""
    return {
        "legend": _("Barriers it removes"),
        "none": _("No barrier chosen"),
        "one": _("1 barrier chosen"),
        "several": _("%(count)s barriers chosen"),
        "source": _("From “%(map)s”"),
        "choose": _(
            "Choose the current-state map at the top of this page. Its barriers are listed here."
        ),
        "elsewhere": _("Only a future-state map names the barriers that it removes."),
        "loading": _("Loading the barriers…"),
        "empty": _("“%(map)s” names no barrier yet. Add them there first."),
        "failed": _("The barriers could not be loaded. What you chose is kept."),
        "retry": _("Try again"),
        "gone": _("Chosen before, but not in this map"),
        "goneItem": _("Finding %(id)s"),
        "unnamed": _("Unnamed stage"),
    }


class SlugSelectAdapter(WidgetAdapter):
    """A select that keeps a stored value which is not offered any more."""

    js_constructor = "wagtail_parcours.SlugSelect"

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=[module("slug-select")])


register(SlugSelectAdapter(), SlugSelect)
register(StageBlockAdapter(), StageBlock)
register(StageTableBlockAdapter(), StageTableBlock)
register(BarrierReferencesAdapter(), BarrierReferencesInput)
