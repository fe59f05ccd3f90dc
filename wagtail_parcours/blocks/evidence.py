"""Evidence: what a statement rests on. Without any, a statement is an assumption."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .cells import LineBlock, PlainDateBlock, TextCellBlock

EVIDENCE_KINDS = [
    ("interview", _("Interviews")),
    ("survey", _("Survey")),
    ("observation", _("Observation")),
    ("data", _("Operational data")),
    ("workshop", _("Workshop")),
    ("document", _("Document")),
    ("assumption", _("Assumption")),
]
EVIDENCE_LABELS = dict(EVIDENCE_KINDS)


class EvidenceBlock(blocks.StructBlock):
    """One piece of evidence.

    Value: ``{"kind": str, "text": str, "source": str, "date": date | None, "url": str}``.
    """

    kind = blocks.ChoiceBlock(
        choices=EVIDENCE_KINDS, default="interview", label=_("Kind"), search_index=False
    )
    text = TextCellBlock(
        required=True,
        label=_("What it shows"),
        help_text=_("In one or two sentences. For an assumption: how could it be checked?"),
    )
    source = LineBlock(
        label=_("Source"), help_text=_("Who or what, and how many: “12 interviews, spring 2026”.")
    )
    date = PlainDateBlock(label=_("Date"))
    url = blocks.URLBlock(required=False, default="", label=_("Web address"))

    class Meta:
        icon = "parcours-evidence"
        label = _("Evidence")
        label_format = _("{kind}: {text}")
        description = _("Where a statement comes from, or that it is an assumption.")
        template = "wagtail_parcours/blocks/evidence.html"
        preview_template = "wagtail_parcours/blocks/preview.html"
        preview_value = {
            "kind": "survey",
            "text": _("Six clients in ten did not know that they could have someone with them."),
            "source": _("Exit survey, 212 answers"),
            "date": None,
            "url": "",
        }
