"""Lanes and a stage block of a site's own, as the documentation of ``StageBlock`` shows them."""

from wagtail_parcours.blocks import JourneyBodyBlock, StageBlock, StagesBlock, StageTableBlock
from wagtail_parcours.blocks.cells import TextCellBlock
from wagtail_parcours.frameworks import Lane, register_lane
from wagtail_parcours.frameworks.lanes import PEOPLE, PROCESSES, SEES, TECHNOLOGIES

LEGAL_BASIS = register_lane(Lane("legal_basis", "Legal basis", side="backstage"))
DATA = register_lane(Lane("data", "Data", side="data"))
OWN_LANES = (SEES, PEOPLE, PROCESSES, TECHNOLOGIES, LEGAL_BASIS, DATA)


class WideStageBlock(StageBlock):
    """A stage with two lanes of the site's own, and with words of its own for four others."""

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
