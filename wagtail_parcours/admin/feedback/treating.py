"""One remark: what was said, what the editors did with it, and the form to go on."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminAutoHeightTextInput

from ...feedback import treat
from ...models import Remark, RemarkState, current_channel_choices
from .access import visible_remarks
from .listing import RemarksView, language_of


class RemarkForm(WagtailAdminModelForm):
    """What an editor decides. Declining takes a reason, showing takes a moderated text."""

    class Meta:
        model = Remark
        fields = ("state", "answer", "is_public", "public_text")
        widgets = {"answer": AdminAutoHeightTextInput, "public_text": AdminAutoHeightTextInput}
        help_texts = {
            "answer": gettext_lazy("The reader sees it. Say the reason when you decline."),
            "is_public": gettext_lazy("Under “You said, we did” on the map, with the answer."),
            "public_text": gettext_lazy("Without anything that would tell who said it."),
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        state, answer = cleaned.get("state"), (cleaned.get("answer") or "").strip()
        if state == RemarkState.DECLINED and not answer:
            self.add_error("answer", _("Say why it is declined."))
        if state == RemarkState.ANSWERED and not answer:
            self.add_error("answer", _("Write the answer."))
        if cleaned.get("is_public") and not (cleaned.get("public_text") or "").strip():
            self.add_error("public_text", _("Write what readers are shown of it."))
        return cleaned


class RemarkView(WagtailAdminTemplateMixin, FormView):
    """Raises ``PermissionDenied`` to those who may not edit the map of the remark."""

    form_class: type[forms.ModelForm] = RemarkForm
    template_name = "wagtail_parcours/admin/feedback/remark.html"
    page_title = gettext_lazy("Remark of a reader")
    header_icon = "comment"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.remark = get_object_or_404(
            Remark.objects.select_related("page__locale"), pk=kwargs["pk"]
        )
        if not visible_remarks(request.user).filter(pk=self.remark.pk).exists():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.remark.about_title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        trail = {"url": reverse("wagtail_parcours:remarks"), "label": RemarksView.page_title}
        here = {
            "url": "",
            "label": self.get_page_title(),
            "sublabel": self.get_page_subtitle(),
        }
        return [*self.breadcrumbs_items, trail, here]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.remark}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "remark": self.remark,
            "language": language_of(self.remark),
            "channel": dict(current_channel_choices()).get(self.remark.channel, ""),
            "steps": self.remark.steps.select_related("editor"),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        treat(form.save(commit=False), self.request.user)
        messages.success(self.request, _("Saved."))
        return redirect("wagtail_parcours:remarks")
