"""What reports cost on 10,000 live maps with 400,000 entries: ``python -m benchmarks.insights``.

Measured in one run, side by side: the first page of each report, as a superuser and as an editor
get it, once when nothing is kept yet, once after a map was published, and then while answers are
kept; and the same answers by walking the blocks of every page. Also measured: what it costs to
publish a map beside 10 other maps and beside all of them. Set ``DATABASE_URL`` for PostgreSQL,
which the limits are for; ``MAPS`` for another number of maps. Exits with 1 when a limit is
passed. The limits are for answers that are kept; "at first" says what the first visitor waits for
while the cache is empty, "one new" what the first one after a publication does.
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


def answer_matrix(scope: Any) -> Any:
    from wagtail_parcours.insights.matrix import cross_matrix

    return cross_matrix(scope)


def answer_gaps(scope: Any) -> Any:
    from wagtail_parcours.insights.gaps import GapAnalysis

    return GapAnalysis(scope).numbers


def answer_evidence(scope: Any) -> Any:
    from wagtail_parcours.insights.portfolio import Portfolio

    portfolio = Portfolio(scope)
    return portfolio.stages, portfolio.channels


def answer_risks(scope: Any) -> Any:
    from wagtail_parcours.insights.portfolio import Portfolio

    return Portfolio(scope).risks


def answer_stages(scope: Any) -> Any:
    from wagtail_parcours.insights.portfolio import Portfolio

    return Portfolio(scope).stages


#: Report → its answer from the index, and the same without one.
REPORTS: dict[str, tuple[Callable[[Any], Any], Callable[[], Any]]] = {
    "wagtail_parcours:cross_matrix": (answer_matrix, walk_matrix),
    "wagtail_parcours:gap_analysis": (answer_gaps, walk_gaps),
    "wagtail_parcours:evidence_report": (answer_evidence, walk_evidence),
    "wagtail_parcours:risk_report": (answer_risks, walk_risks),
    "wagtail_parcours:portfolio": (answer_stages, walk_stages),
}
#: Reports whose page alone is measured.
OTHERS = ("assumptions_report", "guesswork_report", "need_report", "coverage", "roadmap")


def report_pages(user: Any) -> list[str]:
    """Prints what each report costs this person; the names of those over a limit.

    A walk neither checks who may read what nor draws a page, so it is compared with the answer
    alone. The first page is measured whole.
    """
    from django.core.cache import cache
    from django.test import Client, RequestFactory
    from django.urls import reverse

    from wagtail_parcours.insights.scope import Scope

    client = Client()
    client.force_login(user)
    request = RequestFactory().get("/")
    request.user = user
    over = []
    print(
        f"{user.get_username():<26}{'at first':>10}{'one new':>10}{'page':>10}{'queries':>9}"
        f"{'answer':>10}{'walking':>10}{'ratio':>9}"
    )
    for name in (*REPORTS, *(f"wagtail_parcours:{other}" for other in OTHERS)):
        address = reverse(name)

        def ask(address: str = address) -> None:
            response = client.get(address)
            assert response.status_code == 200, response.status_code

        # Once without a cache, for what is looked up once in the life of a process.
        ask()
        cache.clear()
        start = time.perf_counter()
        ask()
        cold = time.perf_counter() - start
        change_one_map()
        start = time.perf_counter()
        ask()
        changed = time.perf_counter() - start
        cache.clear()
        asked = queries(ask)
        page = seconds(ask)
        told = f"{name.partition(':')[2]:<26}{cold:>8.3f} s{changed:>8.3f} s"
        told += f"{page:>8.3f} s{asked:>9}"
        is_over = page > FIRST_PAGE_SECONDS or asked > MOST_QUERIES
        if name in REPORTS:
            answer, walk = REPORTS[name]
            answered = seconds(lambda answer=answer: answer(Scope(request, language="en")))
            walked = seconds(walk, rounds=1)
            ratio = walked / answered
            told += f"{answered:>8.3f} s{walked:>8.1f} s{ratio:>8.0f}×"
            is_over = is_over or ratio < FASTER
        print(told, flush=True)
        if is_over:
            over.append(name)
    return over


def change_one_map() -> None:
    """What the index holds of one map is another thing from now on, as after a publication."""
    from wagtail_parcours.insights.keeping import new_stamp
    from wagtail_parcours.models import InsightMap

    some = InsightMap.objects.filter(state="current").values("pk")[MAPS // 2 : MAPS // 2 + 1]
    InsightMap.objects.filter(pk__in=list(some.values_list("pk", flat=True))).update(
        stamp=new_stamp()
    )


def people() -> list[Any]:
    """A superuser, and an editor who may change every page."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group, Permission
    from wagtail.models import GroupPagePermission

    from tests.factories import home_page

    users = get_user_model().objects
    boss = users.create_superuser("superuser", "b@example.org", "x")
    editor = users.create_user("editor", "e@example.org", "x")
    group = Group.objects.create(name="Editors of everything")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    change = Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.create(group=group, page=home_page(), permission=change)
    editor.groups.add(group)
    return [boss, editor]


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
        over = [name for user in people() for name in report_pages(user)]
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
