"""The page that lists the live maps which show something, with the ways to each of them."""

from typing import Any

from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import ButtonsColumnMixin, Column
from wagtail.admin.utils import get_latest_str
from wagtail.admin.views.generic.base import BaseListingView, BaseObjectMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button, HeaderButton

from ...governance.rule_book import map_content_types
from ...insights.showing import Place, first_places, maps_showing
from ...rendering.anchors import anchor
from ..columns import WrittenTitleColumn
from ..reports import MapPaginator
from ..translations.report import editable_among

LABEL = gettext_lazy("Where it is shown")
STATES = {"current": gettext_lazy("Current state"), "future": gettext_lazy("Future state")}


class PlaceColumn(ButtonsColumnMixin, WrittenTitleColumn):
    """The map, opened where the thing stands, and the way to what readers see."""

    def get_buttons(self, instance: Any, parent_context: Any) -> list[Button]:
        return instance.buttons


class ShownView(PermissionCheckedMixin, BaseObjectMixin, BaseListingView):
    """The live maps that show one object, as far as the person may read them."""

    any_permission_required = ["add", "change", "delete", "view"]
    page_title = LABEL
    header_icon = "parcours-journey"
    results_template_name = "wagtail_parcours/admin/shown/results.html"
    paginate_by = 20
    paginator_class = MapPaginator
    index_url_name: str | None = None
    edit_url_name: str | None = None
    shown_url_name: str | None = None

    @cached_property
    def columns(self) -> list[Column]:
        return [
            PlaceColumn(
                "title",
                label=_("Title"),
                get_url=lambda page: page.address,
                language=lambda page: page.locale.language_code,
                classname="parcours-wide",
                width="50%",
            ),
            Column("state", label=_("State")),
            Column("locale", label=_("Language")),
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.user_has_permission("change"):
            return []
        url = reverse(self.edit_url_name, args=[quote(self.object.pk)])
        return [HeaderButton(label=_("Edit"), url=url, icon_name="edit")]

    def get_page_subtitle(self) -> str:
        return get_latest_str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        trail = [
            {
                "url": reverse(self.index_url_name),
                "label": capfirst(self.model._meta.verbose_name_plural),
            }
        ]
        if self.user_has_permission("change"):
            url = reverse(self.edit_url_name, args=[quote(self.object.pk)])
            trail.append({"url": url, "label": self.get_page_subtitle()})
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, *trail, here]

    def get_index_url(self) -> str:
        return reverse(self.shown_url_name, args=[quote(self.object.pk)])

    def get_queryset(self) -> Any:
        return maps_showing(self.object, self.request)

    def get_table(self, object_list: Any) -> Any:
        pages = list(object_list)
        keys = [page.pk for page in pages]
        places = first_places(self.object, keys)
        editable = editable_among(self.request.user, keys)
        models = map_content_types()
        for page in pages:
            place = places.get(page.pk)
            page.state = STATES.get(models[page.content_type_id].journey_state, "")
            page.address = edit_address(page, place) if page.pk in editable else None
            page.buttons = self.buttons_of(page, place)
        return super().get_table(pages)

    def buttons_of(self, page: Any, place: Place | None) -> list[Button]:
        address = page.get_url(self.request)
        if not address:
            return []
        if place is not None:
            address = f"{address}#{anchor(place.prefix, place.identity)}"
        label = _("View live")
        return [
            Button(
                label,
                url=address,
                classname="button-small button-secondary",
                attrs={"aria-label": f"{label}: {page.title}"},
            )
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(*args, object=self.object, **kwargs)


def edit_address(page: Any, place: Place | None) -> str:
    """The editor, opened at the block that shows it."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return address if place is None else f"{address}#:w:contentpath={place.path}"
