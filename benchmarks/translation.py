"""What a map of 30 stages and 12 lanes costs to translate: ``python -m benchmarks.translation``.

Compared in one run with wagtail-localize's own way: the same texts, in plain text blocks of an
ordinary page type, extracted text by text. Also measured: how long the person waits who submits
it on a site with a queue, and what one changed cell costs beside the whole map. Exits with 1
when a limit is passed.
"""

import copy
import re
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks.render import test_site

STAGES, LANES = 30, 12
ROUNDS = 3
AGAINST_PLAIN = 1.0
ANSWER_SECONDS = 1.0
SIZES = (6, 15, 30)
QUEUE = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


def timed(work: Callable[[], Any]) -> tuple[float, int, int]:
    """Seconds, queries in all, and those that write."""
    from django.db import connection

    asked: list[str] = []

    def listen(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(listen):
        start = time.perf_counter()
        work()
        seconds = time.perf_counter() - start
    return seconds, len(asked), len([sql for sql in asked if re.match("INSERT|UPDATE|DELETE", sql)])


def languages() -> list[Any]:
    """French and Arabic, with a home page each."""
    from wagtail.models import Locale

    from tests.factories import home_page

    found = [Locale.objects.get_or_create(language_code=code)[0] for code in ("fr", "ar")]
    for locale in found:
        home_page().copy_for_translation(locale).save_revision().publish()
    return found


def make_map(stages: int, name: str) -> Any:
    from tests import factories
    from tests.testapp.models import WideMapPage

    page = factories.make_map(
        stages, LANES, page_class=WideMapPage, title=f"Map {name}", slug=f"map-{name}"
    )
    page.save_revision().publish()
    return page


def make_plain(page: Any, name: str) -> Any:
    """An ordinary page that holds the same texts, each in a plain block."""
    from tests.factories import add_page, identity
    from tests.testapp.models import AnyPage
    from wagtail_parcours.journeys import journey_texts

    texts = [leaf.text for leaf in journey_texts(page.get_journey()) if "." in leaf.path]
    body = [{"type": "heading", "value": text, "id": identity()} for text in texts]
    plain = add_page(AnyPage(title=f"Plain {name}", slug=f"plain-{name}", body=body))
    plain.save_revision().publish()
    return plain


def segments(page: Any) -> int:
    from wagtail_localize.models import TranslationSource

    return TranslationSource.objects.get(object_id=page.translation_key).stringsegment_set.count()


def forget_strings() -> None:
    """Let every round begin without a text that is known already."""
    from wagtail_localize.models import String

    String.objects.all().delete()


def submission(french: Any) -> dict[str, Any]:
    """Both ways in turn: seconds and queries for one language, from the form to published."""
    from wagtail_localize.models import TranslationSource
    from wagtail_localize.operations import translate_object

    ours, platforms = [], []
    for number in range(ROUNDS):
        page = make_map(STAGES, f"a{number}")
        plain = make_plain(page, f"a{number}")
        forget_strings()
        ours.append(timed(lambda page=page: translate_object(page, [french])))
        counted = segments(page)
        forget_strings()
        platforms.append(timed(lambda plain=plain: translate_object(plain, [french])))
        plain_counted = segments(plain)
    source = TranslationSource.objects.get(object_id=page.translation_key)
    original = TranslationSource.refresh_segments.__wrapped__
    extraction = {}
    for name, how in (("ours", TranslationSource.refresh_segments), ("theirs", original)):
        clear_segments(source)
        extraction[name] = timed(lambda how=how: how(source))[:2]
    return {
        "ours": median(ours),
        "plain": median(platforms),
        "segments": counted,
        "plain_segments": plain_counted,
        "extraction": extraction,
    }


def clear_segments(source: Any) -> None:
    from wagtail_localize.models import StringSegment, TranslationContext

    source.stringsegment_set.all().delete()
    source.overridablesegment_set.all().delete()
    source.templatesegment_set.all().delete()
    source.relatedobjectsegment_set.all().delete()
    StringSegment.objects.all().delete()
    TranslationContext.objects.filter(object_id=source.object_id).delete()
    forget_strings()


def median(found: list[tuple[float, int, int]]) -> tuple[float, int]:
    return (
        statistics.median(seconds for seconds, *_rest in found),
        int(statistics.median(queries for _seconds, queries, _writing in found)),
    )


def answer(french: Any) -> float:
    """Seconds until the person who submits the map can go on, with a queue."""
    from django.contrib.auth import get_user_model
    from django.test import Client, override_settings
    from django.urls import reverse

    browser = Client()
    browser.force_login(get_user_model().objects.create_superuser("bench", "b@example.org", "-"))
    found = []
    with override_settings(TASKS=QUEUE):
        for number in range(ROUNDS):
            page = make_map(STAGES, f"b{number}")
            address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
            start = time.perf_counter()
            response = browser.post(address, {"locales": [french.pk]})
            found.append(time.perf_counter() - start)
            assert "translations/jobs" in response.url, response.url
    # The first answer also loads the code of the whole admin.
    return statistics.median(found)


def one_cell() -> list[tuple[int, tuple[float, int, int], tuple[float, int, int]]]:
    """For each size: segments, then seconds, queries and writing ones of all and of one cell."""
    from wagtail_localize.models import TranslationSource

    rows = []
    for stages in SIZES:
        page = make_map(stages, f"c{stages}")
        forget_strings()
        whole = timed(lambda page=page: TranslationSource.get_or_create_from_instance(page))
        body = copy.deepcopy(list(page.body.raw_data))
        body[-1]["value"]["stages"][1]["value"]["actions"] = "Said otherwise"
        page.body = body
        page.save()
        source = TranslationSource.objects.get(object_id=page.translation_key)
        rows.append((segments(page), whole, timed(source.update_from_db)))
    return rows


def main() -> int:
    with test_site():
        french, _arabic = languages()
        found = submission(french)
        waiting = answer(french)
        cells = one_cell()
    ours, plain = found["ours"], found["plain"]
    per_segment = ours[0] / found["segments"], plain[0] / found["plain_segments"]
    ratio = ours[0] / plain[0]
    print(f"Map of {STAGES} x {LANES} into one language, median of {ROUNDS}")
    print(f"{'':<34}{'segments':>9}{'seconds':>9}{'queries':>9}{'ms each':>9}")
    print(
        f"  {'plain blocks, text by text':<32}{found['plain_segments']:>9}{plain[0]:>9.2f}"
        f"{plain[1]:>9}{per_segment[1] * 1000:>9.1f}"
    )
    print(
        f"  {'map, all at once':<32}{found['segments']:>9}{ours[0]:>9.2f}"
        f"{ours[1]:>9}{per_segment[0] * 1000:>9.1f}"
    )
    for name, label in (
        ("theirs", "extraction of it, text by text"),
        ("ours", "extraction of it, all at once"),
    ):
        seconds, queries = found["extraction"][name]
        each = queries / found["segments"]
        print(f"  {label:<41}{seconds:>9.2f}{queries:>9}   {each:.2f} queries each")
    print("One changed cell beside the whole map: queries (of them writing)")
    for count, whole, cell in cells:
        print(
            f"  {count:>4} segments   whole {whole[1]:>3} ({whole[2]:>2}) {whole[0]:.2f} s"
            f"   one cell {cell[1]:>3} ({cell[2]:>2}) {cell[0]:.2f} s"
        )
    kept = ratio <= AGAINST_PLAIN and waiting <= ANSWER_SECONDS
    print(f"  map / plain blocks         {ratio:8.2f}    (at most {AGAINST_PLAIN})")
    print(f"  submitted with a queue     {waiting:8.2f} s  (at most {ANSWER_SECONDS})")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
