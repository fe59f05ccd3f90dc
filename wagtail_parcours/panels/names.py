"""The names of what is counted: channels, personas, target groups and stages of frameworks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from ..frameworks import all_frameworks
from ..models.channels import remembered_channels
from ..models.frameworks import FrameworkStageText
from ..models.personas import remembered_personas
from ..models.slugs import readable
from ..models.target_groups import remembered_groups
from ..rendering.languages import NOTHING, isolated, language_attributes


@dataclass(frozen=True, slots=True)
class Named:
    """A name, with the attributes of its language where that is not the reader's."""

    text: str
    language: SafeString = NOTHING

    @property
    def apart(self) -> SafeString:
        """The name inside a sentence."""
        return isolated(self.text, self.language)


class Names:
    """Looks names up in the language of the reader, each kind in one query."""

    def __init__(self, language: str) -> None:
        self.language = language

    def named(self, thing: Any) -> Named:
        code = thing.locale.language_code
        return Named(thing.name, NOTHING if code == self.language else language_attributes(code))

    @cached_property
    def _channels(self) -> dict[str, Any]:
        return remembered_channels(self.language)

    def channel(self, slug: str) -> Named:
        if not slug:
            return Named(gettext("No channel named"))
        known = self._channels.get(slug)
        return self.named(known) if known is not None else Named(readable(slug))

    def personas(self, keys: Iterable[str]) -> dict[str, Named]:
        """Those of these personas that readers may see, by translation key."""
        known = self._personas
        return {key: self.named(known[key]) for key in keys if key in known}

    @cached_property
    def _personas(self) -> dict[str, Any]:
        return remembered_personas(self.language)

    @cached_property
    def _groups(self) -> dict[str, Any]:
        return remembered_groups(self.language)

    def group(self, key: str) -> Named:
        known = self._groups.get(key)
        return self.named(known) if known is not None else Named(gettext("No target group named"))

    @cached_property
    def _stages(self) -> dict[str, str]:
        """The names of the stages of all frameworks, in the organisation's own words."""
        own = FrameworkStageText.objects.filter(locale__language_code=self.language)
        worded = {f"{row.framework}/{row.key}": row.name for row in own}
        return {
            reference: worded.get(reference) or str(stage.name)
            for framework in all_frameworks()
            for stage in framework.stages
            for reference in [framework.stage_reference(stage)]
        }

    def stage(self, reference: str) -> Named:
        if not reference:
            return Named(gettext("Stages of no framework"))
        known = self._stages.get(reference)
        return Named(known or readable(reference.rpartition("/")[2]))

    def framework(self, reference: str) -> str:
        """The name of the framework that a stage belongs to."""
        slug = reference.partition("/")[0]
        known = {framework.slug: str(framework.name) for framework in all_frameworks()}
        return known.get(slug) or (readable(slug) if slug else "")
