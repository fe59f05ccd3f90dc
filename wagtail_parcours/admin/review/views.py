"""The review page: read what would be signed, see what changed, sign it or send it back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ...governance.signing import SignOffRefused, sign
from ...governance.steps import (
    RequestChangesForm,
    SignForm,
    request_changes,
    restart_signing,
    review_address,
)
from .access import find_step, is_waiting, step_to_review
from .answers import announce_restart, announce_return, announce_signature
from .material import ReviewMaterial
from .outcome import closing_words, outcome_of
from .refusals import refusal_message, status_of


class ReviewView(WagtailAdminTemplateMixin, TemplateView):
    """Shows a map that waits for signatures, and takes them.

    Each of the answers is a form of its own, so that the page works without any script.
    """

    template_name = "wagtail_parcours/admin/review.html"
    header_icon = "parcours-journey"

    #: Why nothing was signed, above everything else.
    refusal = ""
    sign_form: Any = None
    changes_form: Any = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.state, self.map = step_to_review(request, kwargs["task_state_id"])
        self.refusal = refusal_message(request.GET.get("refused", ""))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answers = {"sign": self.sign, "changes": self.send_back, "restart": self.restart}
        answer = answers.get(request.POST.get("action", ""))
        self.refusal = ""
        if answer is None:
            return self.show(400)
        if not is_waiting(self.state):
            return self.refuse("not_waiting", refusal_message("not_waiting"))
        try:
            return answer()
        except SignOffRefused as refused:
            return self.refuse(refused.code, str(refused))

    # -- answers

    def sign(self) -> HttpResponse:
        form = SignForm(self.request.POST, auto_id="sign_%s")
        if not form.is_valid():
            self.sign_form = form
            if form.data.get("seal") != self.material.case.seal:
                return self.refuse("changed", refusal_message("changed"))
            return self.show()
        sign(
            self.state,
            self.request.user,
            seal=form.cleaned_data["seal"],
            accepted=form.cleaned_data["accepted"],
            statement=self.material.statement,
            comment=form.cleaned_data["comment"],
        )
        announce_signature(self.request, find_step(self.state.pk))
        return redirect(review_address(self.state))

    def send_back(self) -> HttpResponse:
        form = RequestChangesForm(self.request.POST, auto_id="changes_%s")
        if not form.is_valid():
            self.changes_form = form
            return self.show()
        request_changes(self.state, self.request.user, form.cleaned_data["comment"])
        announce_return(self.request, self.map)
        return redirect(review_address(self.state))

    def restart(self) -> HttpResponse:
        started = restart_signing(self.state, self.request.user)
        announce_restart(self.request, self.map)
        return redirect(review_address(started.current_task_state))

    def refuse(self, code: str, message: str) -> HttpResponse:
        """Show the page as it is now, say why, and keep what the person wrote."""
        self.refusal = message
        self.state, self.map = find_step(self.state.pk)
        self.__dict__.pop("material", None)
        comment = {"comment": self.request.POST.get("comment", "")}
        if self.request.POST.get("action") == "changes":
            self.changes_form = RequestChangesForm(initial=comment, auto_id="changes_%s")
        else:
            # What was accepted was accepted for another content: only the comment stays.
            self.sign_form = SignForm(initial=comment, auto_id="sign_%s")
        return self.show(status_of(code))

    def show(self, status: int = 200) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**self.kwargs), status=status)

    # -- the page

    @cached_property
    def material(self) -> ReviewMaterial:
        return ReviewMaterial.gather(self.request, self.state)

    def get_page_title(self) -> str:
        return _("Review and sign") if is_waiting(self.state) else _("Review")

    def get_page_subtitle(self) -> str:
        return str(self.map.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        common = {
            "state": self.state,
            "map": self.map,
            "map_type": capfirst(str(self.map._meta.verbose_name)),
            "workflow_state": self.state.workflow_state,
            "refusal": self.refusal,
        }
        own = self.waiting_context() if is_waiting(self.state) else self.ended_context()
        return {**context, **common, **own}

    def waiting_context(self) -> dict[str, Any]:
        return {
            "review": self.material,
            "title": self.material.version.title,
            "sign_form": self.sign_form or SignForm(auto_id="sign_%s"),
            "changes_form": self.changes_form or RequestChangesForm(auto_id="changes_%s"),
        }

    def ended_context(self) -> dict[str, Any]:
        return {
            "title": self.map.title,
            "outcome": outcome_of(self.state, self.map, self.request),
            "closing_words": closing_words(self.state, self.map),
        }
