"""``…/answer/``: a reader says whether a part of the map is what they see, and reads the answer."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..feedback import (
    TooManyRemarksError,
    answerable_part,
    read_token,
    record_remark,
    sender_of,
    token_of,
)
from ..models import (
    Agreement,
    FeedbackPolicy,
    FeedbackSettings,
    IdentityMode,
    RemarkKind,
    current_channel_choices,
)
from ..models.feedback import MAX_TEXT


class AnswerForm(forms.Form):
    """What a reader says of one part. `website` is there for machines alone."""

    agreement = forms.ChoiceField(
        label=gettext_lazy("Is this what you see?"),
        choices=Agreement.choices,
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it about? (optional)"),
        choices=[("", "–"), *RemarkKind.choices],
        required=False,
    )
    text = forms.CharField(
        label=gettext_lazy("In your words (optional)"),
        max_length=MAX_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Name no clients and no colleagues."),
    )
    channel = forms.ChoiceField(label=gettext_lazy("Channel (optional)"), required=False)
    volume = forms.IntegerField(
        label=gettext_lazy("How many times a month? (optional)"),
        min_value=0,
        max_value=10_000_000,
        required=False,
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address, to be told of the answer (optional)"), required=False
    )
    website = forms.CharField(required=False, label=gettext_lazy("Leave this empty"))

    def __init__(self, *args: Any, mode: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs, label_suffix="")
        self.fields["channel"].choices = [("", "–"), *current_channel_choices()]
        self.fields["website"].widget.attrs |= {"autocomplete": "off", "tabindex": "-1"}
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        if mode == IdentityMode.ANONYMOUS:
            del self.fields["email"]


def answer(page: Any, request: HttpRequest) -> HttpResponse:
    """Served like the map itself: Wagtail has asked for a password or an account before.

    Whether the map asks or not, a reader may come back to a remark by its signed link.
    """
    request.is_preview = False
    if "remark" in request.GET:
        response = answered(page, request)
    else:
        response = asked(page, request)
    add_never_cache_headers(response)
    return response


def answered(page: Any, request: HttpRequest) -> HttpResponse:
    """The page of one remark, for whoever has its link."""
    remark = read_token(page, request.GET["remark"])
    if remark is None:
        raise Http404
    context = {**page.get_context(request), "remark": remark}
    return TemplateResponse(request, "wagtail_parcours/pages/answered.html", context)


def asked(page: Any, request: HttpRequest) -> HttpResponse:
    """The form for one part; once it is sent, the way to the page of the remark."""
    asking = FeedbackSettings.of(page) if page.live else None
    part = answerable_part(page, request.GET.get("about", "")) if asking is not None else None
    if asking is None or part is None:
        raise Http404
    if asking.mode != IdentityMode.ANONYMOUS and not request.user.is_authenticated:
        if request.method == "POST":
            raise PermissionDenied
        login = getattr(settings, "WAGTAIL_FRONTEND_LOGIN_URL", "wagtailcore_login")
        return redirect_to_login(request.get_full_path(), resolve_url(login))
    form = AnswerForm(request.POST or None, mode=asking.mode)
    status = 200
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["website"]:
            # Whatever filled this in learns nothing from the response.
            return redirect(page.get_url(request) or "/")
        sender = sender_of(request, page, asking.mode)
        try:
            remark = record_remark(page, part, asking.mode, sender, form.cleaned_data)
        except TooManyRemarksError:
            form.add_error(
                None,
                _("This map takes no more remarks from you today. Please come back tomorrow."),
            )
            status = 429
        else:
            return redirect(f"{page.get_url(request) or '/'}answer/?remark={token_of(remark)}")
    context = {
        **page.get_context(request),
        "form": form,
        "part": part,
        "mode": asking.mode,
        "notice": FeedbackPolicy.notice_for(page),
    }
    template = "wagtail_parcours/pages/answer.html"
    return TemplateResponse(request, template, context, status=status)
