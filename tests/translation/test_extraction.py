"""Extraction all at once writes what wagtail-localize writes text by text, in few queries."""

import copy
import inspect

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail_localize.models import (
    String,
    StringSegment,
    TranslationContext,
    TranslationSource,
)

from tests.factories import (
    PersonaFactory,
    TargetGroupFactory,
    child,
    home_page,
    make_future_map,
    make_map,
    persona_profile,
    stage,
    stage_table,
)
from tests.journeys.strategies import bodies
from tests.testapp.models import WideMapPage
from tests.translation.sources import one_by_one, rows, say, source_of
from wagtail_parcours.translation.extraction import CHUNK, MAX_STEPS, refresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def personas(locale_en):
    return [PersonaFactory(pk=pk, name=f"Amina {pk}") for pk in (1, 2)]


@pytest.fixture
def page(personas):
    return make_map(2, 12, page_class=WideMapPage)


def after(source, page, how, *contents):
    """The rows after each of these contents in turn, as if nothing had happened before."""
    point = transaction.savepoint()
    found = []
    for content in contents:
        how(say(source, page, **content))
        found.append(rows())
    transaction.savepoint_rollback(point)
    return found


def expect_same_rows(source, page, *contents):
    ours, platforms = (after(source, page, how, *contents) for how in (refresh, one_by_one))
    assert ours == platforms
    return ours[-1]


LINKS = (
    '<h2>When you call</h2><p>See <a href="https://example.org/a.b?c=1">the page</a> and '
    '<a linktype="page" id="1">ours</a>.</p><ul><li>One</li><li>One</li></ul><p>One</p>'
)


# -- the same rows


def test_a_full_map_gives_the_same_rows(page, personas):
    body = [persona_profile(personas[0]), stage_table(3, 12), child("text", LINKS)]
    written = expect_same_rows(source_of(page), page, {"body": body})
    assert len(written["texts"]) > 60
    assert written["related"]
    assert written["markup"]
    assert written["overridable"]
    assert all(row[3] for row in written["contexts"])


def test_generated_maps_give_the_same_rows(page):
    source = source_of(page)

    @settings(max_examples=15)
    @given(bodies(), bodies())
    def same(first, second):
        # Again what was there before: then nothing is to do, or everything comes back.
        expect_same_rows(source, page, {"body": first}, {"body": second}, {"body": first})

    same()


def test_a_map_in_any_order_gives_the_same_rows(page):
    table = stage_table(4, 12)
    source = source_of(page)

    @settings(max_examples=8)
    @given(st.lists(st.sampled_from(range(4)), unique=True), st.booleans())
    def same(order, blank):
        other = copy.deepcopy(table)
        stages = other["value"]["stages"]
        other["value"]["stages"] = [stages[place] for place in order]
        if blank:
            other["value"]["title"] = ""
        expect_same_rows(source, page, {"body": [table]}, {"body": [other]})

    same()


def test_a_map_turned_round_gives_the_same_rows(page):
    """Every stage moves by another step."""
    stages = [stage(f"Stage {number}", actions="Waits") for number in range(2 * MAX_STEPS + 4)]
    turned = [stage_table(stages[::-1], 2)]
    expect_same_rows(source_of(page), page, {"body": [stage_table(stages, 2)]}, {"body": turned})


def test_texts_that_repeat_give_the_same_rows(page):
    table = stage_table([stage("Waits", actions="Waits\nWaits") for _number in range(4)], 4)
    text = child("text", "<p>Waits</p><p>Waits</p><p><b>Waits</b></p>")
    again = child("text", "<p>Waits</p>", text["id"])
    expect_same_rows(
        source_of(page), page, {"body": [table, text]}, {"body": [table, again]}, {"body": [again]}
    )


def test_a_map_with_more_texts_than_one_list_takes(page):
    table = stage_table([stage(f"Stage {number}") for number in range(CHUNK + 20)])
    written = expect_same_rows(source_of(page), page, {"body": [table]}, {"body": []})
    assert len(written["contexts"]) > CHUNK


def test_other_maps_keep_their_rows(page, personas):
    """Texts are shared between maps; nothing of another one is touched."""
    other = make_map(2, 12, page_class=WideMapPage, slug="other", title="Other")
    one_by_one(source_of(other))
    written = expect_same_rows(source_of(page), page, {"title": "Other"}, {"title": "New"})
    assert len({row[0] for row in written["texts"]}) == 2


def test_a_future_map_gives_the_same_rows(page):
    future = make_future_map(page)
    body = list(future.body.raw_data)
    expect_same_rows(source_of(future), future, {"body": body}, {"body": []})


@pytest.mark.parametrize("how", [refresh, one_by_one])
def test_a_context_of_old_gets_the_path_of_its_field(page, how):
    source = source_of(page)
    one_by_one(source)
    TranslationContext.objects.update(field_path="")
    how(source)
    assert not TranslationContext.objects.filter(field_path="").exists()


def test_snippets_give_the_same_rows(personas):
    persona, group = personas[0], TargetGroupFactory()
    first = {"needs": "Time", "target_group": group}
    expect_same_rows(source_of(persona), persona, first, {"needs": "", "target_group": None})


def test_what_is_not_ours_is_left_to_the_platform(locale_en):
    home = home_page()
    source, _created = TranslationSource.get_or_create_from_instance(home)
    with CaptureQueriesContext(connection) as asked:
        source.refresh_segments()
    with CaptureQueriesContext(connection) as platforms:
        one_by_one(source)
    assert len(asked) == len(platforms)


def test_the_platform_still_looks_as_it_did_when_it_was_wrapped():
    """What is wrapped here has no other name to hold on to."""
    assert TranslationSource.refresh_segments.__parcours__
    assert list(inspect.signature(one_by_one).parameters) == ["self"]
    names = ("from_value", "refresh_segments", "get_field_path", "_get_data_hash", "_get_path_id")
    owners = (StringSegment, TranslationSource, TranslationContext, String, TranslationContext)
    assert all(hasattr(owner, name) for owner, name in zip(owners, names, strict=True))
    columns = {
        model: {field.attname for field in model._meta.concrete_fields}
        for model in (String, TranslationContext, StringSegment)
    }
    assert columns == {
        String: {"id", "locale_id", "data_hash", "data"},
        TranslationContext: {"id", "object_id", "path_id", "path", "field_path"},
        StringSegment: {"id", "source_id", "context_id", "order", "string_id", "attrs"},
    }


# -- few queries


def queries_of(source, page, **content):
    say(source, page, **content)
    with CaptureQueriesContext(connection) as asked:
        refresh(source)
    return [query["sql"] for query in asked.captured_queries]


def writes(queries):
    return [sql for sql in queries if sql.startswith(("INSERT", "UPDATE", "DELETE"))]


def first_submission(page, stages):
    source = source_of(page)
    found = queries_of(source, page, body=[stage_table(stages, 12)])
    return source, found


def test_a_first_submission_costs_the_same_for_any_map(page, locale_en):
    big = make_map(body=[], page_class=WideMapPage, slug="big")
    _small, few = first_submission(page, 2)
    source, many = first_submission(big, 12)
    assert source.stringsegment_set.count() > 150
    assert len(few) <= 20
    # Lists are written in several pieces: SQLite takes 999 values at once.
    assert len(many) <= len(few) + 6


def test_a_changed_cell_costs_one_cell(page):
    counts = []
    for stages in (2, 30):
        source = TranslationSource.objects.filter(object_id=page.translation_key).first()
        table = stage_table(stages, 12)
        refresh(say(source or source_of(page), page, body=[table]))
        kept = set(StringSegment.objects.values_list("pk", flat=True))
        table["value"]["stages"][1]["value"]["actions"] = f"Said otherwise {stages}"
        asked = queries_of(source or TranslationSource.objects.get(), page, body=[table])
        counts.append((len(asked), len(writes(asked))))
        (new,) = set(StringSegment.objects.values_list("pk", flat=True)) - kept
        assert StringSegment.objects.get(pk=new).string.data == f"Said otherwise {stages}"
        assert StringSegment.objects.filter(pk__in=kept).count() == len(kept) - 1
    small, large = counts
    # The text, its segment, and the segment that goes.
    assert small[1] == large[1] == 3
    # Reading what is known comes in pieces; nothing else grows.
    assert large[0] <= small[0] + 4
    assert large[0] <= 20


def test_a_map_that_did_not_change_writes_nothing(page):
    source = source_of(page)
    refresh(source)
    assert writes(queries_of(source, page)) == []


def test_a_text_that_moves_keeps_its_row(page):
    """The translation editor that somebody has open names the row."""
    stages = [stage(f"Stage {number}", actions=f"Waits {number}") for number in range(20)]
    source = source_of(page)
    table = stage_table(stages, 2)
    refresh(say(source, page, body=[table]))
    kept = dict(StringSegment.objects.values_list("pk", "string__data"))
    table["value"]["stages"].insert(3, stage("In between", actions="Calls"))
    asked = queries_of(source, page, body=[table])
    now = dict(StringSegment.objects.values_list("pk", "string__data"))
    assert kept.items() <= now.items()
    assert len(writes(asked)) <= 4
