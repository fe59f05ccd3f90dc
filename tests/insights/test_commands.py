"""The index is checked and mended from a prompt."""

import io

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_map
from wagtail_parcours.insights import verification
from wagtail_parcours.models import InsightEntry, InsightMap, JourneyFacet

pytestmark = pytest.mark.django_db


def run(name, **options):
    told = io.StringIO()
    call_command(name, stdout=told, **options)
    return told.getvalue()


@pytest.fixture
def maps():
    return [make_map(2, 4, title=f"Map {number}", slug=f"m{number}") for number in range(5)]


def test_an_index_in_step_is_said_to_be(maps):
    assert run("verify_insights") == "The index says what 5 live maps say.\n"


def test_every_difference_is_said_and_mended(maps):
    first, second, third, fourth = maps[:4]
    InsightMap.objects.filter(page_id=first.pk).delete()
    InsightMap.objects.filter(page_id=second.pk).update(framework="another")
    entry = InsightEntry.objects.filter(page_id=third.pk, kind="finding").first()
    InsightEntry.objects.filter(pk=entry.pk).update(effect_client="delight", text="Other")
    InsightEntry.objects.filter(page_id=third.pk, kind="stage").last().delete()
    type(fourth).objects.filter(pk=fourth.pk).update(live=False)
    JourneyFacet.objects.filter(page_id=first.pk).delete()
    told = io.StringIO()
    with pytest.raises(CommandError, match="differences between the index and 4 live maps"):
        call_command("verify_insights", stdout=told)
    lines = told.getvalue()
    assert f"Page {fourth.pk}: the index knows this page, which is no live map" in lines
    assert f"Page {first.pk}: the map is not in the index" in lines
    assert f"Page {second.pk}: the index says something else of the map (framework)" in lines
    assert (
        f"Page {third.pk}: an entry differs (finding {entry.entry}: text, effect_client)" in lines
    )
    told = run("rebuild_insights")
    assert "4 maps are in the index: 3 were not in step, 1 were no live maps any more." in told
    assert run("verify_insights") == "The index says what 4 live maps say.\n"
    assert JourneyFacet.objects.filter(page_id=first.pk).exists()


def test_it_goes_on_where_it_was_stopped(maps, monkeypatch):
    InsightEntry.objects.all().delete()
    original, batches = verification.rebuild_pages, []

    def stop_at_the_second(pages):
        if batches:
            raise KeyboardInterrupt
        batches.append(pages)
        return original(pages)

    command = "wagtail_parcours.management.commands.rebuild_insights.rebuild_pages"
    monkeypatch.setattr(command, stop_at_the_second)
    with pytest.raises(CommandError, match=f"Go on with: --after {maps[1].pk}$"):
        run("rebuild_insights", batch=2)
    kept = set(InsightEntry.objects.values_list("page_id", flat=True))
    assert kept == {maps[0].pk, maps[1].pk}
    monkeypatch.setattr(command, original)
    told = run("rebuild_insights", batch=2, after=maps[1].pk)
    assert told.splitlines()[0] == f"Indexed 2 of 3 maps, up to page {maps[3].pk}."
    assert run("verify_insights") == "The index says what 5 live maps say.\n"


def test_a_batch_of_nothing_is_refused(maps):
    with pytest.raises(CommandError, match="at least one map"):
        run("rebuild_insights", batch=0)
