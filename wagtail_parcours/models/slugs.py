"""What maps refer to by slug: found in the reader's language, offered as choices in forms."""

import time
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Case, OuterRef, Subquery, When
from django.utils.translation import get_language
from wagtail.coreutils import get_supported_content_language_variant

Thing = TypeVar("Thing", bound=models.Model)

#: Seconds for which the choices are kept: a form asks for them once per cell.
CHOICES_LIFETIME = 1.0


def readable(slug: str) -> str:
    """A name made from an identifier that nothing has any more."""
    return slug.replace("-", " ").replace("_", " ").strip().capitalize() or slug


def default_language() -> str:
    # Not Locale.get_default(), which asks the database for what the settings say.
    return get_supported_content_language_variant(settings.LANGUAGE_CODE)


class BySlug(Generic[Thing]):
    """The objects of a translatable model whose `slug` is the same in every language.

    The model has `name`, `slug`, `sort_order` and `locale`.
    """

    def __init__(self, model: type[Thing]) -> None:
        self.model = model
        self._choices: dict[str, tuple[float, list[tuple[str, str]]]] = {}
        models.signals.post_save.connect(self.forget, sender=model)
        models.signals.post_delete.connect(self.forget, sender=model)

    def find(self, language: str, **filters: Any) -> dict[str, Thing]:
        """Every object by slug, in `language` where it is translated. One query.

        An object without translation comes in the default language, else in any, so that no map
        loses the name of what it refers to.
        """
        rank = {default_language(): 1, language: 2}
        found: dict[str, Any] = {}
        for thing in self.model._default_manager.filter(**filters).select_related("locale"):
            best = found.get(thing.slug)
            if best is None or rank.get(thing.locale.language_code, 0) > rank.get(
                best.locale.language_code, 0
            ):
                found[thing.slug] = thing
        return found

    def name_of(self, slug: OuterRef, language: str, field: str = "name") -> Subquery:
        """The same for one slug, inside another query: `field` of the object, or NULL."""
        best = Case(
            When(locale__language_code=language, then=0),
            When(locale__language_code=default_language(), then=1),
            default=2,
        )
        things = self.model._default_manager.filter(slug=slug).order_by(best, "pk")
        return Subquery(things.values(field)[:1])

    def choices(self) -> list[tuple[str, str]]:
        """Choices (slug, name) in the active language, remembered for a moment."""
        language = get_language() or ""
        now = time.monotonic()
        kept = self._choices.get(language)
        if kept is not None and now - kept[0] < CHOICES_LIFETIME:
            return kept[1]
        things: list[Any] = list(self.find(language).values())
        things.sort(key=lambda thing: (thing.sort_order, thing.name))
        choices = [(thing.slug, thing.name) for thing in things]
        self._choices[language] = (now, choices)
        return choices

    def forget(self, **kwargs: Any) -> None:
        self._choices.clear()
