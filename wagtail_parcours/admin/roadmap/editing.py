"""Writing on one item: where it stands, who sees to it and until when. No approval is asked."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.views.generic import EditView
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateInput
from wagtail.admin.widgets.button import HeaderButton
from wagtail.coreutils import get_content_languages

from ...models import RoadmapItem, RoadmapState, base_page_model, current_indicator_choices
from ...models.slugs import readable
from ...rendering.indicators import indicator_views
from ...roadmap import move_item, write_item
from .access import may_write, visible_items
from .listing import decorated

#: Characters of a note: a sentence or two, with room to spare.
MAX_NOTE = 2000


def indicator_choices(chosen: str) -> list[tuple[str, str]]:
    """The indicators of the organisation; one that is chosen and gone stays readable."""
    choices = current_indicator_choices()
    if chosen and chosen not in dict(choices):
        choices = [*choices, (chosen, readable(chosen))]
    return [("", _("No indicator")), *choices]


def language_choices(chosen: str) -> list[tuple[str, str]]:
    names = dict(get_content_languages())
    if chosen:
        names.setdefault(chosen, chosen)
    return [(code, str(name)) for code, name in names.items()]


class RoadmapItemForm(WagtailAdminModelForm):
    """What people write on an item. `seen` says which state of it they had before them."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    class Meta:
        model = RoadmapItem
        fields = (
            "state",
            "progress",
            "progress_language",
            "owner",
            "start",
            "due",
            "indicator",
        )
        widgets = {
            "progress": AdminAutoHeightTextInput(attrs={"rows": 3}),
            "start": AdminDateInput,
            "due": AdminDateInput,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = self.instance.updated_at.isoformat()
        self.initial["seen"] = self.version
        chosen = self.instance.indicator
        self.fields["indicator"] = forms.ChoiceField(
            label=_("Indicator"),
            choices=indicator_choices(chosen),
            required=False,
            help_text=_("What shows that the improvement works."),
        )
        self.choose_language()

    def choose_language(self) -> None:
        """Ask for the language of the note where a site has several."""
        written = self.instance.progress_language
        choices = language_choices(written)
        if not getattr(settings, "WAGTAIL_I18N_ENABLED", False) or len(choices) < 2:
            del self.fields["progress_language"]
            return
        codes = dict(choices)
        mine = get_language() or ""
        self.fields["progress_language"] = forms.ChoiceField(
            label=_("Language of the note"), choices=choices, required=False
        )
        if not written:
            self.initial["progress_language"] = mine if mine in codes else self.instance.language

    def clean_progress(self) -> str:
        text: str = self.cleaned_data["progress"].strip()
        if len(text) > MAX_NOTE:
            raise ValidationError(
                _("Please write at most %(count)d characters.") % {"count": MAX_NOTE}
            )
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("progress"):
            cleaned["progress_language"] = ""
        if cleaned.get("seen") != self.version:
            # What was typed stays in the form; saving it again puts it in place.
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = self.version
            raise ValidationError(
                _(
                    "Someone else has changed this since you opened it: see the record of "
                    "changes. What you wrote is still below; save again to keep it."
                )
            )
        return cleaned


class VisibleItemMixin:
    """Finds an item among those that a person sees; any other does not exist for them."""

    object: RoadmapItem
    request: HttpRequest

    def find_item(self, pk: Any) -> RoadmapItem:
        return get_object_or_404(visible_items(self.request.user), pk=pk)


def short_words(item: RoadmapItem) -> str:
    """What improves, on one line, in the language of the person where the map is live in it."""
    words, _title, _language = item.words_in(get_language() or "")
    return Truncator(" ".join(words.split()) or item.improvement).chars(80)


class RoadmapItemView(VisibleItemMixin, EditView):
    """The form of one item, beside what the signed map says of it."""

    model = RoadmapItem
    form_class = RoadmapItemForm
    template_name = "wagtail_parcours/admin/roadmap/item.html"
    header_icon = "parcours-improvement"
    index_url_name = "wagtail_parcours:roadmap"
    edit_url_name = "wagtail_parcours:roadmap_item"
    page_title = gettext_lazy("Roadmap")
    success_message = gettext_lazy("“%(object)s” was saved.")
    error_message = gettext_lazy("Nothing was saved yet: see below.")
    permission_required = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_write(request.user, self.get_object()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_object(self, queryset: Any = None) -> RoadmapItem:
        return self.find_item(self.kwargs["pk"])

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Locked, so that of two who save at once the second one is told.
        RoadmapItem.objects.select_for_update().filter(pk=self.kwargs["pk"]).first()
        self.object = self.get_object()
        return super().post(request, *args, **kwargs)

    def save_instance(self) -> RoadmapItem:
        return write_item(self.form.instance, self.form.changed_data)

    def get_page_subtitle(self) -> str:
        return short_words(self.object)

    def get_success_message(self) -> str:
        return self.success_message % {"object": short_words(self.object)}

    def get_success_url(self) -> str:
        return reverse(self.index_url_name) + f"#parcours-item-{self.object.pk}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        trail = [{"url": reverse(self.index_url_name), "label": self.page_title}]
        return [*self.breadcrumbs_items, *trail, {"url": "", "label": self.get_page_subtitle()}]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        url = reverse("wagtail_parcours:roadmap_facts", args=[self.object.pk])
        return [HeaderButton(label=_("Record of changes"), url=url, icon_name="history")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item = self.object
        # The form holds what was typed; beside it stands what is stored.
        stored = decorated([RoadmapItem.objects.get(pk=item.pk)], self.request.user)[0]
        language = get_language() or ""
        return {
            **super().get_context_data(**kwargs),
            "item": stored,
            "map_page": page_of(stored, self.request),
            "indicator": indicator_views([stored.indicator], language).get(stored.indicator),
        }


def page_of(item: Any, request: HttpRequest) -> dict[str, str] | None:
    """Where the map is read, in the language of its words, and where its history is.

    None for a map that is gone.
    """
    pages = base_page_model().objects.filter(alias_of__isnull=True)
    page = pages.filter(
        translation_key=item.map_key, locale__language_code=item.words_language
    ).first()
    if page is None:
        return None
    return {
        "url": page.get_url(request) or "" if page.live else "",
        "timeline": reverse("wagtail_parcours:timeline", args=[page.pk]),
    }


class MoveItemView(VisibleItemMixin, View):
    """Puts an item into another state and goes back to the board, where it was left."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        item = self.find_item(kwargs["pk"])
        if not may_write(request.user, item):
            raise PermissionDenied
        try:
            state = RoadmapState(request.POST.get("state", ""))
        except ValueError:
            raise Http404 from None
        move_item(item.pk, state)
        messages.success(
            request,
            _("“%(item)s” is now under “%(state)s”.")
            % {"item": short_words(item), "state": state.label},
        )
        # A query string only: the address it is put behind is ours.
        query = request.POST.get("back", "").replace("#", "")[:2000]
        board = reverse("wagtail_parcours:roadmap")
        return redirect(f"{board}{'?' + query if query else ''}#parcours-item-{item.pk}")
