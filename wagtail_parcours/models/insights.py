"""The index of live maps: what each map says, as rows that reports count and list.

One table holds the entries of every kind. A map then goes live with one deletion and one
insertion whatever it holds, one shape can be checked against the pages, and a list of findings
reads no wider than its own columns. Kinds leave the columns that mean nothing to them empty.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Locale

from .base import BASE_PAGE_MODEL


class EntryKind(models.TextChoices):
    STAGE = "stage", _("Stage")
    TOUCHPOINT = "touchpoint", _("Interaction")
    FINDING = "finding", _("Finding")
    EVIDENCE = "evidence", _("Evidence")
    INDICATOR = "indicator", _("Indicator")
    GUESSWORK = "guesswork", _("Guesswork")
    RISK = "risk", _("Risk")
    SERVING = "serving", _("Employees")
    NEED = "need", _("Need")
    CARD = "card", _("Channel improvement card")
    IMPROVEMENT = "improvement", _("Improvement")
    # An improvement says which barriers it removes: one row for each.
    REMOVES = "removes", _("Barrier that an improvement removes")


class InsightMap(models.Model):
    """One live map. Aliases show another map and are none; translations are maps of their own.

    `map_key` is the translation key of the page, `current_key` that of the current-state map
    that a future-state map starts from. `employee_side` says whether readers see how employees
    live the journey. `stamp` is another one whenever anything changes that the index says of the
    map; answers that were found with it are kept under it. `title` is what lists are sorted by.
    `shard` is one of a few parts that maps fall into, the same for all maps of a journey; what was
    added up is kept part by part. The four counts are of its stages and findings, and of those that
    rest on evidence.
    """

    page = models.OneToOneField(
        BASE_PAGE_MODEL,
        on_delete=models.CASCADE,
        # Entries of different maps are compared: their maps are joined through the page.
        related_name="parcours_insight",
        verbose_name=_("map"),
    )
    locale = models.ForeignKey(
        Locale, on_delete=models.CASCADE, related_name="+", verbose_name=_("language")
    )
    map_key = models.UUIDField(db_index=True)
    current_key = models.UUIDField(null=True, db_index=True)
    state = models.CharField(_("state"), max_length=10)
    framework = models.CharField(_("framework"), max_length=80, blank=True)
    employee_side = models.BooleanField(default=False)
    title = models.CharField(_("title of the map"), max_length=255, blank=True)
    stamp = models.BigIntegerField(default=0)
    shard = models.PositiveSmallIntegerField(default=0)
    stage_count = models.PositiveIntegerField(default=0)
    proven_stages = models.PositiveIntegerField(default=0)
    finding_count = models.PositiveIntegerField(default=0)
    proven_findings = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("map in the index")
        verbose_name_plural = _("maps in the index")
        default_permissions: ClassVar[tuple[str, ...]] = ()
        indexes = [
            models.Index(fields=["map_key", "locale"], name="parcours_insight_family"),
        ]

    def __str__(self) -> str:
        return f"{self.page_id}"


class InsightEntry(models.Model):
    """One entry of a live map that readers see.

    `entry` is its id in the body, `part` that of the block of the body that it stands in; `stage`
    is the id of the stage it belongs to, ``""`` for what belongs to none. `position` counts the
    entries of the map in reading order. `sort` is the kind of finding, improvement, risk,
    evidence, guesswork or initiative, the office of employees, or the alignment of an indicator;
    of a stage it is the alignment of its indicators, see `rows.alignment_of`.
    `level` is the satisfaction of a stage, or the one expected of a card; `ease` is the
    employee's. `reference` is the id of the barrier that is removed. `journey` is the translation
    key of the current-state map, on its own entries and on those of the future-state maps that
    start from it: what answers what is found by it, without looking at the maps. `shard` is that of
    its map.
    """

    page = models.ForeignKey(
        BASE_PAGE_MODEL,
        on_delete=models.CASCADE,
        # What is said of a page elsewhere, such as its personas, is counted by its entries.
        related_name="parcours_entries",
        verbose_name=_("map"),
    )
    journey = models.UUIDField(null=True)
    shard = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=12, choices=EntryKind)
    entry = models.CharField(max_length=80)
    part = models.CharField(max_length=80, blank=True)
    position = models.PositiveIntegerField(default=0)
    stage = models.CharField(max_length=80, blank=True)
    stage_name = models.CharField(_("stage"), max_length=255, blank=True)
    stage_position = models.PositiveSmallIntegerField(null=True)
    framework_stage = models.CharField(max_length=170, blank=True)
    channel = models.CharField(_("channel"), max_length=80, blank=True)
    sort = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)
    note = models.TextField(blank=True)
    level = models.SmallIntegerField(_("satisfaction"), null=True)
    ease = models.SmallIntegerField(_("ease"), null=True)
    severity = models.PositiveSmallIntegerField(_("severity"), null=True)
    frequency = models.PositiveSmallIntegerField(_("frequency"), null=True)
    likelihood = models.PositiveSmallIntegerField(_("likelihood"), null=True)
    impact = models.PositiveSmallIntegerField(_("impact"), null=True)
    volume = models.PositiveBigIntegerField(_("volume"), null=True)
    effect_client = models.CharField(_("effect on the client"), max_length=10, blank=True)
    effect_employee = models.CharField(_("effect on the employee"), max_length=10, blank=True)
    moment_of_truth = models.BooleanField(_("moment of truth"), default=False)
    service_point = models.BooleanField(_("service point"), default=False)
    has_evidence = models.BooleanField(_("has evidence"), default=False)
    # Of a need: nothing answers it, or something that would is missing.
    is_open = models.BooleanField(default=False)
    owner = models.CharField(pgettext_lazy("of an entry", "owner"), max_length=255, blank=True)
    due = models.DateField(_("target date"), null=True)
    indicator = models.CharField(_("indicator"), max_length=80, blank=True)
    persona = models.CharField(_("persona"), max_length=80, blank=True)
    group = models.CharField(_("target group"), max_length=80, blank=True)
    reference = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("entry of a live map")
        verbose_name_plural = _("entries of live maps")
        default_permissions: ClassVar[tuple[str, ...]] = ()
        indexes = [
            models.Index(fields=["page", "kind"], name="parcours_insight_page"),
            models.Index(fields=["kind", "shard", "page"], name="parcours_insight_kind"),
            # The figures of all stages and of all findings are counted from these alone.
            models.Index(
                fields=[
                    "shard",
                    "page",
                    "framework_stage",
                    "level",
                    "ease",
                    "moment_of_truth",
                    "has_evidence",
                    "sort",
                ],
                name="parcours_insight_stages",
                condition=models.Q(kind="stage"),
            ),
            models.Index(
                fields=[
                    "shard",
                    "page",
                    "channel",
                    "effect_client",
                    "effect_employee",
                    "severity",
                    "frequency",
                    "moment_of_truth",
                    "has_evidence",
                ],
                name="parcours_insight_findings",
                condition=models.Q(kind="finding"),
            ),
            models.Index(
                fields=["reference", "page"],
                name="parcours_insight_removes",
                condition=models.Q(kind="removes"),
            ),
            models.Index(
                fields=["indicator", "page"],
                name="parcours_insight_indicator",
                condition=~models.Q(indicator=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.text}"


class StageScore(models.Model):
    """How a stage was rated in one published version of a map.

    Kept for each version whose ratings differ from the one before, as long as the page is there.
    `until` is when another version took its place, or the map left the live site; None for what
    readers see today.
    """

    page = models.ForeignKey(
        BASE_PAGE_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("map")
    )
    published_at = models.DateTimeField(_("published at"))
    until = models.DateTimeField(null=True)
    stage = models.CharField(max_length=80)
    stage_name = models.CharField(_("stage"), max_length=255, blank=True)
    framework_stage = models.CharField(max_length=170, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    level = models.SmallIntegerField(_("satisfaction"), null=True)
    ease = models.SmallIntegerField(_("ease"), null=True)

    class Meta:
        verbose_name = _("rating of a stage")
        verbose_name_plural = _("ratings of stages")
        default_permissions: ClassVar[tuple[str, ...]] = ()
        constraints = [
            models.UniqueConstraint(
                fields=["page", "published_at", "stage"], name="parcours_score_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.stage_name}: {self.level}"
