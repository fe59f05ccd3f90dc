"""The timeline of a map in the admin: who may read it, what they may ask for, and the way there."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils.functional import cached_property
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page
from wagtail.admin.widgets.button import Button, HeaderButton

from ..governance.events import Event, Kind, Subject, Wanted
from ..governance.policy import rule_for
from ..governance.sealing import is_map_type
from ..governance.timeline import Timeline, chronology, people_of, subject_of, timeline
from ..models import SignOffTask
from ..permissions import can_see_sensitive
from .export import NeutralExportMixin

#: Who reads the sign-off records, those of deleted maps included.
RECORDS_PERMISSION = "wagtail_parcours.view_signoff"
#: Events of one source in an export: more than on the screen, and not without end.
EXPORTED = 20_000

ICONS = {
    Kind.EDIT: "edit",
    Kind.WORKFLOW: "tasks",
    Kind.SIGN_OFF: "check",
    Kind.PUBLICATION: "globe",
    Kind.SHOWN: "parcours-persona",
    Kind.COMMENT: "comment",
    Kind.TRANSLATION: "globe",
    Kind.OTHER: "cog",
}
#: Where the record of changes of a thing is, by the model's label.
FACTS = {
    "wagtail_parcours.Persona": "persona",
    "wagtail_parcours.Channel": "channel",
    "wagtail_parcours.Indicator": "indicator",
    "wagtail_parcours.TargetGroup": "targetgroup",
}


def may_see_timeline(user: Any, page: Any) -> bool:
    """Those who edit, publish or sign the map, and those who read the records.

    Of a map that is gone (`page` is None) only the last ones.
    """
    if user.has_perm(RECORDS_PERMISSION):
        return True
    if page is None:
        return False
    permissions = page.permissions_for_user(user)
    return bool(permissions.can_edit() or permissions.can_publish() or may_sign_for(user, page))


def may_sign_for(user: Any, page: Any) -> bool:
    """Whether the person belongs to a group that signs this page, by its workflow or policy."""
    if not user.is_active:
        return False
    workflow = page.get_workflow()
    if workflow is not None:
        steps = SignOffTask.objects.filter(pk__in=workflow.tasks.filter(active=True))
        if steps.filter(groups__user=user).exists():
            return True
    groups = {step.group for step in rule_for(page).steps}
    return bool(groups and user.groups.filter(pk__in=groups).exists())


class TimelineForm(forms.Form):
    """What to show of a timeline; everything when it is empty."""

    kind = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    person = forms.ChoiceField(label=gettext_lazy("Who"), required=False)
    since = forms.DateField(
        label=gettext_lazy("Since"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any, people: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["kind"].choices = [("", _("Everything")), *Kind.choices]
        self.fields["person"].choices = [("", _("Everybody")), *people]

    def wanted(self, *, sensitive: bool, limit: int | None = None) -> Wanted:
        """What was asked for; what cannot be understood is not asked for."""
        self.is_valid()
        asked = self.cleaned_data
        until = asked.get("until")
        return Wanted(
            kinds=frozenset({Kind(asked["kind"])} if asked.get("kind") else Kind),
            person=asked.get("person", ""),
            since=midnight(asked.get("since")),
            # The last day belongs to the period.
            until=midnight(until + datetime.timedelta(days=1)) if until else None,
            sensitive=sensitive,
            **({"limit": limit} if limit else {}),
        )


def midnight(day: datetime.date | None) -> datetime.datetime | None:
    if day is None:
        return None
    return make_aware(datetime.datetime.combine(day, datetime.time.min))


@dataclass(frozen=True, slots=True)
class Line:
    """An event with where it leads to, for the page's template."""

    event: Event
    icon: str
    links: tuple[tuple[str, str], ...]


class EventPaginator(WagtailPaginator):
    """Counts events."""

    @cached_property
    def items_count_label(self) -> str:
        return ngettext("%(count)d event", "%(count)d events", self.count) % {"count": self.count}


class TimelineView(NeutralExportMixin, SpreadsheetExportMixin, BaseListingView):
    """Everything that happened to a map, newest first, with filters and exports."""

    page_title = pgettext_lazy("history of a map", "Timeline")
    header_icon = "history"
    template_name = "wagtail_parcours/admin/timeline.html"
    results_template_name = "wagtail_parcours/admin/timeline_results.html"
    paginate_by = 50
    paginator_class = EventPaginator
    list_export = ["when", "kind.label", "title", "person", "role", "detail", "changed", "record"]
    export_headings = {
        "when": gettext_lazy("Time (UTC)"),
        "kind.label": gettext_lazy("What"),
        "title": gettext_lazy("Event"),
        "person": gettext_lazy("Who"),
        "role": gettext_lazy("Signed as"),
        "detail": gettext_lazy("Comment or reason"),
        "changed": gettext_lazy("Fields that changed"),
        "record": gettext_lazy("Sign-off record"),
    }

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        subject = subject_of(kwargs["page_id"])
        if subject is None:
            raise Http404
        self.subject: Subject = subject
        if not may_see_timeline(request.user, subject.page):
            raise PermissionDenied

    # -- header

    def get_page_subtitle(self) -> str:
        return self.subject.title

    def get_filename(self) -> str:
        return f"timeline-{self.subject.page_id}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        page = self.subject.page
        trail = get_breadcrumbs_items_for_page(page, self.request.user) if page is not None else []
        return [*(trail or self.breadcrumbs_items), here]

    @cached_property
    def permissions(self) -> Any:
        page = self.subject.page
        return page.permissions_for_user(self.request.user) if page is not None else None

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if self.permissions is None or not self.permissions.can_edit():
            return []
        url = reverse("wagtailadmin_pages:edit", args=[self.subject.page_id])
        return [HeaderButton(label=_("Edit"), url=url, icon_name="edit")]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = list(super().header_more_buttons)
        if self.permissions is not None and self.permissions.can_view_revisions():
            url = reverse("wagtailadmin_pages:history", args=[self.subject.page_id])
            buttons.append(Button(_("History"), url=url, icon_name="list-ul", priority=10))
        return buttons

    def get_index_url(self) -> str:
        return reverse("wagtail_parcours:timeline", args=[self.subject.page_id])

    # -- content

    @cached_property
    def form(self) -> TimelineForm:
        return TimelineForm(self.request.GET, people_of(self.subject))

    @cached_property
    def timeline(self) -> Timeline:
        return timeline(
            self.subject,
            self.form.wanted(
                sensitive=can_see_sensitive(self.request.user),
                limit=EXPORTED if self.is_export else None,
            ),
        )

    @property
    def is_asking(self) -> bool:
        return any(self.request.GET.get(name) for name in self.form.fields)

    def get_queryset(self) -> list[Event]:
        return list(self.timeline.events)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self.is_export:
            return context
        events = list(context["object_list"])
        lines = dict(zip(events, self.lines(events), strict=True)) if events else {}
        days = chronology(events, lambda moment: localtime(moment).date())
        return {
            **context,
            "subject": self.subject,
            "form": self.form,
            "is_asking": self.is_asking,
            "days": [(day, [lines[event] for event in found]) for day, found in days],
            "complete_since": self.timeline.complete_since,
            "changed_since": self.changed_since(),
        }

    def changed_since(self) -> Any:
        # Late, because that page is reached from this one and asks it who may come.
        from .renewal import Changed

        return Changed.find(self.subject.page) if self.subject.page is not None else None

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if self.is_export:
            return self.as_spreadsheet(self.timeline.events, self.request.GET["export"])
        return super().render_to_response(context, **kwargs)

    # -- links

    def lines(self, events: list[Event]) -> Iterator[Line]:
        things = self.things_there(event.fact for event in events if event.fact)
        for event in events:
            yield Line(event, ICONS[event.kind], tuple(self.links(event, things)))

    def links(self, event: Event, things: set[tuple[str, Any]]) -> Iterator[tuple[str, str]]:
        if event.record is not None and self.request.user.has_perm(RECORDS_PERMISSION):
            address = address_of("wagtail_parcours:sign_off", event.record)
            yield from [(_("See the record"), address)] if address else []
        if event.revision and event.revision_before and self.may_compare:
            versions = (self.subject.page_id, event.revision_before, event.revision)
            address = address_of("wagtailadmin_pages:revisions_compare", *versions)
            yield _("Compare with the version before"), address
        if event.fact is not None and event.fact in things:
            model, key = event.fact
            name = f"wagtailsnippets_wagtail_parcours_{FACTS[model]}:facts"
            yield _("Record of changes"), address_of(name, key)

    @cached_property
    def may_compare(self) -> bool:
        return self.permissions is not None and self.permissions.can_edit()

    def things_there(self, facts: Iterable[tuple[str, Any]]) -> set[tuple[str, Any]]:
        """Those of the personas, channels … that are there and open to this person."""
        asked: dict[str, set[Any]] = defaultdict(set)
        for model, key in facts:
            asked[model].add(key)
        found: set[tuple[str, Any]] = set()
        for label, keys in asked.items():
            model = apps.get_model(label)
            if self.request.user.has_perm(f"wagtail_parcours.change_{model._meta.model_name}"):
                rows = model._default_manager.filter(pk__in=keys)
                found |= {(label, key) for key in rows.values_list("pk", flat=True)}
        return found


def address_of(name: str, *args: Any) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


# -- the way there


class TimelineMenuItem(PageMenuItem):
    """Beside "History" in the menus of a map."""

    label = pgettext_lazy("history of a map", "Timeline")
    icon_name = "history"
    url_name = "wagtail_parcours:timeline"

    def is_shown(self, user: Any) -> bool:
        if not is_map_type(self.page.specific_class):
            return False
        permissions = self.page.permissions_for_user(user)
        return bool(permissions.can_edit() or permissions.can_publish())


def timeline_in_listing(page: Any, user: Any, next_url: str | None = None) -> Iterator[Any]:
    yield TimelineMenuItem(page=page, priority=52)


def timeline_in_header(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Any]:
    yield TimelineMenuItem(page=page, priority=66)


timeline_urls = [path("timeline/<int:page_id>/", TimelineView.as_view(), name="timeline")]
