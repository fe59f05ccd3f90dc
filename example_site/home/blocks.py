"""What an ordinary page is made of: Wagtail's blocks and three of the plugin's."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from wagtail_parcours.blocks import CalloutBlock, PersonaProfileBlock, StageTableBlock


class SectionBodyBlock(blocks.StreamBlock):
    """The body of a section page. The plugin's blocks stand beside the site's own."""

    heading = blocks.CharBlock(
        icon="title",
        label=_("Heading"),
        template="home/blocks/heading.html",
        preview_value=_("Our service commitments"),
        description=_("The title of a part of the page"),
    )
    paragraph = blocks.RichTextBlock(
        features=["bold", "italic", "ol", "ul", "link", "document-link"],
        label=_("Paragraph"),
        preview_value=_("<p>We answer letters within <b>ten working days</b>.</p>"),
        description=_("Text with links and lists"),
    )
    callout = CalloutBlock()
    persona_profile = PersonaProfileBlock()
    stage_table = StageTableBlock()
