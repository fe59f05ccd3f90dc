"""The record of one item: who wrote what, what the signed map changed, and back to how it was."""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import get_language
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log

from ...models import RoadmapItem, channels_by_slug, current_indicator_choices
from ...models.slugs import readable
from ...roadmap import write_item
from ..fact_views import RESTORE_ACTION, FactsView, RestoreFactView
from ..facts import Change, FactReader
from .access import may_write, visible_items
from .editing import RoadmapItemView, language_choices, short_words

#: Columns that say which improvement it is.
UNTOLD = frozenset({"map_key", "improvement", "language", "approved_at"})


class ItemReader(FactReader):
    """Reads the record of an item; `names` are the only fields that are told and restored."""

    def __init__(self, instance: RoadmapItem, user: Any, names: Any = None) -> None:
        super().__init__(instance, user)
        self.names = names

    def fields(self) -> list[models.Field]:
        told = [field for field in super().fields() if field.name not in UNTOLD]
        return [field for field in told if self.names is None or field.name in self.names]

    def _compare(self, before: Any, after: Any, without: str = "") -> tuple[list[Change], bool]:
        changes, hidden = super()._compare(before, after, without)
        if before is None and not after.withdrawn:
            # That it is on the map is why there is an item at all.
            label = capfirst(str(after._meta.get_field("withdrawn").verbose_name))
            changes = [change for change in changes if change.label != label]
        return changes, hidden

    def _words(self, kept: models.Field, value: Any) -> str:
        if isinstance(value, datetime.date):
            return date_format(value, "DATE_FORMAT")
        if kept.name in self.named and value:
            return self.named[kept.name].get(value, readable(value))
        return super()._words(kept, value)

    @cached_property
    def named(self) -> dict[str, dict[str, str]]:
        """The names that stand for slugs and codes, by field."""
        channels = channels_by_slug(get_language() or "")
        return {
            "channel": {slug: channel.name for slug, channel in channels.items()},
            "indicator": dict(current_indicator_choices()),
            "progress_language": dict(language_choices("")),
        }


class ItemFactMixin:
    """An item that the person sees; writing on it is another matter."""

    model = RoadmapItem
    permission_policy = None
    any_permission_required = None
    header_icon = "history"
    index_url_name = RoadmapItemView.index_url_name
    edit_url_name = RoadmapItemView.edit_url_name
    facts_url_name = "wagtail_parcours:roadmap_facts"
    restore_url_name = "wagtail_parcours:roadmap_restore"
    object: RoadmapItem
    request: HttpRequest

    def get_base_object_queryset(self) -> Any:
        return visible_items(self.request.user)

    def user_has_permission(self, permission: str) -> bool:
        return may_write(self.request.user, self.object)

    def get_page_subtitle(self) -> str:
        return short_words(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        trail = [{"url": reverse(self.index_url_name), "label": RoadmapItemView.page_title}]
        if self.user_has_permission("change"):
            url = reverse(self.edit_url_name, args=[self.object.pk])
            trail.append({"url": url, "label": self.get_page_subtitle()})
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, *trail, here]


class ItemFactsView(ItemFactMixin, FactsView):
    """What was written on an item, newest first, for everyone who sees it."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return []

    @cached_property
    def reader(self) -> ItemReader:
        return ItemReader(self.object, self.request.user)


class RestoreItemView(ItemFactMixin, RestoreFactView):
    """Gives back what people had written; what the signed map says stays as it is."""

    permission_required = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.user_has_permission("change"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def reader(self) -> ItemReader:
        return ItemReader(self.object, self.request.user, RoadmapItem.WRITTEN_FIELDS)

    def restore(self) -> list[str]:
        item = RoadmapItem.objects.select_for_update().get(pk=self.object.pk)
        before = {name: getattr(item, name) for name in RoadmapItem.WRITTEN_FIELDS}
        lost = self.reader.restore(item, self.row)
        write_item(item, [name for name, was in before.items() if getattr(item, name) != was])
        log(
            instance=item,
            action=RESTORE_ACTION,
            user=self.request.user,
            data={"fact": {"date": self.row.history_date.isoformat()}},
            content_changed=True,
        )
        return lost
