"""One sign-off record: who signed what, when, as whom, and how anyone can check it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.coreutils import get_content_languages

from ...governance.chain_checks import hash_of
from ...models import LiveVersion, SignOff, SignOffKind
from ..review.made_from import made_from
from ..review.wording import SOURCE_SEAL
from .access import content_of, matches, record_to_read, text_of
from .listing import SignOffsView
from .reading import file_name

#: Versions of the same map that are listed, the newest ones.
VERSIONS = 20


class RecordPageMixin(WagtailAdminTemplateMixin):
    """What the page of a record and its comparison share."""

    header_icon = "check"
    http_method_names = ["get", "head", "options"]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.record, self.map = record_to_read(request.user, kwargs["position"])

    def address(self, name: str, position: int | None = None) -> str:
        return reverse(f"wagtail_parcours:{name}", args=[position or self.record.position])

    def get_page_subtitle(self) -> str:
        return self.record.page_title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        trail = [
            {"url": reverse("wagtail_parcours:sign_offs"), "label": SignOffsView.page_title},
            *self.trail(),
        ]
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, *trail, here]

    def trail(self) -> list[dict[str, Any]]:
        return []


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the map: the records that stand for it, oldest first."""

    records: tuple[SignOff, ...]
    is_this: bool
    is_live: bool

    @property
    def last(self) -> SignOff:
        return self.records[-1]


class SignOffView(RecordPageMixin, TemplateView):
    """A record with everything that it says."""

    template_name = "wagtail_parcours/admin/record.html"

    def get_page_title(self) -> str:
        return _("Sign-off %(number)s") % {"number": self.record.position}

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        buttons = []
        if self.map is not None and self.map.permissions_for_user(self.request.user).can_edit():
            url = reverse("wagtailadmin_pages:edit", args=[self.map.pk])
            buttons.append(HeaderButton(label=_("Edit the map"), url=url, icon_name="edit"))
        url = reverse("wagtail_parcours:timeline", args=[self.record.page_id_then])
        buttons.append(
            HeaderButton(
                label=pgettext("history of a map", "Timeline"), url=url, icon_name="history"
            )
        )
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = text_of(self.record)
        record, sealed = self.record, content_of(text)
        source_seal = sealed.page.get(SOURCE_SEAL, "") if sealed is not None else ""
        return {
            **super().get_context_data(**kwargs),
            "record": record,
            "map": self.map,
            "is_emergency": record.kind == SignOffKind.EMERGENCY,
            "language": get_content_languages().get(record.language, record.language),
            "type_name": type_name(record.page_type),
            "is_kept": text is not None,
            "matches": matches(record, text),
            "is_whole": hash_of(record) == record.hash,
            "can_be_read": sealed is not None,
            "made_from": made_from(source_seal) if source_seal else None,
            "file_name": file_name(record),
            "content_address": self.address("sign_off_content"),
            "reading_address": self.address("sign_off_reading"),
            "compare_address": self.address("sign_off_compare"),
            "versions": list(self.versions()),
        }

    def versions(self) -> Iterator[Version]:
        """The versions of this map that were signed, newest first."""
        live = LiveVersion.objects.filter(page_id=self.map.pk).first() if self.map else None
        together: list[SignOff] = []
        for record in [*self.records_of_map(), None]:
            if together and (record is None or record.seal != together[0].seal):
                seal = together[0].seal
                yield Version(
                    tuple(together[::-1]),
                    self.record.seal == seal,
                    live is not None and live.seal == seal,
                )
                together = []
            if record is not None:
                together.append(record)

    def records_of_map(self) -> list[SignOff]:
        found = SignOff.objects.filter(page_key=self.record.page_key, language=self.record.language)
        return list(found.order_by("-position")[:VERSIONS])


def type_name(label: str) -> str:
    """What a page type is called; its label when the type is gone."""
    try:
        return capfirst(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label
