"""The report of words to avoid: which live maps use one, where, and what to write instead."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import ButtonsColumnMixin, Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import Button
from wagtail.models import Locale
from wagtail.permissions import page_permission_policy

from ...models import GlossaryTerm, TermUse
from ...translation.term_uses import plain_text
from ..columns import WrittenColumn
from ..reports import (
    ACTIONS,
    MapReportMenuItem,
    MapReportMixin,
    OwnerFilter,
    owners,
    report_item,
    visible_maps,
)
from .places import place_words

#: Characters of the text that are shown before and after the word.
AROUND = 60
ORDER_FIELDS = {
    "said": "said",
    "term": "term__term",
    "map": "wording__page__title",
    "locale": "wording__locale__language_code",
}


@dataclass(frozen=True, slots=True)
class Extract:
    """A word with the text around it."""

    before: str
    said: str
    after: str

    def __str__(self) -> str:
        return f"{self.before}{self.said}{self.after}"


def extract_of(text: str, start: int, end: int) -> Extract:
    """The text around a word, on one line, cut at blank spaces where it is long."""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    if start > AROUND:
        before = "… " + before.partition(" ")[2]
    if end + AROUND < len(text):
        after = after.rpartition(" ")[0] + " …"
    # One blank space where there was any, and none lost beside the word.
    return Extract(_line(before), text[start:end], _line(after))


def _line(text: str) -> str:
    line = " ".join(text.split())
    first = " " if text[:1].isspace() else ""
    last = " " if text[-1:].isspace() and line else ""
    return f"{first}{line}{last}"


def terms_to_choose(request: HttpRequest) -> QuerySet[GlossaryTerm]:
    return GlossaryTerm.objects.exclude(forbidden_synonyms="").order_by("term", "pk")


class AvoidedWordFilterSet(WagtailFilterSet):
    """Language, term and owner of the map."""

    language = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Language"),
        queryset=lambda request: Locale.objects.order_by("pk"),
        field_name="wording__locale",
    )
    term = django_filters.ModelChoiceFilter(label=gettext_lazy("Term"), queryset=terms_to_choose)
    owner = OwnerFilter(
        label=gettext_lazy("Owner"), queryset=owners, field_name="wording__page__owner"
    )

    class Meta:
        model = TermUse
        fields: list[str] = []


def language_of(use: Any) -> str:
    return str(use.wording.locale.language_code)


class ExtractColumn(WrittenColumn):
    """A line of the text with the word marked."""

    cell_template_name = "wagtail_parcours/admin/glossary/extract_cell.html"


class AvoidedWordColumn(ButtonsColumnMixin, TitleColumn):
    """The map, with the ways to read it and to change the text."""

    def get_buttons(self, instance: Any, parent_context: Any) -> list[Button]:
        return instance.buttons


class UsePaginator(WagtailPaginator):
    """Counts places, not maps."""

    @cached_property
    def items_count_label(self) -> str:
        return ngettext("%(count)d place", "%(count)d places", self.count) % {"count": self.count}


class AvoidedWordsView(MapReportMixin, ReportView):
    """Words to avoid on the live maps that a person may edit, publish or sign."""

    results_template_name = "wagtail_parcours/admin/glossary/report_results.html"
    model = TermUse
    page_title = gettext_lazy("Words to avoid")
    header_icon = "openquote"
    paginator_class = UsePaginator
    index_url_name = "wagtail_parcours:avoided_words"
    index_results_url_name = "wagtail_parcours:avoided_words_results"
    filterset_class = AvoidedWordFilterSet
    default_ordering = "map"
    is_searchable = False
    export_filename = "words-to-avoid"
    list_export = ["said", "term_text", "map_title", "locale_name", "place", "extract"]
    export_headings = {
        "said": gettext_lazy("Word to avoid"),
        "term_text": gettext_lazy("Write instead"),
        "map_title": gettext_lazy("Map"),
        "locale_name": gettext_lazy("Language"),
        "place": gettext_lazy("Place"),
        "extract": gettext_lazy("Text"),
    }

    @cached_property
    def columns(self) -> list[Any]:
        return [
            AvoidedWordColumn(
                "map",
                label=_("Map"),
                accessor="map_title",
                sort_key="map",
                get_url=edit_address,
                classname="parcours-wide",
                width="24%",
            ),
            WrittenColumn(
                "said",
                label=_("Word to avoid"),
                accessor="said",
                sort_key="said",
                language=language_of,
            ),
            WrittenColumn(
                "term",
                label=_("Write instead"),
                accessor="term_text",
                sort_key="term",
                language=language_of,
            ),
            Column("place", label=_("Place"), accessor="place"),
            ExtractColumn("extract", label=_("Text"), accessor="extract", language=language_of),
            Column("locale", label=_("Language"), accessor="locale_name", sort_key="locale"),
        ]

    def get_base_queryset(self) -> QuerySet[Any]:
        theirs = visible_maps(self.request.user).values("pk")
        return TermUse.objects.filter(
            avoid=True, wording__page__in=theirs, wording__page__live=True
        ).select_related("term", "wording__locale", "wording__page")

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        column = F(ORDER_FIELDS.get(self.ordering.lstrip("-"), "wording__page__title"))
        first = column.desc() if self.ordering.startswith("-") else column.asc()
        return queryset.order_by(first, "wording__page__title", "wording_id", "pk")

    def decorate_paginated_queryset(self, object_list: Any) -> list[Any]:
        uses = list(object_list)
        editable = self.editable(use.wording.page_id for use in uses)
        for use in uses:
            page = use.wording.page
            text = plain_text(use.path, use.wording.cells.get(use.path, ""))
            use.term_text = use.term.term
            use.map_title = page.title
            use.locale_name = str(use.wording.locale)
            use.place = place_words(use.path, use.wording.cells)
            use.extract = extract_of(text, use.start, use.end)
            use.may_edit = page.pk in editable
            use.buttons = [] if self.is_export else self.buttons_of(use)
        return uses

    def editable(self, keys: Iterable[int]) -> set[int]:
        """The keys of the maps that this person may edit, in one query."""
        wanted = set(keys)
        if self.is_export or self.request.user.is_superuser:
            return wanted
        theirs = page_permission_policy.instances_user_has_any_permission_for(
            self.request.user, ACTIONS
        )
        return set(theirs.filter(pk__in=wanted).values_list("pk", flat=True))

    def buttons_of(self, use: Any) -> list[Button]:
        places = [
            (_("Edit"), edit_address(use)),
            (_("View live"), use.wording.page.get_url(self.request)),
        ]
        return [
            Button(
                label,
                url=address,
                priority=position,
                classname="button-small button-secondary",
                attrs={"aria-label": f"{label}: {use.map_title}, {use.place}"},
            )
            for position, (label, address) in enumerate(places)
            if address
        ]


def edit_address(use: Any) -> str | None:
    """The editor, opened at the text; None for those who may not edit the map."""
    if not use.may_edit:
        return None
    address = reverse("wagtailadmin_pages:edit", args=[use.wording.page_id])
    return f"{address}#:w:contentpath={use.path}"


def avoided_words_item(order: int) -> MapReportMenuItem:
    return report_item(AvoidedWordsView, "words-to-avoid", order)


glossary_urls = [
    path("reports/words-to-avoid/", AvoidedWordsView.as_view(), name="avoided_words"),
    path(
        "reports/words-to-avoid/results/",
        AvoidedWordsView.as_view(results_only=True),
        name="avoided_words_results",
    ),
]
