"""The cell of the editor in which an entry of the index was written."""

from django.urls import reverse

from ...models.insights import EntryKind, InsightEntry

#: Path of the field below the block of the body, by kind of entry.
FIELDS = {
    EntryKind.STAGE: "stages.{stage}.name",
    EntryKind.TOUCHPOINT: "stages.{stage}.touchpoints.{entry}.text",
    EntryKind.FINDING: "stages.{stage}.findings.{entry}.text",
    EntryKind.EVIDENCE: "stages.{stage}.evidence.{entry}.text",
    EntryKind.SERVING: "stages.{stage}.serving.{entry}.who",
    EntryKind.INDICATOR: "stages.{stage}.indicators.{entry}.note",
    EntryKind.GUESSWORK: "stages.{stage}.guesswork.{entry}.text",
    EntryKind.RISK: "stages.{stage}.risks.{entry}.text",
    EntryKind.CARD: "experience",
    EntryKind.IMPROVEMENT: "improvements.{entry}.text",
    EntryKind.REMOVES: "improvements.{entry}.text",
    EntryKind.NEED: "needs.{entry}.text",
}


def editor_address(entry: InsightEntry) -> str:
    """The editor of the map, opened at the cell."""
    address = reverse("wagtailadmin_pages:edit", args=[entry.page_id])
    field = FIELDS.get(EntryKind(entry.kind))
    if field is None or not entry.part:
        return address
    path = field.format(stage=entry.stage, entry=entry.entry)
    return f"{address}#:w:contentpath=body.{entry.part}.{path}"
