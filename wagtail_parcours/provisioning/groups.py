"""The three groups and what they may do."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from ..models import (
    Channel,
    FrameworkStageText,
    GlossaryTerm,
    Indicator,
    Persona,
    RoadmapItem,
    SignOff,
    SignOffStatement,
    TargetGroup,
    base_page_model,
)
from ..permissions import APPROVERS, EDITORS, READERS
from .report import Report

#: What each group may do with our models. Nobody gets the permission on sensitive fields: giving
#: it is a decision about privacy, for a person to take. Editors write drafts of personas;
#: publishing them is for approvers, and so is the wording of what they sign.
MODEL_ACTIONS: dict[str, dict[type, tuple[str, ...]]] = {
    EDITORS: {
        Persona: ("add", "change"),
        TargetGroup: ("add", "change"),
        Channel: ("add", "change"),
        Indicator: ("add", "change"),
        GlossaryTerm: ("add", "change"),
        FrameworkStageText: ("change",),
        RoadmapItem: ("change",),
    },
    APPROVERS: {
        Persona: ("add", "change", "delete", "publish", "lock", "unlock"),
        TargetGroup: ("add", "change", "delete"),
        Channel: ("add", "change", "delete"),
        Indicator: ("add", "change", "delete"),
        GlossaryTerm: ("add", "change", "delete"),
        FrameworkStageText: ("change",),
        RoadmapItem: ("change",),
        SignOffStatement: ("add", "change"),
        SignOff: ("view",),
    },
    READERS: {},
}
PAGE_ACTIONS: dict[str, tuple[str, ...]] = {
    EDITORS: ("add", "change"),
    APPROVERS: ("add", "change", "publish", "lock", "unlock"),
}
#: Apps and models whose files the groups may add and choose, where the app is installed.
FILE_MODELS = (
    ("wagtail.images", "wagtailimages.Image"),
    ("wagtail.documents", "wagtaildocs.Document"),
)


def provision_groups(report: Report) -> dict[str, Group]:
    """Create the groups with their permissions. A group that exists keeps its own."""
    groups = {}
    for name, actions in MODEL_ACTIONS.items():
        groups[name], created = Group.objects.get_or_create(name=name)
        report.add(_("Group “%(name)s”") % {"name": name}, created=created)
        if created and actions:
            groups[name].permissions.add(
                Permission.objects.get(
                    content_type__app_label="wagtailadmin", codename="access_admin"
                ),
                *(p for model, names in actions.items() for p in permissions(model, names)),
            )
            allow_files(groups[name])
    return groups


def permissions(model: type[Any], actions: Iterable[str]) -> Iterable[Permission]:
    codenames = [get_permission_codename(action, model._meta) for action in actions]
    content_type = ContentType.objects.get_for_model(model)
    return Permission.objects.filter(content_type=content_type, codename__in=codenames)


def allow_files(group: Group) -> None:
    root = Collection.get_first_root_node()
    for app, label in FILE_MODELS:
        if root is None or not apps.is_installed(app):
            continue
        for permission in permissions(apps.get_model(label), ("add", "choose")):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=root, permission=permission
            )


def provision_page_permissions(
    groups: dict[str, Group], pages: Iterable[Any], report: Report
) -> None:
    """Let editors write and approvers publish below each page.

    A page where one of the groups has a permission already, on itself or above, is left alone.
    """
    for page in pages:
        above = page.get_ancestors(inclusive=True)
        sentence = _("Editing and publishing below “%(page)s”") % {"page": page}
        if GroupPagePermission.objects.filter(
            page__in=above, group__in=[groups[name] for name in PAGE_ACTIONS]
        ).exists():
            report.add(sentence, created=False)
            continue
        for name, actions in PAGE_ACTIONS.items():
            for permission in permissions(base_page_model(), actions):
                GroupPagePermission.objects.create(
                    group=groups[name], page=page, permission=permission
                )
        report.add(sentence, created=True)
