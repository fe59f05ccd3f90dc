"""Making a new map: its stages from a framework or another map, its people, its channels."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import translation
from wagtail.models import Locale, get_page_models

from ..frameworks import Framework
from ..journeys import (
    FRAMEWORK_STAGE,
    ImprovementCard,
    Need,
    NeedsList,
    Part,
    PersonaProfile,
    Stage,
    StageTable,
    write_body,
)
from ..models import (
    CurrentStateMapMixin,
    FrameworkStageText,
    FutureStateMapMixin,
    JourneyMapMixin,
    Persona,
    channels_by_slug,
)

OWN_APP = Persona._meta.app_label


def map_types() -> list[type]:
    """The page types that hold a map and may be created: current state first, and ours first."""
    found = [m for m in get_page_models() if issubclass(m, JourneyMapMixin) and m.is_creatable]
    return sorted(found, key=lambda m: (m.journey_state, m._meta.app_label != OWN_APP))


def current_map_types() -> list[type]:
    """The page types of current-state maps."""
    return [model for model in get_page_models() if issubclass(model, CurrentStateMapMixin)]


def is_future(model: type) -> bool:
    return issubclass(model, FutureStateMapMixin)


def framework_table(framework: Framework, locale: Locale) -> StageTable:
    """The framework as a table with empty cells.

    Stages are named as the organisation names them in `locale`; where it has not said, as the
    framework names them in that language.
    """
    stored = FrameworkStageText.objects.filter(framework=framework.slug, locale=locale)
    names = dict(stored.values_list("key", "name"))
    with translation.override(locale.language_code):
        stages = tuple(
            Stage(
                name=names.get(stage.key) or str(stage.name),
                texts={FRAMEWORK_STAGE: framework.stage_reference(stage)},
            )
            for stage in framework.stages
        )
    return StageTable(lanes=framework.lanes, stages=stages, channel_rows=framework.channel_rows)


def framework_needs(framework: Framework, locale: Locale) -> tuple[NeedsList, ...]:
    """A list with one need to fill in for each key moment of the framework, if it has any."""
    if not framework.moments:
        return ()
    with translation.override(locale.language_code):
        needs = tuple(Need(moment=str(moment.name)) for moment in framework.moments)
    return (NeedsList(needs=needs),)


def emptied_tables(tables: Iterable[StageTable]) -> tuple[StageTable, ...]:
    """The shape of `tables`: lanes and names of stages, without any content and with new ids."""
    return tuple(
        StageTable(
            lanes=table.lanes,
            channel_rows=table.channel_rows,
            stages=tuple(
                Stage(
                    name=stage.name,
                    texts={FRAMEWORK_STAGE: stage.framework_stage},
                )
                for stage in table.stages
            ),
        )
        for table in tables
    )


def channel_cards(language: str) -> tuple[ImprovementCard, ...]:
    """One empty card for each channel, in the order of the channels."""
    channels = channels_by_slug(language).values()
    ordered = sorted(channels, key=lambda channel: (channel.sort_order, channel.name))
    return tuple(ImprovementCard(channel=channel.slug) for channel in ordered)


@dataclass(frozen=True, slots=True)
class NewMap:
    """What a person asked for."""

    page_type: type
    title: str
    parent: Any
    framework: str = ""
    tables: tuple[StageTable, ...] = ()
    needs: tuple[NeedsList, ...] = ()
    persona: Persona | None = None
    current_map: Any = None

    def parts(self) -> tuple[Part, ...]:
        """The body, in reading order: who, their needs, then the stages, then the channels."""
        parts: list[Part] = []
        if self.persona is not None:
            parts.append(PersonaProfile(persona=str(self.persona.translation_key)))
        parts.extend(self.needs)
        parts.extend(self.tables)
        if is_future(self.page_type):
            parts.extend(channel_cards(self.parent.locale.language_code))
        return tuple(parts)

    def persona_pk(self, key: str) -> int | None:
        """The persona in the language of the map, where it is translated."""
        if self.persona is None:
            return None
        translated = self.persona.get_translation_or_none(self.parent.locale)
        return (translated or self.persona).pk

    @transaction.atomic
    def create(self, user: Any) -> Any:
        """Save the map as a draft of `user` below its parent, and return it."""
        page = self.page_type(
            title=self.title,
            locale=self.parent.locale,
            framework=self.framework,
            body=json.dumps(write_body(self.parts(), persona_pk=self.persona_pk)),
            live=False,
            owner=user,
        )
        if self.current_map is not None and is_future(self.page_type):
            page.current_map_id = self.current_map.pk
        self.parent.add_child(instance=page)
        page.save_revision(user=user, log_action=True)
        return page
