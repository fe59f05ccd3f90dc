"""The "New journey map" page: a few questions, then the editor on a prefilled draft."""

import json
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminPageChooser
from wagtail.permissions import page_permission_policy
from wagtail.snippets.widgets import AdminSnippetChooser

from ..conf import parcours_settings
from ..frameworks import framework_choices, get_framework
from ..models import JourneyIndexMixin, Persona, base_page_model
from ..models.access import readable_map
from .new_maps import (
    NewMap,
    current_map_types,
    emptied_tables,
    framework_needs,
    framework_table,
    is_future,
    map_types,
)


def may_start_maps(user: Any) -> bool:
    """Whether `user` may add a page somewhere in the tree."""
    return page_permission_policy.user_has_permission(user, "add")


def kind_choices() -> list[tuple[str, Any]]:
    return [(m._meta.label_lower, capfirst(m._meta.verbose_name)) for m in map_types()]


class NewMapForm(forms.Form):
    """What a new map starts from, and where it goes."""

    FRAMEWORK, MAP, EMPTY = "framework", "map", "empty"

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you map?"), choices=kind_choices, widget=forms.RadioSelect
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=255,
        help_text=gettext_lazy("Whose journey, to get what: “Ana applies for the benefit”."),
    )
    parent = forms.ModelChoiceField(
        queryset=None,
        label=gettext_lazy("Place"),
        help_text=gettext_lazy("The page it goes below. The map takes that page's language."),
    )
    start = forms.ChoiceField(
        label=gettext_lazy("Which stages does it start with?"),
        choices=[
            (FRAMEWORK, gettext_lazy("The stages of a framework")),
            (MAP, gettext_lazy("The stages of an existing map, with empty cells")),
            (EMPTY, gettext_lazy("None yet")),
        ],
        widget=forms.RadioSelect,
    )
    framework = forms.ChoiceField(
        label=gettext_lazy("Framework"), choices=framework_choices, required=False
    )
    shape = forms.ModelChoiceField(
        queryset=None,
        required=False,
        label=gettext_lazy("Existing map"),
        help_text=gettext_lazy("Its stages and lanes are copied; its content is not."),
    )
    persona = forms.ModelChoiceField(
        queryset=Persona.objects.all(),
        required=False,
        label=gettext_lazy("Persona"),
        help_text=gettext_lazy("Who lives this journey. You can choose later."),
    )
    current_map = forms.ModelChoiceField(
        queryset=None,
        required=False,
        label=gettext_lazy("Current-state map"),
        help_text=gettext_lazy("The map whose barriers the improvements remove."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        choose_map = {
            "choose_one_text": gettext_lazy("Choose a map"),
            "choose_another_text": gettext_lazy("Choose another map"),
        }
        self.choose_page(
            "parent",
            user_perms="copy_to",
            choose_one_text=gettext_lazy("Choose a place"),
            choose_another_text=gettext_lazy("Choose another place"),
        )
        self.choose_page("shape", target_models=map_types(), **choose_map)
        self.choose_page("current_map", target_models=current_map_types(), **choose_map)
        self.fields["persona"].widget = AdminSnippetChooser(model=Persona)

    def choose_page(self, name: str, **options: Any) -> None:
        self.fields[name].queryset = base_page_model().objects.all()
        self.fields[name].widget = AdminPageChooser(**options)

    @cached_property
    def future_kinds(self) -> list[str]:
        return [model._meta.label_lower for model in map_types() if is_future(model)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        page_type = self.page_type(cleaned.get("kind"))
        if page_type is not None and cleaned.get("parent") is not None:
            self.check_place(page_type, cleaned["parent"].specific)
        if cleaned.get("start") == self.FRAMEWORK and not cleaned.get("framework"):
            self.add_error("framework", _("Choose the framework whose stages you want."))
        if cleaned.get("start") == self.MAP:
            self.check_shape(cleaned.get("shape"))
        if page_type is not None and is_future(page_type) and cleaned.get("current_map"):
            self.check_current_map(cleaned["current_map"].specific)
        return cleaned

    def page_type(self, kind: str | None) -> type | None:
        return {model._meta.label_lower: model for model in map_types()}.get(kind)

    def check_place(self, page_type: type, parent: Any) -> None:
        """The same questions that Wagtail's own "add a child page" asks."""
        names = {"kind": page_type._meta.verbose_name_plural, "place": parent}
        if page_type not in type(parent).creatable_subpage_models():
            text = _("Below “%(place)s” there can be no %(kind)s. Choose another place.")
        elif not parent.permissions_for_user(self.user).can_add_subpage():
            text = _("You may not add pages below “%(place)s”. Choose another place.")
        elif not page_type.can_create_at(parent):
            text = _("No more %(kind)s fit below “%(place)s”. Choose another place.")
        else:
            return
        self.add_error("parent", text % names)

    def check_shape(self, shape: Any) -> None:
        if shape is None:
            self.add_error("shape", _("Choose the map whose stages you want."))
            return
        source = readable_map(shape, self.user)
        if source is None:
            self.add_error("shape", _("You cannot see this map. Choose another one."))
        elif not source.get_journey().tables:
            self.add_error("shape", _("“%(map)s” has no stages to copy.") % {"map": source})
        else:
            self.cleaned_data["shape"] = source

    def check_current_map(self, page: Any) -> None:
        if not isinstance(page, tuple(current_map_types())):
            self.add_error("current_map", _("Choose a current-state map."))

    def new_map(self) -> NewMap:
        """The map that was asked for; call it on a valid form."""
        asked = self.cleaned_data
        parent = asked["parent"].specific
        framework, tables, needs = "", (), ()
        if asked["start"] == self.FRAMEWORK:
            framework = asked["framework"]
            tables = (framework_table(get_framework(framework), parent.locale),)
            needs = framework_needs(get_framework(framework), parent.locale)
        elif asked["start"] == self.MAP:
            framework = asked["shape"].framework
            tables = emptied_tables(asked["shape"].get_journey().tables)
        return NewMap(
            page_type=self.page_type(asked["kind"]),
            title=asked["title"],
            parent=parent,
            framework=framework,
            tables=tables,
            needs=needs,
            persona=asked["persona"],
            current_map=asked["current_map"],
        )


class NewMapView(WagtailAdminTemplateMixin, FormView):
    """Asks what to start from, makes the draft and opens it."""

    form_class = NewMapForm
    template_name = "wagtail_parcours/admin/new_map.html"
    page_title = gettext_lazy("New journey map")
    header_icon = "parcours-journey"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_start_maps(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rule = json.dumps({"kind": context["form"].future_kinds})
        return {**context, "future_rule": rule}

    def get_initial(self) -> dict[str, Any]:
        kinds = kind_choices()
        return {
            "kind": kinds[0][0] if kinds else "",
            "start": NewMapForm.FRAMEWORK,
            "framework": parcours_settings.DEFAULT_FRAMEWORK,
            "parent": self.proposed_place(),
        }

    def proposed_place(self) -> Any:
        """The page named in the address, else the only catalogue of the site."""
        asked = self.request.GET.get("parent", "")
        pages = base_page_model().objects
        if asked.isdecimal() and len(asked) < 19:
            return pages.filter(pk=asked).first()
        catalogues = pages.type(JourneyIndexMixin)[:2]
        return catalogues[0] if len(catalogues) == 1 else None

    def form_valid(self, form: NewMapForm) -> HttpResponse:
        wanted = form.new_map()
        if stopped := self.run_hook("before_create_page", wanted.parent, wanted.page_type):
            return stopped
        page = wanted.create(self.request.user)
        messages.success(
            self.request,
            _("The draft of “%(map)s” is ready. Nobody sees it before it is published.")
            % {"map": page},
        )
        if stopped := self.run_hook("after_create_page", page):
            return stopped
        return redirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    def form_invalid(self, form: NewMapForm) -> HttpResponse:
        messages.validation_error(
            self.request, _("The map could not be created. See what is missing below."), form
        )
        return super().form_invalid(form)

    def run_hook(self, name: str, *args: Any) -> HttpResponse | None:
        """Run what the site registered for new pages; a response of theirs ends the matter."""
        for function in hooks.get_hooks(name):
            answer = function(self.request, *args)
            if hasattr(answer, "status_code"):
                return answer
        return None
