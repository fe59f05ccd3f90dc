"""An indicator and its readings for readers: words, a small drawing, and a sentence that says it.

Readings go on after a map was approved, so what is shown here is never part of what is kept
under the hash of a map's content, unless the hash covers :attr:`IndicatorView.version` too.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from ..journeys import measures
from ..journeys.measures import Direction, Trend
from ..models.indicators import Indicator, indicators_by_slug, readings_by_indicator
from ..models.slugs import readable
from .figures import amount
from .languages import NOTHING, language_attributes
from .marks import line_mark
from .trend_drawing import TrendDrawing, trend_drawing

#: Readings of one channel in a drawing: two years of months.
SHOWN = 24

MET_SHAPE = "M-9 1-3 7 9-7"
NOT_MET_SHAPE = "M-9 0a9 9 0 1 0 18 0 9 9 0 1 0-18 0M0-5V1M0 4.5v.1"
RISING_SHAPE = "M-8 8 8-8M-3-8H8V3"
FALLING_SHAPE = "M-8-8 8 8M-3 8H8V-3"
STEADY_SHAPE = "M-9 0H9M2-7 9 0 2 7"


@dataclass(frozen=True, slots=True)
class Said:
    """A judgement: its key (for a class name), its word, and a shape for sighted readers."""

    key: str
    word: str
    mark: SafeString


@dataclass(frozen=True, slots=True)
class SeriesView:
    """The readings of one channel, or of all channels together (``channel == ""``).

    `sentence` says in words what `drawing` shows; there is no drawing of a single reading.
    `channel_language` are the attributes of a name in another language than the page.
    """

    channel: str
    channel_name: str
    channel_language: SafeString
    value: str
    day: str
    day_iso: str
    standing: Said | None
    trend: Said | None
    drawing: TrendDrawing | None
    sentence: str


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """What the indicator's template prints.

    `main` is the series that speaks for the indicator, None without readings; `channels` are the
    others. `progress` is a percentage of the way to the target, or None. `language` are the
    attributes of its texts when they are in another language than the page.
    """

    slug: str
    name: str
    language: SafeString
    definition: str
    unit: str
    direction: str
    target: str
    service_standard: str
    owner: str
    main: SeriesView | None
    channels: tuple[SeriesView, ...]
    progress: int | None

    @property
    def version(self) -> str:
        """Changes whenever anything does that is shown: for the key of a kept fragment."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


def indicator_views(slugs: Iterable[str], language: str) -> dict[str, IndicatorView]:
    """What readers see of these indicators, by slug, in the order asked for. Two queries.

    A slug that no indicator has is left out.
    """
    wanted = list(dict.fromkeys(slugs))
    if not wanted:
        return {}
    known = indicators_by_slug(language, wanted)
    keys = [indicator.translation_key for indicator in known.values()]
    readings = readings_by_indicator(keys, last=SHOWN, language=language) if keys else {}
    with translation.override(language):
        return {
            slug: indicator_view(known[slug], readings.get(known[slug].translation_key, ()))
            for slug in wanted
            if slug in known
        }


def indicator_view(indicator: Indicator, readings: Iterable[Any]) -> IndicatorView:
    """The view of one indicator in the active language.

    `readings` carry the names of their channels, see :func:`readings_by_indicator`.
    """
    series = list(measures.by_channel(readings).values())
    views = [series_view(indicator, own) for own in series]
    done = measures.progress(indicator, series[0]) if series else None
    return IndicatorView(
        slug=indicator.slug,
        name=indicator.name,
        language=foreign(indicator.locale.language_code),
        definition=indicator.definition,
        unit=indicator.unit,
        direction=str(indicator.get_direction_display()),
        target=amount(indicator.target, indicator.unit),
        service_standard=indicator.service_standard,
        owner=indicator.owner,
        main=views[0] if views else None,
        channels=tuple(views[1:]),
        progress=None if done is None else int(done * 100),
    )


def series_view(indicator: Any, readings: Sequence[Any]) -> SeriesView:
    """The view of the readings of one channel: at least one, oldest first."""
    last = readings[-1]
    return SeriesView(
        channel=last.channel,
        channel_name=(last.channel_name or readable(last.channel)) if last.channel else "",
        channel_language=foreign(last.channel_language or "") if last.channel else NOTHING,
        value=amount(last.value, indicator.unit),
        day=date_format(last.day, "DATE_FORMAT"),
        day_iso=last.day.isoformat(),
        standing=standing(indicator, last),
        trend=trend_said(indicator, readings),
        drawing=trend_drawing(readings, indicator.target),
        sentence=sentence(indicator, readings),
    )


def foreign(code: str) -> SafeString:
    """The attributes of a text that is not in the active language."""
    return NOTHING if code == translation.get_language() else language_attributes(code)


def standing(indicator: Any, reading: Any) -> Said | None:
    """Where a reading stands against the target; None when there is no target."""
    met = measures.meets_target(indicator, reading.value)
    if met is None:
        return None
    if met:
        return Said("met", gettext("Target met"), line_mark(MET_SHAPE))
    down = indicator.direction == Direction.DOWN
    word = gettext("Above the target") if down else gettext("Below the target")
    return Said("missed", word, line_mark(NOT_MET_SHAPE))


def trend_said(indicator: Any, readings: Sequence[Any]) -> Said | None:
    """The trend: the word judges it, the arrow shows which way the number went."""
    trend = measures.trend(indicator, readings)
    if trend is None:
        return None
    if trend == Trend.STEADY:
        word = pgettext("trend of an indicator", "Steady")
        return Said(trend.value, word, line_mark(STEADY_SHAPE))
    rising = readings[-1].value > readings[0].value
    mark = line_mark(RISING_SHAPE if rising else FALLING_SHAPE)
    if trend == Trend.BETTER:
        return Said(trend.value, pgettext("trend of an indicator", "Getting better"), mark)
    return Said(trend.value, pgettext("trend of an indicator", "Getting worse"), mark)


def sentence(indicator: Any, readings: Sequence[Any]) -> str:
    """“From 62% in March 2026 to 71% in September 2026. Target: 80%.”"""
    first, last = readings[0], readings[-1]
    months = [reading.day.replace(day=1) for reading in readings]
    # A day is more than anyone asks for, unless a month has several of them.
    by_month = len(readings) > 1 and len(set(months)) == len(months)
    words = {
        "first": amount(first.value, indicator.unit),
        "start": moment(first.day, by_month),
        "last": amount(last.value, indicator.unit),
        "end": moment(last.day, by_month),
    }
    if len(readings) > 1:
        said = gettext("From %(first)s %(start)s to %(last)s %(end)s.") % words
    else:
        said = pgettext("reading of an indicator", "%(last)s %(end)s.") % words
    if indicator.target is None:
        return said
    target = gettext("Target: %(target)s.") % {"target": amount(indicator.target, indicator.unit)}
    return f"{said} {target}"


def moment(day: date, by_month: bool) -> str:
    if by_month:
        month = date_format(day, "YEAR_MONTH_FORMAT")
        return pgettext("when something was read", "in %(month)s") % {"month": month}
    shown = date_format(day, "DATE_FORMAT")
    return pgettext("when something was read", "on %(day)s") % {"day": shown}
