"""Personas: fictional or composite people who stand for a typical behaviour."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.images import get_image_model_string
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from ..permissions import SENSITIVE_PERMISSION, can_see_sensitive
from ..sanitize import text_points
from .history import FactHistory
from .slugs import BySlug, is_uuid


class PersonaRole(models.TextChoices):
    CLIENT = "client", _("Client")
    EMPLOYEE = "employee", _("Employee")
    THIRD_PARTY = "third_party", _("Third party acting for or accompanying the client")


class PersonaOrigin(models.TextChoices):
    FICTIONAL = "fictional", _("Fictional")
    COMPOSITE = "composite", _("Composite of several interviews")
    REAL = "real", _("Real person, with consent")


class ReadingLevel(models.TextChoices):
    UNSTATED = "", _("Not stated")
    LOW = "low", _("Reads with difficulty")
    BASIC = "basic", _("Reads short, simple texts")
    FLUENT = "fluent", _("Reads any text with ease")


class PersonaForm(WagtailAdminModelForm):
    """Refuses to publish a photo that nobody described; a draft may wait."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.is_deferred_validation and cleaned.get("photo") and not cleaned["photo_alt"]:
            self.add_error("photo_alt", _("Describe the photo for people who cannot see it."))
        return cleaned


class Persona(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    TranslatableMixin,
    PreviewableMixin,
    index.Indexed,
    models.Model,
):
    """A person who lives a journey.

    `needs`, `goals` and `symptoms` are plain text, one point per line. `condition` and
    `symptoms` are sensitive: only people with the permission
    ``wagtail_parcours.access_sensitive_persona`` see or edit them, and they are in no search
    index, chooser, API or export.
    """

    #: Fields that need the sensitive permission, everywhere.
    SENSITIVE_FIELDS = ("condition", "symptoms")

    name = models.CharField(_("first name"), max_length=80)
    role = models.CharField(
        _("role"), max_length=20, choices=PersonaRole, default=PersonaRole.CLIENT
    )
    origin = models.CharField(
        _("origin"),
        max_length=20,
        choices=PersonaOrigin,
        help_text=_("Readers see this wherever the persona appears."),
    )
    interviews = models.PositiveIntegerField(
        _("number of interviews"),
        null=True,
        blank=True,
        help_text=_("For a composite persona: how many interviews it is made of."),
    )
    photo = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("photo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Without a photo, readers see a monogram."),
    )
    photo_alt = models.CharField(
        _("alternative text of the photo"),
        max_length=250,
        blank=True,
        help_text=_("What the photo shows, for people who cannot see it."),
    )
    age = models.PositiveSmallIntegerField(
        _("age"), null=True, blank=True, validators=[MaxValueValidator(130)]
    )
    target_group = models.ForeignKey(
        "wagtail_parcours.TargetGroup",
        verbose_name=_("target group"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="personas",
    )
    narrative = models.TextField(
        _("narrative"),
        blank=True,
        help_text=_("A few lines that make the person real: daily life, difficulties, hopes."),
    )
    quote = models.CharField(
        _("quote"), max_length=250, blank=True, help_text=_("One line that people remember.")
    )
    needs = models.TextField(
        _("needs"), blank=True, help_text=_("What the client seeks from the service, one a line.")
    )
    goals = models.TextField(_("goals"), blank=True, help_text=_("One per line."))
    condition = models.TextField(
        _("disability or health condition"),
        blank=True,
        help_text=_("Plain and respectful words: the need before the name of a condition."),
    )
    symptoms = models.TextField(
        _("symptoms"),
        blank=True,
        help_text=_("What keeps the client from using your services easily, one a line."),
    )
    languages = models.CharField(
        _("languages"), max_length=160, blank=True, help_text=_("Languages spoken and signed.")
    )
    reading_level = models.CharField(
        _("reading level"), max_length=20, choices=ReadingLevel, blank=True, default=""
    )
    share = models.DecimalField(
        _("share of clients represented (%)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("Together, the personas of a service should stand for about 80%."),
    )
    evidence = models.TextField(
        _("evidence"), blank=True, help_text=_("Interviews, surveys or data behind this persona.")
    )
    # A fact about the person, not part of a version: it has no panel, and no draft carries it.
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True, editable=False)

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="persona")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="persona",
        for_concrete_model=False,
    )
    history = FactHistory()

    person_panels = [
        FieldPanel("name", required_on_save=True),
        MultiFieldPanel(
            [FieldPanel("role"), FieldPanel("origin"), FieldPanel("interviews")],
            heading=_("Role and origin"),
        ),
        MultiFieldPanel([FieldPanel("photo"), FieldPanel("photo_alt")], heading=_("Portrait")),
        FieldPanel("age"),
        FieldPanel("target_group"),
        FieldPanel("narrative"),
        FieldPanel("quote"),
        FieldPanel("needs"),
        FieldPanel("goals"),
        FieldPanel("languages"),
        FieldPanel("reading_level"),
    ]
    sensitive_panels = [
        FieldPanel("condition", permission=SENSITIVE_PERMISSION),
        FieldPanel("symptoms", permission=SENSITIVE_PERMISSION),
    ]
    research_panels = [FieldPanel("share"), FieldPanel("evidence")]
    edit_handler = TabbedInterface(
        [
            ObjectList(person_panels, heading=_("Person")),
            ObjectList(sensitive_panels, heading=_("Sensitive"), permission=SENSITIVE_PERMISSION),
            ObjectList(research_panels, heading=_("Research")),
        ],
        base_form_class=PersonaForm,
    )

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("narrative"),
        index.SearchField("quote"),
        index.SearchField("needs"),
        index.SearchField("goals"),
        # The admin's list filters and sorts its search results by these.
        index.FilterField("role"),
        index.FilterField("origin"),
        index.FilterField("target_group_id"),
        index.FilterField("live"),
        index.FilterField("locale_id"),
    ]
    # Explicit, so that wagtail-localize neither synchronises publication dates nor shows the
    # sensitive fields to translators. Those are copied when the translation is created.
    translatable_fields = [
        TranslatableField("narrative"),
        TranslatableField("quote"),
        TranslatableField("needs"),
        TranslatableField("goals"),
        TranslatableField("languages"),
        TranslatableField("photo_alt"),
        TranslatableField("evidence"),
        TranslatableField("target_group"),
        TranslatableField("name"),
        SynchronizedField("role"),
        SynchronizedField("origin"),
        SynchronizedField("interviews"),
        SynchronizedField("photo"),
        SynchronizedField("age"),
        SynchronizedField("reading_level"),
        SynchronizedField("share"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("persona")
        verbose_name_plural = _("personas")
        ordering = ["name"]
        permissions = [
            ("access_sensitive_persona", _("Can see and edit the sensitive fields of personas")),
        ]

    def __str__(self) -> str:
        return self.name

    def with_content_json(self, content: dict[str, Any]) -> "Persona":
        """A version of the persona; publishing a draft written before a review keeps the review."""
        version = super().with_content_json(content)
        version.reviewed_on = self.reviewed_on
        return version

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "wagtail_parcours/admin/persona_preview.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        return {
            **super().get_preview_context(request, mode_name),
            "persona": self,
            "show_sensitive": can_see_sensitive(getattr(request, "user", None)),
        }

    @property
    def origin_label(self) -> str:
        """The badge of origin, with the number of interviews of a composite persona."""
        if self.origin == PersonaOrigin.COMPOSITE and self.interviews:
            return ngettext(
                "Composite of %(count)d interview",
                "Composite of %(count)d interviews",
                self.interviews,
            ) % {"count": self.interviews}
        return str(self.get_origin_display())

    @property
    def monogram(self) -> str:
        """One or two initials, for a persona without a photo."""
        words = [word for word in self.name.replace("-", " ").split() if word[0].isalnum()]
        return "".join(word[0] for word in words[:2]).upper() or "?"

    @property
    def need_points(self) -> list[str]:
        return text_points(self.needs)

    @property
    def goal_points(self) -> list[str]:
        return text_points(self.goals)

    @property
    def symptom_points(self) -> list[str]:
        return text_points(self.symptoms)


_employees = BySlug(Persona, "translation_key", live=True, role=PersonaRole.EMPLOYEE)
_clients = BySlug(
    Persona,
    "translation_key",
    live=True,
    role__in=[PersonaRole.CLIENT, PersonaRole.THIRD_PARTY],
)
_everyone = BySlug(Persona, "translation_key", live=True)


def current_persona_choices() -> list[tuple[str, str]]:
    """Choices (translation key, name) of all published personas."""
    return _everyone.choices()


def remembered_personas(language: str) -> dict[str, Persona]:
    """All published personas by translation key, in `language` where they are translated,
    remembered for a moment."""
    return _everyone.remembered(language)


def current_employee_choices() -> list[tuple[str, str]]:
    """Choices (translation key, name) of the published employee personas."""
    return _employees.choices()


def current_client_choices() -> list[tuple[str, str]]:
    """Choices (translation key, name) of the other published personas."""
    return _clients.choices()


def personas_by_key(language: str, keys: Iterable[str]) -> dict[str, Persona]:
    """The published ones of these personas by translation key, in `language` where translated.

    One query, none without a key that could be one.
    """
    wanted = [key for key in keys if is_uuid(key)]
    return _employees.find(language, live=True, translation_key__in=wanted) if wanted else {}
