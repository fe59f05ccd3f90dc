"""Journey maps: the page types that hold a journey."""

from typing import Any, ClassVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from ..blocks import JourneyBodyBlock
from ..blocks.stages import StageTableBlock
from ..frameworks import framework_choices
from ..journeys import Journey, persona_pks, read_body
from .base import BASE_PAGE_MODEL, PublishedPageMixin
from .hierarchy import PartOfJourneyMixin
from .panels import LargerMapPanel, PartOfJourneyPanel, StagePanel, TemplatePanel
from .publishing import PublishedMapMixin
from .routes import MapRoutesMixin
from .translations import MapTranslation


def page_framework_choices() -> list[tuple[str, Any]]:
    return framework_choices()


class JourneyMapMixin(MapRoutesMixin, PartOfJourneyMixin, PublishedMapMixin, PublishedPageMixin):
    """What every journey map has: an introduction, a framework and a body of blocks.

    Mix it into a page type of your own when your site has its own base page. Override ``body``
    to use blocks of your own.
    """

    #: "current" or "future"; subclasses say which.
    journey_state: ClassVar[str] = ""
    #: The fields that the neutral form is read from.
    journey_fields: ClassVar[frozenset[str]] = frozenset({"introduction", "framework", "body"})

    introduction = models.TextField(
        _("introduction"),
        blank=True,
        help_text=_("Two or three sentences: whose journey, through which service, since when."),
    )
    framework = models.CharField(
        _("framework"), max_length=80, choices=page_framework_choices, blank=True, default=""
    )
    body = StreamField(JourneyBodyBlock(), blank=True, verbose_name=_("map"))
    # Part of every version: a draft and the live page may be made from different sources.
    source_seal = models.CharField(
        _("seal of the source"), max_length=64, blank=True, default="", editable=False
    )

    map_panels: ClassVar[list[Any]] = [
        TemplatePanel(
            template="wagtail_parcours/admin/translations/panel.html",
            heading=_("Beside the source"),
        ),
        FieldPanel("introduction"),
        FieldPanel("framework"),
        PartOfJourneyPanel(
            [LargerMapPanel("detailed_map"), StagePanel("detailed_stage")],
            heading=_("Part of a larger journey"),
        ),
        TemplatePanel(
            template="wagtail_parcours/admin/detailed_by.html",
            heading=_("Stages in detail"),
        ),
        FieldPanel("body", classname="parcours-body"),
    ]
    map_search_fields: ClassVar[list[Any]] = [
        index.SearchField("introduction"),
        index.SearchField("body"),
        index.FilterField("framework"),
    ]

    class Meta:
        abstract = True

    def get_template(self, request: Any, *args: Any, **kwargs: Any) -> str:
        # Not the attribute `template`: Wagtail overwrites it in each concrete class.
        return "wagtail_parcours/pages/map.html"

    def get_journey(self) -> Journey:
        """The page in its neutral form. One query, for the keys of the personas shown."""
        from .personas import Persona

        raw = list(self.body.raw_data)
        pks = persona_pks(raw)
        keys = dict(Persona.objects.filter(pk__in=pks).values_list("pk", "translation_key"))
        return Journey(
            state=self.journey_state,
            title=self.title,
            language=self.locale.language_code,
            summary=self.introduction,
            parts=read_body(raw, persona_key=lambda pk: str(keys.get(pk, ""))),
            framework=self.framework,
        )

    @cached_property
    def translation_record(self) -> MapTranslation | None:
        """How the live page stands beside its source; None for a map that is no translation.

        One query for everything that readers are told of it. An alias shows what its page shows.
        """
        if self.pk is None:
            return None
        private = models.Exists(PageViewRestriction.objects.all())
        return (
            MapTranslation.objects.filter(page_id=self.alias_of_id or self.pk)
            .select_related("source", "source_locale")
            .annotate(site_has_private_pages=private)
            # Large, and of no interest for the live version.
            .defer("pairs")
            .first()
        )

    def settle_body(self) -> None:
        """Let the stored form of the body follow blocks that were changed in memory.

        wagtail-localize writes texts into the blocks; ``body.raw_data``, which everything else
        reads, keeps what was loaded.
        """
        block = self.body.stream_block
        self.body = block.to_python(block.get_prep_value(self.body))

    @property
    def stage_table_block(self) -> StageTableBlock | None:
        """The block of this page type's stage tables: it knows which lanes exist."""
        block = self.body.stream_block.child_blocks.get("stage_table")
        return block if isinstance(block, StageTableBlock) else None


class CurrentStateMapMixin(JourneyMapMixin):
    """The diagnostic map: what clients live through today."""

    journey_state = "current"

    class Meta:
        abstract = True


class FutureStateMapMixin(JourneyMapMixin):
    """The ideal, service mode by service mode, that removes the barriers of today."""

    journey_state = "future"

    current_map = models.ForeignKey(
        BASE_PAGE_MODEL,
        verbose_name=_("current-state map"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Improvements name the barriers of this map."),
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.current_map_id and self.get_current_map() is None:
            raise ValidationError({"current_map": _("Choose a current-state map.")})

    def get_current_map(self) -> "CurrentStateMapMixin | None":
        """The linked current-state map, in the language of this page where it exists."""
        if self.current_map is None:
            return None
        linked = self.current_map.specific
        if not isinstance(linked, CurrentStateMapMixin):
            return None
        if linked.locale_id == self.locale_id:
            return linked
        translated = linked.get_translation_or_none(self.locale)
        return translated.specific if translated is not None else linked


class CurrentStateMapPage(CurrentStateMapMixin, Page):
    content_panels = [*Page.content_panels, *JourneyMapMixin.map_panels]
    search_fields = [*Page.search_fields, *JourneyMapMixin.map_search_fields]
    page_description = _("What clients live through today, stage by stage.")
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("current-state map")
        verbose_name_plural = _("current-state maps")


class FutureStateMapPage(FutureStateMapMixin, Page):
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [PageChooserPanel("current_map", "wagtail_parcours.CurrentStateMapPage")],
            heading=_("Where it starts from"),
        ),
        *JourneyMapMixin.map_panels,
    ]
    search_fields = [*Page.search_fields, *JourneyMapMixin.map_search_fields]
    page_description = _("The service as it should be, one service mode at a time.")
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("future-state map")
        verbose_name_plural = _("future-state maps")


def map_models(kind: type = JourneyMapMixin) -> list[type[Any]]:
    """The page types of the site that hold a journey map of this kind."""
    return [model for model in apps.get_models() if issubclass(model, kind)]


def map_tables(kind: type = JourneyMapMixin) -> list[type[Any]]:
    """Those of `map_models` that have a table: a proxy is a page type, its rows are another's."""
    return [model for model in map_models(kind) if not model._meta.proxy]
