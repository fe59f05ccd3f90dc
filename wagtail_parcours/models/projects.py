"""Mapping projects: why maps are made, by whom, and how far the method has come."""

from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from ..frameworks import METHOD, method_choices, method_keys
from .base import PublishedPageMixin


class MappingProjectForm(WagtailAdminPageForm):
    """Shows the method's actions as boxes to tick, grouped by step."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "actions_done" in self.fields:
            self.fields["actions_done"] = forms.MultipleChoiceField(
                label=_("Actions done"),
                choices=method_choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )


class MappingProjectMixin(PublishedPageMixin):
    """Scope, people and progress of a mapping project; its maps are its child pages."""

    problem_statement = models.TextField(
        _("problem statement"),
        blank=True,
        help_text=_("What is wrong today, for whom, and how you know. In a few sentences."),
    )
    scope = models.TextField(
        _("scope"), blank=True, help_text=_("What the maps cover, and what they leave out.")
    )
    sponsor = models.CharField(_("sponsor"), max_length=160, blank=True)
    partners = models.TextField(_("partners"), blank=True, help_text=_("One per line."))
    champions = models.TextField(
        _("champions"), blank=True, help_text=_("Who carries the project. One per line.")
    )
    governance = models.TextField(
        _("governance"),
        blank=True,
        help_text=_("Who decides on improvements, and how often they meet."),
    )
    actions_done = models.JSONField(_("actions done"), default=list, blank=True)

    base_form_class = MappingProjectForm

    project_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [FieldPanel("problem_statement"), FieldPanel("scope")], heading=_("Purpose")
        ),
        MultiFieldPanel(
            [
                FieldPanel("sponsor"),
                FieldPanel("partners"),
                FieldPanel("champions"),
                FieldPanel("governance"),
            ],
            heading=_("People"),
        ),
        MultiFieldPanel([FieldPanel("actions_done")], heading=_("Progress in the method")),
    ]
    project_search_fields: ClassVar[list[Any]] = [
        index.SearchField("problem_statement"),
        index.SearchField("scope"),
        index.SearchField("sponsor"),
        index.SearchField("partners"),
    ]

    class Meta:
        abstract = True

    def get_template(self, request: Any, *args: Any, **kwargs: Any) -> str:
        return "wagtail_parcours/pages/project.html"

    def method_progress(self) -> list[dict[str, Any]]:
        """The steps: ``{"name", "actions": [{"label", "done"}], "done", "total"}`` each."""
        done = set(self.actions_done or []) & method_keys()
        return [
            {
                "name": step.name,
                "actions": [{"label": a.label, "done": a.key in done} for a in step.actions],
                "done": sum(a.key in done for a in step.actions),
                "total": len(step.actions),
            }
            for step in METHOD
        ]


class MappingProjectPage(MappingProjectMixin, Page):
    content_panels = [*Page.content_panels, *MappingProjectMixin.project_panels]
    search_fields = [*Page.search_fields, *MappingProjectMixin.project_search_fields]
    page_description = _("The frame of a mapping exercise, with its maps below it.")
    subpage_types: ClassVar[list[str]] = [
        "wagtail_parcours.CurrentStateMapPage",
        "wagtail_parcours.FutureStateMapPage",
    ]

    class Meta:
        verbose_name = _("mapping project")
        verbose_name_plural = _("mapping projects")
