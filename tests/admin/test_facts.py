"""The record of changes: read field by field, restored with care."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import translation
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.log_actions import LogContext
from wagtail.models import ModelLogEntry

from tests.factories import ChannelFactory, PersonaFactory, TargetGroupFactory
from wagtail_parcours.models import Channel, Persona

pytestmark = pytest.mark.django_db


def address(name, thing, *args):
    model = thing._meta.model_name
    return reverse(f"wagtailsnippets_wagtail_parcours_{model}:{name}", args=[thing.pk, *args])


@pytest.fixture
def maya():
    return get_user_model().objects.create_user(
        "maya", "maya@example.org", "pw", first_name="Maya", last_name="Roy"
    )


def publish(persona, user=None, **values):
    draft = Persona.objects.get(pk=persona.pk).get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    with LogContext(user=user):
        draft.save_revision(user=user).publish(user=user, skip_permission_checks=True)
    return Persona.objects.get(pk=persona.pk)


@pytest.fixture
def ana():
    persona = PersonaFactory(name="Ana", live=False, role="client", age=30, needs="Rest")
    return publish(persona)


def entries(client, thing):
    return client.get(address("facts", thing)).context["entries"]


def changes(entry):
    return {change.label: (change.before, change.after) for change in entry.changes}


# -- reading


def test_each_entry_says_what_happened_newest_first(admin_client, ana):
    publish(ana, age=31)
    Persona.objects.get(pk=ana.pk).unpublish()
    publish(ana, age=32)
    assert [entry.event for entry in entries(admin_client, ana)] == [
        "Published again",
        "Unpublished",
        "Published with changes",
        "Published for the first time",
    ]


def test_each_entry_says_who_did_it(admin_client, ana, maya):
    publish(ana, user=maya, age=31)
    text = admin_client.get(address("facts", ana)).content.decode()
    assert "Maya Roy" in text
    assert "by the system" in text


def test_changes_are_told_field_by_field_in_words(admin_client, ana):
    group = TargetGroupFactory(name="Newcomers")
    photo = get_image_model().objects.create(title="Portrait", file=get_test_image_file())
    publish(ana, age=31, role="employee", target_group=group, photo=photo, needs="")
    assert changes(entries(admin_client, ana)[0]) == {
        "Age": ("30", "31"),
        "Role": ("Client", "Employee"),
        "Target group": ("", "Newcomers"),
        "Photo": ("", "Portrait"),
        "Needs": ("Rest", ""),
    }


def test_the_first_entry_tells_the_whole_state(admin_client, ana):
    first = changes(entries(admin_client, ana)[0])
    assert first["First name"] == ("", "Ana")
    assert first["Role"] == ("", "Client")
    assert "Locale" not in first
    assert "Translation key" not in first


def test_what_was_deleted_since_is_named_as_such(admin_client, ana):
    group = TargetGroupFactory(name="Newcomers")
    ana = publish(ana, target_group=group)
    publish(ana, target_group=None)
    group.delete()
    assert changes(entries(admin_client, ana)[0])["Target group"] == ("(deleted)", "")


def test_words_come_in_the_readers_language(admin_client, ana, settings):
    with translation.override("fr"):
        assert str(Persona(role="client").get_role_display())
    publish(ana, role="employee")
    before, after = changes(entries(admin_client, ana)[0])["Role"]
    assert (before, after) == ("Client", "Employee")


def test_a_long_record_has_pages_and_no_gap_between_them(admin_client):
    channel = ChannelFactory(name="Name 0")
    for number in range(1, 25):
        channel.name = f"Name {number}"
        channel.save()
    first = entries(admin_client, channel)
    rest = admin_client.get(address("facts", channel), {"p": 2}).context["entries"]
    assert (len(first), len(rest)) == (20, 5)
    assert changes(first[-1])["Name"] == ("Name 4", "Name 5")
    assert changes(rest[0])["Name"] == ("Name 3", "Name 4")


def test_reading_costs_the_same_for_many_entries(admin_client, ana, django_assert_max_num_queries):
    def count():
        with django_assert_max_num_queries(40) as queries:
            admin_client.get(address("facts", ana))
        return len(queries)

    publish(ana, target_group=TargetGroupFactory())
    count()
    few = count()
    for _number in range(6):
        publish(ana, target_group=TargetGroupFactory())
    assert count() == few


def test_markup_in_a_value_is_shown_as_text(admin_client, ana):
    publish(ana, narrative="<script>alert(1)</script>")
    text = admin_client.get(address("facts", ana)).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_a_record_without_entries_says_so(admin_client):
    persona = PersonaFactory(live=False)
    assert "Nothing recorded yet" in admin_client.get(address("facts", persona)).content.decode()


@pytest.mark.parametrize("name", ["facts", "restore_fact"])
def test_strangers_are_turned_away(client, ana, maya, name):
    maya.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(maya)
    args = [ana.history.first().history_id] if name == "restore_fact" else []
    answer = client.get(address(name, ana, *args))
    assert answer.status_code == 302
    assert answer.url == reverse("wagtailadmin_home")


# -- restoring


def restore(client, thing, row, follow=True):
    return client.post(address("restore_fact", thing, row.history_id), follow=follow)


def test_restoring_a_persona_makes_a_draft_and_publishes_nothing(admin_client, ana):
    ana = publish(ana, age=31, needs="Sleep")
    rows = ana.history.count()
    restore(admin_client, ana, ana.history.last())
    fresh = Persona.objects.get(pk=ana.pk)
    assert (fresh.age, fresh.needs) == (31, "Sleep")
    assert fresh.has_unpublished_changes
    draft = fresh.get_latest_revision_as_object()
    assert (draft.age, draft.needs) == (30, "Rest")
    assert fresh.history.count() == rows


def test_the_draft_is_the_persons_who_restored(client, ana, maya):
    allow(maya, "access_admin", "change_persona")
    client.force_login(maya)
    ana = publish(ana, age=31)
    restore(client, ana, ana.history.last())
    ana.refresh_from_db()
    assert ana.latest_revision.user == maya
    entry = ModelLogEntry.objects.filter(action="parcours.restore").get()
    assert (entry.user, entry.revision_id) == (maya, ana.latest_revision_id)
    assert "Restored the state of" in str(entry.message)


def test_an_unpublished_persona_stays_unpublished(admin_client, ana):
    ana = publish(ana, age=31)
    ana.unpublish()
    rows = ana.history.count()
    restore(admin_client, ana, ana.history.last())
    fresh = Persona.objects.get(pk=ana.pk)
    assert not fresh.live
    assert fresh.get_latest_revision_as_object().age == 30
    assert fresh.history.count() == rows


def test_restoring_a_channel_saves_it(admin_client):
    channel = ChannelFactory(name="Online")
    channel.name = "Web"
    channel.save()
    restore(admin_client, channel, channel.history.last())
    channel.refresh_from_db()
    assert channel.name == "Online"
    assert [row.name for row in channel.history.all()] == ["Online", "Web", "Online"]
    assert ModelLogEntry.objects.filter(action="parcours.restore").count() == 1


def test_a_state_that_is_not_possible_any_more_is_refused(admin_client):
    channel = ChannelFactory(slug="online", name="Online")
    channel.slug = "web"
    channel.save()
    ChannelFactory(slug="online", name="Another")
    answer = restore(admin_client, channel, channel.history.last())
    assert Channel.objects.get(pk=channel.pk).slug == "web"
    assert "Another channel already has this identifier." in answer.content.decode()


def test_what_is_gone_stays_empty_and_the_person_is_told(admin_client, ana):
    group = TargetGroupFactory()
    ana = publish(ana, target_group=group)
    row = ana.history.first()
    ana = publish(ana, target_group=None, age=40)
    group.delete()
    answer = restore(admin_client, ana, row)
    draft = Persona.objects.get(pk=ana.pk).get_latest_revision_as_object()
    assert (draft.target_group_id, draft.age) == (None, 30)
    assert "stays empty: Target group" in answer.content.decode()


def test_identity_and_language_are_never_restored(admin_client):
    channel = ChannelFactory()
    key, locale = channel.translation_key, channel.locale_id
    row = channel.history.last()
    row.translation_key = "00000000-0000-0000-0000-000000000000"
    row.save()
    restore(admin_client, channel, row)
    channel.refresh_from_db()
    assert (channel.translation_key, channel.locale_id) == (key, locale)


def test_it_asks_first_and_shows_what_would_change(admin_client, ana):
    ana = publish(ana, age=31)
    draft = ana.get_latest_revision_as_object()
    draft.age = 99
    draft.save_revision()
    answer = admin_client.get(address("restore_fact", ana, ana.history.last().history_id))
    assert changes_of(answer) == {"Age": ("99", "30")}
    assert "new draft" in answer.content.decode()
    assert Persona.objects.get(pk=ana.pk).get_latest_revision_as_object().age == 99


def changes_of(answer):
    return {change.label: (change.before, change.after) for change in answer.context["changes"]}


def test_the_present_state_offers_no_way_back_to_itself(admin_client, ana):
    ana = publish(ana, age=31)
    assert [entry.restorable for entry in entries(admin_client, ana)] == [False, True]
    draft = ana.get_latest_revision_as_object()
    draft.age = 99
    draft.save_revision()
    assert [entry.restorable for entry in entries(admin_client, ana)] == [True, True]


def test_a_row_of_another_persona_cannot_be_restored(admin_client, ana):
    other = publish(PersonaFactory(name="Bo", live=False))
    row = other.history.first()
    assert restore(admin_client, ana, row).status_code == 404
    assert Persona.objects.get(pk=ana.pk).name == "Ana"


def allow(user, *codenames):
    for codename in codenames:
        user.user_permissions.add(Permission.objects.get(codename=codename))


def test_who_may_not_change_it_may_read_but_not_restore(client, ana, maya):
    allow(maya, "access_admin", "add_persona")
    client.force_login(maya)
    ana = publish(ana, age=31)
    assert [entry.restorable for entry in entries(client, ana)] == [False, False]
    answer = restore(client, ana, ana.history.last(), follow=False)
    assert answer.url == reverse("wagtailadmin_home")
    assert not Persona.objects.get(pk=ana.pk).has_unpublished_changes


def test_a_persona_that_someone_locked_is_not_restored(client, ana, maya, admin_user):
    allow(maya, "access_admin", "change_persona")
    client.force_login(maya)
    ana = publish(ana, age=31)
    Persona.objects.filter(pk=ana.pk).update(locked=True, locked_by=admin_user)
    assert not any(entry.restorable for entry in entries(client, ana))
    restore(client, ana, ana.history.last(), follow=False)
    assert not Persona.objects.get(pk=ana.pk).has_unpublished_changes


def test_wagtails_history_tells_of_it(admin_client):
    channel = ChannelFactory(name="Online")
    channel.name = "Web"
    channel.save()
    restore(admin_client, channel, channel.history.last())
    assert "Restored the state of" in admin_client.get(address("history", channel)).content.decode()
