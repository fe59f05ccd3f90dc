"""Wagtail's snippet views, with what ours add: neutral exports, usage, facts, sensitive fields."""

from typing import Any

from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import (
    Column,
    LiveStatusTagColumn,
    LocaleColumn,
    NumberColumn,
    TitleColumn,
    UpdatedAtColumn,
)
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import ReferenceIndex
from wagtail.snippets.views import snippets

from ..insights.showing import maps_showing, rows_showing
from ..models import Persona
from ..permissions import can_see_sensitive
from .columns import BadgeColumn, ChannelColumn, PersonaColumn, UsageColumn
from .coverage.hints import HintsColumn, HintsEditMixin, HintsListMixin
from .export import NeutralExportMixin
from .shown.listing import ShownListMixin
from .shown.view import LABEL


class JourneyIndexView(NeutralExportMixin, snippets.IndexView):
    """A listing that knows how often each object is used, and what to say when it is empty.

    The columns are made for each request: Wagtail's own take their labels when they are made.
    """

    usage_url_name: str | None = None
    counts_usage = True

    empty_title: Any = ""
    empty_text: Any = ""
    empty_action: Any = gettext_lazy("Add the first one")

    def get_base_queryset(self) -> QuerySet[Any]:
        queryset = super().get_base_queryset().select_related("locale")
        if not self.counts_usage:
            return queryset
        return queryset.annotate(usage_count=self.usage_count())

    def usage_count(self) -> Any:
        return ReferenceIndex.usage_count_subquery(self.model)

    def usage_column(self) -> UsageColumn:
        return UsageColumn("usage_count", label=_("Usage"), usage_url_name=self.usage_url_name)

    def locale_column(self) -> LocaleColumn:
        # Search results are sorted by a column of the model, not by that of another one.
        return LocaleColumn(sort_key="locale_id")


class PersonaIndexView(HintsListMixin, ShownListMixin, JourneyIndexView):
    """Personas with portrait, origin and target group, and the hints on them."""

    empty_title = gettext_lazy("No persona yet")
    empty_text = gettext_lazy(
        "Personas are the people whose journeys you map. Start with one client whom your "
        "colleagues at the counter would recognise, and say where you know them from."
    )
    empty_action = gettext_lazy("Add the first persona")

    @cached_property
    def list_display(self) -> list[Any]:
        return [
            "__str__",
            "role",
            BadgeColumn("origin_label", label=_("Origin")),
            # Not sortable: its order is that of another table, which search cannot follow.
            Column("target_group", label=_("Target group")),
            self.locale_column(),
            self.shown_column(),
            HintsColumn(),
            UpdatedAtColumn(),
            LiveStatusTagColumn(),
        ]

    def get_base_queryset(self) -> QuerySet[Any]:
        queryset = super().get_base_queryset()
        return queryset.select_related("photo", "target_group").prefetch_related(
            "photo__renditions"
        )

    def _get_title_column(self, field_name: str, *args: Any, **kwargs: Any) -> Any:
        return super()._get_title_column(field_name, PersonaColumn, **kwargs)


class ChannelIndexView(ShownListMixin, JourneyIndexView):
    """Channels, counted by the live maps that name them: maps refer to channels by slug."""

    empty_title = gettext_lazy("No channel yet")
    empty_text = gettext_lazy(
        "Channels are the ways in which clients reach you: online, by telephone, in person, and "
        "whatever else you offer. Interactions and barriers name their channel."
    )
    empty_action = gettext_lazy("Add the first channel")

    @cached_property
    def list_display(self) -> list[Any]:
        return [
            "__str__",
            "slug",
            self.locale_column(),
            NumberColumn("sort_order", label=_("Position"), sort_key="sort_order"),
            self.shown_column(),
            UpdatedAtColumn(),
        ]

    def _get_title_column(self, field_name: str, *args: Any, **kwargs: Any) -> Any:
        return super()._get_title_column(field_name, ChannelColumn, **kwargs)


class TargetGroupIndexView(ShownListMixin, JourneyIndexView):
    empty_title = gettext_lazy("No target group yet")
    empty_text = gettext_lazy(
        "Target groups say whom you serve, such as newcomers or people with low vision. "
        "A persona belongs to one, and readers filter the catalogue by them."
    )
    empty_action = gettext_lazy("Add the first target group")

    @cached_property
    def list_display(self) -> list[Any]:
        return [
            "__str__",
            self.locale_column(),
            NumberColumn("persona_count", label=_("Personas")),
            self.shown_column(),
            UpdatedAtColumn(),
        ]

    def get_base_queryset(self) -> QuerySet[Any]:
        number = (
            Persona.objects.filter(target_group=OuterRef("pk"))
            .order_by()
            .values("target_group")
            .annotate(number=Count("pk"))
            .values("number")
        )
        return super().get_base_queryset().annotate(persona_count=Coalesce(Subquery(number), 0))


class FrameworkStageIndexView(NeutralExportMixin, snippets.IndexView):
    """Texts of frameworks: they come from ``parcours_setup``, nobody adds them by hand."""

    empty_title = gettext_lazy("No framework texts yet")
    empty_text = gettext_lazy(
        "New maps take the names of their stages from here. Run “manage.py parcours_setup” to "
        "fill this list; until then, maps use the built-in texts."
    )

    @cached_property
    def list_display(self) -> list[Any]:
        return ["__str__", "framework", LocaleColumn(), UpdatedAtColumn()]

    def get_add_url(self) -> None:
        return None


class FrameworkStageCreateView(snippets.CreateView):
    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        # A stage exists because a framework has it; a row of its own would belong to none.
        raise PermissionDenied


class ReadOnlyCopyView(snippets.CopyView):
    """Shows the copy's form, which posts to the "add" view.

    Wagtail's own view also accepts a POST, bound to the original: it would overwrite it, and
    with it whatever the person may not see.
    """

    http_method_names = ["get", "head", "options"]


class FactsButtonMixin:
    """Offers the record of changes among the view's buttons."""

    facts_url_name: str | None = None
    facts_label = gettext_lazy("Record of changes")

    def facts_url(self) -> str | None:
        if not self.facts_url_name:
            return None
        return reverse(self.facts_url_name, args=[quote(self.object.pk)])

    @cached_property
    def header_buttons(self) -> list[Any]:
        buttons = list(super().header_buttons)
        if url := self.facts_url():
            buttons.append(HeaderButton(label=self.facts_label, url=url, icon_name="history"))
        return buttons


class RecordedEditView(snippets.EditView):
    """The editor, with the record of changes in its menu, and where the thing is shown."""

    facts_url_name: str | None = None
    shown_url_name: str | None = None

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        buttons = list(super().header_more_buttons)
        if self.facts_url_name:
            buttons.append(
                Button(
                    FactsButtonMixin.facts_label,
                    url=reverse(self.facts_url_name, args=[quote(self.object.pk)]),
                    icon_name="history",
                    priority=15,
                )
            )
        if self.shown_url_name:
            url = reverse(self.shown_url_name, args=[quote(self.object.pk)])
            buttons.append(Button(LABEL, url=url, icon_name="parcours-journey", priority=16))
        return buttons


class PersonaEditView(HintsEditMixin, RecordedEditView):
    """The editor of a persona, with hints beside it."""


class RecordedHistoryView(FactsButtonMixin, snippets.HistoryView):
    """Wagtail's history of edits, with a way to the record of changes."""


class RecordedUsageView(FactsButtonMixin, snippets.UsageView):
    """Wagtail's usage list, with a way to the record of changes."""


class MapUsageView(RecordedUsageView):
    """The maps that use something which Wagtail's reference index knows nothing of.

    Subclasses give ``get_queryset()``.
    """

    @cached_property
    def columns(self) -> list[Any]:
        return [
            TitleColumn("title", label=_("Title"), get_url=self.map_url),
            Column(
                "type",
                label=_("Type"),
                accessor=lambda page: capfirst(page.specific_class._meta.verbose_name),
            ),
            LiveStatusTagColumn(),
        ]

    def map_url(self, page: Any) -> str | None:
        if not page.permissions_for_user(self.request.user).can_edit():
            return None
        return reverse("wagtailadmin_pages:edit", args=[page.pk])

    def get_table(self, object_list: Any, **kwargs: Any) -> Any:
        # Past UsageView, whose rows are references.
        return BaseListingView.get_table(self, object_list, **kwargs)


class SlugUsageView(MapUsageView):
    """The live maps that name a thing by its slug, as far as the person may read them."""

    def get_queryset(self) -> QuerySet[Any]:
        return maps_showing(self.object, self.request).select_related("content_type")


class SlugUsage:
    """What the delete view asks about usage, for what maps name by slug."""

    is_protected = False

    def __init__(self, instance: Any) -> None:
        self.instance = instance

    def count(self) -> int:
        return rows_showing(self.instance).count()


class SlugDeleteView(snippets.DeleteView):
    """Says how many live maps name a thing by its slug before it is deleted."""

    def get_usage(self) -> SlugUsage:
        return SlugUsage(self.object)


class KeepSensitiveMixin:
    """Reverts everything but the sensitive fields, for a person who may not see them."""

    def get_object(self, queryset: Any = None) -> Any:
        reverted = super().get_object(queryset)
        if not can_see_sensitive(self.request.user):
            current = self.live_object.get_latest_revision_as_object()
            for name in Persona.SENSITIVE_FIELDS:
                setattr(reverted, name, getattr(current, name))
        return reverted
