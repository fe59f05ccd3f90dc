"""The terms of the glossary, in the "Journeys" menu."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import UpdatedAtColumn

from ...models import GlossaryTerm, TermUse, base_page_model
from ..columns import WrittenColumn
from ..reports import visible_maps
from ..views import JourneyIndexView, MapUsageView
from ..viewsets import JourneySnippetViewSet


def language_of(term: GlossaryTerm) -> str:
    return str(term.locale.language_code)


class TermIndexView(JourneyIndexView):
    """Terms with their meaning, counted by the live maps that use them."""

    empty_title = gettext_lazy("No term yet")
    empty_text = gettext_lazy(
        "The glossary holds the words that your organisation has agreed on, what they mean, and "
        "the words to avoid. Published maps explain them where they first appear."
    )
    empty_action = gettext_lazy("Add the first term")

    @cached_property
    def list_display(self) -> list[Any]:
        return [
            "__str__",
            WrittenColumn(
                "definition",
                label=_("Definition"),
                accessor=short_definition,
                language=language_of,
            ),
            WrittenColumn(
                "avoided", label=_("Words to avoid"), accessor=avoided_words, language=language_of
            ),
            self.locale_column(),
            self.usage_column(),
            UpdatedAtColumn(),
        ]

    def usage_count(self) -> Any:
        # Maps hold words, not references to terms: Wagtail's index knows nothing of them.
        rows = TermUse.objects.filter(term=OuterRef("pk"), avoid=False).order_by()
        counted = rows.values("term").annotate(number=Count("wording", distinct=True))
        return Coalesce(Subquery(counted.values("number")), 0)


def short_definition(term: GlossaryTerm) -> str:
    return Truncator(term.definition).words(20)


def avoided_words(term: GlossaryTerm) -> str:
    return ", ".join(term.synonyms_to_avoid)


def maps_using(term: GlossaryTerm) -> QuerySet[Any]:
    pages = TermUse.objects.filter(term=term, avoid=False).values("wording__page")
    return base_page_model().objects.filter(pk__in=pages)


class TermUsageView(MapUsageView):
    """The live maps that use the term, as far as the person may work with them."""

    def get_queryset(self) -> QuerySet[Any]:
        theirs = visible_maps(self.request.user).values("pk")
        found = maps_using(self.object).filter(pk__in=theirs)
        return found.select_related("content_type", "locale").order_by("title")


class GlossaryTermViewSet(JourneySnippetViewSet):
    """What published maps explain follows each change at once."""

    model = GlossaryTerm
    icon = "openquote"
    menu_label = gettext_lazy("Glossary")
    index_view_class = TermIndexView
    usage_view_class = TermUsageView
    search_fields = ["term", "other_forms", "definition", "forbidden_synonyms"]
    # The database itself: words to avoid are not in the search index.
    search_backend_name = None
    list_export = [
        "term",
        "other_forms",
        "definition",
        "forbidden_synonyms",
        "locale",
        "usage_count",
    ]
    export_headings = {"usage_count": gettext_lazy("Live maps")}
    export_filename = "glossary"
