"""The sign-off policy in the settings: who finds it, what it refuses, what it says in words."""

import pytest
from django.contrib.auth.models import Group
from django.core.checks import run_checks
from django.test import override_settings
from django.urls import reverse
from wagtail.models import Site, WorkflowPage
from wagtail.test.utils.form_data import nested_form_data, streamfield

from tests.factories import home_page, make_future_map, make_signer
from tests.governance.workflows import make_workflow, sign_step
from wagtail_parcours import checks
from wagtail_parcours.governance import rule_for
from wagtail_parcours.models import SignOffPolicy

pytestmark = pytest.mark.django_db

CURRENT = "wagtail_parcours.CurrentStateMapPage"
FUTURE = "wagtail_parcours.FutureStateMapPage"


def address():
    site = Site.objects.get(is_default_site=True)
    return reverse("wagtailsettings:edit", args=["wagtail_parcours", "signoffpolicy", site.pk])


def rule(page_type=FUTURE, *, steps=(), required=True, signatures=1, months="", when="keep"):
    return {
        "page_type": page_type,
        **({"required": "on"} if required else {}),
        "signatures": signatures,
        "steps": streamfield([("step", step) for step in steps]),
        "months": months,
        "when_changed": when,
    }


def save(client, *rules):
    data = nested_form_data({"rules": streamfield([("rule", value) for value in rules])})
    return client.post(address(), data, follow=True)


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def directors(django_user_model):
    group = Group.objects.create(name="Directors")
    for number in range(2):
        make_signer(f"director-{number}").groups.add(group)
    return group


def test_administrators_find_it_in_the_settings_menu(admin_client):
    assert "Sign-off policy" in text_of(admin_client.get(reverse("wagtailadmin_home")))
    assert admin_client.get(address()).status_code == 200


def test_editors_do_not(client):
    user = make_signer()
    group = Group.objects.create(name="Journey editors")
    group.permissions.add(
        *group.permissions.model.objects.filter(codename__in=["access_admin", "add_persona"])
    )
    user.groups.add(group)
    client.force_login(user)
    assert "Sign-off policy" not in text_of(client.get(reverse("wagtailadmin_home")))
    assert client.get(address()).status_code in {302, 403}


def test_without_rules_it_says_what_holds_all_the_same(admin_client):
    text = text_of(admin_client.get(address()))
    assert "Future-state maps" in text
    assert "Need the signature of 1 person." in text
    assert "May go live without a sign-off." in text


def test_a_saved_rule_holds_and_is_told_in_words(admin_client, directors):
    approvers = Group.objects.create(name="Journey approvers")
    make_signer("approver").groups.add(approvers)
    response = save(
        admin_client,
        rule(
            steps=[
                {"group": approvers.pk, "people": 1},
                {"group": directors.pk, "people": 2},
            ],
            months=12,
            when="show",
        ),
    )
    text = text_of(response)
    assert (
        "Need, in this order, the signatures of 1 person of “Journey approvers”, then of 2 people "
        "of “Directors”."
    ) in text
    assert "A signature is valid for 12 months" in text
    assert "readers see the change, marked as not signed" in text
    assert "active members" not in text
    held = rule_for(make_future_map(live=False))
    assert [(step.group, step.people) for step in held.steps] == [
        (str(approvers.pk), 1),
        (str(directors.pk), 2),
    ]
    assert held.months == 12


def test_two_rules_for_one_type_are_refused_at_the_second_one(admin_client):
    response = save(admin_client, rule(signatures=1), rule(signatures=2))
    assert "This type of map has a rule above." in response.content.decode()
    assert [len(policy.rules) for policy in SignOffPolicy.objects.all()] == [0]


def test_rules_for_two_types_are_fine(admin_client):
    save(admin_client, rule(signatures=3), rule(CURRENT, required=False))
    assert len(SignOffPolicy.objects.get().rules) == 2


def test_a_deleted_group_is_named_and_cannot_be_saved_again(admin_client, directors):
    step = {"group": directors.pk, "people": 1}
    save(admin_client, rule(steps=[step]))
    directors.delete()
    text = text_of(admin_client.get(address()))
    assert "a group that was deleted" in text
    assert "A group of this rule was deleted" in text
    assert "could not be saved" in text_of(save(admin_client, rule(steps=[step])))


def test_a_group_with_too_few_people_is_named(admin_client, directors):
    text = text_of(save(admin_client, rule(steps=[{"group": directors.pk, "people": 3}])))
    assert "“Directors” has 2 active members: too few" in text


def test_people_whose_account_is_closed_do_not_count(admin_client, directors):
    directors.user_set.update(is_active=False)
    text = text_of(save(admin_client, rule(steps=[{"group": directors.pk, "people": 1}])))
    assert "“Directors” has 0 active members: too few" in text


# -- the workflows of the site


FEWER = "asks for fewer signatures than this rule"


@pytest.mark.parametrize(
    ("asked", "wanted", "warned"), [(1, 2, True), (2, 2, False), (3, 2, False)]
)
def test_a_workflow_that_asks_for_too_little_is_named(
    admin_client, directors, asked, wanted, warned
):
    make_workflow(sign_step("Sign", directors, signatures=asked), name="Quick approval")
    text = text_of(save(admin_client, rule(signatures=wanted)))
    assert (FEWER in text) == warned
    assert ("“Quick approval”" in text) == warned


def test_a_workflow_in_another_order_is_named(admin_client, directors):
    first = Group.objects.create(name="First")
    make_signer("first").groups.add(first)
    steps = [{"group": first.pk, "people": 1}, {"group": directors.pk, "people": 1}]
    make_workflow(sign_step("2", directors), sign_step("1", first))
    assert FEWER in text_of(save(admin_client, rule(steps=steps)))
    assert FEWER not in text_of(save(admin_client, rule(steps=steps[::-1])))


def test_a_site_whose_workflows_ask_nobody_is_told(admin_client, directors):
    words = "No workflow of this site has a sign-off step"
    assert words in text_of(admin_client.get(address()))
    workflow = make_workflow(sign_step("Sign", directors))
    assert words not in text_of(admin_client.get(address()))
    workflow.deactivate()
    assert words in text_of(admin_client.get(address()))


def test_workflows_of_other_sites_are_their_own_affair(admin_client, directors):
    root = home_page().get_parent()
    other = root.add_child(instance=type(home_page())(title="Other", slug="other"))
    Site.objects.create(hostname="other.example", root_page=other)
    workflow = make_workflow(sign_step("Sign", directors), name="Elsewhere")
    WorkflowPage.objects.filter(workflow=workflow).update(page=other)
    assert "Elsewhere" not in text_of(save(admin_client, rule(signatures=2)))


# -- system checks


def ids():
    return {message.id for message in run_checks()}


def test_the_settings_app_is_missed(monkeypatch):
    assert "wagtail_parcours.W002" not in ids()
    monkeypatch.setattr(checks.apps, "is_installed", lambda name: False)
    (message,) = checks.check_settings_app(None)
    assert message.id == "wagtail_parcours.W002"
    assert '"wagtail.contrib.settings"' in message.hint


def test_the_admin_works_without_the_settings_app(monkeypatch):
    """No menu entry leads to an address that does not exist."""
    from wagtail_parcours.admin import policies

    registered = []
    monkeypatch.setattr(policies, "register_setting", lambda *args, **kw: registered.append(args))
    monkeypatch.setattr(policies.apps, "is_installed", lambda name: False)
    policies.register_policy()
    assert registered == []


@pytest.mark.parametrize(
    ("vendor", "options", "warned"),
    [
        ("sqlite", {}, True),
        ("sqlite", None, True),
        ("sqlite", {"transaction_mode": "DEFERRED"}, True),
        ("sqlite", {"transaction_mode": "immediate"}, False),
        ("sqlite", {"transaction_mode": "EXCLUSIVE"}, False),
        ("postgresql", {}, False),
    ],
)
def test_sqlite_that_locks_is_named(monkeypatch, vendor, options, warned):
    connection = type("Connection", (), {"vendor": vendor, "settings_dict": {"OPTIONS": options}})
    monkeypatch.setattr(checks, "connections", {"default": connection})
    found = checks.check_sqlite_transactions(None)
    assert [message.id for message in found] == ["wagtail_parcours.W003"] * warned
    assert all("IMMEDIATE" in message.hint for message in found)


@override_settings(DEBUG=True)
def test_the_test_site_has_nothing_to_complain_of():
    assert {name for name in ids() if name.startswith("wagtail_parcours")} == set()
