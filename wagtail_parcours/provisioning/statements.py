"""The statement that people accept when they sign, in each language."""

import uuid
from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Locale

from ..models import SignOffStatement
from .report import Report

#: The translation key of the default statement, the same on every site: it is recognised
#: whatever people made of its name and its text.
STATEMENT_KEY = uuid.UUID("7d1f6a52-3c0e-4b1f-9f5d-2a6b0f6f9c11")

NAME = gettext_lazy("Approval of a journey map")
TEXT = gettext_lazy(
    "I have read this version of the map, with the personas and indicators that it shows. I "
    "approve its content and its publication on the intranet."
)


def provision_statement(locales: Sequence[Locale], report: Report) -> SignOffStatement | None:
    """Create the default statement; one that exists, or was deleted by someone, is left alone.

    Returns it in the first of the languages that has it.
    """
    for locale in locales:
        with translation.override(locale.language_code):
            name, text = str(NAME), str(TEXT)
        sentence = _("Statement “%(name)s” (%(language)s)") % {
            "name": name,
            "language": locale.language_code,
        }
        place = {"translation_key": STATEMENT_KEY, "locale": locale}
        if SignOffStatement.objects.filter(**place).exists():
            report.add(sentence, created=False)
        elif SignOffStatement.history.filter(**place, history_type="-").exists():
            report.add(_("%(thing)s: someone deleted it") % {"thing": sentence}, created=False)
        else:
            SignOffStatement.objects.create(**place, name=name, text=text)
            report.add(sentence, created=True)
    known = {
        row.locale_id: row for row in SignOffStatement.objects.filter(translation_key=STATEMENT_KEY)
    }
    return next((known[locale.pk] for locale in locales if locale.pk in known), None)
