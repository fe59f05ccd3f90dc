"""What reports cost on 10,000 live maps with 400,000 entries: ``python -m benchmarks.insights``.

Measured in one run, side by side: the first page of each report as a superuser gets it, and the
same answer by walking the blocks of every page. Also measured: what it costs to publish a map
beside 10 other maps and beside all of them. Set ``DATABASE_URL`` for PostgreSQL, which the limits
are for; ``MAPS`` for another number of maps. Exits with 1 when a limit is passed.
"""

import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from benchmarks.render import test_site

MAPS = int(os.environ.get("MAPS", "10000"))
ROUNDS = 5
FIRST_PAGE_SECONDS = 0.3
FASTER = 200
MOST_QUERIES = 30
PUBLISHING_RATIO = 1.5


def seconds(work: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """The median of so many runs after one that does not count."""
    work()
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def queries(work: Callable[[], Any]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        work()
    return len(asked)


# -- the same answers without the index


def walk_matrix() -> Any:
    """Findings by their effect on the client and on the employee."""
    from benchmarks.live_maps import journeys

    counts: Counter[tuple[str, str]] = Counter()
    for _page, journey in journeys():
        for table in journey.tables:
            for stage in table.stages:
                for finding in stage.findings:
                    counts[finding.felt_by_client, finding.effect_employee] += 1
    return counts


def walk_gaps() -> Any:
    """Barriers that no improvement removes."""
    from benchmarks.live_maps import journeys

    hinder, removed = set(), set()
    for _page, journey in journeys():
        hinder |= {key for key, finding in journey.findings.items() if finding.is_negative}
        for card in journey.cards:
            for improvement in card.improvements:
                removed.update(improvement.barriers)
    return len(hinder - removed)


def walk_evidence() -> Any:
    """The share of stages and findings with evidence, map by map."""
    from benchmarks.live_maps import journeys

    shares = {}
    for page, journey in journeys():
        stages = [stage for table in journey.tables for stage in table.stages]
        findings = [finding for stage in stages for finding in stage.findings]
        known = sum(not finding.is_assumption for finding in findings)
        shares[page.pk] = (len(stages), len(findings), known)
    return shares


def walk_risks() -> Any:
    """Every risk, the worst first."""
    from benchmarks.live_maps import journeys

    risks = [
        risk
        for _page, journey in journeys()
        for table in journey.tables
        for stage in table.stages
        for risk in stage.risks
    ]
    return sorted(risks, key=lambda risk: -(risk.score or 0))[:20]


def walk_stages() -> Any:
    """The mean satisfaction of each stage of the framework."""
    from benchmarks.live_maps import journeys

    levels: dict[str, list[int]] = {}
    for _page, journey in journeys():
        for table in journey.tables:
            for stage in table.stages:
                if stage.experience.satisfaction is not None:
                    levels.setdefault(stage.framework_stage, []).append(
                        stage.experience.satisfaction
                    )
    return {key: statistics.mean(found) for key, found in levels.items()}


#: Report → what its answer costs without an index.
REPORTS: dict[str, Callable[[], Any]] = {
    "wagtail_parcours:cross_matrix": walk_matrix,
    "wagtail_parcours:gap_analysis": walk_gaps,
    "wagtail_parcours:evidence_report": walk_evidence,
    "wagtail_parcours:risks_report": walk_risks,
    "wagtail_parcours:portfolio": walk_stages,
}


def report_pages() -> list[str]:
    """What is over its limit; prints the table."""
    from django.contrib.auth import get_user_model
    from django.test import Client
    from django.urls import reverse

    user = get_user_model().objects.create_superuser("bench", "b@example.org", "x")
    client = Client()
    client.force_login(user)
    over = []
    print(f"{'report':<36}{'first page':>12}{'queries':>9}{'walking':>10}{'ratio':>9}")
    for name, walk in REPORTS.items():
        address = reverse(name)

        def ask(address: str = address) -> None:
            response = client.get(address)
            assert response.status_code == 200, response.status_code

        page, asked = seconds(ask), queries(ask)
        walked = seconds(walk, rounds=1)
        ratio = walked / page
        print(f"{name:<36}{page:>10.3f} s{asked:>9}{walked:>8.1f} s{ratio:>8.0f}×")
        if page > FIRST_PAGE_SECONDS or ratio < FASTER or asked > MOST_QUERIES:
            over.append(name)
    return over


def publishing() -> float:
    """Seconds to publish a changed map."""
    from tests.factories import make_map, stage, stage_table

    page = make_map(6, 6, slug=f"published-{time.monotonic_ns()}")
    revisions = []
    for number in range(2):
        page.body = [stage_table([stage(f"Stage {number}", f"s{number}")], 4)]
        revisions.append(page.save_revision())

    def publish() -> None:
        revisions.reverse()
        revisions[0].publish()

    return seconds(publish, rounds=11)


def main() -> int:
    with test_site():
        from benchmarks.live_maps import index_them, make_live_maps
        from wagtail_parcours.models import InsightEntry

        make_live_maps(10)
        index_them()
        few = publishing()
        clear()
        start = time.perf_counter()
        make_live_maps(MAPS)
        made = time.perf_counter()
        index_them()
        print(f"{MAPS} maps made in {made - start:.0f} s, ", end="")
        print(f"indexed in {time.perf_counter() - made:.0f} s, ", end="")
        print(f"{InsightEntry.objects.count()} entries")
        many = publishing()
        over = report_pages()
    ratio = many / few
    print(f"Publishing a map: {few:.3f} s beside 10 maps, {many:.3f} s beside {MAPS}: {ratio:.2f}×")
    if ratio > PUBLISHING_RATIO:
        over.append("publishing")
    if over:
        print(f"Over the limit: {', '.join(over)}")
    return int(bool(over))


def clear() -> None:
    """Remove the maps of the first measurement."""
    from wagtail.models import Page

    Page.objects.filter(slug__startswith="bench-").delete()


if __name__ == "__main__":
    sys.exit(main())
