"""How often something happens: a number, of what, in which time."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from .cells import CountBlock, LineBlock

PERIODS = [
    ("day", _("per day")),
    ("week", _("per week")),
    ("month", _("per month")),
    ("year", _("per year")),
]


class VolumeBlock(CountBlock):
    """The number. Value: ``int | None``."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Volume"))
        super().__init__(**kwargs)


class UnitBlock(LineBlock):
    """What is counted. Value: ``str``."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", pgettext_lazy("of a volume", "Unit"))
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("help_text", _("Calls, visits, messages…"))
        super().__init__(**kwargs)


class PeriodBlock(blocks.ChoiceBlock):
    """The time that is counted over. Value: ``"day"`` … ``"year"``, or ``""``."""

    choices = PERIODS

    def __init__(self, required: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("label", pgettext_lazy("of a volume", "Period"))
        kwargs.setdefault("default", "")
        kwargs.pop("choices", None)
        super().__init__(required=required, search_index=False, **kwargs)

    def deconstruct(self) -> Any:
        return super(blocks.ChoiceBlock, self).deconstruct()
