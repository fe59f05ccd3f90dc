"""What becomes of the link to a larger map when maps are signed, copied, moved and deleted."""

import pytest
from django.urls import reverse
from wagtail.models import Page, ReferenceIndex

from tests.factories import add_page, make_future_map
from tests.families import detail, french_home, journey, table
from tests.testapp.models import AnyPage, WideMapPage
from wagtail_parcours.governance.sealing import seal_page
from wagtail_parcours.models import CurrentStateMapPage, FutureStateMapPage, PublicationRefused
from wagtail_parcours.models.lineage import keys_above, link_models, maps_below

pytestmark = pytest.mark.django_db


def link_of(page):
    page = type(page).objects.get(pk=page.pk)
    return (page.detailed_map_id, page.detailed_stage)


@pytest.fixture
def whole(db):
    return journey()


# -- seals


@pytest.mark.parametrize("page_class", [CurrentStateMapPage, FutureStateMapPage, WideMapPage])
def test_where_a_map_belongs_is_no_part_of_its_seal(whole, page_class):
    page = page_class(title="In the form", body=[table("Aware")], slug="form", live=False)
    add_page(page)
    alone = seal_page(page)
    page.detailed_map, page.detailed_stage = whole, "apply"
    assert seal_page(page) == alone
    assert not {"detailed_map", "detailed_stage"} & set(page.sealed_texts())
    page.introduction = "Other"
    assert seal_page(page) != alone


def test_nothing_is_written_into_the_larger_map(whole):
    before = seal_page(whole), whole.latest_revision_created_at, list(whole.body.raw_data)
    detail(whole)
    after = CurrentStateMapPage.objects.get(pk=whole.pk)
    now = seal_page(after), after.latest_revision_created_at, list(after.body.raw_data)
    assert now == before


def test_a_signed_map_may_be_put_elsewhere_without_another_signature(whole):
    page = make_future_map(title="Tomorrow", slug="tomorrow", body=[table("Aware")])
    page.detailed_map, page.detailed_stage = whole, "apply"
    page.save_revision().publish()
    assert link_of(page) == (whole.pk, "apply")
    assert FutureStateMapPage.objects.get(pk=page.pk).live


def test_the_link_is_no_way_around_the_gate(whole):
    page = make_future_map(title="Tomorrow", slug="tomorrow", body=[table("Aware")])
    page.detailed_map, page.introduction = whole, "Nobody signed this"
    with pytest.raises(PublicationRefused):
        page.save()


# -- copying


def test_a_copy_details_the_same_stage(whole):
    form = detail(whole)
    copied = form.copy(update_attrs={"slug": "copy"}, keep_live=False)
    assert link_of(copied) == (whole.pk, "apply")


def test_copies_of_a_larger_map_have_no_details_of_their_own(whole):
    form = detail(whole)
    copied = whole.copy(update_attrs={"slug": "copy"})
    assert link_of(form) == (whole.pk, "apply")
    found = maps_below([copied.translation_key], 10)
    assert [page.pk for page in found] == [copied.pk]


def test_the_shape_of_a_detail_makes_a_map_of_its_own(admin_client, whole):
    form = detail(whole)
    response = admin_client.post(
        reverse("wagtail_parcours:new_map"),
        {
            "kind": "wagtail_parcours.currentstatemappage",
            "title": "Of the same shape",
            "parent": Page.objects.get(depth=2).pk,
            "start": "map",
            "shape": form.pk,
            "framework": "",
            "persona": "",
            "current_map": "",
        },
    )
    assert response.status_code == 302
    made = CurrentStateMapPage.objects.get(title="Of the same shape")
    assert link_of(made) == (None, "")
    assert not {"aware", "inform", "apply"} & {
        stage.id for table in made.get_journey().tables for stage in table.stages
    }


def test_a_copy_for_translation_details_the_same_stage(whole):
    form = detail(whole)
    translated = form.copy_for_translation(french_home().locale)
    assert link_of(translated) == (whole.pk, "apply")


# -- moving and deleting


def test_maps_that_move_keep_their_links(whole):
    form, section = detail(whole), add_page(AnyPage(title="Section", slug="section"))
    form.move(section, pos="last-child")
    assert link_of(form) == (whole.pk, "apply")
    whole.move(AnyPage.objects.get(pk=section.pk), pos="last-child")
    assert link_of(form) == (whole.pk, "apply")


def test_deleting_the_larger_map_sets_its_details_free(whole):
    form = detail(whole)
    wide = detail(whole, "aware", "Wide", page_class=WideMapPage)
    form.save_revision()
    whole.delete()
    assert link_of(form) == (None, "apply")
    assert link_of(wide) == (None, "aware")
    form = CurrentStateMapPage.objects.get(pk=form.pk)
    assert form.live
    # A version from before opens, and publishes, without the map that is gone.
    assert form.get_latest_revision_as_object().detailed_map is None
    form.get_latest_revision().publish()
    assert link_of(form) == (None, "apply")


def test_deleting_a_detail_leaves_the_larger_map_as_it_is(whole):
    form = detail(whole)
    form.delete()
    assert CurrentStateMapPage.objects.get(pk=whole.pk).live
    assert [page.pk for page in maps_below([whole.translation_key], 10)] == [whole.pk]


def test_people_are_told_of_the_details_before_a_map_is_deleted(whole):
    form = detail(whole)
    found = ReferenceIndex.get_references_to(whole).values_list("object_id", flat=True)
    assert str(form.pk) in set(found)


def test_no_save_of_a_live_map_stumbles_over_a_link_that_leads_nowhere(whole):
    """A schedule publishes many maps: one that refuses would stop the others."""
    form = detail(whole, "long-gone")
    CurrentStateMapPage.objects.filter(pk=whole.pk).update(detailed_map=form)
    for page in CurrentStateMapPage.objects.filter(pk__in=[whole.pk, form.pk]):
        page.save()
        page.save_revision().publish()
        assert CurrentStateMapPage.objects.get(pk=page.pk).live


# -- the walk


def test_each_page_type_with_a_column_of_its_own_is_walked():
    assert set(link_models()) == {CurrentStateMapPage, FutureStateMapPage, WideMapPage}


def test_a_walk_is_one_query_and_ends(whole, django_assert_num_queries):
    inner = whole
    for number in range(6):
        page_class = (CurrentStateMapPage, WideMapPage)[number % 2]
        inner = detail(inner, "apply", f"Level {number}", page_class=page_class)
    CurrentStateMapPage.objects.filter(pk=whole.pk).update(detailed_map=inner)
    with django_assert_num_queries(2):
        above = set(
            Page.objects.filter(translation_key__in=keys_above(inner.pk, 1_000)).values_list(
                "title", flat=True
            )
        )
        below = {page.title for page in maps_below([whole.translation_key], 1_000)}
    assert above == below == {"Whole journey", *(f"Level {number}" for number in range(6))}
