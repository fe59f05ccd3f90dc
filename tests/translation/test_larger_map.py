"""wagtail-localize and the link to a larger map: it is of one piece with the source."""

import pytest
from wagtail_localize.models import OverridableSegment

from tests.families import detail, french_home, journey
from tests.translation.marking import draft_of, extracted, string_paths, translate
from wagtail_parcours.models import CurrentStateMapPage, FutureStateMapPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def french(db):
    return french_home().locale


def test_a_translation_keeps_map_and_stage_and_details_the_map_of_its_language(french):
    whole = journey()
    form = detail(whole)
    translate(whole, french, publish=True)
    draft = draft_of(translate(form, french))
    assert (draft.detailed_map_id, draft.detailed_stage) == (whole.pk, "apply")


@pytest.mark.parametrize("page_class", [CurrentStateMapPage, FutureStateMapPage])
def test_translators_are_asked_for_no_part_of_the_link(french, page_class):
    form = detail(journey(), page_class=page_class)
    source = extracted(form)
    paths = string_paths(source) | set(
        OverridableSegment.objects.filter(source=source).values_list("context__path", flat=True)
    )
    assert not [path for path in paths if path.startswith("detailed_")]


def test_a_link_that_is_changed_or_taken_away_goes_along_with_the_next_update(french):
    whole, other = journey(), journey("Other")
    form = detail(whole)
    translation = translate(form, french)
    for larger, stage_id in ((other, "inform"), (None, "")):
        form.detailed_map, form.detailed_stage = larger, stage_id
        form.save_revision().publish()
        translation.source = extracted(form)
        translation.save_target(publish=False)
        draft = draft_of(translation)
        assert (draft.detailed_map, draft.detailed_stage) == (
            larger.page_ptr if larger else None,
            stage_id,
        )
