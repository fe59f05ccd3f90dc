"""Columns of the table of services."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.tables import Column

from ...insights.coverage import Service, Standing
from ...insights.people import Person

#: Names in one cell; the export has them all.
NAMES = 12
OUTSIDE_TITLE = gettext_lazy("Maps outside any published project")


@dataclass(frozen=True, slots=True)
class Named:
    """A persona in a cell: where it is edited, and its share in words."""

    name: str
    language: str
    share: str
    address: str


class ShareColumn(Column):
    """The share as a bar with the target marked, as a number, and as a word."""

    cell_template_name = "wagtail_parcours/admin/coverage/share_cell.html"

    def get_cell_context_data(self, instance: Service, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return {
            **context,
            "share": percent(instance.share),
            "target": percent(instance.target),
            # A drawing takes no decimal comma.
            "drawn": f"{min(instance.share, Decimal(100)):.2f}",
            "mark": f"{min(instance.target, Decimal(100)):.2f}",
            "missing": missing_share(instance),
            "is_reached": instance.standing == Standing.REACHED,
            "is_over": instance.standing == Standing.OVER,
        }


class PersonasColumn(Column):
    """The personas that count, each with its share, and the third parties beside them."""

    cell_template_name = "wagtail_parcours/admin/coverage/personas_cell.html"

    def __init__(self, name: str, *, address: Any, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.address = address

    def get_cell_context_data(self, instance: Service, parent_context: Any) -> dict[str, Any]:
        return {
            **super().get_cell_context_data(instance, parent_context),
            "clients": self.named(instance.clients),
            "more": max(0, len(instance.clients) - NAMES),
            "third_parties": self.named(instance.third_parties),
            "more_third_parties": max(0, len(instance.third_parties) - NAMES),
        }

    def named(self, people: Iterable[Person]) -> list[Named]:
        return [
            Named(p.name, p.language, share_in_words(p), self.address(p))
            for p in list(people)[:NAMES]
        ]


def plain(number: Decimal) -> Decimal:
    """A number without needless zeros, as a spreadsheet takes it: 18.50 is 18.5, 100 is 100."""
    return Decimal(f"{number.normalize():f}")


def percent(number: Decimal) -> str:
    return _("%(number)s%%") % {"number": number_format(plain(number))}


def share_in_words(person: Person) -> str:
    return _("no share") if person.share is None else percent(person.share)


def missing_share(service: Service) -> str:
    """How many personas say no share, in words; nothing where all do."""
    number = len(service.without_share)
    if not number:
        return ""
    return ngettext(
        "%(number)d persona without a share", "%(number)d personas without a share", number
    ) % {"number": number}
