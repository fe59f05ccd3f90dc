"""How fast the board editor opens, takes text and leaves the browser alone.

Run it with ``python -m benchmarks.editor``. It opens four pages in Chromium, each several times
in one run, on a site and a database of its own:

* a map of 30 stages and 12 lanes, all lanes on;
* the same content in Wagtail's ``TypedTableBlock``, a row for each stage;
* only its words there, plain text in every cell: less than the board does, for information;
* a map of 6 stages and 4 lanes.

Only ratios mean something on a shared machine. "Ready" is the time from the first byte of the
page until the editor is drawn, every stage in sight is open, and the main thread has nothing
more to do; a page that is drawn but does not answer is not ready.
"""

import argparse
import json
import os
import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.browser.chromium import CHROMIUM, CHROMIUM_ARGS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

WATCH = """
window.benchmark = { drawn: 0, busyUntil: 0, keys: [] };
new MutationObserver((_, observer) => {
    if (!document.getElementById("body-root")) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => {
        window.benchmark.drawn = performance.now();
    }));
}).observe(document, { childList: true, subtree: true });
new PerformanceObserver((list) => list.getEntries().forEach(({ startTime, duration }) => {
    window.benchmark.busyUntil = Math.max(window.benchmark.busyUntil, startTime + duration);
})).observe({ type: "longtask", buffered: true });
document.addEventListener("keydown", ({ timeStamp }) => requestAnimationFrame(() => setTimeout(
    () => window.benchmark.keys.push(performance.now() - timeStamp)
)), true);
"""
# Quiet for a second, drawn, and nothing in sight that is still closed.
SETTLED = """() => {
    const { drawn, busyUntil } = window.benchmark;
    const board = document.querySelector(".parcours-stages")?.getBoundingClientRect();
    const closed = Array.from(document.querySelectorAll("[data-parcours-stage]")).some((stage) => {
        const { left, right } = stage.getBoundingClientRect();
        return right > board.left && left < board.right && !stage.querySelector("textarea");
    });
    return drawn && !closed && performance.now() - Math.max(drawn, busyUntil) > 1000;
}"""
READY = """() => Math.max(window.benchmark.drawn, window.benchmark.busyUntil)
    - performance.getEntriesByType("navigation")[0].responseStart"""
FIRST_BYTE = """() => performance.getEntriesByType("navigation")[0].responseStart"""
FIELDS = """() => Array.from(new FormData(document.querySelector("[data-edit-form]"))).length"""

KEYSTROKES = "The client calls twice, waits, and asks a neighbour for help. "
IDLE_AFTER = 10
IDLE_FOR = 10

READY_AGAINST_TYPED_TABLE = 0.5
READY_AGAINST_SMALL_MAP = 2.0
TYPING_P95 = 50
IDLE = 0.85


@dataclass
class Measures:
    """One opening of one page. Times in milliseconds, idle as a share of one."""

    first_byte: float
    ready: float
    fields: int
    typing: float
    idle: float


@contextmanager
def site() -> Iterator[Any]:
    """A live server on a temporary database; gives its address."""
    import django

    django.setup()
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.db import connection
    from django.test.testcases import LiveServerThread
    from django.test.utils import setup_test_environment, teardown_test_environment

    setup_test_environment()
    old_name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, serialize=False)
    server = LiveServerThread("127.0.0.1", StaticFilesHandler, port=0)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.terminate()
        connection.creation.destroy_test_db(old_name, verbosity=0)
        teardown_test_environment()


def make_pages() -> dict[str, int]:
    """Create the pages; gives their ids by name."""
    from wagtail.models import Page

    from tests.testapp.content import SMALL_LANES, stage_table, typed_table
    from tests.testapp.models import TypedTablePage, WideMapPage

    home = Page.objects.get(depth=2)
    pages = {
        "30 × 12 board": WideMapPage(title="Large", body=json.dumps([stage_table(30)])),
        "30 × 12 TypedTable": TypedTablePage(title="Typed", body=json.dumps([typed_table(30)])),
        "its words only": TypedTablePage(
            title="Words", body=json.dumps([typed_table(30, words_only=True)])
        ),
        "6 × 4 board": WideMapPage(title="Small", body=json.dumps([stage_table(6, SMALL_LANES)])),
    }
    for page in pages.values():
        page.slug = page.title.lower()
        home.add_child(instance=page)
    return {name: page.pk for name, page in pages.items()}


def session_cookie(address: str) -> dict[str, str]:
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client()
    client.force_login(get_user_model().objects.create_superuser("bench", "b@example.org", "-"))
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": address}


def busy_seconds(devtools: Any) -> float:
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    return next(item["value"] for item in metrics if item["name"] == "TaskDuration")


def measure(context: Any, page_id: int) -> Measures:
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.add_init_script(WATCH)
    page.goto(f"/admin/pages/{page_id}/edit/")
    page.wait_for_function(SETTLED, polling=250)
    ready, first_byte = page.evaluate(READY), page.evaluate(FIRST_BYTE)
    fields = page.evaluate(FIELDS)

    devtools = context.new_cdp_session(page)
    devtools.send("Performance.enable")
    page.wait_for_timeout(IDLE_AFTER * 1000)
    before = busy_seconds(devtools)
    page.wait_for_timeout(IDLE_FOR * 1000)
    idle = 1 - (busy_seconds(devtools) - before) / IDLE_FOR

    area = page.locator("[data-streamfield-stream-container] textarea:visible, td textarea").nth(2)
    area.click()
    page.keyboard.type(KEYSTROKES, delay=40)
    page.wait_for_timeout(500)
    keys = page.evaluate("() => window.benchmark.keys")
    page.close(run_before_unload=False)
    return Measures(first_byte, ready, fields, statistics.quantiles(keys, n=20)[-1], idle)


def run(rounds: int) -> dict[str, Measures]:
    """The median of `rounds` openings of each page, in turn."""
    from playwright.sync_api import sync_playwright

    results: dict[str, list[Measures]] = {}
    with site() as address, sync_playwright() as playwright:
        pages = make_pages()
        cookie = session_cookie(address)
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        context = chromium.new_context(
            base_url=address, viewport={"width": 1440, "height": 900}, reduced_motion="reduce"
        )
        context.add_cookies([cookie])
        for name, page_id in pages.items():
            measure_warm(context, page_id)
            results[name] = []
        for _round in range(rounds):
            for name, page_id in pages.items():
                results[name].append(measure(context, page_id))
        chromium.close()
    return {name: median(measures) for name, measures in results.items()}


def measure_warm(context: Any, page_id: int) -> None:
    """Open a page once unmeasured: templates, scripts and caches are then warm for all."""
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(f"/admin/pages/{page_id}/edit/", timeout=120_000)
    page.wait_for_function(SETTLED, timeout=120_000, polling=250)
    page.close(run_before_unload=False)


def median(measures: list[Measures]) -> Measures:
    names = Measures.__dataclass_fields__
    return Measures(
        **{name: statistics.median(getattr(item, name) for item in measures) for name in names}
    )


def verdicts(results: dict[str, Measures]) -> list[tuple[str, float, float, bool]]:
    """Each promise: what, measured, limit, kept."""
    large, typed, _words, small = results.values()
    against_typed = large.ready / typed.ready
    against_small = large.ready / small.ready
    return [
        (
            "ready, against TypedTable",
            against_typed,
            READY_AGAINST_TYPED_TABLE,
            against_typed <= READY_AGAINST_TYPED_TABLE,
        ),
        (
            "ready, against 6 × 4",
            against_small,
            READY_AGAINST_SMALL_MAP,
            against_small <= READY_AGAINST_SMALL_MAP,
        ),
        ("typing, p95 in ms", large.typing, TYPING_P95, large.typing < TYPING_P95),
        ("idle main thread", large.idle, IDLE, large.idle >= IDLE),
    ]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Measure the board editor in Chromium.")
    parser.add_argument("--rounds", type=int, default=3)
    results = run(parser.parse_args(arguments).rounds)
    print(f"{'editor':<20}{'first byte':>12}{'ready':>10}{'fields':>8}{'p95 key':>9}{'idle':>7}")
    for name, item in results.items():
        print(
            f"{name:<20}{item.first_byte:>9.0f} ms{item.ready:>7.0f} ms{item.fields:>8.0f}"
            f"{item.typing:>6.0f} ms{item.idle:>7.0%}"
        )
    outcome = verdicts(results)
    for what, value, limit, kept in outcome:
        print(f"{'kept  ' if kept else 'BROKEN'}  {what}: {value:.2f} (limit {limit})")
    return 0 if all(kept for *_rest, kept in outcome) else 1


if __name__ == "__main__":
    sys.exit(main())
