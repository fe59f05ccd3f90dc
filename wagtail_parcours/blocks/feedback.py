"""The privacy notices that readers see before they answer a map, one for each language."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.coreutils import get_content_languages


def language_choices() -> list[tuple[str, Any]]:
    return list(get_content_languages().items())


class PrivacyNoticeBlock(blocks.StructBlock):
    """``{"language": "fr", "text": "…"}``: what readers of one language are told."""

    language = blocks.ChoiceBlock(choices=language_choices, label=_("Language"))
    text = blocks.TextBlock(
        label=_("Privacy notice"),
        max_length=4000,
        help_text=_("Who reads the remarks, what is kept, for how long, and whom to ask."),
    )

    class Meta:
        icon = "lock"
        label = _("Privacy notice")


def privacy_notices() -> list[tuple[str, blocks.Block]]:
    return [("notice", PrivacyNoticeBlock())]
