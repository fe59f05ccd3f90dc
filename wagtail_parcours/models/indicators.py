"""Indicators: what the organisation measures, and what it measured."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from ..journeys import measures
from .channels import by_slug as channels
from .history import FactHistory
from .panels import PlainNumberInput
from .slugs import BySlug

#: Digits of a value and of a target, and how many of them are decimals. Fifteen are what every
#: database keeps exactly, SQLite included.
DIGITS, DECIMALS = 15, 4
NOTE_LENGTH = 500
FIRST_YEAR = 1900

#: What is the same in every language, because the same readings are judged by it.
COMMON = ("direction", "target")

#: What an approver signs of an indicator that a map names. Its readings go on after that.
INDICATOR_FACTS = (
    "name",
    "definition",
    "unit",
    "direction",
    "target",
    "service_standard",
    "owner",
)


class IndicatorDirection(models.TextChoices):
    UP = measures.Direction.UP.value, _("Higher is better")
    DOWN = measures.Direction.DOWN.value, _("Lower is better")


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def with_latest(self) -> "IndicatorQuerySet":
        """Adds `latest_value`, `latest_day` and `latest_channel` of the main series."""
        # The rule of measures.by_channel(), as the database says it.
        newest = IndicatorReading.objects.filter(
            indicator_key=OuterRef("translation_key")
        ).order_by(Case(When(channel="", then=Value(0)), default=Value(1)), "-day", "channel")
        return self.annotate(
            **{
                f"latest_{name}": Subquery(newest.values(name)[:1])
                for name in ("value", "day", "channel")
            }
        )

    def meeting_target(self, met: bool) -> "IndicatorQuerySet":
        """Those whose latest reading (see above) meets the target, or does not."""
        up, down = Q(direction=measures.Direction.UP), Q(direction=measures.Direction.DOWN)
        target = F("target")
        if met:
            return self.filter(
                up & Q(latest_value__gte=target) | down & Q(latest_value__lte=target)
            )
        return self.filter(up & Q(latest_value__lt=target) | down & Q(latest_value__gt=target))


class Indicator(TranslatableMixin, index.Indexed, models.Model):
    """A measure of the organisation, such as the share of calls answered.

    Maps refer to an indicator by `slug`, which is the same in every language. Its readings
    (:class:`IndicatorReading`) are common to all languages too.
    """

    name = models.CharField(pgettext_lazy("of an indicator", "name"), max_length=120)
    slug = models.SlugField(
        _("identifier"),
        max_length=80,
        help_text=_(
            "Maps and files of readings refer to the indicator by this. Do not change it once it "
            "is in use."
        ),
    )
    definition = models.TextField(
        _("definition"), blank=True, help_text=_("What exactly is measured, and how.")
    )
    unit = models.CharField(
        _("unit"), max_length=40, blank=True, help_text=_("Such as “%”, minutes or calls a day.")
    )
    direction = models.CharField(
        pgettext_lazy("of an indicator", "direction"),
        max_length=4,
        choices=IndicatorDirection,
        default=IndicatorDirection.UP,
    )
    target = models.DecimalField(
        _("target"),
        max_digits=DIGITS,
        decimal_places=DECIMALS,
        null=True,
        blank=True,
        help_text=_("The value to reach, in the unit of the indicator."),
    )
    service_standard = models.TextField(
        _("service standard"),
        blank=True,
        help_text=_("What clients are promised, in the words in which they are promised it."),
    )
    owner = models.CharField(
        pgettext_lazy("of an indicator", "owner"),
        max_length=120,
        blank=True,
        help_text=_("The team or person who answers for the indicator."),
    )
    sort_order = models.PositiveIntegerField(
        _("position"), default=100, help_text=_("Smaller numbers come first.")
    )

    history = FactHistory()
    objects = IndicatorQuerySet.as_manager()

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("definition"),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("unit"),
                        FieldPanel("direction"),
                        FieldPanel("target", widget=PlainNumberInput),
                    ]
                )
            ],
            heading=_("Measure"),
        ),
        FieldPanel("service_standard"),
        FieldPanel("owner"),
        FieldPanel("sort_order"),
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("definition"),
        index.SearchField("owner"),
        index.FilterField("slug"),
        index.FilterField("direction"),
        index.FilterField("sort_order"),
        index.FilterField("locale_id"),
    ]
    translatable_fields = [
        TranslatableField("name"),
        TranslatableField("definition"),
        TranslatableField("unit"),
        TranslatableField("service_standard"),
        TranslatableField("owner"),
        # Maps and readings refer to it: another one in another language would be another
        # indicator.
        SynchronizedField("slug", overridable=False),
        # The same readings are judged in every language.
        SynchronizedField("direction", overridable=False),
        SynchronizedField("target", overridable=False),
        SynchronizedField("sort_order"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["sort_order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "locale"],
                name="parcours_indicator_slug_locale",
                violation_error_message=_("Another indicator already has this identifier."),
            )
        ]

    def __str__(self) -> str:
        return self.name


def check_day(day: date) -> None:
    """A day that has not come, or a year that is a slip of the pen, is no day of a reading."""
    if day > timezone.localdate():
        raise ValidationError(_("This day has not come yet."))
    if day.year < FIRST_YEAR:
        raise ValidationError(_("Write a year after %(year)d.") % {"year": FIRST_YEAR - 1})


class IndicatorReadingQuerySet(models.QuerySet["IndicatorReading"]):
    def with_channel_names(self, language: str) -> "IndicatorReadingQuerySet":
        """Adds `channel_name`, in `language` where it is translated, and `channel_language`.

        Both are None for a channel that is no more.
        """
        slug = OuterRef("channel")
        return self.annotate(
            channel_name=channels.name_of(slug, language),
            channel_language=channels.name_of(slug, language, "locale__language_code"),
        )


class IndicatorReading(models.Model):
    """What an indicator measured on a day: of all channels together, or of one of them.

    `channel` is the slug of a channel, or empty. Who may change the indicator may write its
    readings, so they have no permissions of their own.
    """

    # The constraint below begins with it, so it has no index of its own.
    indicator_key = models.UUIDField(_("indicator"), editable=False)
    day = models.DateField(_("day"), validators=[check_day])
    value = models.DecimalField(_("value"), max_digits=DIGITS, decimal_places=DECIMALS)
    channel = models.SlugField(_("channel"), max_length=80, blank=True, db_index=False)
    source = models.CharField(pgettext_lazy("of a reading", "source"), max_length=200, blank=True)
    note = models.TextField(
        pgettext_lazy("of a reading", "note"),
        max_length=NOTE_LENGTH,
        # Django itself bounds a text in forms only.
        validators=[MaxLengthValidator(NOTE_LENGTH)],
        blank=True,
    )

    history = FactHistory()
    objects = IndicatorReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["day", "channel"]
        default_permissions: ClassVar[tuple[str, ...]] = ()
        constraints = [
            models.UniqueConstraint(
                fields=["indicator_key", "day", "channel"],
                name="parcours_reading_once",
                violation_error_message=_("There is already a reading of this day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.value}"


by_slug = BySlug(Indicator)
forget_choices = by_slug.forget


def indicators_by_slug(language: str, slugs: Iterable[str] | None = None) -> dict[str, Indicator]:
    """Every indicator, or those of `slugs`, by slug, in `language` where it is translated.

    One query. An indicator without translation comes in the default language, else in any, so
    that no map loses the name of an indicator.
    """
    if slugs is None:
        return by_slug.find(language)
    return by_slug.find(language, slug__in=set(slugs))


def current_indicator_choices() -> list[tuple[str, str]]:
    """Choices (slug, name) in the active language, remembered for a moment."""
    return by_slug.choices()


def readings_by_indicator(
    keys: Iterable[uuid.UUID],
    since: date | None = None,
    last: int | None = None,
    language: str = "",
) -> dict[uuid.UUID, list[IndicatorReading]]:
    """The readings of many indicators (by translation key), oldest first. One query.

    Those of `since` and later; the `last` so many of each channel. With a `language` they carry
    the name of their channel, see :meth:`IndicatorReadingQuerySet.with_channel_names`. An
    indicator without any is left out.
    """
    wanted = IndicatorReading.objects.filter(indicator_key__in=set(keys))
    if since is not None:
        wanted = wanted.filter(day__gte=since)
    if last is not None:
        place = Window(RowNumber(), partition_by=["indicator_key", "channel"], order_by="-day")
        places = wanted.annotate(place=place).filter(place__lte=last)
        # Apart, so that names are not looked up for what is left out.
        wanted = IndicatorReading.objects.filter(pk__in=places.values("pk"))
    if language:
        wanted = wanted.with_channel_names(language)
    found: dict[uuid.UUID, list[IndicatorReading]] = {}
    for reading in wanted.order_by("day", "channel"):
        found.setdefault(reading.indicator_key, []).append(reading)
    return found


def latest_readings(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, IndicatorReading]:
    """The last reading of the main series of each indicator that has one. One query."""
    return {
        key: measures.main_series(readings)[-1]
        for key, readings in readings_by_indicator(keys, last=1).items()
    }


def readings_of(indicator: Indicator) -> QuerySet[IndicatorReading]:
    """The readings of one indicator, newest first."""
    return IndicatorReading.objects.filter(indicator_key=indicator.translation_key).order_by(
        "-day", "channel"
    )


def forget_readings(sender: type[Indicator], instance: Indicator, **kwargs: Any) -> None:
    """With the last language of an indicator go its readings; their history stays."""
    if not Indicator.objects.filter(translation_key=instance.translation_key).exists():
        readings_of(instance).delete()


def agree(sender: type[Indicator], instance: Indicator, **kwargs: Any) -> None:
    """Give every language of an indicator the direction and the target of the one just saved."""
    others = Indicator.objects.filter(translation_key=instance.translation_key)
    others = [] if kwargs.get("raw") else list(others.exclude(pk=instance.pk))
    if others:
        # As the database has it: a form may have left a text in memory.
        instance.refresh_from_db(fields=COMMON)
    for other in others:
        changed = [name for name in COMMON if getattr(other, name) != getattr(instance, name)]
        for name in changed:
            setattr(other, name, getattr(instance, name))
        if changed:
            other.save(update_fields=changed)


models.signals.post_save.connect(
    agree, sender=Indicator, dispatch_uid="wagtail_parcours.indicator_languages"
)
models.signals.post_delete.connect(
    forget_readings, sender=Indicator, dispatch_uid="wagtail_parcours.readings"
)
