"""The editor's form of a map: choosing the larger map, and which of its stages this one details.

A draft keeps whatever it holds, because refusing it would stop every save; only a choice made
just now is refused at once. Publishing asks for a link that leads somewhere.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from ..journeys import Journey, read_body
from .access import readable_map
from .base import base_page_model
from .lineage import MAX_LOOKED_AT, keys_above

#: ``(id, label)`` of a stage.
Choice = tuple[str, str]
MAP_FIELD, STAGE_FIELD = "detailed_map", "detailed_stage"
SCRIPTS = ("dom", "load", "larger-map")
#: The name that Wagtail gives a field while it is drawn for its scripts.
EXAMPLE = "__NAME__"


def stage_choices(page: Any, longest: int) -> list[Choice]:
    """The stages that can be named, each with its number, and its table where there are several.

    `longest` is the length of the longest id. No query.
    """
    # Not the page's whole journey: its people would be looked up.
    tables = Journey(parts=read_body(page.body.raw_data, persona_key=lambda pk: "")).tables
    several = len(tables) > 1
    found: dict[str, str] = {}
    for table in tables:
        title = table.title.strip() or _("Stages of the journey")
        for number, stage in enumerate(table.stages, start=1):
            name = f"{number}. {stage.name.strip() or _('Unnamed stage')}"
            if several:
                name = _("%(table)s: %(stage)s") % {"table": title, "stage": name}
            if stage.id and len(stage.id) <= longest:
                found.setdefault(stage.id, name)
    return list(found.items())


class StageSelect(forms.Select):
    """The stages of the larger map; a script brings others when another map is chosen.

    `offer` gives the stages, or None when this person may not see them. A stored stage that is
    not among them stays in the list, marked, so that opening and saving a map loses nothing.
    """

    def __init__(self, offer: Callable[[], Sequence[Choice] | None], attrs: Any = None) -> None:
        super().__init__(attrs)
        self.offer = offer

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list[Any]:
        # Wagtail's scripts get an example of each field, at every save of a draft too: no stage is
        # looked up for that.
        offered = self.offer() if name != EXAMPLE else ()
        choices: list[Choice] = [("", _("No stage in particular")), *(offered or ())]
        known = {key for key, _label in choices}
        gone = _("A stage that is no longer in this map")
        label = gone if offered is not None else _("The stage chosen before")
        choices += [(key, label) for key in value if key not in known]
        self.choices = choices
        return super().optgroups(name, value, attrs)

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        return {
            **super().build_attrs(base_attrs, extra_attrs),
            "data-controller": "parcours-larger-map",
            # 0 stands for the page: which one is known in the browser only.
            "data-parcours-larger-map-url-value": reverse("wagtail_parcours:stages", args=[0]),
            "data-parcours-larger-map-strings-value": json.dumps(select_strings()),
        }

    @property
    def media(self) -> forms.Media:
        scripts = [Script(f"wagtail_parcours/js/{name}.js", type="module") for name in SCRIPTS]
        style = {"all": ["wagtail_parcours/css/larger-map.css"]}
        return forms.Media(js=scripts, css=style)


def select_strings() -> dict[str, str]:
    """Texts of the list of stages, in the editor's language."""
    return {
        "none": _("No stage in particular"),
        "loading": _("Loading the stages…"),
        "choose": _("Choose a larger map first. Its stages are listed here."),
        "empty": _("“%(map)s” has no stage yet."),
        "failed": _("The stages could not be loaded. What you chose is kept."),
        "retry": _("Try again"),
    }


class JourneyMapForm(WagtailAdminPageForm):
    """Wagtail's own form of a page, and what it asks of the link to a larger map."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if STAGE_FIELD in self.fields:
            self.fields[STAGE_FIELD].widget = StageSelect(self.offered_stages)

    # -- which stages there are to choose from

    def chosen_map(self) -> Any:
        """The larger map as the form has it now, as a base page; None when there is none."""
        value = self[MAP_FIELD].value() if MAP_FIELD in self.fields else None
        text = str(value or "")
        if not text.isdecimal() or len(text) > 18:
            return None
        return base_page_model().objects.filter(pk=text).first()

    def offered_stages(self) -> list[Choice] | None:
        """The stages of the chosen map; None when this person may not see them."""
        chosen = self.chosen_map()
        return self.stages_of(chosen) if chosen is not None else []

    def stages_of(self, larger: Any) -> list[Choice] | None:
        readable = readable_map(larger, self.for_user) if self.for_user is not None else None
        if readable is None:
            return None
        return stage_choices(readable, self.instance.longest_stage_id)

    # -- what is asked of the link

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if {MAP_FIELD, STAGE_FIELD} <= cleaned.keys():
            self.clean_link(cleaned)
        return cleaned

    def clean_link(self, cleaned: dict[str, Any]) -> None:
        if cleaned[MAP_FIELD] is None:
            cleaned[STAGE_FIELD] = ""
            return
        is_new = MAP_FIELD in self.changed_data
        if is_new or not self.is_deferred_validation:
            larger = shown_map(cleaned[MAP_FIELD])
            error = self.error_of(larger)
            if error:
                self.add_error(MAP_FIELD, error)
                return
            cleaned[MAP_FIELD] = larger
            self.clean_stage(cleaned, larger, is_new and self.is_another_journey(larger))

    def error_of(self, larger: Any) -> str:
        """Why a map cannot lie inside `larger`; ``""`` when it can."""
        from .maps import JourneyMapMixin

        if not issubclass(larger.specific_class or object, JourneyMapMixin):
            return _("Choose a journey map.")
        key = self.instance.translation_key
        if larger.translation_key == key:
            return _("A map cannot be a part of itself. Choose another map.")
        above = base_page_model().objects.filter(
            translation_key__in=keys_above(larger.pk, MAX_LOOKED_AT)
        )
        if above.filter(translation_key=key).exists():
            pattern = _("“%(map)s” is already a part of this map. Choose a map that is not.")
            return pattern % {"map": larger.get_admin_display_title()}
        return ""

    def clean_stage(self, cleaned: dict[str, Any], larger: Any, is_another: bool) -> None:
        stage = cleaned[STAGE_FIELD]
        if not stage or self.has_stage(larger, stage):
            return
        if is_another:
            # The list that was shown belonged to the map before.
            cleaned[STAGE_FIELD] = ""
        elif not self.is_deferred_validation:
            pattern = _("This stage is no longer in “%(map)s”. Choose another one, or none.")
            error = pattern % {"map": larger.get_admin_display_title()}
            self.add_error(STAGE_FIELD, ValidationError(error, code="gone"))

    def has_stage(self, larger: Any, stage: str) -> bool:
        """Whether the larger map has this stage, in its draft or as readers see it.

        Who may not see that map cannot choose a stage, and keeps the one that is stored.
        """
        offered = self.stages_of(larger)
        if offered is None:
            return STAGE_FIELD not in self.changed_data
        if any(key == stage for key, _label in offered):
            return True
        live = larger.specific
        return bool(live.live) and stage in {key for key, _label in stage_choices(live, len(stage))}

    def is_another_journey(self, larger: Any) -> bool:
        """Whether the map before was not the same map in another language."""
        before = base_page_model().objects.filter(pk=self.initial.get(MAP_FIELD)).first()
        return before is None or before.translation_key != larger.translation_key


def shown_map(page: Any) -> Any:
    """The map that a page shows: for an alias elsewhere in the site, the one it was made of."""
    seen = set()
    while page.alias_of_id is not None and page.pk not in seen:
        seen.add(page.pk)
        if page.alias_of.translation_key == page.translation_key:
            break
        page = page.alias_of
    return page
