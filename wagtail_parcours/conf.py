"""The plugin's settings: one namespaced dict, ``WAGTAIL_PARCOURS``, with defaults.

Read them as attributes, at the time of use::

    from wagtail_parcours.conf import parcours_settings
    parcours_settings.FRAGMENT_TIMEOUT

Unknown keys raise :class:`ImproperlyConfigured` so that a misspelt setting is found at once.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed

SETTING = "WAGTAIL_PARCOURS"

DEFAULTS: dict[str, Any] = {
    # Slug of the framework that the "New journey map" form proposes first.
    "DEFAULT_FRAMEWORK": "accessible-service",
    # Template that the published pages extend; it must define the blocks "title",
    # "extra_css" and "content".
    "BASE_TEMPLATE": "base.html",
    # Seconds that a rendered stage table stays in the cache. Its key is made from the
    # content, so a longer time never shows anything old.
    "FRAGMENT_TIMEOUT": 7 * 24 * 60 * 60,
    # Alias of the cache that holds the rendered fragments.
    "FRAGMENT_CACHE": "default",
    # Maps on one page of the catalogue.
    "CATALOGUE_PAGE_SIZE": 24,
    # Whether a published map names those who approved it, or says only when.
    "SHOW_APPROVERS": True,
    # Days before its last valid day on which a sign-off is said to expire soon.
    "EXPIRING_DAYS": 30,
    # Share of its clients, in percent, that the personas of a service should stand for.
    "COVERAGE_TARGET": 80,
    # Days after which a persona should be looked at again.
    "PERSONA_REVIEW_DAYS": 365,
    # From which part of shared wording on two personas count as nearly the same: from 0 to 1,
    # of the runs of three words that either of them has.
    "PERSONA_SIMILARITY": 0.5,
    # Remarks that one person, and all readers of one map, may send in a day.
    "FEEDBACK_PER_PERSON": 20,
    "FEEDBACK_PER_MAP": 500,
    # Readers are told "fewer than …" instead of a smaller number of remarks.
    "FEEDBACK_SMALLEST_COUNT": 5,
    # Days that remarks are kept before `purge_feedback` removes them.
    "FEEDBACK_KEEP_DAYS": 730,
    # What is wanted of texts, by language: the hardest level and the words of the longest
    # sentence. A language that is not named is not checked; an empty dict checks none.
    "PLAIN_LANGUAGE": {
        "en": {"level": "plain", "longest_sentence": 20},
        "fr": {"level": "plain", "longest_sentence": 24},
    },
}


class ParcoursSettings:
    """Attribute access to ``settings.WAGTAIL_PARCOURS`` over :data:`DEFAULTS`."""

    def __init__(self) -> None:
        self._values: dict[str, Any] | None = None

    @property
    def values(self) -> dict[str, Any]:
        if self._values is None:
            own = getattr(settings, SETTING, {})
            unknown = sorted(set(own) - set(DEFAULTS))
            if unknown:
                raise ImproperlyConfigured(
                    f"{SETTING} has no setting named {', '.join(unknown)}. "
                    f"It knows {', '.join(sorted(DEFAULTS))}."
                )
            self._values = {**DEFAULTS, **own}
        return self._values

    def __getattr__(self, name: str) -> Any:
        try:
            return self.values[name]
        except KeyError:
            raise AttributeError(name) from None

    def reload(self) -> None:
        self._values = None


parcours_settings = ParcoursSettings()


def reload_on_change(*, setting: str, **kwargs: Any) -> None:
    if setting == SETTING:
        parcours_settings.reload()


setting_changed.connect(reload_on_change, dispatch_uid="wagtail_parcours.conf")
