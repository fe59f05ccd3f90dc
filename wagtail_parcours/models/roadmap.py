"""The roadmap: each improvement of a live future-state map as something that people do."""

import datetime
import hashlib
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..blocks.channels import IMPROVEMENT_KINDS
from .base import BASE_PAGE_MODEL
from .history import FactHistory


class RoadmapState(models.TextChoices):
    """How far an improvement is."""

    PLANNED = "planned", pgettext_lazy("of an improvement", "Planned")
    UNDER_WAY = "under_way", pgettext_lazy("of an improvement", "Under way")
    BLOCKED = "blocked", pgettext_lazy("of an improvement", "Blocked")
    DONE = "done", pgettext_lazy("of an improvement", "Done")
    DROPPED = "dropped", pgettext_lazy("of an improvement", "Dropped")


#: States in which something remains to be done, so that a date can be missed.
OPEN_STATES = (RoadmapState.PLANNED, RoadmapState.UNDER_WAY, RoadmapState.BLOCKED)


def improvement_kind_choices() -> list[tuple[str, Any]]:
    return IMPROVEMENT_KINDS


def site_today() -> datetime.date:
    """Today where the organisation is.

    A date is missed at the same midnight for everybody, whatever time zone the person who looks
    has chosen for Wagtail's admin.
    """
    return timezone.localdate(timezone=timezone.get_default_timezone())


def improvement_key(entry_id: str) -> str:
    """The id of an entry as an item keeps it: an import may have written any text as an id."""
    if len(entry_id) <= 64 and "\x00" not in entry_id:
        return entry_id
    return hashlib.sha256(entry_id.encode("utf-8", "surrogatepass")).hexdigest()


class RoadmapQuerySet(models.QuerySet):
    """Items of the roadmap."""

    def current(self) -> "RoadmapQuerySet":
        """Those whose improvement is on a live map, on its sign-off where it needs one."""
        return self.filter(withdrawn=False, map_live=True)

    def open(self) -> "RoadmapQuerySet":
        """Those that somebody still has to do."""
        return self.filter(withdrawn=False, state__in=OPEN_STATES)

    def overdue(self, today: datetime.date | None = None) -> "RoadmapQuerySet":
        """Those whose date has passed: the day itself is not late yet."""
        return self.open().filter(due__lt=today or site_today())


class RoadmapItem(models.Model):
    """An improvement of a signed map, with what people say of its progress.

    There is one for all languages of a map: `map_key` is their translation key, `improvement`
    the id of the entry in the body. `text`, `kind`, `channel` and `map_title` repeat the live
    version, in `language`; `seal` says which one. `translations` has what the live versions in
    other languages say: ``{language: {"text", "map_title"}}``. `owner`, `due` and `indicator`
    follow the map too, until a person writes something else (`own_fields` names those); the
    other fields are people's.
    """

    #: What the signed map proposes and a person may change.
    FOLLOWING_FIELDS: ClassVar[tuple[str, ...]] = ("owner", "due", "indicator")
    #: What people write, so what an earlier state gives back.
    WRITTEN_FIELDS: ClassVar[tuple[str, ...]] = (
        "state",
        "owner",
        "start",
        "due",
        "progress",
        "progress_language",
        "indicator",
    )

    map_key = models.UUIDField(_("translation key of the map"))
    improvement = models.CharField(_("identity of the improvement"), max_length=64)
    page = models.ForeignKey(
        BASE_PAGE_MODEL,
        verbose_name=_("map"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    map_title = models.CharField(_("map"), max_length=255)
    language = models.CharField(_("language"), max_length=20)
    position = models.PositiveIntegerField(_("position"), default=0)
    text = models.TextField(_("improvement"), blank=True)
    translations = models.JSONField(_("in other languages"), default=dict, blank=True)
    # The same as plain text, because a search cannot look into it on every database.
    other_words = models.TextField(_("words in other languages"), blank=True)
    kind = models.CharField(_("kind"), max_length=40, blank=True, choices=improvement_kind_choices)
    channel = models.CharField(_("channel"), max_length=80, blank=True)

    state = models.CharField(
        _("state"), max_length=20, choices=RoadmapState, default=RoadmapState.PLANNED
    )
    owner = models.CharField(
        _("responsible"),
        max_length=160,
        blank=True,
        help_text=_("The person or team that sees to it."),
    )
    start = models.DateField(_("start"), null=True, blank=True)
    due = models.DateField(_("target date"), null=True, blank=True)
    progress = models.TextField(
        _("progress note"),
        blank=True,
        help_text=_("Where it stands, in a sentence or two. Readers of the map see it."),
    )
    progress_language = models.CharField(
        _("language of the note"), max_length=20, blank=True, default=""
    )
    indicator = models.CharField(_("indicator"), max_length=80, blank=True, default="")

    withdrawn = models.BooleanField(_("withdrawn from the map"), default=False)
    map_live = models.BooleanField(_("map is published"), default=True)
    seal = models.CharField(_("seal"), max_length=64, blank=True)
    approved_at = models.DateTimeField(_("approved at"))
    signed_owner = models.CharField(_("responsible on the map"), max_length=160, blank=True)
    signed_due = models.DateField(_("target date on the map"), null=True, blank=True)
    signed_indicator = models.CharField(_("indicator on the map"), max_length=80, blank=True)
    own_fields = models.JSONField(_("fields that a person wrote"), default=list, blank=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = RoadmapQuerySet.as_manager()
    # What only says from which version something comes is no fact of its own.
    history = FactHistory(
        excluded_fields=[
            "page",
            "position",
            "translations",
            "other_words",
            "seal",
            "map_live",
            "own_fields",
            "updated_at",
            *(f"signed_{name}" for name in FOLLOWING_FIELDS),
        ]
    )

    class Meta:
        verbose_name = _("roadmap item")
        verbose_name_plural = _("roadmap items")
        default_permissions = ("change",)
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["map_key", "improvement"], name="parcours_roadmap_item_once"
            )
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["state", "due"], name="parcours_roadmap_state_due")
        ]

    def __str__(self) -> str:
        return " ".join(self.text.split()) or self.improvement

    def clean(self) -> None:
        super().clean()
        if self.start and self.due and self.start > self.due:
            raise ValidationError({"due": _("The target date is before the start.")})

    @property
    def is_open(self) -> bool:
        return not self.withdrawn and self.state in OPEN_STATES

    @property
    def is_overdue(self) -> bool:
        """Whether its date has passed where the organisation is, and it is not done."""
        return self.is_open and self.due is not None and self.due < site_today()

    def words_in(self, language: str) -> tuple[str, str, str]:
        """The improvement, the title of its map, and the language of both.

        In `language` where the map is live in it, else in that of the map itself.
        """
        there = self.translations.get(language) if language != self.language else None
        if there:
            return there["text"], there["map_title"], language
        return self.text, self.map_title, self.language

    def signed_value(self, name: str) -> Any:
        """What the signed map says of one of :attr:`FOLLOWING_FIELDS`."""
        return getattr(self, f"signed_{name}")
