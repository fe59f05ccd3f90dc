"""The kept contents: each one matches its seal, and each one was signed."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..journeys import JourneyFormatError, read_sealed, seal_of
from ..models.sign_offs import SealedVersion, SignOff
from .findings import Finding

#: Contents held in memory at once; one may have several megabytes.
BATCH = 20
#: Positions that are named in one sentence.
NAMED = 5


def check_sealed_versions() -> Iterator[Finding]:
    """Problems of the kept contents, one by one."""
    batch: list[tuple[str, str]] = []
    rows = SealedVersion.objects.order_by("seal").values_list("seal", "content")
    for seal, content in rows.iterator(chunk_size=BATCH):
        batch.append((seal, fault_of(seal, content)))
        if len(batch) == BATCH:
            yield from findings_of(batch)
            batch = []
    yield from findings_of(batch)


def fault_of(seal: str, content: str) -> str:
    """What is wrong with a kept content, as a code; ``""`` when nothing is."""
    try:
        if seal_of(content) != seal:
            return "content_altered"
        read_sealed(content)
    except (JourneyFormatError, UnicodeEncodeError):
        return "content_unreadable"
    return ""


def findings_of(batch: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    seals = [seal for seal, _fault in batch]
    records: dict[str, list[int]] = {}
    titles: dict[str, str] = {}
    rows = SignOff.objects.filter(seal__in=seals).order_by("position")
    for seal, position, title in rows.values_list("seal", "position", "page_title"):
        records.setdefault(seal, []).append(position)
        titles.setdefault(seal, title)
    for seal, fault in batch:
        positions = records.get(seal, [])
        words = {"seal": seal[:12], "records": listed(positions), "title": titles.get(seal, "")}
        first = positions[0] if positions else None
        if fault and positions:
            sentence = ngettext(
                "The content that record %(records)s of “%(title)s” stands for was altered: it "
                "does not match its seal %(seal)s.",
                "The content that records %(records)s of “%(title)s” stand for was altered: it "
                "does not match its seal %(seal)s.",
                len(positions),
            )
            yield Finding(fault, sentence % words, position=first)
        elif fault:
            said = _("A kept content was altered: it does not match its seal %(seal)s.")
            yield Finding(fault, said % words)
        elif not positions:
            said = _(
                "No record names the content kept under the seal %(seal)s: its records were "
                "removed, or it was put in."
            )
            yield Finding("content_unsigned", said % words)


def listed(positions: Sequence[int]) -> str:
    said = ", ".join(str(position) for position in positions[:NAMED])
    return f"{said}, …" if len(positions) > NAMED else said
