"""Lanes and a stage block of a site's own, as the documentation of ``StageBlock`` shows them."""

from wagtail_parcours.blocks import JourneyBodyBlock, StageBlock, StagesBlock, StageTableBlock
from wagtail_parcours.blocks.cells import TextCellBlock
from wagtail_parcours.frameworks import Lane, register_lane

SEES = register_lane(Lane("sees", "What the client sees"))
PEOPLE = register_lane(Lane("people", "People", side="backstage"))
PROCESSES = register_lane(Lane("processes", "Processes", side="backstage"))
TECHNOLOGIES = register_lane(Lane("technologies", "Technologies", side="backstage"))
LEGAL_BASIS = register_lane(Lane("legal_basis", "Legal basis", side="backstage"))
DATA = register_lane(Lane("data", "Data", side="data"))
OWN_LANES = (SEES, PEOPLE, PROCESSES, TECHNOLOGIES, LEGAL_BASIS, DATA)


class WideStageBlock(StageBlock):
    """A stage of twelve lanes."""

    sees = TextCellBlock(label=SEES.label)
    people = TextCellBlock(label=PEOPLE.label)
    processes = TextCellBlock(label=PROCESSES.label)
    technologies = TextCellBlock(label=TECHNOLOGIES.label)
    legal_basis = TextCellBlock(label=LEGAL_BASIS.label)
    data = TextCellBlock(label=DATA.label)


class WideStagesBlock(StagesBlock):
    stage = WideStageBlock()


class WideStageTableBlock(StageTableBlock):
    stages = WideStagesBlock()


class WideBodyBlock(JourneyBodyBlock):
    stage_table = WideStageTableBlock(group="Journey")
