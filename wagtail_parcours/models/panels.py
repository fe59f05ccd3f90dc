"""Panels and widgets of our editors."""

from decimal import Decimal
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.compare import FieldComparison
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, PageChooserPanel
from wagtail.admin.widgets import AdminPageChooser


class PlainNumberInput(forms.NumberInput):
    """A number without the zeros that the database adds at its end."""

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, Decimal):
            return f"{value.normalize():f}"
        return super().format_value(value)


class TemplatePanel(HelpPanel):
    """What a template prints, given the page and the request as Wagtail's help panel gives them.

    Nothing is shown of a template that prints nothing.
    """

    class BoundPanel(HelpPanel.BoundPanel):
        @cached_property
        def printed(self) -> SafeString:
            context = {"self": self, "instance": self.instance, "request": self.request}
            return render_to_string(self.panel.template, context, self.request)

        def is_shown(self) -> bool:
            # A draft that saves itself draws no panel.
            asks_page = self.request is not None and self.request.accepts("text/html")
            return bool(super().is_shown() and asks_page and self.printed.strip())

        def render_html(self, parent_context: Any = None) -> SafeString:
            return mark_safe(self.printed)  # noqa: S308 - printed by a template


class PartOfJourneyPanel(MultiFieldPanel):
    """The link to a larger map, folded away in the many maps that have none."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        def classes(self) -> list[str]:
            wrong = self.form is not None and {"detailed_map", "detailed_stage"} & set(
                self.form.errors if self.form.is_bound else ()
            )
            linked = self.instance is not None and self.instance.detailed_map_id is not None
            folded = [] if linked or wrong else ["collapsed"]
            return [*super().classes(), *folded]


class LargerMapPanel(PageChooserPanel):
    """Chooses among the pages that hold a map, those of a site's own types too."""

    def get_form_options(self) -> dict[str, Any]:
        from .lineage import map_types

        options = super().get_form_options()
        chooser = AdminPageChooser(
            target_models=list(map_types()),
            choose_one_text=gettext_lazy("Choose a map"),
            choose_another_text=gettext_lazy("Choose another map"),
        )
        options.setdefault("widgets", {})[self.field_name] = chooser
        return options


class StagePanel(FieldPanel):
    """A stage of the larger map; versions are compared by the names of stages, not by their ids."""

    def get_comparison_class(self) -> type[FieldComparison]:
        return StageComparison


class StageComparison(FieldComparison):
    """What two versions of a map say of the stage that it shows in detail."""

    def __init__(self, field: Any, obj_a: Any, obj_b: Any) -> None:
        super().__init__(field, obj_a, obj_b)
        self.names = (stage_name(obj_a), stage_name(obj_b))

    def htmldiff(self) -> SafeString:
        before, after = self.names
        if self.val_a == self.val_b:
            return conditional_escape(before)
        removed = '<span class="deletion">{}</span>' if before else "{}"
        added = '<span class="addition">{}</span>' if after else "{}"
        return format_html(f"{removed}{added}", before, after)


def stage_name(page: Any) -> str:
    """The name that readers see of the stage that a map details; of any other that there is one."""
    if not page.detailed_stage or page.detailed_map is None:
        return ""
    larger = page.detailed_map.specific
    hidden = any(rule.restriction_type != rule.NONE for rule in larger.get_view_restrictions())
    if larger.live and not hidden and hasattr(larger, "get_journey"):
        for table in larger.get_journey().tables:
            for stage in table.stages:
                if stage.id == page.detailed_stage and stage.name.strip():
                    return stage.name.strip()
    return _("A stage of the larger map")
