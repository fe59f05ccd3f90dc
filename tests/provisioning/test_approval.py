"""The workflow that ``parcours_setup`` makes, and the statement that people sign in it."""

import pytest
from django.contrib.auth.models import Group
from django.utils import translation
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from tests.factories import home_page, make_index, make_map
from tests.provisioning.running import run
from wagtail_parcours.models import SignOffStatement, SignOffTask
from wagtail_parcours.permissions import APPROVERS

pytestmark = pytest.mark.django_db


def test_maps_go_to_the_approvers():
    page = make_map(parent=make_index())
    run()
    workflow = page.get_workflow()
    (task,) = workflow.tasks
    assert list(task.specific.groups.values_list("name", flat=True)) == [APPROVERS]
    assert home_page().get_workflow() != workflow


def test_a_catalogue_with_its_own_workflow_keeps_it():
    index = make_index()
    own = Workflow.objects.create(name="Our own")
    WorkflowPage.objects.create(workflow=own, page=index)
    run()
    assert index.get_workflow() == own


def test_a_renamed_workflow_is_recognised():
    run()
    Workflow.objects.filter(name="Journey map approval").update(name="Relecture")
    run()
    asking = Workflow.objects.filter(workflow_tasks__task__name="Sign-off by journey approvers")
    assert [workflow.name for workflow in asking] == ["Relecture"]


def test_a_workflow_that_was_switched_off_is_given_to_no_catalogue():
    run()
    Workflow.objects.update(active=False)
    index = make_index()
    run()
    assert not WorkflowPage.objects.filter(page_id=index.pk).exists()


def test_maps_are_signed_by_one_approver_who_did_not_write_them():
    run("--locale", "en", "fr")
    (task,) = SignOffTask.objects.all()
    assert (task.signatures, task.authors_may_sign) == (1, False)
    assert task.statement.locale.language_code == "en"


def workflow_without_signatures(name):
    """As sites had them before there were sign-offs."""
    workflow = Workflow.objects.create(name=name)
    task = GroupApprovalTask.objects.create(name="Approval by journey approvers")
    task.groups.add(Group.objects.get_or_create(name=APPROVERS)[0])
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return workflow


@pytest.mark.parametrize("name", ["Journey map approval", "Our own"])
def test_a_workflow_from_before_sign_offs_is_left_alone_and_named(name):
    workflow = workflow_without_signatures(name)
    said = run()
    assert [task.specific._meta.model for task in workflow.tasks] == [GroupApprovalTask]
    assert not SignOffTask.objects.exists()
    assert f"The workflow “{name}” has no sign-off step" in said


def test_a_workflow_with_signatures_needs_no_advice():
    assert "no sign-off step" not in run()


def test_a_sign_off_that_was_switched_off_is_named():
    run()
    SignOffTask.objects.update(active=False)
    assert "no sign-off step" in run()


# -- the statement


def test_the_statement_speaks_each_language_and_is_one_translation_group():
    with translation.override("fr"):
        french = str(
            translation.gettext(
                "I have read this version of the map, with the personas and indicators that it "
                "shows. I approve its content and its publication on the intranet."
            )
        )
    run("--locale", "en", "fr")
    found = SignOffStatement.objects.all()
    assert {row.locale.language_code: row.text for row in found}["fr"] == french
    assert {row.locale.language_code for row in found} == {"en", "fr"}
    assert len({row.translation_key for row in found}) == 1


def test_a_statement_in_other_words_stays_as_it_is():
    run()
    SignOffStatement.objects.update(name="Ours", text="I read it.")
    said = run("--locale", "en", "fr")
    assert SignOffStatement.objects.get(locale__language_code="en").text == "I read it."
    assert SignOffStatement.objects.count() == 2
    assert "(fr)" in said


def test_a_statement_that_someone_deleted_does_not_come_back():
    run("--locale", "en", "fr")
    SignOffStatement.objects.get(locale__language_code="fr").delete()
    assert "someone deleted it" in run("--locale", "en", "fr")
    assert SignOffStatement.objects.count() == 1


def test_a_site_in_one_other_language_signs_in_it():
    run("--locale", "fr")
    assert SignOffTask.objects.get().statement.locale.language_code == "fr"
