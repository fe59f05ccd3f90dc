"""Which improvements remove a barrier: the promises of future-state maps, seen from today's map."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import F, QuerySet

from ..models.insights import EntryKind, InsightEntry, InsightMap


def removals_of(
    findings: Collection[InsightEntry], keys: Any, answers: QuerySet[InsightMap], locale: int
) -> dict[str, list[InsightEntry]]:
    """The improvements that remove these findings of one map, by the id of the finding.

    `keys` are the translation keys of the current-state map (values or a query), `answers` the
    future-state maps that may answer, in every language. An improvement is told once: in the
    language with the key `locale` where its map is published in it. Two queries.
    """
    names = InsightEntry.objects.filter(
        kind=EntryKind.REMOVES,
        reference__in={row.entry for row in findings} - {""},
        journey__in=keys,
        page_id__in=answers.values("page_id"),
    ).annotate(
        map_key=F("page__parcours_insight__map_key"),
        locale=F("page__parcours_insight__locale_id"),
    )
    told: dict[tuple[Any, str], int] = {}
    named = sorted(names, key=lambda row: (row.locale != locale, row.locale, row.position))
    for row in named:
        told.setdefault((row.map_key, row.entry), row.page_id)
    improvements = InsightEntry.objects.filter(
        kind=EntryKind.IMPROVEMENT,
        page_id__in=set(told.values()),
        entry__in={row.entry for row in named},
    )
    known = {(row.page_id, row.entry): row for row in improvements}
    found: dict[str, dict[tuple[Any, str], InsightEntry]] = defaultdict(dict)
    for row in named:
        improvement = (row.map_key, row.entry)
        if (told[improvement], row.entry) in known:
            found[row.reference][improvement] = known[told[improvement], row.entry]
    return {reference: list(rows.values()) for reference, rows in found.items()}
