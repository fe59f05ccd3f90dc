"""Target groups and personas of the demo."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from wagtail.models import Locale

from example_site.demo.dates import end_of_month, loading_day
from example_site.demo.files import (
    IN_PART,
    LANGUAGES,
    SOURCE,
    exists_in,
    in_language,
    read_people,
    translation_key,
)
from example_site.demo.outcome import Outcome
from example_site.demo.translating import adopt, translate
from wagtail_parcours.insights.reviews import mark_reviewed
from wagtail_parcours.models import Channel, Persona, TargetGroup


def add_languages(outcome: Outcome) -> None:
    """The languages that ``parcours_setup`` was not asked for."""
    for language in IN_PART:
        locale, created = Locale.objects.get_or_create(language_code=language)
        outcome.note(f"language “{locale.language_code}”", created)


def load_people(outcome: Outcome, user: AbstractBaseUser) -> None:
    """Create the target groups and the published personas that are missing."""
    people = read_people()
    new = [entry for entry in people["personas"] if not _personas(entry["key"]).exists()]
    for language in (*LANGUAGES, *IN_PART):
        locale = Locale.objects.get(language_code=language)
        for entry in people["target_groups"]:
            if exists_in(entry, language):
                _load_group(outcome, in_language(entry, language), locale, user)
        for entry in people["personas"]:
            if exists_in(entry, language):
                _load_persona(outcome, in_language(entry, language), locale, user)
    for entry in new:
        if months := entry.get("reviewed_months_ago"):
            persona = _personas(entry["key"]).first()
            mark_reviewed(persona, user, day=end_of_month(loading_day(), months))


def _personas(key: str) -> QuerySet[Persona]:
    """A persona of the demo in all its languages."""
    return Persona.objects.filter(translation_key=translation_key("persona", key))


def _load_group(
    outcome: Outcome, entry: dict[str, Any], locale: Locale, user: AbstractBaseUser
) -> None:
    key = translation_key("target-group", entry["key"])
    label = f"target group “{entry['name']}” ({locale.language_code})"
    known = TargetGroup.objects.filter(translation_key=key)
    created = not known.filter(locale=locale).exists()
    if created:
        group = TargetGroup(
            translation_key=key,
            locale=locale,
            name=entry["name"],
            description=entry["description"],
        )
        original = known.filter(locale__language_code=SOURCE).first()
        if original is None:
            group.save()
        else:
            translate(original, group, user)
    outcome.note(label, created)


def _load_persona(
    outcome: Outcome, entry: dict[str, Any], locale: Locale, user: AbstractBaseUser
) -> None:
    known = _personas(entry["key"])
    key = translation_key("persona", entry.pop("key"))
    label = f"persona “{entry['name']}” ({locale.language_code})"
    if known.filter(locale=locale).exists():
        outcome.note(label, created=False)
        return
    group_key = translation_key("target-group", entry.pop("group"))
    entry.pop("reviewed_months_ago", None)
    persona = Persona(
        translation_key=key,
        locale=locale,
        target_group=TargetGroup.objects.get(translation_key=group_key, locale=locale),
        live=False,
        **entry,
    )
    original = known.filter(locale__language_code=SOURCE).first()
    if original is None:
        persona.full_clean()
        persona.save()
        persona.save_revision(user=user).publish(user=user)
    else:
        translated = translate(original, persona, user)
        # Translators do not see these: someone who may writes them.
        for name in Persona.SENSITIVE_FIELDS:
            setattr(translated, name, getattr(persona, name))
        translated.save_revision(user=user).publish(user=user)
    outcome.note(label, created=True)


def load_channels(outcome: Outcome, user: AbstractBaseUser) -> None:
    """Channels of the demo beside those of ``parcours_setup``, whose names in two languages become
    translations of one another; and all of them in the other languages of the demo."""
    entries = read_people()["channels"]
    for slug, entry in entries.items():
        if SOURCE in entry:
            _load_channel(outcome, slug, entry)
    for channel in Channel.objects.filter(locale__language_code=SOURCE):
        for other in channel.get_translations().select_related("locale"):
            adopt(channel, other, user)
        for language in (*LANGUAGES, *IN_PART):
            name = entries.get(channel.slug, {}).get(language)
            locale = Locale.objects.get(language_code=language)
            if name and not channel.has_translation(locale):
                said = Channel(locale=locale, slug=channel.slug, name=name)
                translate(channel, said, user)
                outcome.note(f"channel “{name}” ({language})", created=True)


def _load_channel(outcome: Outcome, slug: str, entry: dict[str, str]) -> None:
    created = not Channel.objects.filter(slug=slug, locale__language_code=SOURCE).exists()
    if created:
        channel = Channel(
            slug=slug,
            name=entry[SOURCE],
            icon=entry["icon"],
            locale=Locale.objects.get(language_code=SOURCE),
        )
        channel.full_clean()
        channel.save()
    outcome.note(f"channel “{entry[SOURCE]}” ({SOURCE})", created)
