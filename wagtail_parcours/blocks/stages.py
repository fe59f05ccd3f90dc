"""The stage table: stages in order, each with its lanes."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from ..frameworks import ACCESSIBLE_SERVICE, SIDES, Lane, all_frameworks, all_lanes, get_lane
from ..frameworks.lanes import (
    ACTIONS,
    COMPLETION,
    DATA_CHANGES,
    DATA_HANDLERS,
    DATA_SYSTEMS,
    EMPLOYEE_EXPERIENCE,
    EVIDENCE,
    EXPERIENCE,
    FINDINGS,
    GUESSWORK,
    INDICATORS,
    MISSING_INFORMATION,
    PEOPLE,
    PROCESSES,
    RISKS,
    SEES,
    SERVING,
    TECHNOLOGIES,
    TOUCHPOINTS,
    TRIGGER,
)
from .cells import KeyBlock, LineBlock, SatisfactionBlock, TextCellBlock
from .evidence import EvidenceBlock
from .findings import FindingBlock, TouchpointBlock
from .on_demand import OnDemandMixin
from .other_sides import (
    EmployeeExperienceBlock,
    GuessworkBlock,
    IndicatorUseBlock,
    RiskBlock,
    ServingBlock,
)

#: More stages than this make a map that nobody reads; the editor stays usable up to here.
MAX_STAGES = 60


class ExperienceBlock(blocks.StructBlock):
    """How the client lives the stage.

    Value: ``{"satisfaction": "" | "-2" … "2", "emotions": str, "words": str,
    "moment_of_truth": bool}``; emotions one per line.
    """

    satisfaction = SatisfactionBlock()
    emotions = TextCellBlock(label=_("Emotions"), help_text=_("One per line: worried, relieved…"))
    words = TextCellBlock(
        label=_("In the client's words"), help_text=_("A sentence the client says or thinks.")
    )
    moment_of_truth = blocks.BooleanBlock(
        required=False,
        label=_("Moment of truth"),
        help_text=_("This moment decides the client's whole opinion."),
    )

    class Meta:
        icon = "parcours-experience"
        label = EXPERIENCE.label


def text_lane(lane: Lane) -> TextCellBlock:
    """The cell of a lane of plain text."""
    return TextCellBlock(label=lane.label, help_text=lane.help_text)


class StageBlock(OnDemandMixin, blocks.StructBlock):
    """One stage: a header (name, service point) and its lanes.

    Each child that is not in the header is a lane; its name is the lane's key. To add a lane of
    your own, register a :class:`~wagtail_parcours.frameworks.Lane` and subclass::

        register_lane(Lane("legal_basis", _("Legal basis"), side="backstage"))

        class OurStageBlock(StageBlock):
            legal_basis = TextCellBlock(label=_("Legal basis"))

    Lanes that a table does not show keep their content.
    """

    #: Children that are not lanes.
    HEADER = ("framework_stage", "name", "service_point")

    framework_stage = KeyBlock()
    name = LineBlock(required=True, max_length=120, label=_("Stage name"))
    service_point = blocks.BooleanBlock(
        required=False,
        label=_("Service point"),
        help_text=_("Clients are likely to have difficulty here."),
    )
    trigger = text_lane(TRIGGER)
    actions = text_lane(ACTIONS)
    touchpoints = blocks.StreamBlock(
        [("touchpoint", TouchpointBlock())], required=False, label=TOUCHPOINTS.label
    )
    sees = text_lane(SEES)
    missing_information = text_lane(MISSING_INFORMATION)
    completion = text_lane(COMPLETION)
    findings = blocks.StreamBlock(
        [("finding", FindingBlock())], required=False, label=FINDINGS.label
    )
    experience = ExperienceBlock(label=EXPERIENCE.label)
    evidence = blocks.StreamBlock(
        [("evidence", EvidenceBlock())], required=False, label=EVIDENCE.label
    )
    serving = blocks.StreamBlock([("serving", ServingBlock())], required=False, label=SERVING.label)
    employee_experience = EmployeeExperienceBlock(label=EMPLOYEE_EXPERIENCE.label)
    indicators = blocks.StreamBlock(
        [("indicator", IndicatorUseBlock())], required=False, label=INDICATORS.label
    )
    people = text_lane(PEOPLE)
    guesswork = blocks.StreamBlock(
        [("guesswork", GuessworkBlock())], required=False, label=GUESSWORK.label
    )
    processes = text_lane(PROCESSES)
    technologies = text_lane(TECHNOLOGIES)
    data_handlers = text_lane(DATA_HANDLERS)
    data_changes = text_lane(DATA_CHANGES)
    data_systems = text_lane(DATA_SYSTEMS)
    risks = blocks.StreamBlock([("risk", RiskBlock())], required=False, label=RISKS.label)

    class Meta:
        icon = "parcours-stage"
        label = _("Stage")
        label_format = "{name}"
        form_classname = "parcours-stage struct-block"

    @cached_property
    def lanes(self) -> tuple[Lane, ...]:
        """The lanes of this stage block, in the order of registration."""
        return tuple(lane for lane in all_lanes() if lane.key in self.child_blocks)

    @staticmethod
    def guidance() -> dict[str, Any]:
        """What each framework asks at each of its stages, by stage reference."""
        return {
            framework.stage_reference(stage): stage.guidance
            for framework in all_frameworks()
            for stage in framework.stages
        }


class LaneCheckboxes(forms.CheckboxSelectMultiple):
    """A tick for each lane, side by side: what the client lives, then who serves, and so on."""

    template_name = "wagtail_parcours/widgets/lanes.html"

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> list[Any]:
        sides: dict[str, list[Any]] = {side: [] for side in SIDES}
        for _group, options, _index in super().optgroups(name, value, attrs):
            for option in options:
                lane = get_lane(str(option["value"]))
                sides[lane.side if lane is not None else "client"].append(option)
        return [
            ({"key": side, "label": SIDES[side]}, options, index)
            for index, (side, options) in enumerate(sides.items())
            if options
        ]


class LaneSelectionBlock(blocks.MultipleChoiceBlock):
    """Which lanes a table shows. Value: ``list[str]`` of lane keys."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Lanes shown"))
        kwargs.setdefault("default", default_lanes)
        kwargs.setdefault("required", False)
        kwargs.setdefault(
            "help_text", _("A lane that is switched off keeps its content; readers do not see it.")
        )
        super().__init__(
            choices=lane_choices,
            widget=LaneCheckboxes(),
            search_index=False,
            **kwargs,
        )

    def deconstruct(self) -> Any:
        # As it was called: the choices are the class's own business, not a migration's.
        return super(blocks.MultipleChoiceBlock, self).deconstruct()

    def normalize_choice(self, value: Any) -> Any:
        # The stock method walks all choices for each value; ours are already strings.
        return value


def default_lanes() -> list[str]:
    return list(ACCESSIBLE_SERVICE.lanes)


def lane_choices() -> list[tuple[str, Any]]:
    return [(lane.key, lane.label) for lane in all_lanes()]


class StagesBlock(blocks.StreamBlock):
    """The stages, in order of time. Stream ids are the stages' identity."""

    stage = StageBlock()

    class Meta:
        icon = "parcours-stage"
        label = _("Stages")
        form_classname = "parcours-stages"
        required = False
        max_num = MAX_STAGES


class StageTableBlock(blocks.StructBlock):
    """Stages as columns and lanes as rows.

    Value: ``{"title": str, "lanes": list[str], "channel_rows": bool, "stages": StreamValue}``.
    """

    title = LineBlock(
        max_length=160,
        label=_("Title of the table"),
        help_text=_("Read out before the table: “Ana applies for the benefit”."),
    )
    lanes = LaneSelectionBlock()
    channel_rows = blocks.BooleanBlock(
        required=False,
        label=_("One row of interactions per channel"),
        help_text=_("For readers, where the interactions use several channels."),
    )
    stages = StagesBlock()

    class Meta:
        icon = "parcours-table"
        label = _("Stage table")
        label_format = "{title}"
        description = _("The stages of the journey, lane by lane, from the first need on.")
        template = "wagtail_parcours/blocks/stage_table.html"
        preview_template = "wagtail_parcours/blocks/preview.html"
        form_classname = "parcours-table struct-block"

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__(local_blocks, **kwargs)
        # A site's stage block may lack some registered lanes: offer only those it has.
        lanes_block = self.child_blocks.get("lanes")
        if isinstance(lanes_block, LaneSelectionBlock) and self.stage_block is not None:
            # Declared children are shared by all tables of the process: take one for this table.
            args, kwargs = lanes_block._constructor_args
            own_lanes = type(lanes_block)(*args, **kwargs)
            own_lanes.set_name("lanes")
            own_lanes.field.choices = self.offered_lanes
            self.child_blocks["lanes"] = own_lanes

    @property
    def stage_block(self) -> StageBlock | None:
        stages = self.child_blocks.get("stages")
        block = stages.child_blocks.get("stage") if stages is not None else None
        return block if isinstance(block, StageBlock) else None

    def offered_lanes(self) -> list[tuple[str, Any]]:
        stage_block = self.stage_block
        lanes = stage_block.lanes if stage_block is not None else all_lanes()
        return [(lane.key, lane.label) for lane in lanes]

    def shown_lanes(self, keys: Any) -> tuple[Lane, ...]:
        """The lanes to draw for a stored selection, in row order; the default where none is."""
        wanted = set(keys or default_lanes())
        stage_block = self.stage_block
        lanes = stage_block.lanes if stage_block is not None else all_lanes()
        return tuple(lane for lane in lanes if lane.key in wanted)

    def clean(self, value: Any) -> Any:
        # All problems at once, each at its place: nobody likes to publish three times.
        errors = {}
        cleaned = value
        try:
            cleaned = super().clean(value)
        except StructBlockValidationError as error:
            errors = dict(error.block_errors)
        if not self.is_deferred_validation:
            if not value.get("lanes"):
                errors.setdefault(
                    "lanes",
                    ValidationError(
                        _("Choose at least one lane: without any, readers see an empty table.")
                    ),
                )
            if not value.get("stages"):
                errors.setdefault(
                    "stages",
                    ValidationError(
                        _("Add at least one stage, or remove this table from the page.")
                    ),
                )
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return cleaned

    def get_preview_value(self) -> Any:
        return self.to_python(preview_table())


def preview_table() -> dict[str, Any]:
    """A small table for the block picker, in the reader's language."""
    stages = ACCESSIBLE_SERVICE.stages[:3]
    samples = (
        (_("Hears about the benefit from a neighbour"), "0"),
        (_("Calls the general line and waits"), "-2"),
        (_("Gets clear answers from an agent"), "1"),
    )
    return {
        "title": str(_("A first contact")),
        "lanes": [ACTIONS.key, EXPERIENCE.key],
        "stages": [
            {
                "type": "stage",
                "id": f"preview-{stage.key}",
                "value": {
                    "name": str(stage.name),
                    "actions": str(action),
                    "experience": {"satisfaction": level},
                },
            }
            for stage, (action, level) in zip(stages, samples, strict=True)
        ],
    }
