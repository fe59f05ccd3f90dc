"""What readers say about a published map, and how each map asks them."""

import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.fields import StreamField

from ..blocks.feedback import privacy_notices
from .base import BASE_PAGE_MODEL

#: Characters of what a reader writes, and of what an editor answers.
MAX_TEXT = 2000


class IdentityMode(models.TextChoices):
    """What is kept of the person who answers."""

    ANONYMOUS = "anonymous", pgettext_lazy("mode of feedback", "Anonymous")
    PSEUDONYMOUS = "pseudonymous", pgettext_lazy("mode of feedback", "Pseudonymous")
    NAMED = "named", pgettext_lazy("mode of feedback", "With their name")


class Agreement(models.TextChoices):
    """Is this what you see?"""

    YES = "yes", pgettext_lazy("what the reader sees", "Yes")
    PARTLY = "partly", pgettext_lazy("what the reader sees", "Partly")
    NO = "no", pgettext_lazy("what the reader sees", "No")


class RemarkKind(models.TextChoices):
    """What a remark is about."""

    BARRIER = "barrier", _("A barrier is missing")
    IDEA = "idea", _("An idea")
    CORRECTION = "correction", _("A correction")
    REALISM = "realism", _("Is this realistic?")


class RemarkState(models.TextChoices):
    """How far the editors are with a remark."""

    NEW = "new", pgettext_lazy("of a remark", "New")
    ACCEPTED = "accepted", pgettext_lazy("of a remark", "Accepted")
    ANSWERED = "answered", pgettext_lazy("of a remark", "Answered")
    DECLINED = "declined", pgettext_lazy("of a remark", "Declined")


class FeedbackPolicy(BaseSiteSetting):
    """The privacy notices of a site: what readers are told of their data before they answer."""

    notices = StreamField(
        privacy_notices(),
        blank=True,
        verbose_name=_("privacy notices"),
        help_text=_("One for each language. Without it, no map of that language may be answered."),
    )

    panels = [FieldPanel("notices")]

    class Meta:
        verbose_name = _("Answers of readers")

    def __str__(self) -> str:
        return str(_("Answers of readers"))

    @classmethod
    def notice_for(cls, page: Any) -> str:
        """The notice of the site of a map in the language of the map; ``""`` without one."""
        site = page.get_site()
        policy = cls.objects.filter(site=site).first() if site is not None else None
        return policy.notice_in(page.locale.language_code) if policy is not None else ""

    def notice_in(self, language: str) -> str:
        """The notice in a language; ``""`` when nobody has written it."""
        for notice in self.notices:
            if notice.value["language"] == language and notice.value["text"].strip():
                return notice.value["text"].strip()
        return ""


class FeedbackSettings(models.Model):
    """How one map, in one language, asks its readers. No row: it does not ask.

    It is no part of the page: neither a revision nor a seal holds it, so that switching it on or
    off needs no publication and no signature.
    """

    page = models.OneToOneField(
        BASE_PAGE_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("map")
    )
    is_on = models.BooleanField(
        _("readers may answer"),
        default=False,
        help_text=_("Beside each stage, barrier, card and persona stands “Is this what you see?”."),
    )
    mode = models.CharField(
        _("who answers"),
        max_length=16,
        choices=IdentityMode.choices,
        default=IdentityMode.ANONYMOUS,
        help_text=_(
            "Anonymous: nothing that could identify the person is kept. Pseudonymous: the remarks "
            "of one person on this map belong together, without a name. With their name: only "
            "people who are logged in may answer."
        ),
    )

    class Meta:
        verbose_name = _("feedback on a map")
        verbose_name_plural = _("feedback on maps")

    def __str__(self) -> str:
        return str(self.page)

    @classmethod
    def of(cls, page: Any) -> "FeedbackSettings | None":
        """How a map asks its readers; None when it does not, or has no notice to show them."""
        found = cls.objects.filter(page_id=page.pk, is_on=True).first()
        return found if found is not None and FeedbackPolicy.notice_for(page) else None


class Remark(models.Model):
    """One remark of a reader on one part of a map, with what the editors did with it.

    `about` is the anchor of the part (``stage-…``), `about_title` what it was called then. In the
    anonymous mode `user`, `pseudonym` and `email` are empty, and `day` is all that is kept of the
    moment. `user` is filled in the named mode alone.
    """

    page = models.ForeignKey(
        BASE_PAGE_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("map")
    )
    about = models.CharField(_("about"), max_length=100)
    about_title = models.CharField(_("about"), max_length=255)
    agreement = models.CharField(
        _("Is this what you see?"), max_length=8, choices=Agreement.choices
    )
    kind = models.CharField(_("kind"), max_length=12, choices=RemarkKind.choices, blank=True)
    text = models.TextField(_("remark"), max_length=MAX_TEXT, blank=True)
    channel = models.CharField(_("channel"), max_length=80, blank=True)
    volume = models.PositiveIntegerField(
        _("times a month"), null=True, blank=True, validators=[MaxValueValidator(10_000_000)]
    )
    day = models.DateField(_("day"))
    mode = models.CharField(_("who answers"), max_length=16, choices=IdentityMode.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("person"),
    )
    pseudonym = models.CharField(_("pseudonym"), max_length=32, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)

    state = models.CharField(
        _("state"), max_length=10, choices=RemarkState.choices, default=RemarkState.NEW
    )
    answer = models.TextField(_("answer"), max_length=MAX_TEXT, blank=True)
    is_public = models.BooleanField(_("shown on the map"), default=False)
    public_text = models.TextField(
        _("what readers are shown of the remark"), max_length=MAX_TEXT, blank=True
    )

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering: ClassVar[list[str]] = ["-day", "-pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["page", "state"], name="parcours_remark_page_state")
        ]

    def __str__(self) -> str:
        return self.about_title

    @property
    def short_text(self) -> str:
        return self.text if len(self.text) <= 160 else f"{self.text[:159]}…"

    @classmethod
    def before(cls, day: datetime.date) -> Any:
        """The remarks that were made before a day."""
        return cls.objects.filter(day__lt=day)


class RemarkStep(models.Model):
    """What an editor did with a remark: its history, which only grows."""

    remark = models.ForeignKey(Remark, on_delete=models.CASCADE, related_name="steps")
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=RemarkState.choices)
    answer = models.TextField(blank=True)
    is_public = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("step of a remark")
        verbose_name_plural = _("steps of a remark")
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_state_display()} ({self.at:%Y-%m-%d})"
