"""Channels and texts of frameworks, in each language, linked as translations of one another."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Locale

from ..frameworks import all_frameworks
from ..models import Channel, FrameworkStageText
from .report import Report

#: Slug, icon and name of the channels that every service has, in order.
DEFAULT_CHANNELS = (
    ("online", "parcours-channel-online", gettext_lazy("Online")),
    ("telephone", "parcours-channel-telephone", gettext_lazy("Telephone")),
    ("in-person", "parcours-channel-in-person", gettext_lazy("In person")),
)


def provision_channels(locales: Sequence[Locale], report: Report) -> None:
    """Create the default channels; what exists, or was deleted by someone, is left alone."""
    for position, (slug, icon, name) in enumerate(DEFAULT_CHANNELS, start=1):
        for locale in locales:
            with translation.override(locale.language_code):
                text = str(name)
            sentence = _("Channel “%(name)s” (%(language)s)") % {
                "name": text,
                "language": locale.language_code,
            }
            key = translation_key(Channel, slug=slug)
            if Channel.objects.filter(translation_key=key, locale=locale).exists():
                report.add(sentence, created=False)
            elif Channel.history.filter(slug=slug, locale=locale, history_type="-").exists():
                report.add(_("%(thing)s: someone deleted it") % {"thing": sentence}, created=False)
            else:
                Channel.objects.create(
                    slug=slug,
                    icon=icon,
                    name=text,
                    sort_order=position * 10,
                    locale=locale,
                    translation_key=key,
                )
                report.add(sentence, created=True)


def provision_framework_texts(locales: Sequence[Locale], report: Report) -> None:
    """Create a row for each stage of each framework; rows that exist keep their texts."""
    for framework in all_frameworks():
        for locale in locales:
            made = 0
            for position, stage in enumerate(framework.stages, start=1):
                place = {"framework": framework.slug, "key": stage.key}
                key = translation_key(FrameworkStageText, **place)
                rows = FrameworkStageText.objects
                if rows.filter(translation_key=key, locale=locale).exists():
                    continue
                with translation.override(locale.language_code):
                    name, guidance = str(stage.name), str(stage.guidance)
                rows.create(
                    **place,
                    sort_order=position * 10,
                    name=name,
                    guidance=guidance,
                    locale=locale,
                    translation_key=key,
                )
                made += 1
            sentence = _("Texts of the framework “%(name)s” (%(language)s)") % {
                "name": framework.name,
                "language": locale.language_code,
            }
            report.add(sentence, created=made > 0)


def translation_key(model: type[Any], **place: str) -> uuid.UUID:
    """The key that all languages of one thing share: that of any row there is, else a new one."""
    known = model.objects.filter(**place).values_list("translation_key", flat=True).first()
    return known or uuid.uuid4()
