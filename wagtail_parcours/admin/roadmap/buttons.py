"""The way from a map in the admin to its roadmap."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.menus.pages import PageMenuItem

from ...models import FutureStateMapMixin


class RoadmapMenuItem(PageMenuItem):
    """Beside "Timeline" in the menus of a future-state map."""

    label = _("Roadmap")
    icon_name = "parcours-improvement"

    def is_shown(self, user: Any) -> bool:
        if not issubclass(self.page.specific_class or object, FutureStateMapMixin):
            return False
        permissions = self.page.permissions_for_user(user)
        return bool(permissions.can_edit() or permissions.can_publish())

    @cached_property
    def url(self) -> str:
        return f"{reverse('wagtail_parcours:roadmap')}?map={self.page.translation_key}"


def roadmap_in_header(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Any]:
    yield RoadmapMenuItem(page=page, priority=67)
