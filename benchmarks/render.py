"""How long a published map of 30 stages and 12 lanes takes to render, cold.

Compared in one run with a bare Django template that prints the same HTML from a dict: the ratio
is what counts, not the milliseconds of this machine. Run ``python -m benchmarks.render``; it
exits with 1 when the ratio is over the limit.
"""

import gc
import os
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

LIMIT = 2.5
ROUNDS = 15
STAGES, LANES = 30, 12
TEMPLATES = Path(__file__).parent / "templates"


@contextmanager
def test_site() -> Iterator[None]:
    """The test project on a database of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django
    from django.conf import settings

    settings.TEMPLATES[0]["DIRS"].append(TEMPLATES)
    django.setup()
    from django.test.utils import (
        setup_databases,
        setup_test_environment,
        teardown_databases,
        teardown_test_environment,
    )

    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        teardown_databases(databases, verbosity=0)
        teardown_test_environment()


def plain_data(page: Any) -> dict[str, Any]:
    """The map as plain dicts and lists, with the few marks as ready-made HTML."""
    from wagtail_parcours.rendering import marks
    from wagtail_parcours.rendering.parts import part_view
    from wagtail_parcours.rendering.sources import Sources
    from wagtail_parcours.templatetags.parcours import STYLE_SHEETS

    block = page.stage_table_block
    sources = Sources(list(page.body.raw_data), None, page)
    table = sources.parts[0]
    grid = part_view(table, block, sources, table.id)
    lanes = block.shown_lanes(table.lanes)
    return {
        "title": page.title,
        "address": page.get_url(),
        "introduction": page.introduction,
        "sheets": [f"/static/wagtail_parcours/css/{name}.css" for name in STYLE_SHEETS],
        "marks": {
            "service_point": marks.line_mark(marks.SERVICE_POINT_SHAPE),
            "moment": marks.line_mark(marks.MOMENT_SHAPE),
        },
        "table": {
            "anchor": grid.anchor,
            "title": grid.title,
            "caption": grid.caption,
            "span": len(grid.columns) + 1,
            "curve": grid.curve,
            "columns": [
                {
                    "anchor": column.anchor,
                    "number": column.number,
                    "name": column.name,
                    "service_point": column.service_point,
                }
                for column in grid.columns
            ],
            "rows": [
                {
                    "lines": [{"key": line.key, "label": str(line.label)} for line in row.lines],
                    "label": row.label,
                    "side": row.side,
                    "side_label": row.side_label,
                    "kind": lane.kind,
                    "cells": [plain_cell(stage, lane, sources) for stage in table.stages],
                }
                for row, lane in zip(grid.rows, lanes, strict=True)
            ],
        },
    }


def plain_cell(stage: Any, lane: Any, sources: Any) -> Any:
    from wagtail_parcours.blocks.evidence import EVIDENCE_LABELS
    from wagtail_parcours.blocks.findings import FINDING_KINDS
    from wagtail_parcours.rendering import marks
    from wagtail_parcours.sanitize import text_points

    if lane.kind == "touchpoints":
        return [
            {"channel": sources.channel_name(entry.channel), "text": entry.text}
            for entry in stage.touchpoints
        ]
    if lane.kind == "findings":
        return [
            {
                "kind": entry.kind,
                "anchor": f"finding-{entry.id}",
                "mark": marks.line_mark(marks.FINDING_SHAPES[entry.kind]),
                "label": str(dict(FINDING_KINDS)[entry.kind]),
                "severity": str(marks.SEVERITY_LABELS.get(entry.severity, "")),
                "channel": sources.channel_name(entry.channel),
                "text": entry.text,
                "evidence": entry.evidence,
            }
            for entry in stage.findings
        ]
    if lane.kind == "experience":
        lived = stage.experience
        return {
            "mark": marks.level_mark(lived.satisfaction),
            "level": marks.level_label(lived.satisfaction),
            "moment_of_truth": lived.moment_of_truth,
            "emotions": list(lived.emotions),
            "words": lived.words,
        }
    if lane.kind == "evidence":
        return [
            {"kind": str(EVIDENCE_LABELS[entry.kind]), "text": entry.text, "source": entry.source}
            for entry in stage.evidence
        ]
    return text_points(stage.texts.get(lane.key, ""))


def timed(render: Callable[[], str]) -> float:
    gc.collect()
    start = time.perf_counter()
    render()
    return (time.perf_counter() - start) * 1000


def squeezed(html: str) -> str:
    """HTML without the white space between tags, to compare two documents."""
    return re.sub(r"\s+", "", html)


def contenders() -> tuple[Callable[[], str], Callable[[], str]]:
    """The published page and the bare template, each as a function that renders it."""
    from django.contrib.auth.models import AnonymousUser
    from django.template.loader import render_to_string
    from django.test import RequestFactory

    from tests.factories import make_channels, make_map
    from tests.testapp.models import WideMapPage

    make_channels()
    pk = make_map(STAGES, LANES, page_class=WideMapPage).pk
    data = plain_data(WideMapPage.objects.get(pk=pk))

    def product() -> str:
        page = WideMapPage.objects.get(pk=pk)
        request = RequestFactory().get("/")
        request.user = AnonymousUser()
        return page.serve(request).render().content.decode()

    def bare() -> str:
        return render_to_string("benchmarks/bare_map.html", data)

    return product, bare


def measure() -> dict[str, float]:
    """Median milliseconds of both, taken in turns, and their ratio."""
    from django.core.cache import cache

    product, bare = contenders()
    if squeezed(product()) != squeezed(bare()):
        raise SystemExit("The bare template does not print the same page: bring it in step.")
    product_times, bare_times = [], []
    for _round in range(ROUNDS):
        cache.clear()
        product_times.append(timed(product))
        bare_times.append(timed(bare))
    warm = [timed(product) for _round in range(ROUNDS)]
    cold, plain = statistics.median(product_times), statistics.median(bare_times)
    return {
        "cold": cold,
        "bare": plain,
        "ratio": cold / plain,
        "warm": statistics.median(warm),
        "bytes": float(len(bare())),
    }


def main() -> int:
    with test_site():
        found = measure()
    print(f"Map of {STAGES} x {LANES}, {found['bytes'] / 1024:.0f} KB of HTML, median of {ROUNDS}")
    print(f"  bare template from a dict  {found['bare']:8.1f} ms")
    print(f"  published page, cold       {found['cold']:8.1f} ms")
    print(f"  published page, cached     {found['warm']:8.1f} ms")
    print(f"  cold / bare                {found['ratio']:8.2f}    (at most {LIMIT})")
    return 0 if found["ratio"] <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
