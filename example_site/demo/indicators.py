"""Indicators of the demo, with their readings of the last twelve months."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from simple_history.utils import bulk_create_with_history
from wagtail.models import Locale

from example_site.demo.dates import end_of_month, loading_day
from example_site.demo.files import (
    LANGUAGES,
    SOURCE,
    in_language,
    read_indicators,
    translation_key,
)
from example_site.demo.outcome import Outcome
from example_site.demo.translating import translate
from wagtail_parcours.models import Indicator, IndicatorReading


def load_indicators(outcome: Outcome, user: AbstractBaseUser) -> None:
    """Create the indicators that are missing. Readings come with a new indicator only."""
    for language in LANGUAGES:
        locale = Locale.objects.get(language_code=language)
        for place, entry in enumerate(read_indicators(), start=1):
            _load_indicator(outcome, {**entry, "sort_order": 10 * place}, locale, user)


def _load_indicator(
    outcome: Outcome, entry: dict[str, Any], locale: Locale, user: AbstractBaseUser
) -> None:
    said = in_language(entry, locale.language_code)
    series = said.pop("readings")
    key = translation_key("indicator", said["slug"])
    known = Indicator.objects.filter(translation_key=key)
    created = not known.filter(locale=locale).exists()
    if created:
        indicator = Indicator(translation_key=key, locale=locale, **said)
        original = known.filter(locale__language_code=SOURCE).first()
        if original is None:
            indicator.full_clean()
            indicator.save()
            _write_readings(indicator, series)
        else:
            translate(original, indicator, user)
    outcome.note(f"indicator “{said['name']}” ({locale.language_code})", created)


def _write_readings(indicator: Indicator, series: list[dict[str, Any]]) -> None:
    """All at once, each with the first row of its history."""
    today = loading_day()
    readings = [
        IndicatorReading(
            indicator_key=indicator.translation_key,
            day=day,
            value=str(value),
            channel=one["channel"],
        )
        for one in series
        for day, value in days_of(one, today)
    ]
    bulk_create_with_history(readings, IndicatorReading)


def days_of(series: dict[str, Any], today: datetime.date) -> Iterator[tuple[datetime.date, Any]]:
    """Each value of a series with its day: the last is of the end of last month, the one before
    of `every` months earlier."""
    values = series["values"]
    for place, value in enumerate(values, start=1):
        yield end_of_month(today, 1 + series["every"] * (len(values) - place)), value
