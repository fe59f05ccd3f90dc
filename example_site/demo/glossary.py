"""The glossary of the demo."""

import json

from django.contrib.auth.models import AbstractBaseUser
from wagtail.models import Locale

from example_site.demo.files import CONTENT, LANGUAGES, SOURCE, in_language, translation_key
from example_site.demo.outcome import Outcome
from example_site.demo.translating import translate
from wagtail_parcours.models import GlossaryTerm


def load_glossary(outcome: Outcome, user: AbstractBaseUser) -> None:
    """Create the terms that are missing; those of other languages as translations."""
    entries = json.loads((CONTENT / "glossary.json").read_text("utf-8"))
    for language in LANGUAGES:
        locale = Locale.objects.get(language_code=language)
        for entry in entries:
            said = in_language(entry, language)
            key = translation_key("glossary-term", said.pop("key"))
            known = GlossaryTerm.objects.filter(translation_key=key)
            created = not known.filter(locale=locale).exists()
            if created:
                term = GlossaryTerm(translation_key=key, locale=locale, **said)
                term.full_clean()
                original = known.filter(locale__language_code=SOURCE).first()
                if original is None:
                    term.save()
                else:
                    translate(original, term, user)
            outcome.note(f"term “{said['term']}” ({language})", created)
