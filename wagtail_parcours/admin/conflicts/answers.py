"""What the editor gets back: nothing when all is well, else the page of the conflict."""

from typing import Any

from django.contrib.admin.utils import quote
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name
from wagtail.models import LockableMixin, RevisionMixin

from ...models import JourneyMapMixin, base_page_model
from .differences import BOTH, MINE, SAME, THEIRS, Differences, differences_of
from .keeping import carried_fields, renewed_fields
from .merge import merged_post
from .snapshots import keep_snapshot
from .staleness import BASE, WAY, is_out_of_date, name_editor
from .versions import Versions

MERGE = "merge"


def check_map(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Before a page is edited: hold up the save of an outdated map."""
    if not isinstance(page, JourneyMapMixin) or page.alias_of_id:
        return None
    if request.method == "GET":
        keep_snapshot(page)
        return None
    return check_save(request, page)


def check_thing(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """Before a snippet is edited: the same for ours, where versions are kept."""
    ours = instance._meta.app_label == "wagtail_parcours" and isinstance(instance, RevisionMixin)
    return check_save(request, instance) if ours else None


def check_save(request: HttpRequest, instance: Any) -> HttpResponse | None:
    if request.method != "POST":
        return None
    name_editor(request)
    if not request.accepts("text/html"):
        # A draft that saves itself; Wagtail refuses an outdated one.
        return None
    versions = Versions(request, instance)
    if is_out_of_date(request, instance):
        return None if versions.agree else conflict_page(request, versions)
    if BASE in request.POST:
        return go_on(request, versions)
    return None


def go_on(request: HttpRequest, versions: Versions) -> HttpResponse | None:
    """Somebody decided on the page of a conflict, and nobody saved since."""
    post: QueryDict | None = versions.post
    if request.POST.get(WAY) == MERGE:
        post = merged_post(versions)
        if post is None:
            return conflict_page(request, versions)
        messages.info(
            request,
            _("Both versions are in this draft. Read it once as a whole before you go on with it."),
        )
    request.POST = post
    return None


def conflict_page(request: HttpRequest, versions: Versions) -> HttpResponse:
    return TemplateResponse(
        request,
        "wagtail_parcours/admin/conflict.html",
        Conflict(request, versions).context(),
        status=409,
    )


class Conflict:
    """The words and addresses of one conflict."""

    def __init__(self, request: HttpRequest, versions: Versions) -> None:
        self.request, self.versions = request, versions
        self.instance = versions.instance
        self.latest = versions.instance.latest_revision

    @cached_property
    def is_page(self) -> bool:
        return isinstance(self.instance, base_page_model())

    @cached_property
    def differences(self) -> Differences:
        return differences_of(self.versions)

    @property
    def same_person(self) -> bool:
        return bool(self.latest.user_id == self.request.user.pk)

    @property
    def author(self) -> str:
        return get_user_display_name(self.latest.user) if self.latest.user else _("the system")

    @property
    def keep_label(self) -> str:
        """The first way on, with what the person was about to do."""
        post = self.request.POST
        if post.get("action-publish"):
            return _("Keep my version and publish it")
        if post.get("action-submit") or post.get("action-restart-workflow"):
            return _("Keep my version and submit it")
        if post.get("action-workflow-action"):
            return _("Keep my version and go on with the workflow")
        if post.get("action-cancel-workflow"):
            return _("Keep my version and cancel the workflow")
        return _("Keep my version")

    @property
    def lock_message(self) -> str:
        if not isinstance(self.instance, LockableMixin):
            return ""
        lock = self.instance.get_lock()
        if lock is None or not lock.for_user(self.request.user):
            return ""
        return str(lock.get_message(self.request.user) or _("This page is locked."))

    @cached_property
    def title(self) -> str:
        named = self.versions.theirs
        return str(getattr(named, "title", "") or named)

    def context(self) -> dict[str, Any]:
        post, found = self.request.POST, self.differences
        return {
            "header_title": _("Two versions: %(title)s") % {"title": self.title},
            "breadcrumbs_items": self.breadcrumbs(),
            "subject": self.title,
            "latest": self.latest,
            "author": self.author,
            "same_person": self.same_person,
            "differences": found,
            "three_sides": self.versions.base is not None,
            "counts": {
                "mine": found.count(MINE),
                "theirs": found.count(THEIRS),
                "both": found.count(BOTH),
                "same": found.count(SAME),
            },
            "errors": self.versions.errors,
            "files": list(self.request.FILES),
            "lock_message": self.lock_message,
            "fields": [*carried_fields(post), *renewed_fields(post, self.latest)],
            "multipart": self.request.content_type == "multipart/form-data",
            "keep_label": self.keep_label,
            "can_merge": merged_post(self.versions) is not None,
            "way": WAY,
            "merge": MERGE,
            **self.addresses(),
        }

    def breadcrumbs(self) -> list[dict[str, Any]]:
        plural = capfirst(str(self.instance._meta.verbose_name_plural))
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": self.addresses()["edit_url"], "label": plural},
            {"url": "", "label": _("Two versions"), "sublabel": self.title},
        ]

    def addresses(self) -> dict[str, str]:
        if self.is_page:
            page, latest = self.instance.pk, self.latest.pk
            return {
                "edit_url": reverse("wagtailadmin_pages:edit", args=[page]),
                "theirs_url": reverse("wagtailadmin_pages:revisions_view", args=[page, latest]),
                "download_url": reverse("wagtail_parcours:conflict_download", args=[page]),
            }
        viewset = self.instance.snippet_viewset
        edit = reverse(viewset.get_url_name("edit"), args=[quote(self.instance.pk)])
        return {"edit_url": edit, "theirs_url": edit, "download_url": thing_download(self.instance)}


def thing_download(instance: Any) -> str:
    try:
        return reverse(
            "wagtail_parcours:conflict_download_thing",
            args=[instance._meta.model_name, quote(instance.pk)],
        )
    except NoReverseMatch:
        return ""
