"""The record of facts: what was published, by whom; never drafts, never bookkeeping."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core import serializers
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import LogContext
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data

from tests.factories import ChannelFactory, PersonaFactory, TargetGroupFactory
from wagtail_parcours.models import Channel, Persona

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return get_user_model().objects.create_superuser("maya", "maya@example.org", "pw")


@pytest.fixture
def ana():
    """A persona that is live and has one row, made by publishing."""
    persona = PersonaFactory(name="Ana", live=False)
    persona.save_revision().publish()
    return Persona.objects.get(pk=persona.pk)


def draft(persona, **values):
    edited = Persona.objects.get(pk=persona.pk).get_latest_revision_as_object()
    for name, value in values.items():
        setattr(edited, name, value)
    return edited.save_revision()


def test_the_history_model_keeps_no_bookkeeping():
    names = {field.name for field in Persona.history.model._meta.fields}
    assert {"name", "condition", "live", "target_group"} <= names
    assert not names & {"latest_revision", "live_revision", "has_unpublished_changes", "locked_by"}


def test_ten_drafts_of_a_live_persona_leave_no_row(ana):
    for number in range(10):
        draft(ana, narrative=f"Draft {number}")
    assert ana.history.count() == 1
    assert ana.history.get().narrative != "Draft 9"


def test_overwriting_a_draft_as_autosave_does_leaves_no_row(ana):
    revision = draft(ana, narrative="First")
    edited = revision.as_object()
    edited.narrative = "Second"
    edited.save_revision(overwrite_revision=revision)
    assert ana.history.count() == 1


def test_publishing_writes_one_row_with_what_was_published(ana):
    draft(ana, narrative="Now published").publish()
    assert [row.history_type for row in ana.history.all()] == ["~", "+"]
    assert ana.history.first().narrative == "Now published"


def test_publishing_for_the_first_time_is_the_creation():
    persona = PersonaFactory(live=False)
    revision = persona.save_revision()
    assert persona.history.count() == 0
    revision.publish()
    assert [row.history_type for row in persona.history.all()] == ["+"]


def test_a_draft_that_was_never_live_leaves_nothing(user):
    persona = PersonaFactory(live=False)
    persona.name = "Other"
    persona.save()
    pk = persona.pk
    persona.delete()
    assert not Persona.history.filter(id=pk).exists()


def test_taking_it_down_writes_one_row(ana):
    ana.unpublish()
    assert [row.live for row in ana.history.all()] == [False, True]


def test_editing_while_it_is_down_writes_none(ana):
    ana.unpublish()
    # Wagtail saves the whole row when it is not live, at each autosave.
    for number in range(3):
        ana.narrative = f"Draft {number}"
        ana.save()
        ana.save_revision()
    assert ana.history.count() == 2


def test_publishing_again_writes_one_row(ana):
    ana.unpublish()
    draft(ana, narrative="Back").publish()
    assert [row.live for row in ana.history.all()] == [True, False, True]


def test_saving_the_same_again_writes_none(ana):
    Persona.objects.get(pk=ana.pk).save()
    PersonaFactory(live=True, share="18.50")
    channel = ChannelFactory()
    channel.save()
    assert ana.history.count() == 1
    assert channel.history.count() == 1


def test_a_value_typed_as_text_is_the_same_value(ana):
    again = Persona.objects.get(pk=ana.pk)
    again.share, again.age = "18.500", "58"
    again.save()
    assert ana.history.count() == 1


def test_locking_writes_none(ana, user):
    ana.locked, ana.locked_by, ana.locked_at = True, user, timezone.now()
    ana.save()
    assert ana.history.count() == 1


def test_scheduling_a_first_publication_writes_none_until_it_happens():
    persona = PersonaFactory(live=False)
    persona.go_live_at = timezone.now() + timedelta(days=1)
    revision = persona.save_revision()
    revision.publish()
    assert persona.history.count() == 0

    past = timezone.now() - timedelta(hours=1)
    revision.refresh_from_db()
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save()
    call_command("publish_scheduled")
    assert [row.history_type for row in persona.history.all()] == ["+"]


def test_deleting_writes_one_row(ana):
    pk = ana.pk
    ana.delete()
    rows = Persona.history.filter(id=pk)
    assert [row.history_type for row in rows] == ["-", "+"]


def test_channels_and_target_groups_have_no_drafts():
    for thing in (ChannelFactory(), TargetGroupFactory()):
        thing.description = "Changed"
        thing.save()
        assert [row.history_type for row in thing.history.all()] == ["~", "+"]


def test_each_model_has_its_own_bookkeeping(ana):
    """Django announces every model to every history: none may take another's columns over."""
    channel = ChannelFactory()
    channel.save(update_fields=["icon"])
    channel.icon = "parcours-channel-mail"
    channel.save(update_fields=["icon"])
    assert channel.history.count() == 2
    ana.save(update_fields=["latest_revision"])
    assert ana.history.count() == 1


def test_only_the_named_fields_count():
    channel = ChannelFactory(name="Online")
    channel.name = "Web"
    channel.save(update_fields=["name"])
    assert channel.history.first().name == "Web"


def test_loading_fixtures_writes_none():
    channel = ChannelFactory()
    data = serializers.serialize("json", [channel]).replace("Online", "Loaded")
    for item in serializers.deserialize("json", data):
        item.save()
    assert Channel.objects.get(pk=channel.pk).name == "Loaded"
    assert channel.history.count() == 1


def test_the_switch_of_simple_history_is_respected(settings):
    settings.SIMPLE_HISTORY_ENABLED = False
    assert ChannelFactory().history.count() == 0


def test_the_person_wagtail_works_for_is_named(ana, user):
    with LogContext(user=user):
        draft(ana, narrative="By Maya").publish(user=user)
    assert ana.history.first().history_user == user


def test_nobody_is_named_when_nobody_acts(ana):
    assert ana.history.first().history_user is None


def form_of(persona, **values):
    return nested_form_data(
        {
            "name": persona.name,
            "role": persona.role,
            "origin": persona.origin,
            "interviews": 12,
            "photo": "",
            "photo_alt": "",
            "age": "",
            "target_group": "",
            "narrative": persona.narrative,
            "quote": "",
            "needs": "",
            "goals": "",
            "languages": "",
            "reading_level": "",
            "condition": "",
            "symptoms": "",
            "share": "",
            "evidence": "",
            **values,
        }
    )


def test_wagtails_own_views_write_what_happened_and_who_did_it(client, user, ana):
    client.force_login(user)
    name = "wagtailsnippets_wagtail_parcours_persona"
    edit = reverse(f"{name}:edit", args=[ana.pk])
    client.post(edit, form_of(ana, narrative="Draft"))
    assert ana.history.count() == 1
    client.post(edit, form_of(ana, narrative="Live") | {"action-publish": "1"})
    client.post(reverse(f"{name}:unpublish", args=[ana.pk]))
    client.post(edit, form_of(ana, narrative="Draft while down"))
    client.post(reverse(f"{name}:delete", args=[ana.pk]))
    rows = list(Persona.history.filter(id=ana.pk))
    assert [(row.history_type, row.live) for row in rows] == [
        ("-", False),
        ("~", False),
        ("~", True),
        ("+", True),
    ]
    assert [row.history_user for row in rows] == [user, user, user, None]


def test_creating_and_publishing_at_once_writes_one_row(client, user):
    client.force_login(user)
    url = reverse("wagtailsnippets_wagtail_parcours_persona:add")
    form = form_of(PersonaFactory.build(name="New"), name="New") | {"action-publish": "1"}
    client.post(url, form)
    rows = Persona.history.filter(name="New")
    assert [(row.history_type, row.history_user) for row in rows] == [("+", user)]


def test_translating_a_persona_with_wagtail_localize(ana, user):
    from wagtail_localize.models import Translation, TranslationSource

    french = Locale.objects.get_or_create(language_code="fr")[0]
    with LogContext(user=user):
        source, _created = TranslationSource.update_or_create_from_instance(ana)
        translation = Translation.objects.create(source=source, target_locale=french)
        translation.save_target(user=user, publish=True)
    copy = ana.get_translation(french)
    assert copy.live
    assert copy.history.count() == 1
    assert ana.history.count() == 1

    draft(ana, narrative="Changed").publish()
    with LogContext(user=user):
        source.update_from_db()
        translation.save_target(user=user, publish=True)
    copy.refresh_from_db()
    assert copy.narrative == "Changed"
    assert copy.history.count() == 2
