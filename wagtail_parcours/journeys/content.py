"""Parts of a journey that are no map: texts, pictures, documents, and what nobody here knows.

The conventions of :mod:`wagtail_parcours.journeys.model` hold here too.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .entries import Extra

CALLOUT_KINDS: tuple[str, ...] = ("note", "warning", "example")


def _no_extra() -> Extra:
    return {}


@dataclass(frozen=True, slots=True)
class RichText:
    """Formatted text as stored: not safe to render before it was sanitised."""

    id: str = ""
    html: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image. ``image`` is its primary key as text, ``""`` when none."""

    id: str = ""
    image: str = ""
    alt: str = ""
    caption: str = ""
    extra: Extra = field(default_factory=_no_extra, hash=False)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document to download. ``document`` is its primary key as text, ``""`` when none."""

    id: str = ""
    document: str = ""
    title: str = ""
    extra: Extra = field(default_factory=_no_extra, hash=False)


@dataclass(frozen=True, slots=True)
class Callout:
    """A short text set apart from the rest; ``kind`` is one of ``CALLOUT_KINDS``."""

    id: str = ""
    kind: str = ""
    title: str = ""
    text: str = ""
    extra: Extra = field(default_factory=_no_extra, hash=False)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A block that this form has no name for, or a known one whose value is not readable.

    ``value`` is the raw JSON value, kept so that nothing is lost: treat it as read-only.
    """

    id: str = ""
    type: str = ""
    value: object = field(default=None, hash=False)
