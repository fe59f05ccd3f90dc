"""Each block of a body as readers see it: the same code for a map and for any other page.

A *view* is the dict that the block's template prints. On a map all views share one
:class:`~wagtail_parcours.rendering.sources.Sources`; a block in a site's own StreamField gets one
of its own.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template.defaultfilters import filesizeformat
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from wagtail.fields import StreamField
from wagtail.rich_text import expand_db_html

from ..blocks import (
    AttachmentBlock,
    CalloutBlock,
    ChannelImprovementBlock,
    EvidenceBlock,
    FreeTextBlock,
    NeedsBlock,
    PersonaProfileBlock,
    PictureBlock,
    StageTableBlock,
)
from ..blocks.content import CALLOUT_KINDS
from ..journeys.content import Attachment, Callout, Picture, RichText
from ..journeys.entries import NeedsList
from ..journeys.model import (
    EvidenceNote,
    ImprovementCard,
    PersonaProfile,
    StageTable,
)
from ..models.base import base_page_model
from ..sanitize import clean_markup, clean_rendered
from .anchors import Anchors
from .cards import card_view
from .cells import evidence_html
from .glossary import terms_marked
from .grid import Grid, stage_grid
from .hierarchy import MapLink
from .hints import hinted
from .needs import needs_view
from .people import profile_view
from .sealed import sources_for
from .sources import PICTURE_SPEC, Sources
from .texts import enumerated

#: Which block class stores which part of the neutral form, and the name of its type there.
KNOWN_BLOCKS = (
    (PersonaProfileBlock, "persona_profile", PersonaProfile),
    (StageTableBlock, "stage_table", StageTable),
    (ChannelImprovementBlock, "channel_improvement", ImprovementCard),
    (NeedsBlock, "needs", NeedsList),
    (EvidenceBlock, "evidence", EvidenceNote),
    (FreeTextBlock, "text", RichText),
    (PictureBlock, "image", Picture),
    (AttachmentBlock, "document", Attachment),
    (CalloutBlock, "callout", Callout),
)
CALLOUT_LABELS = dict(CALLOUT_KINDS)


def type_of(block: Any) -> str:
    """The type under which the neutral form knows what `block` stores; ``""`` for a site's own."""
    return next((name for known, name, _part in KNOWN_BLOCKS if isinstance(block, known)), "")


def reads_as(block: Any, part: Any) -> bool:
    """Whether `part` is what a block of this class stores, so that our template can print it."""
    return any(
        isinstance(block, known) and isinstance(part, kind) for known, _name, kind in KNOWN_BLOCKS
    )


def standalone_part(block: Any, value: Any, request: Any = None, page: Any = None) -> Any:
    """The view of a block in any StreamField, from its value alone."""
    name = type_of(block)
    # As it would be stored: a preview value holds texts that are not translated yet.
    stored = json.dumps(block.get_prep_value(value), sort_keys=True, cls=DjangoJSONEncoder)
    raw = json.loads(stored)
    # The id of the block is the same in every language, and so are the addresses made of it.
    identity = block_id(page, value) or hashlib.sha256(stored.encode()).hexdigest()[:12]
    sources = sources_for([{"type": name, "value": raw, "id": identity}], request, page)
    part = sources.parts[0]
    if not reads_as(block, part):
        return None
    return part_view(part, block, sources, identity)


def block_id(page: Any, value: Any) -> str:
    """The id under which a StreamField of `page` holds this very value; ``""`` when none does."""
    if not isinstance(page, base_page_model()):
        return ""
    for field in page._meta.concrete_fields:
        if isinstance(field, StreamField):
            for child in getattr(page, field.name):
                if child.block is getattr(value, "block", None) and child.value is value:
                    return str(child.id or "")
    return ""


def part_view(
    part: Any,
    block: Any,
    sources: Sources,
    identity: str,
    *,
    title: str = "",
    anchors: Anchors | None = None,
) -> Any:
    """The view of one part of a body."""
    taken = anchors or Anchors()
    languages = sources.languages
    path = f"body.{part.id}"
    match part:
        case StageTable():
            anchor = taken.take("table", identity) or "table"
            return table_view(part, block, sources, anchor, title, taken)
        case PersonaProfile():
            return profile_view(part, sources, taken.take("persona", identity))
        case ImprovementCard():
            return card_view(part, sources, taken.take("card", identity))
        case NeedsList():
            return needs_view(part, sources, taken.take("needs", identity), taken)
        case EvidenceNote():
            html = evidence_html(part.evidence, languages, path)
            return {"html": mark_safe(html)}  # noqa: S308 - escaped there
        case RichText():
            said = strip_tags(part.html)
            return {"html": rich_text_html(part.html), "language": languages.of(path, said)}
        case Picture():
            return picture_view(part, sources)
        case Attachment():
            return attachment_view(part, sources)
        case Callout():
            return {
                "kind": part.kind if part.kind in CALLOUT_LABELS else "note",
                "label": str(CALLOUT_LABELS.get(part.kind, CALLOUT_LABELS["note"])),
                "title": part.title.strip(),
                "title_language": languages.of(f"{path}.title", part.title),
                "text": part.text,
                "text_language": languages.of(f"{path}.text", part.text),
            }
    return None


def table_view(
    part: StageTable, block: Any, sources: Sources, anchor: str, title: str, anchors: Anchors
) -> Grid:
    return stage_grid(
        part,
        lanes=block.shown_lanes(part.lanes),
        channel_name=sources.channel_name,
        anchor=anchor,
        title=title,
        anchors=anchors,
        languages=sources.languages,
        channel_attributes=sources.channel_attributes,
        details=details_in(part, sources),
        channels=sources.channel_order,
        person=sources.person,
        indicator=sources.indicator,
    )


def details_in(part: StageTable, sources: Sources) -> dict[str, tuple[MapLink, ...]]:
    """The maps that show a stage of this table in detail, by the id of the stage."""
    stages = {stage.id for stage in part.stages if stage.id}
    found = sources.hierarchy.details
    return {stage: links for stage, links in found.items() if stage in stages}


def rich_text_html(source: str) -> SafeString:
    """Stored rich text as HTML: cleaned before Wagtail resolves its links, and again after."""
    expanded = expand_db_html(clean_markup(str(source)))
    return hinted(str(source), terms_marked(clean_rendered(expanded)))


def picture_view(part: Picture, sources: Sources) -> dict[str, Any] | None:
    path = f"body.{part.id}"
    caption = {
        "caption": part.caption.strip(),
        "language": sources.languages.of(f"{path}.caption", part.caption),
    }
    image = sources.images.get(part.image)
    if image is None:
        missing = sources.missing_file(part)
        return {"missing": missing, **caption} if missing else None
    rendition = image.get_rendition(PICTURE_SPEC)
    attributes = {"alt": part.alt, "loading": "lazy", "class": "parcours-image"}
    if sources.languages.is_foreign(f"{path}.alt"):
        # What is read out instead of the picture.
        attributes["lang"] = sources.languages.source
    return {"html": rendition.img_tag(attributes), **caption}


def attachment_view(part: Attachment, sources: Sources) -> dict[str, Any] | None:
    document = sources.documents.get(part.document)
    if document is None:
        missing = sources.missing_file(part)
        return {"missing": missing} if missing else None
    title = part.title.strip()
    return {
        "url": document.url,
        "title": title or document.title,
        "language": sources.languages.of(f"body.{part.id}.title", title) if title else "",
        "kind": document_kind(document),
    }


def document_kind(document: Any) -> str:
    """“PDF, 180 KB” as the reader's language writes it."""
    extension = (document.file_extension or "").upper()
    # The stored size only: asking the file itself may reach out to a remote storage.
    size = filesizeformat(document.file_size) if document.file_size else ""
    return enumerated(piece for piece in (extension, size) if piece)


def table_titles(parts: Sequence[Any]) -> Mapping[int, str]:
    """A title for each stage table by position, numbered where two would have the same."""
    used: dict[str, int] = {}
    titles: dict[int, str] = {}
    for index, part in enumerate(parts):
        if isinstance(part, StageTable):
            title = part.title.strip() or gettext("Stages of the journey")
            used[title] = used.get(title, 0) + 1
            if used[title] > 1:
                title = gettext("%(title)s (%(number)d)") % {
                    "title": title,
                    "number": used[title],
                }
            titles[index] = title
    return titles
