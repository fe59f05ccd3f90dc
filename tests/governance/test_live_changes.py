"""What a signed map shows changes without the map: it is marked, and unmarked when taken back."""

import pytest
from django.core import serializers
from django.db import transaction
from wagtail.models import Page
from wagtail_factories import DocumentFactory, ImageFactory

from tests.factories import (
    PersonaFactory,
    TargetGroupFactory,
    child,
    finding,
    improvement,
    improvement_card,
    make_channels,
    make_future_map,
    make_map,
    make_project,
    persona_profile,
    sign_as_it_is,
    stage,
)
from tests.governance.workflows import make_approver, make_editor, make_workflow, sign_now, submit
from wagtail_parcours.governance import live_changes
from wagtail_parcours.models import (
    Channel,
    CurrentStateMapPage,
    LiveVersion,
    Persona,
    PublicationRefused,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def channels():
    return {channel.slug: channel for channel in make_channels()}


@pytest.fixture
def ana():
    return PersonaFactory(name="Ana", age=30, target_group=TargetGroupFactory(name="Newcomers"))


@pytest.fixture
def signed(channels, ana):
    body = [persona_profile(ana), improvement_card("telephone")]
    return make_future_map(body=body, slug="signed")


def is_marked(page):
    return LiveVersion.objects.get(page_id=page.pk).changed_at is not None


def save(instance, **values):
    again = type(instance).objects.get(pk=instance.pk)
    for name, value in values.items():
        setattr(again, name, value)
    again.save()
    return again


@pytest.mark.parametrize(("name", "value"), [("name", "Anna"), ("age", 31), ("live", False)])
def test_a_changed_persona_marks_the_map_until_it_is_changed_back(signed, ana, name, value):
    assert not is_marked(signed)
    before = getattr(ana, name)
    save(ana, **{name: value})
    assert is_marked(signed)
    save(ana, **{name: before})
    assert not is_marked(signed)


def test_the_mark_keeps_the_time_of_the_first_change(signed, ana):
    save(ana, age=31)
    first = LiveVersion.objects.get(page_id=signed.pk).changed_at
    save(ana, age=32)
    assert LiveVersion.objects.get(page_id=signed.pk).changed_at == first


def test_a_published_draft_marks_and_a_saved_one_does_not(signed, ana):
    draft = Persona.objects.get(pk=ana.pk)
    draft.age = 31
    revision = draft.save_revision()
    assert not is_marked(signed)
    revision.publish()
    assert is_marked(signed)


def test_unpublishing_a_persona_marks_the_map(signed, ana):
    Persona.objects.get(pk=ana.pk).unpublish()
    assert is_marked(signed)


def test_a_deleted_persona_marks_the_map(signed, ana):
    ana.delete()
    assert is_marked(signed)


def test_sensitive_fields_are_no_part_of_what_was_signed(signed, ana):
    save(ana, condition="Low vision")
    assert not is_marked(signed)


def test_a_persona_that_the_map_does_not_show_changes_nothing(signed):
    other = PersonaFactory(name="Ben")
    save(other, name="Benoit")
    assert not is_marked(signed)


def test_a_renamed_target_group_marks_the_map(signed, ana):
    save(ana.target_group, name="Recent newcomers")
    assert is_marked(signed)


def test_a_deleted_target_group_marks_the_map(signed, ana):
    ana.target_group.delete()
    assert is_marked(signed)


def test_a_channel_marks_the_maps_that_name_it(signed, channels):
    save(channels["online"], name="On the web")
    assert is_marked(signed)  # Ana's reality is told for this channel.
    save(channels["online"], name="Online")
    assert not is_marked(signed)
    save(channels["in-person"], name="At the counter")
    assert not is_marked(signed)


def test_a_channel_that_loses_its_identifier_marks_the_map(signed, channels):
    save(channels["telephone"], slug="phone")
    assert is_marked(signed)
    save(channels["telephone"], slug="telephone")
    assert not is_marked(signed)


def test_a_deleted_channel_marks_the_map(signed, channels):
    channels["telephone"].delete()
    assert is_marked(signed)
    Channel.objects.create(
        slug="telephone",
        name="Telephone",
        icon="parcours-channel-telephone",
        locale=signed.locale,
    )
    assert not is_marked(signed)


@pytest.fixture
def pair(channels):
    today = make_map([stage(findings=[finding("Long wait", "f1")])], title="Today", slug="today")
    card = improvement_card("telephone", [improvement(barriers=["f1"])])
    return today, make_future_map(today, body=[card], slug="tomorrow")


def new_text(today, text):
    page = CurrentStateMapPage.objects.get(pk=today.pk)
    raw = list(page.body.raw_data)
    raw[0]["value"]["stages"][0]["value"]["findings"][0]["value"]["text"] = text
    page.body = raw
    page.save()


def test_a_barrier_of_the_current_map_marks_the_future_one(pair):
    today, tomorrow = pair
    new_text(today, "Very long wait")
    assert is_marked(tomorrow)
    new_text(today, "Long wait")
    assert not is_marked(tomorrow)


def test_what_the_future_map_does_not_show_of_the_current_one_does_not_mark_it(pair):
    today, tomorrow = pair
    save(today, introduction="Other words")
    assert not is_marked(tomorrow)
    save(today, title="The service today")
    assert is_marked(tomorrow)


def test_taking_the_current_map_down_marks_the_future_one(pair):
    today, tomorrow = pair
    CurrentStateMapPage.objects.get(pk=today.pk).unpublish()
    assert is_marked(tomorrow)


@pytest.mark.parametrize("model", [Page, CurrentStateMapPage])
def test_deleting_the_current_map_marks_the_future_one(pair, model):
    today, tomorrow = pair
    model.objects.get(pk=today.pk).delete()
    assert is_marked(tomorrow)


def test_deleting_the_folder_of_the_current_map_marks_the_future_one(channels):
    folder = make_project()
    today = make_map(parent=folder, slug="today")
    tomorrow = make_future_map(today, slug="tomorrow")
    Page.objects.get(pk=folder.pk).delete()
    assert is_marked(tomorrow)


def test_an_alias_is_marked_as_its_source_is(signed, ana):
    alias = signed.create_alias(update_slug="alias")
    assert not is_marked(alias)
    save(ana, age=31)
    assert is_marked(signed)
    assert is_marked(alias)


def test_another_file_behind_a_picture_marks_the_map(channels):
    image, portrait, document = ImageFactory(), ImageFactory(), DocumentFactory()
    shown = [
        child("image", {"image": image.pk, "alt": "A counter", "caption": ""}),
        child("document", {"document": document.pk, "title": "Report"}),
        persona_profile(PersonaFactory(photo=portrait, photo_alt="A woman")),
    ]
    page = make_future_map(body=shown)
    for file in (image, portrait, document):
        save(file, title="Another title")
        assert not is_marked(page)
        before = type(file).objects.get(pk=file.pk).file_hash
        save(file, file_hash="0" * 40)
        assert is_marked(page)
        save(file, file_hash=before)
        assert not is_marked(page)


@pytest.mark.parametrize("place", ["image", "portrait"])
def test_a_deleted_picture_marks_the_map(channels, place):
    image = ImageFactory()
    if place == "image":
        shown = child("image", {"image": image.pk, "alt": "A counter", "caption": ""})
    else:
        shown = persona_profile(PersonaFactory(photo=image, photo_alt="A woman"))
    page = make_future_map(body=[shown])
    image.delete()
    assert is_marked(page)


def test_a_map_that_needs_no_sign_off_is_never_marked(channels, ana):
    page = make_map(persona=ana)
    save(ana, age=31)
    assert not is_marked(page)


def test_nothing_signed_costs_one_query(ana, django_assert_num_queries):
    # One look, between the two ends of a savepoint.
    with django_assert_num_queries(3):
        live_changes.check(live_changes.maps_showing(ana))


def test_the_cost_grows_with_the_maps_only(signed, ana, django_assert_max_num_queries):
    for number in range(5):
        body = [persona_profile(ana), improvement_card("telephone")]
        make_future_map(body=body, slug=f"map{number}")
    again = Persona.objects.get(pk=ana.pk)
    again.age = 31
    with django_assert_max_num_queries(45):
        again.save()
    assert LiveVersion.objects.filter(changed_at__isnull=False).count() == 6


def test_publishing_it_again_takes_a_new_signature(signed, ana):
    """Readers would see the new persona, which nobody signed."""
    save(ana, age=31)
    page = type(signed).objects.get(pk=signed.pk)
    with pytest.raises(PublicationRefused):
        page.save_revision().publish()
    assert is_marked(page)


@pytest.mark.parametrize("edited", [True, False])
def test_a_new_signature_on_what_is_shown_now_takes_the_mark_away(signed, ana, edited):
    editor, approver = make_editor(), make_approver()
    make_workflow()
    # The version that readers see has a revision, and it is the latest one.
    type(signed).objects.get(pk=signed.pk).save_revision(user=editor).publish()
    save(ana, age=31)
    assert is_marked(signed)
    if edited:
        type(signed).objects.get(pk=signed.pk).save_revision(user=editor)
    submit(signed, editor)
    record = sign_now(signed, approver)
    version = LiveVersion.objects.get(page_id=signed.pk)
    assert version.changed_at is None
    assert version.seal == record.seal
    assert version.signatures[0]["signed_at"] == record.signed_at.isoformat()


def test_a_change_that_is_rolled_back_leaves_no_mark(signed, ana):
    with transaction.atomic():
        save(ana, age=31)
        assert is_marked(signed)
        transaction.set_rollback(True)
    assert not is_marked(signed)


def test_a_fixture_is_left_to_the_audit(signed, ana):
    data = serializers.serialize("json", [Persona.objects.get(pk=ana.pk)])
    for item in serializers.deserialize("json", data.replace('"age": 30', '"age": 31')):
        item.save()
    assert Persona.objects.get(pk=ana.pk).age == 31


@pytest.mark.django_db(transaction=True)
def test_a_change_during_a_publication_is_noticed_when_both_have_ended(channels, ana, monkeypatch):
    """The persona changes after the seal was taken and before the row is there to be marked."""
    page = make_future_map(body=[persona_profile(ana)], live=False)
    with monkeypatch.context() as patched:
        patched.setattr(live_changes, "check_all", lambda find: None)
        with transaction.atomic():
            sign_as_it_is(page)
            page.live = True
            page.save()
            save(ana, age=31)
            assert not is_marked(page)
    assert is_marked(page)
