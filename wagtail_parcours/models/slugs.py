"""What maps refer to by a key: found in the reader's language, offered as choices in forms."""

import time
import uuid
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


def is_uuid(text: str) -> bool:
    """Whether a text could be a translation key: bodies written by an import may hold any text."""
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


class BySlug(Generic[Thing]):
    """The objects of a translatable model by what is the same in every language: `key`.

    The model has `name` and `locale`, and `sort_order` where its order matters. `filters` say
    which of its objects are offered as choices.
    """

    def __init__(self, model: type[Thing], key: str = "slug", **filters: Any) -> None:
        self.model = model
        self.key = key
        self.filters = filters
        self._kept: dict[str, tuple[float, dict[str, Thing]]] = {}
        models.signals.post_save.connect(self.forget, sender=model)
        models.signals.post_delete.connect(self.forget, sender=model)

    def find(self, language: str, **filters: Any) -> dict[str, Thing]:
        """Every object by its key as text, in `language` where it is translated. One query.

        An object without translation comes in the default language, else in any, so that no map
        loses the name of what it refers to.
        """
        rank = {default_language(): 1, language: 2}
        found: dict[str, Any] = {}
        for thing in self.model._default_manager.filter(**filters).select_related("locale"):
            key = str(getattr(thing, self.key))
            best = found.get(key)
            if best is None or rank.get(thing.locale.language_code, 0) > rank.get(
                best.locale.language_code, 0
            ):
                found[key] = thing
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

    def remembered(self, language: str) -> dict[str, Thing]:
        """What is offered, by its key as text and as :meth:`find` finds it, remembered for a
        moment. Not to be changed."""
        now = time.monotonic()
        kept = self._kept.get(language)
        if kept is not None and now - kept[0] < CHOICES_LIFETIME:
            return kept[1]
        found = self.find(language, **self.filters)
        self._kept[language] = (now, found)
        return found

    def choices(self) -> list[tuple[str, str]]:
        """Choices (key, name) in the active language, remembered for a moment."""
        things: list[tuple[str, Any]] = list(self.remembered(get_language() or "").items())
        things.sort(key=lambda pair: (getattr(pair[1], "sort_order", 0), pair[1].name))
        return [(key, thing.name) for key, thing in things]

    def forget(self, **kwargs: Any) -> None:
        self._kept.clear()
