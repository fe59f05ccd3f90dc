"""Which text of a translated map was made from which text of its source."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Locale

from .base import BASE_PAGE_MODEL


class Maker(models.TextChoices):
    """Who put a text of the source into the language of the translation."""

    PERSON = "person", _("Translated")
    MACHINE = "machine", _("Translated by machine")
    NOBODY = "nobody", _("Not translated")


class MapTranslation(models.Model):
    """A map in another language than the one it was written in.

    `pairs` remembers, for each place of the map, what was made from what:
    ``{path: {hash of the translated text: [hash of the source text, maker, revision]}}``. It
    knows of every version of the translation, the draft, the live one and those before, because
    a version is looked up by what it says. Hashes are those of
    :func:`~wagtail_parcours.journeys.text_hash`, makers those of :class:`Maker`; the key of the
    revision in which it was made says what to forget first.

    The other fields say how the *live* translation stands beside the *live* source. Of one that
    is not live yet they tell the same of its latest draft, beside the draft of a source that is
    not live either:

    * `new`, `changed`, `removed`: paths of the texts that the source gained, said otherwise or
      dropped since the translation was made;
    * `untranslated`: paths of the texts shown in the language of the source;
    * `machine`: paths of the texts that a machine translated and nobody has confirmed;
    * `total`: how many texts the source has; `behind`: how many of them the translation does not
      say, or no longer says, in its own language (new, changed, removed or untranslated).
    """

    page = models.OneToOneField(
        BASE_PAGE_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("translation")
    )
    source = models.ForeignKey(
        BASE_PAGE_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("source"),
    )
    source_locale = models.ForeignKey(
        Locale, on_delete=models.CASCADE, related_name="+", verbose_name=_("language of the source")
    )
    pairs = models.JSONField(_("what was made from what"), default=dict)
    new = models.JSONField(_("new texts"), default=list)
    changed = models.JSONField(_("changed texts"), default=list)
    removed = models.JSONField(_("removed texts"), default=list)
    untranslated = models.JSONField(_("texts not translated"), default=list)
    machine = models.JSONField(_("texts to confirm"), default=list)
    total = models.PositiveIntegerField(_("texts of the source"), default=0)
    behind = models.PositiveIntegerField(_("texts behind the source"), default=0)
    to_confirm = models.PositiveIntegerField(_("texts to confirm, in number"), default=0)
    brought_up_to_date_at = models.DateTimeField(_("brought up to date at"), null=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        verbose_name = _("translation of a map")
        verbose_name_plural = _("translations of maps")
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        return f"{self.source_id} → {self.page_id}"

    @property
    def percent(self) -> int:
        """How much of the source the translation says: 0 to 100, 100 only when it says all."""
        if not self.total:
            return 100
        said = max(self.total - self.behind, 0)
        return 100 * said // self.total


class TranslationJobState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class TranslationJob(models.Model):
    """A submission for translation, or an update, that goes on while people do other things.

    `steps` counts the languages (of the map and of what it shows) that there are to do, `done`
    those that are ready. `options` holds what the form asked for, as plain JSON. `finished` names
    the steps that are done, ``"<translation key>/<locale>"`` each, so that another attempt does
    only what is missing; `failures` says by the primary key of a language what went wrong there
    (a code of ``translation.jobs``).
    """

    page = models.ForeignKey(
        BASE_PAGE_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("map")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("asked for by"),
    )
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=[
            ("submit", _("Submission")),
            ("update", pgettext_lazy("kind of translation job", "Update")),
        ],
        default="submit",
    )
    locales = models.ManyToManyField(Locale, related_name="+", verbose_name=_("languages"))
    options = models.JSONField(_("options"), default=dict)
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=TranslationJobState,
        default=TranslationJobState.WAITING,
    )
    steps = models.PositiveIntegerField(_("steps"), default=0)
    done = models.PositiveIntegerField(_("steps done"), default=0)
    finished = models.JSONField(_("what is done"), default=list)
    failures = models.JSONField(_("what failed"), default=dict)
    # Whoever works on it holds this: a worker that was taken for dead changes nothing any more.
    claim = models.UUIDField(_("claim"), null=True)
    alive_at = models.DateTimeField(_("last sign of life at"), null=True)
    message = models.TextField(_("what went wrong"), blank=True)
    created_at = models.DateTimeField(_("asked for at"), auto_now_add=True)
    started_at = models.DateTimeField(_("started at"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    class Meta:
        verbose_name = _("translation under way")
        verbose_name_plural = _("translations under way")
        ordering: ClassVar[list[Any]] = ["-created_at", "-pk"]
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        return f"{self.page_id}: {self.done}/{self.steps}"
