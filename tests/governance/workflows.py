"""Workflows with sign-off steps, and the people who pass through them."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupApprovalTask, GroupPagePermission, Workflow, WorkflowPage
from wagtail.models import WorkflowTask as Place

from tests.factories import home_page, make_future_map
from wagtail_parcours.governance.signing import open_case, sign
from wagtail_parcours.models import SignOffTask

EDITORS = "Editors of maps"
APPROVERS = "Approvers of maps"
PASSWORD = "a-long-one"


def make_group(name: str = APPROVERS, *permissions: str) -> Group:
    """A group with access to the admin and these permissions on every page."""
    group, created = Group.objects.get_or_create(name=name)
    if created:
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        for permission in permissions:
            GroupPagePermission.objects.create(
                group=group,
                page=home_page(),
                permission=Permission.objects.get(
                    codename=f"{permission}_page", content_type__app_label="wagtailcore"
                ),
            )
    return group


def make_person(username: str, *groups: Group, **values: Any) -> Any:
    values.setdefault("email", f"{username}@example.org")
    values.setdefault("first_name", username.capitalize())
    person = get_user_model().objects.create_user(username, password=PASSWORD, **values)
    person.groups.set(groups)
    return person


def make_editor(username: str = "emile", **values: Any) -> Any:
    return make_person(username, make_group(EDITORS, "add", "change"), **values)


def make_approver(username: str = "alma", **values: Any) -> Any:
    """Someone who may sign, and neither edit nor publish."""
    return make_person(username, make_group(APPROVERS), **values)


def sign_step(
    name: str = "Sign-off", *groups: Group, signatures: int = 1, **values: Any
) -> SignOffTask:
    task = SignOffTask.objects.create(name=name, signatures=signatures, **values)
    task.groups.set(groups or [make_group(APPROVERS)])
    return task


def approval_step(name: str, *groups: Group) -> GroupApprovalTask:
    """Wagtail's own kind of step."""
    task = GroupApprovalTask.objects.create(name=name)
    task.groups.set(groups)
    return task


def make_workflow(*tasks: Any, name: str = "Map approval") -> Workflow:
    """A workflow with these steps (one sign-off when there are none), for all pages."""
    workflow = Workflow.objects.create(name=name)
    for number, task in enumerate(tasks or [sign_step()]):
        Place.objects.create(workflow=workflow, task=task, sort_order=number)
    WorkflowPage.objects.update_or_create(page=home_page(), defaults={"workflow": workflow})
    return workflow


def make_draft(author: Any = None, **values: Any) -> Any:
    """A future-state map that is not live, with a revision by its author."""
    page = make_future_map(live=False, owner=author, **values)
    page.save_revision(user=author, log_action=True)
    return page


def submit(page: Any, person: Any) -> Any:
    """Start the page's workflow; returns the state of its first step."""
    page = type(page).objects.get(pk=page.pk)
    return page.get_workflow().start(page, person).current_task_state


def waiting_step(page: Any) -> Any:
    """The state of the step in which the page waits now; None when it waits in none."""
    return type(page).objects.get(pk=page.pk).current_workflow_task_state


def sign_now(page: Any, person: Any, **values: Any) -> Any:
    """Sign what waits, as somebody who has just read it."""
    state = waiting_step(page)
    values.setdefault("seal", open_case(state).seal)
    values.setdefault("accepted", True)
    values.setdefault("statement", "I approve this map.")
    return sign(state, person, **values)


def action_address(page: Any, action: str, state: Any) -> str:
    return reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])


def fresh(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk)


def edit(page: Any, person: Any, **changes: Any) -> Any:
    """Save a new draft of a page as a person does, and return its revision."""
    draft = fresh(page).get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    return draft.save_revision(user=person, log_action=True)


def editor_form(page: Any, **values: Any) -> dict[str, Any]:
    """What the editor of a future-state map without blocks posts; `values` are changed in it."""
    draft = fresh(page).get_latest_revision_as_object()
    form = {
        "title": draft.title,
        "slug": draft.slug,
        "introduction": draft.introduction,
        "framework": draft.framework,
        "current_map": "",
        "body-count": "0",
        "seo_title": "",
        "search_description": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "1000",
        "loaded_revision_id": str(draft.latest_revision_id or ""),
        "loaded_revision_created_at": draft.latest_revision.created_at.isoformat(),
    }
    return form | values


def edit_address(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
