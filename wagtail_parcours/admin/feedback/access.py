"""Who reads and treats remarks: the people who may edit the map that they are about."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from wagtail.permissions import page_permission_policy

from ...models import Remark
from ..emergency import find_map


def may_treat_some(user: Any) -> bool:
    return bool(page_permission_policy.user_has_any_permission(user, {"add", "change"}))


def visible_remarks(user: Any) -> QuerySet[Remark]:
    """The remarks on the maps that a person may edit."""
    if user.is_active and user.is_superuser:
        return Remark.objects.all()
    theirs = page_permission_policy.instances_user_has_any_permission_for(user, {"change"})
    return Remark.objects.filter(page__in=theirs.values("pk"))


def editable_map(page_id: int, user: Any) -> Any:
    """The map with this key. Raises ``Http404``, or ``PermissionDenied`` to those who may not
    edit it."""
    page = find_map(page_id)
    if not page.permissions_for_user(user).can_edit():
        raise PermissionDenied
    return page
