"""Page types that a site could have: wider maps, our blocks among others, Wagtail's own table."""

from typing import Any, ClassVar

from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField
from wagtail.models import Page

from tests.testapp.lanes import WideBodyBlock
from wagtail_parcours.blocks import (
    AttachmentBlock,
    CalloutBlock,
    ChannelImprovementBlock,
    EvidenceBlock,
    ExperienceBlock,
    FindingBlock,
    FreeTextBlock,
    PersonaProfileBlock,
    PictureBlock,
    StageBlock,
    StageTableBlock,
    TouchpointBlock,
)
from wagtail_parcours.models import CurrentStateMapMixin


class WideMapPage(CurrentStateMapMixin, Page):
    """A current-state map whose stages have lanes of the site's own."""

    body = StreamField(WideBodyBlock(), blank=True)

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        *CurrentStateMapMixin.map_panels,
    ]


class TypedTablePage(Page):
    """The same content in Wagtail's table, to compare with."""

    body = StreamField(
        [
            (
                "table",
                TypedTableBlock(
                    [
                        ("text", blocks.TextBlock(required=False)),
                        ("touchpoints", blocks.StreamBlock([("touchpoint", TouchpointBlock())])),
                        ("findings", blocks.StreamBlock([("finding", FindingBlock())])),
                        ("experience", ExperienceBlock()),
                        ("evidence", blocks.StreamBlock([("evidence", EvidenceBlock())])),
                    ]
                ),
            )
        ]
    )

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("body")]


class AnyPage(Page):
    """A page that knows nothing of journeys and offers our blocks beside its own."""

    body = StreamField(
        [
            ("heading", blocks.CharBlock()),
            ("persona_profile", PersonaProfileBlock()),
            ("stage_table", StageTableBlock()),
            ("single_stage", StageBlock()),
            ("channel_improvement", ChannelImprovementBlock()),
            ("evidence", EvidenceBlock()),
            ("text", FreeTextBlock()),
            ("image", PictureBlock()),
            ("document", AttachmentBlock()),
            ("callout", CalloutBlock()),
        ],
        blank=True,
    )

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("body")]
