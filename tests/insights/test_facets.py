"""The rows that the catalogue filters by, on every road to the live site and away from it."""

import pytest
from django.urls import reverse
from wagtail.models import Locale

from tests.factories import (
    PersonaFactory,
    TargetGroupFactory,
    add_page,
    improvement_card,
    make_index,
    make_map,
    persona_profile,
    stage,
    stage_table,
    touchpoint,
)
from wagtail_parcours.insights import rewrite_facets
from wagtail_parcours.models import (
    CurrentStateMapPage,
    Facet,
    FutureStateMapPage,
    JourneyFacet,
    Persona,
)

pytestmark = pytest.mark.django_db


def rows(page, facet=None):
    found = JourneyFacet.objects.filter(page_id=page.pk)
    if facet is not None:
        found = found.filter(facet=facet)
    return {(row.facet, row.value) for row in found}


def body_with(persona=None, channel="telephone"):
    return [
        persona_profile(persona, [("online", "", "")]),
        stage_table([stage(touchpoints=[touchpoint(channel=channel)])]),
    ]


@pytest.fixture
def group():
    return TargetGroupFactory()


@pytest.fixture
def ana(group):
    return PersonaFactory(name="Ana", target_group=group)


def expected(persona, group, *channels):
    return {
        ("persona", str(persona.translation_key)),
        ("target_group", str(group.translation_key)),
        *(("channel", slug) for slug in channels),
    }


def draft_map(persona, **values):
    return make_map(body=body_with(persona), live=False, **values)


def test_a_draft_has_none(ana):
    page = draft_map(ana)
    page.save_revision()
    assert rows(page) == set()


def test_publishing_writes_them(ana, group):
    page = draft_map(ana)
    page.save_revision().publish()
    assert rows(page) == expected(ana, group, "online", "telephone")


def test_unpublishing_removes_them(ana):
    page = make_map(body=body_with(ana))
    page.unpublish()
    assert rows(page) == set()


def test_a_draft_of_a_live_map_changes_nothing(ana, group):
    page = make_map(body=body_with(ana))
    page.body = body_with(None, channel="mail")
    page.save_revision()
    assert rows(page) == expected(ana, group, "online", "telephone")


def test_publishing_that_draft_replaces_them(ana):
    page = make_map(body=body_with(ana))
    page.body = body_with(None, channel="mail")
    page.save_revision().publish()
    assert rows(page) == {("channel", "online"), ("channel", "mail")}


def test_a_page_added_live_has_them(ana, group):
    page = add_page(CurrentStateMapPage(title="Live at once", body=body_with(ana)))
    assert rows(page) == expected(ana, group, "online", "telephone")


def test_deleting_the_page_removes_them(ana):
    page = make_map(body=body_with(ana))
    page.delete()
    assert not JourneyFacet.objects.exists()


def test_deleting_the_catalogue_above_removes_them(ana):
    index = make_index()
    make_map(body=body_with(ana), parent=index)
    index.delete()
    assert not JourneyFacet.objects.exists()


def test_a_copy_kept_live_has_its_own(ana):
    page = make_map(body=body_with(ana))
    copy = page.copy(update_attrs={"slug": "copy"}, keep_live=True)
    assert rows(copy) == rows(page) != set()


def test_a_copy_as_draft_has_none(ana):
    page = make_map(body=body_with(ana))
    copy = page.copy(update_attrs={"slug": "copy"}, keep_live=False)
    assert rows(copy) == set()


def test_an_alias_has_them_and_follows_its_original(ana):
    page = make_map(body=body_with(ana))
    page.save_revision().publish()
    alias = page.create_alias(update_slug="alias")
    assert rows(alias) == rows(page) != set()

    page.body = body_with(None, channel="mail")
    page.save_revision().publish()
    assert rows(alias) == {("channel", "online"), ("channel", "mail")}


def test_moving_keeps_them(ana):
    page = make_map(body=body_with(ana))
    before = rows(page)
    page.move(make_index(), pos="last-child")
    assert rows(page) == before != set()


def test_the_editor_writes_them(admin_client, ana, group):
    """Through Wagtail's own bulk action, as an editor publishes several maps at once."""
    page = draft_map(ana)
    page.save_revision()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    admin_client.post(f"{url}?id={page.pk}")
    assert rows(page) == expected(ana, group, "online", "telephone")


def test_improvement_cards_name_their_channel():
    page = make_map(body=[improvement_card("in-person")], page_class=FutureStateMapPage)
    assert rows(page) == {("channel", "in-person")}


def test_a_translated_persona_is_the_same_facet(ana):
    french = Locale.objects.get_or_create(language_code="fr")[0]
    translated = ana.copy_for_translation(french)
    translated.save()
    page = make_map(body=body_with(translated))
    assert rows(page, Facet.PERSONA) == {("persona", str(ana.translation_key))}


def test_rewriting_touches_only_what_changed(ana, django_assert_max_num_queries):
    page = make_map(body=body_with(ana))
    kept = set(JourneyFacet.objects.values_list("pk", flat=True))
    page.body = [*body_with(ana), improvement_card("mail")]
    with django_assert_max_num_queries(8):
        rewrite_facets(page)
    assert kept < set(JourneyFacet.objects.values_list("pk", flat=True))


# -- target groups follow the personas


def groups_of(page):
    return {value for _facet, value in rows(page, Facet.TARGET_GROUP)}


def publish(persona, **values):
    draft = Persona.objects.get(pk=persona.pk).get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save_revision().publish()


def test_a_persona_published_in_another_group_takes_its_maps_along(ana, group):
    other = TargetGroupFactory()
    page, elsewhere = make_map(body=body_with(ana)), make_map(body=body_with())
    publish(ana, target_group=other)
    assert groups_of(page) == {str(other.translation_key)}
    assert groups_of(elsewhere) == set()


def test_a_draft_of_the_persona_takes_nothing_along(ana, group):
    page = make_map(body=body_with(ana))
    draft = ana.get_latest_revision_as_object()
    draft.target_group = TargetGroupFactory()
    draft.save_revision()
    assert groups_of(page) == {str(group.translation_key)}


def test_a_persona_without_group_leaves_none(ana):
    page = make_map(body=body_with(ana))
    publish(ana, target_group=None)
    assert groups_of(page) == set()


def test_a_group_that_another_persona_of_the_map_is_in_stays(ana, group):
    other = PersonaFactory(target_group=group)
    page = make_map(body=[persona_profile(ana), persona_profile(other)])
    publish(ana, target_group=None)
    assert groups_of(page) == {str(group.translation_key)}


def test_an_unpublished_persona_brings_no_group(ana, group):
    page = make_map(body=body_with(ana))
    ana.unpublish()
    assert groups_of(page) == set()
    publish(ana)
    assert groups_of(page) == {str(group.translation_key)}


def test_a_persona_that_was_never_published_brings_no_group(group):
    page = make_map(body=body_with(PersonaFactory(live=False, target_group=group)))
    assert groups_of(page) == set()


def test_deleting_the_persona_removes_its_rows(ana):
    page = make_map(body=body_with(ana))
    ana.delete()
    assert rows(page) == {("channel", "online"), ("channel", "telephone")}


def test_deleting_the_group_removes_its_rows(ana, group):
    page = make_map(body=body_with(ana))
    group.delete()
    assert groups_of(page) == set()


def test_following_a_persona_costs_the_same_for_many_maps(ana, django_assert_num_queries):
    for number in range(5):
        make_map(body=body_with(ana), title=f"Map {number}")
    other = TargetGroupFactory()
    Persona.objects.filter(pk=ana.pk).update(target_group=other)
    from wagtail_parcours.insights.facets import pages_with, rewrite_target_groups

    pages = pages_with(Facet.PERSONA, ana.translation_key)
    with django_assert_num_queries(7):
        rewrite_target_groups(pages)
    found = JourneyFacet.objects.filter(value=str(other.translation_key))
    assert found.count() == 5
