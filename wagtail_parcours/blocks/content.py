"""Blocks for the rest of a page: free text, image, document, callout."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.rich_text import RichText

from ..sanitize import clean_markup
from .cells import LineBlock, TextCellBlock

CALLOUT_KINDS = [
    ("note", _("Note")),
    ("warning", _("Important")),
    ("example", _("Example")),
]


class FreeTextBlock(blocks.RichTextBlock):
    """Rich text with few features. Value: ``RichText``; cleaned when saved and when shown."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "features", ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
        )
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        return RichText(clean_markup(cleaned.source)) if cleaned is not None else cleaned

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Headings, paragraphs and lists.")
        template = "wagtail_parcours/blocks/text.html"
        preview_template = "wagtail_parcours/blocks/preview.html"
        preview_value = _("<p>A few sentences about the context of this journey.</p>")


class PictureBlock(blocks.StructBlock):
    """An image with its alternative text. Value: ``{"image", "alt", "caption"}``."""

    image = ImageChooserBlock(label=_("Image"))
    alt = LineBlock(
        max_length=250,
        label=_("Alternative text"),
        help_text=_("What someone who cannot see the image must know. Empty if it only decorates."),
    )
    caption = LineBlock(max_length=250, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Image")
        description = _("A picture with its alternative text and a caption.")
        template = "wagtail_parcours/blocks/image.html"
        preview_template = "wagtail_parcours/blocks/image_preview.html"


class AttachmentBlock(blocks.StructBlock):
    """A document to download. Value: ``{"document", "title"}``."""

    document = DocumentChooserBlock(label=_("Document"))
    title = LineBlock(
        max_length=160, label=_("Link text"), help_text=_("Empty: the document's own title.")
    )

    class Meta:
        icon = "doc-full"
        label = _("Document")
        description = _("A link to a document, with its type and size.")
        template = "wagtail_parcours/blocks/document.html"
        preview_template = "wagtail_parcours/blocks/document_preview.html"


class CalloutBlock(blocks.StructBlock):
    """A remark set apart. Value: ``{"kind": str, "title": str, "text": str}``."""

    kind = blocks.ChoiceBlock(
        choices=CALLOUT_KINDS, default="note", label=_("Kind"), search_index=False
    )
    title = LineBlock(max_length=120, label=_("Title"))
    text = TextCellBlock(required=True, label=_("Text"))

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        label_format = _("{kind}: {text}")
        description = _("A remark that must not be missed.")
        template = "wagtail_parcours/blocks/callout.html"
        preview_template = "wagtail_parcours/blocks/preview.html"
        preview_value = {
            "kind": "warning",
            "title": _("Being tested"),
            "text": _("This map will change after the workshops of the autumn."),
        }
