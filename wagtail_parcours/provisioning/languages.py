"""The languages to provision: those asked for, else those of the site."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from wagtail.coreutils import get_content_languages
from wagtail.models import Locale

from .report import Report


class UnknownLanguageError(ValueError):
    """A language that the site does not publish in."""


def chosen_locales(codes: Iterable[str], report: Report) -> list[Locale]:
    """The locales to provision, the site's default first.

    A locale that the settings allow but the site does not have yet is created.
    """
    offered = get_content_languages()
    codes = list(dict.fromkeys(codes))
    for code in codes:
        if code not in offered:
            raise UnknownLanguageError(
                _(
                    "This site does not publish in “%(code)s”. It knows: %(offered)s. Add the "
                    "language to WAGTAIL_CONTENT_LANGUAGES, or choose one of these."
                )
                % {"code": code, "offered": ", ".join(sorted(offered))}
            )
    for code in codes:
        _locale, created = Locale.objects.get_or_create(language_code=code)
        report.add(_("Language “%(code)s”") % {"code": code}, created=created)
    locales = Locale.objects.filter(language_code__in=codes or list(offered))
    default = Locale.get_default()
    return sorted(locales, key=lambda locale: (locale.pk != default.pk, locale.language_code))
