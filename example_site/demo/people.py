"""Target groups and personas of the demo."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from wagtail.models import Locale

from example_site.demo.files import LANGUAGES, in_language, read_people, translation_key
from example_site.demo.outcome import Outcome
from wagtail_parcours.models import Persona, TargetGroup


def load_people(outcome: Outcome, user: AbstractBaseUser) -> None:
    """Create the target groups and the published personas that are missing."""
    people = read_people()
    for language in LANGUAGES:
        locale = Locale.objects.get(language_code=language)
        for entry in people["target_groups"]:
            _load_group(outcome, in_language(entry, language), locale)
        for entry in people["personas"]:
            _load_persona(outcome, in_language(entry, language), locale, user)


def _load_group(outcome: Outcome, entry: dict[str, Any], locale: Locale) -> None:
    group, created = TargetGroup.objects.get_or_create(
        translation_key=translation_key("target-group", entry["key"]),
        locale=locale,
        defaults={"name": entry["name"], "description": entry["description"]},
    )
    outcome.note(f"target group “{group}” ({locale.language_code})", created)


def _load_persona(
    outcome: Outcome, entry: dict[str, Any], locale: Locale, user: AbstractBaseUser
) -> None:
    key = translation_key("persona", entry.pop("key"))
    label = f"persona “{entry['name']}” ({locale.language_code})"
    if Persona.objects.filter(translation_key=key, locale=locale).exists():
        outcome.note(label, created=False)
        return
    group_key = translation_key("target-group", entry.pop("group"))
    persona = Persona(
        translation_key=key,
        locale=locale,
        target_group=TargetGroup.objects.get(translation_key=group_key, locale=locale),
        live=False,
        **entry,
    )
    persona.full_clean()
    persona.save()
    persona.save_revision(user=user).publish(user=user)
    outcome.note(label, created=True)
