"""How the stages of the demo were rated before: what earlier published versions would have kept.

Nobody could have published a year of versions while the demo is loaded, so their ratings are
written as the index keeps them. The last ones of a map are those of the version that is live.
"""

import datetime
from itertools import pairwise
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from example_site.demo.dates import loading_day, start_of_month
from example_site.demo.files import read_ratings
from example_site.demo.outcome import Outcome
from wagtail_parcours.models import StageScore


def rate_earlier(outcome: Outcome, maps: list[tuple[dict[str, Any], Page]]) -> None:
    """Give new maps the ratings of their earlier versions, once they are published."""
    plans = read_ratings()
    for entry, page in maps:
        if entry["key"] in plans:
            _rate(page, plans[entry["key"]])
            outcome.note(f"earlier ratings of “{page.title}”", created=True)


def _rate(page: Page, plan: list[dict[str, Any]]) -> None:
    today = list(StageScore.objects.filter(page_id=page.pk, until=None).order_by("position"))
    days = [start_of_month(loading_day(), version["months_ago"]) for version in plan]
    moments = [_at_noon(day) for day in days]
    StageScore.objects.filter(pk__in=[score.pk for score in today]).update(published_at=moments[-1])
    for version, (start, end) in zip(plan, pairwise(moments), strict=False):
        eases = version.get("eases", [None] * len(today))
        StageScore.objects.bulk_create(
            StageScore(
                page_id=page.pk,
                published_at=start,
                until=end,
                stage=score.stage,
                stage_name=score.stage_name,
                framework_stage=score.framework_stage,
                position=score.position,
                level=level,
                ease=ease,
            )
            for score, level, ease in zip(today, version["levels"], eases, strict=True)
        )


def _at_noon(day: datetime.date) -> datetime.datetime:
    noon = datetime.datetime.combine(day, datetime.time(12))
    return timezone.make_aware(noon, timezone.get_default_timezone())
