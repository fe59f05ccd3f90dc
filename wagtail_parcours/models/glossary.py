"""The organisation's terms, and the words that it asks people to avoid."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from ..journeys import split_lines
from .history import FactHistory


class GlossaryTerm(TranslatableMixin, index.Indexed, models.Model):
    """A term of the organisation, its meaning, and the words that should not replace it.

    The term in another language is its translation, as for every translatable snippet.
    """

    term = models.CharField(_("term"), max_length=120)
    other_forms = models.TextField(
        _("other forms"),
        blank=True,
        help_text=_("Plurals, abbreviations and the like, one per line."),
    )
    definition = models.TextField(_("definition"))
    forbidden_synonyms = models.TextField(
        _("words to avoid"),
        blank=True,
        help_text=_("Words that should not be used instead of the term, one per line."),
    )

    history = FactHistory()

    panels = [
        FieldPanel("term"),
        FieldPanel("other_forms"),
        FieldPanel("definition"),
        FieldPanel("forbidden_synonyms"),
    ]
    search_fields = [
        index.SearchField("term"),
        index.AutocompleteField("term"),
        index.SearchField("other_forms"),
        index.SearchField("definition"),
        index.FilterField("locale_id"),
    ]
    translatable_fields = [
        TranslatableField("term"),
        TranslatableField("other_forms"),
        TranslatableField("definition"),
        TranslatableField("forbidden_synonyms"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = ["term"]

    def __str__(self) -> str:
        return self.term

    @property
    def forms(self) -> tuple[str, ...]:
        """The term and its other forms, longest first: the longest is what is meant."""
        found = dict.fromkeys((self.term.strip(), *split_lines(self.other_forms)))
        return tuple(sorted((form for form in found if form), key=len, reverse=True))

    @property
    def synonyms_to_avoid(self) -> tuple[str, ...]:
        return split_lines(self.forbidden_synonyms)
