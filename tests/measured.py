"""Indicators and their readings, for tests."""

from datetime import date
from typing import Any

import factory

from tests.factories import default_locale
from wagtail_parcours.models import Indicator, IndicatorReading


class IndicatorFactory(factory.django.DjangoModelFactory):
    """A share in percent that should reach 80."""

    class Meta:
        model = Indicator

    slug = factory.Sequence(lambda number: f"indicator-{number}")
    name = factory.LazyAttribute(lambda one: one.slug.replace("-", " ").capitalize())
    unit = "%"
    direction = "up"
    target = "80"
    locale = factory.LazyFunction(default_locale)


class ReadingFactory(factory.django.DjangoModelFactory):
    """A reading of an `indicator`, a new one when none is given."""

    class Meta:
        model = IndicatorReading

    class Params:
        indicator = factory.LazyFunction(IndicatorFactory)

    indicator_key = factory.LazyAttribute(lambda one: one.indicator.translation_key)
    day = date(2026, 3, 1)
    value = "62"


def add_readings(indicator: Indicator, values: dict[str, Any], **others: Any) -> None:
    """Readings of `indicator`: ``{"2026-03-01": "62"}``."""
    for day, value in values.items():
        ReadingFactory(indicator=indicator, day=date.fromisoformat(day), value=value, **others)
