"""``manage.py parcours_setup``: creates what is missing, touches nothing that exists."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError
from django.utils import translation
from wagtail.models import (
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Workflow,
    WorkflowPage,
)

from tests.factories import home_page, make_index, make_map
from tests.provisioning.running import run
from wagtail_parcours.models import (
    Channel,
    FrameworkStageText,
    SignOffStatement,
    SignOffTask,
    base_page_model,
)
from wagtail_parcours.permissions import APPROVERS, EDITORS, READERS
from wagtail_parcours.provisioning import CATALOGUES, NOWHERE, ROOT, provision

pytestmark = pytest.mark.django_db


def everything():
    """What the command may create, to compare."""
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in (
            Locale,
            Channel,
            FrameworkStageText,
            Group,
            GroupPagePermission,
            GroupCollectionPermission,
            Workflow,
            WorkflowPage,
            GroupApprovalTask,
            SignOffStatement,
            SignOffTask,
        )
    } | {"permissions": list(Group.permissions.through.objects.order_by("pk").values())}


def codenames(name):
    return set(Group.objects.get(name=name).permissions.values_list("codename", flat=True))


def test_running_it_twice_changes_nothing():
    make_index()
    first = run("--locale", "en", "fr")
    before = everything()
    second = run("--locale", "en", "fr")
    assert everything() == before
    assert "Created:" in first
    assert "Created:" not in second
    assert first.count("\n") - 1 <= second.count("\n")


def test_it_says_in_words_what_it_did():
    make_index(title="Our journeys")
    said = run()
    for sentence in (
        "Channel “Online” (en)",
        "Texts of the framework “Accessible client service” (en)",
        "Group “Journey editors”",
        "Editing and publishing below “Our journeys”",
        "Workflow “Journey map approval”",
        "Workflow of “Our journeys”",
    ):
        assert sentence in said


# -- languages


def test_every_language_of_the_site_is_set_up():
    Locale.objects.get_or_create(language_code="fr")
    run()
    for slug in ("online", "telephone", "in-person"):
        found = Channel.objects.filter(slug=slug)
        assert {channel.locale.language_code for channel in found} == {"en", "fr"}
        assert len({channel.translation_key for channel in found}) == 1


def test_a_language_asked_for_is_created():
    run("--locale", "fr")
    assert Channel.objects.filter(locale__language_code="fr").count() == 3
    assert not Channel.objects.filter(locale__language_code="en").exists()


def test_languages_that_come_later_are_linked_to_those_there_are():
    run("--locale", "en")
    run("--locale", "fr")
    english = Channel.objects.get(slug="online", locale__language_code="en")
    assert english.get_translation(Locale.objects.get(language_code="fr")).slug == "online"
    stage = FrameworkStageText.objects.get(key="aware", locale__language_code="en")
    assert stage.get_translations().count() == 1


@pytest.mark.parametrize("args", [("--locale", "xx"), ("--locale", "en", "--locale", "fr-CA")])
def test_a_language_the_site_does_not_know_is_refused(args):
    with pytest.raises(CommandError, match=r"It knows: ar, en, fr.*WAGTAIL_CONTENT_LANGUAGES"):
        run(*args)
    assert not Channel.objects.exists()


def test_names_come_in_their_own_language_whatever_the_operators():
    with translation.override("fr"):
        french = str(translation.gettext("In person"))
        provision(["en", "fr"])
    names = dict(
        Channel.objects.filter(slug="in-person").values_list("locale__language_code", "name")
    )
    assert names == {"en": "In person", "fr": french}


def test_channels_keep_their_order_and_icon():
    run()
    found = Channel.objects.filter(locale__language_code="en").values_list("slug", "icon")
    assert list(found) == [
        ("online", "parcours-channel-online"),
        ("telephone", "parcours-channel-telephone"),
        ("in-person", "parcours-channel-in-person"),
    ]


# -- what people changed


def test_edited_texts_stay_as_they_are():
    run()
    Channel.objects.filter(slug="online").update(name="Our web site", icon="parcours-channel")
    FrameworkStageText.objects.filter(key="aware").update(name="Hears of it", guidance="")
    run()
    assert Channel.objects.get(slug="online").name == "Our web site"
    row = FrameworkStageText.objects.get(key="aware")
    assert (row.name, row.guidance) == ("Hears of it", "")


def test_a_renamed_identifier_is_recognised():
    """The French channel was created first and then got another slug."""
    run("--locale", "en", "fr")
    Channel.objects.filter(slug="online", locale__language_code="fr").update(slug="en-ligne")
    run("--locale", "en", "fr")
    assert Channel.objects.count() == 6


def test_a_channel_that_someone_deleted_does_not_come_back():
    run()
    Channel.objects.get(slug="telephone").delete()
    assert "someone deleted it" in run()
    assert not Channel.objects.filter(slug="telephone").exists()


def test_a_deleted_stage_text_comes_back():
    run()
    FrameworkStageText.objects.get(key="aware").delete()
    run()
    assert FrameworkStageText.objects.filter(key="aware").count() == 1


def test_groups_keep_the_permissions_people_gave_them():
    run()
    editors = Group.objects.get(name=EDITORS)
    editors.permissions.set([Permission.objects.get(codename="add_channel")])
    run()
    assert codenames(EDITORS) == {"add_channel"}


# -- who may do what


def test_editors_write_and_do_not_publish():
    run()
    assert {"access_admin", "add_persona", "change_persona", "add_targetgroup"} <= codenames(
        EDITORS
    )
    assert not {name for name in codenames(EDITORS) if name.startswith(("publish_", "delete_"))}


def test_approvers_publish():
    run()
    assert {"access_admin", "publish_persona", "lock_persona"} <= codenames(APPROVERS)


def test_approvers_read_the_records_of_sign_offs_and_editors_do_not():
    run()
    assert "view_signoff" in codenames(APPROVERS)
    assert "view_signoff" not in codenames(EDITORS)
    assert not {name for name in codenames(APPROVERS) if name.endswith("_signoff")} - {
        "view_signoff"
    }


def test_readers_have_no_permission():
    run()
    assert codenames(READERS) == set()


def test_nobody_may_see_sensitive_fields():
    run()
    assert not Group.objects.filter(permissions__codename="access_sensitive_persona").exists()


def test_editors_and_approvers_add_and_choose_files():
    run()
    for name in (EDITORS, APPROVERS):
        found = GroupCollectionPermission.objects.filter(group__name=name)
        assert set(found.values_list("permission__codename", flat=True)) == {
            "add_image",
            "choose_image",
            "add_document",
            "choose_document",
        }
        assert {row.collection.is_root() for row in found} == {True}


@pytest.fixture
def people(django_user_model):
    def person(group_name):
        user = django_user_model.objects.create_user(group_name, "x@example.org", "pw")
        user.groups.add(Group.objects.get(name=group_name))
        return user

    return person


def test_pages_below_a_catalogue_are_theirs_and_no_others(people):
    index = make_index()
    page = make_map(parent=index)
    run()
    editor, approver = people(EDITORS), people(APPROVERS)
    assert index.permissions_for_user(editor).can_add_subpage()
    assert page.permissions_for_user(editor).can_edit()
    assert not page.permissions_for_user(editor).can_publish()
    assert page.permissions_for_user(approver).can_publish()
    assert not page.permissions_for_user(people(READERS)).can_edit()
    for user in (editor, approver):
        assert not home_page().permissions_for_user(user).can_edit()
        assert not home_page().permissions_for_user(user).can_add_subpage()


def test_the_whole_tree_only_when_asked(people):
    run("--page-permissions", ROOT)
    assert home_page().permissions_for_user(people(EDITORS)).can_add_subpage()


def test_no_pages_at_all_when_asked():
    make_index()
    run("--page-permissions", NOWHERE)
    assert not GroupPagePermission.objects.filter(group__name=EDITORS).exists()


def test_a_catalogue_that_comes_later_gets_its_permissions(people):
    said = run()
    assert "There is no journey catalogue yet." in said
    index = make_index()
    assert "There is no journey catalogue yet." not in run()
    assert index.permissions_for_user(people(EDITORS)).can_add_subpage()


def test_permissions_above_are_enough():
    run("--page-permissions", ROOT)
    make_index()
    before = GroupPagePermission.objects.count()
    run("--page-permissions", CATALOGUES)
    assert GroupPagePermission.objects.count() == before


def test_a_failure_leaves_nothing_half_done(monkeypatch):
    monkeypatch.setattr(
        "wagtail_parcours.provisioning.everything.provision_workflow", lambda *args: 1 / 0
    )
    with pytest.raises(ZeroDivisionError):
        provision()
    assert not Channel.objects.exists()
    assert base_page_model().objects.exists()
