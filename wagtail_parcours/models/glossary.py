"""The organisation's terms, the words that it asks people to avoid, and where maps use them."""

from collections.abc import Iterable
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from ..journeys import split_lines
from ..journeys.term_matching import form_key
from .history import FactHistory
from .wordings import MapWording

#: Bounds of what is looked for in every text.
MAX_FORM = 120
MAX_FORMS = 50


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

    def clean(self) -> None:
        """No form may mean two things in one language, and none is both a term and to avoid."""
        super().clean()
        errors = {
            name: error
            for name, lines in (
                ("other_forms", split_lines(self.other_forms)),
                ("forbidden_synonyms", self.synonyms_to_avoid),
            )
            if (error := out_of_bounds(lines))
        }
        if errors:
            raise ValidationError(errors)
        own = by_key(self.forms)
        for key, said in by_key(self.synonyms_to_avoid).items():
            if key in own:
                message = _("“%(form)s” is the term itself or one of its forms.")
                raise ValidationError({"forbidden_synonyms": message % {"form": said}})
        if not self.locale_id:
            return
        others = GlossaryTerm.objects.filter(locale_id=self.locale_id).exclude(pk=self.pk)
        for other in others.order_by("pk"):
            self._clean_beside(other)

    def _clean_beside(self, other: "GlossaryTerm") -> None:
        theirs, avoided = by_key(other.forms), by_key(other.synonyms_to_avoid)
        errors: dict[str, list[str]] = {}
        term_key = form_key(self.term)
        for key, said in by_key(self.forms).items():
            field = "term" if key == term_key else "other_forms"
            words = {"form": said, "term": other.term}
            if key in theirs:
                message = _("“%(form)s” is already a form of the term “%(term)s”.")
                errors.setdefault(field, []).append(message % words)
            elif key in avoided:
                message = _("“%(form)s” is a word to avoid: the glossary asks for “%(term)s”.")
                errors.setdefault(field, []).append(message % words)
        for key, said in by_key(self.synonyms_to_avoid).items():
            if key in theirs:
                message = _("“%(form)s” is a form of the term “%(term)s”, so it cannot be avoided.")
                words = {"form": said, "term": other.term}
                errors.setdefault("forbidden_synonyms", []).append(message % words)
        if errors:
            raise ValidationError(errors)


def by_key(forms: Iterable[str]) -> dict[str, str]:
    """Forms by what two of them have in common that are found in the same places."""
    return {form_key(form): form for form in reversed(list(forms))}


def out_of_bounds(lines: tuple[str, ...]) -> str:
    if len(lines) > MAX_FORMS:
        return _("Write at most %(count)d lines.") % {"count": MAX_FORMS}
    if any(len(line) > MAX_FORM for line in lines):
        return _("Write at most %(count)d characters on a line.") % {"count": MAX_FORM}
    return ""


class TermUse(models.Model):
    """Where a live map uses a term (its first place only), or a word to avoid (every place).

    `path` is the place of the text, as in :class:`MapWording`; `start` and `end` stand in the
    plain text of that place, and `said` is what is written there.
    """

    wording = models.ForeignKey(
        MapWording, on_delete=models.CASCADE, related_name="term_uses", verbose_name=_("map")
    )
    term = models.ForeignKey(
        GlossaryTerm, on_delete=models.CASCADE, related_name="uses", verbose_name=_("term")
    )
    avoid = models.BooleanField(_("word to avoid"), default=False)
    path = models.CharField(_("place"), max_length=255)
    said = models.CharField(_("what is written"), max_length=255)
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))

    class Meta:
        verbose_name = _("use of a term")
        verbose_name_plural = _("uses of terms")
        default_permissions: ClassVar[tuple[str, ...]] = ()
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["avoid", "term"], name="parcours_term_use")
        ]

    def __str__(self) -> str:
        return self.said
