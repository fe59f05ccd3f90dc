"""The page on which people see how far a translation has come, and try again."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ...governance.approvals import permit_for
from ...models import TranslationJob, TranslationJobState, base_page_model
from ...translation.languages import language_in_sentence
from ..emergency import trail_to
from .access import may_submit, visible_jobs

#: Seconds after which the page looks again, while something is going on.
PAUSE = 3

PROBLEMS = {
    "invalid": gettext_lazy(
        "Some texts were refused. Open the translation: what is wrong stands beside each text. "
        "Correct it there, then try again."
    ),
    "not_allowed": gettext_lazy(
        "Whoever asked for this may not edit this translation. Ask somebody who may."
    ),
    "no_machine": gettext_lazy(
        "The translation machine does not know this pair of languages. Update the translations "
        "again without it."
    ),
    "locked": gettext_lazy(
        "This translation waits for signatures, so it was not updated. Try again once it is "
        "signed or sent back."
    ),
    "stopped": gettext_lazy("This translation was stopped in the meantime."),
    "broken": gettext_lazy(
        "Something happened that nobody foresaw. Try again; if it happens again, ask an "
        "administrator to look into the log of the site."
    ),
    "not_queued": gettext_lazy(
        "The queue of the site does not answer. Try again later, or tell an administrator."
    ),
}


def find_job(user: Any, pk: int) -> TranslationJob:
    """The job with this key. Raises ``PermissionDenied`` or ``Http404``."""
    if not may_submit(user):
        raise PermissionDenied
    job = visible_jobs(user).select_related("page", "user").filter(pk=pk).first()
    if job is not None:
        return job
    if TranslationJob.objects.filter(pk=pk).exists():
        raise PermissionDenied
    raise Http404


class TranslationJobView(WagtailAdminTemplateMixin, TemplateView):
    """Which languages are done, which wait, and what to do about those that failed."""

    template_name = "wagtail_parcours/admin/translation_jobs/progress.html"
    header_icon = "wagtail-localize-language"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.job = find_job(request.user, kwargs["pk"])
        self.map = self.job.page.specific
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        if self.job.kind == "update":
            return _("Updating the translations")
        return _("Submitting for translation")

    def get_page_subtitle(self) -> str:
        return self.map.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return trail_to(self.map, self.request.user, self.get_page_title())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        from ...translation.jobs import may_be_tried_again

        job = self.job
        running = job.state in {TranslationJobState.WAITING, TranslationJobState.RUNNING}
        again = may_be_tried_again(job)
        return {
            **super().get_context_data(**kwargs),
            "job": job,
            "map": self.map,
            "languages": self.languages(),
            "summary": summary(job, silent=running and again),
            "problem": PROBLEMS.get(job.message, "") if job.message else "",
            "is_running": running and not again,
            "may_try_again": again,
            "pause": PAUSE,
            "retry_address": reverse("wagtail_parcours:try_translation_again", args=[job.pk]),
            "list_address": reverse("wagtail_parcours:translation_jobs"),
            "map_address": reverse("wagtail_parcours:timeline", args=[self.map.pk]),
        }

    def languages(self) -> list[dict[str, Any]]:
        """Each language with how it stands, and its translation once there is one."""
        locales = sorted(self.job.locales.all(), key=lambda locale: locale.get_display_name())
        pages = base_page_model().objects.filter(
            translation_key=self.map.translation_key, locale__in=locales
        )
        translations = {page.locale_id: page.specific for page in pages}
        return [self.language(locale, translations.get(locale.pk)) for locale in locales]

    def language(self, locale: Any, translation: Any) -> dict[str, Any]:
        state = state_of(self.job, self.map, locale)
        row = {
            "name": locale.get_display_name(),
            "in_sentence": language_in_sentence(locale.language_code),
            "state": state,
            "problem": PROBLEMS.get(self.job.failures.get(str(locale.pk), ""), ""),
            "outcome": "",
            "address": "",
        }
        if translation is None:
            return row
        permissions = translation.permissions_for_user(self.request.user)
        if permissions.can_edit():
            row["address"] = reverse("wagtailadmin_pages:edit", args=[translation.pk])
        if state == "done":
            row["outcome"] = outcome_of(translation)
        return row


def state_of(job: TranslationJob, page: Any, locale: Any) -> str:
    """``"done"``, ``"failed"``, ``"undone"`` or ``"waiting"``."""
    if str(locale.pk) in job.failures:
        return "failed"
    if f"{page.translation_key}/{locale.pk}" in job.finished:
        return "done"
    return "undone" if job.state == TranslationJobState.FAILED else "waiting"


def outcome_of(translation: Any) -> str:
    """What readers of this language see now."""
    if translation.live and not translation.has_unpublished_changes:
        return _("It is live.")
    if permit_for(translation.get_latest_revision_as_object()).refused:
        if translation.live:
            return _(
                "It waits for its approval. Until then, readers go on seeing the version that is "
                "live."
            )
        return _("It is a draft that waits for its approval before it goes live.")
    if translation.live:
        return _("It has changes that are not published yet.")
    return _("It is a draft.")


def summary(job: TranslationJob, silent: bool) -> str:
    """How far the whole of it is, in one sentence."""
    if silent:
        return _("Nothing has happened here for a while. The worker may have been stopped.")
    if job.state == TranslationJobState.WAITING:
        return _("It begins as soon as a worker of the site is free. You can leave this page.")
    if job.state == TranslationJobState.DONE:
        return _("All of it is done.")
    if job.state == TranslationJobState.FAILED:
        return _("Not everything could be done.")
    if not job.steps:
        return _("The texts of the map are being collected.")
    return ngettext(
        "%(done)d of %(count)d step is done.", "%(done)d of %(count)d steps are done.", job.steps
    ) % {"done": job.done, "count": job.steps}


class TryAgainView(View):
    """Starts a job again that failed, or that its worker left."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        from ...translation.jobs import try_again

        job = find_job(request.user, pk)
        if not try_again(job):
            messages.info(request, _("There is nothing to try again: it is done or under way."))
        return redirect("wagtail_parcours:translation_job", job.pk)
