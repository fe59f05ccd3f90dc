"""Who may see a translation under way."""

from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from wagtail.permissions import page_permission_policy

from ...models import TranslationJob

#: wagtail-localize's own permission.
SUBMIT_PERMISSION = "wagtail_localize.submit_translation"


def may_submit(user: Any) -> bool:
    return apps.is_installed("wagtail_localize") and user.has_perm(SUBMIT_PERMISSION)


def visible_jobs(user: Any) -> QuerySet[TranslationJob]:
    """Those that a person asked for, and those of maps that they may edit or publish."""
    if not may_submit(user):
        return TranslationJob.objects.none()
    if user.is_superuser:
        return TranslationJob.objects.all()
    theirs = page_permission_policy.instances_user_has_any_permission_for(
        user, {"change", "publish"}
    )
    return TranslationJob.objects.filter(Q(user=user) | Q(page__in=theirs.values("pk")))
