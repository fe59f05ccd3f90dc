"""The lists below the table of services: what is missing, and where each of it is mended."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.permissions import policy_registry

from ...insights.coverage import Coverage, Group, Review
from ...insights.people import Person
from ...insights.persona_facts import hints_of_people
from ...models import Persona, TargetGroup
from ..translations.report import editable_among
from ..wizard import may_start_maps

#: Entries of a list that are shown; its export has them all.
SHOWN = 20
PERSONAS = "wagtailsnippets_wagtail_parcours_persona"
GROUPS = "wagtailsnippets_wagtail_parcours_targetgroup"
SEEING = {"add", "change", "delete", "view"}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry: what it is, a few words on it, and where it is mended."""

    name: str
    language: str
    address: str = ""
    words: tuple[str, ...] = ()
    date: datetime.date | None = None

    @property
    def said(self) -> str:
        return " · ".join(self.words)


@dataclass
class LineList:
    """A list with its heading. `advice` says what may be done, `action` where, `nothing` that
    there is no such thing. `key` names its export, `columns` are the headings of that.

    `lines` are those that are shown, or all for an export; `total` counts them all.
    """

    key: str
    title: str
    advice: str
    nothing: str
    lines: Sequence[Line]
    total: int
    columns: dict[str, str]
    action: tuple[str, str] | None = None
    #: Address of the export by its format.
    exports: dict[str, str] = field(default_factory=dict)

    @property
    def unlisted(self) -> int:
        return self.total - len(self.lines)


class Lists:
    """The lists for one person: those about things that they may see.

    `whole` asks for every entry, as an export does.
    """

    def __init__(self, coverage: Coverage, request: Any, *, whole: bool = False) -> None:
        self.coverage = coverage
        self.request = request
        self.user = request.user
        self.whole = whole

    @cached_property
    def may_change_personas(self) -> bool:
        return self.may(Persona, "change")

    def may(self, model: type, action: str) -> bool:
        return bool(policy_registry.get_by_type(model).user_has_permission(self.user, action))

    def may_see(self, model: type) -> bool:
        policy = policy_registry.get_by_type(model)
        return bool(policy.user_has_any_permission(self.user, SEEING))

    @cached_property
    def builders(self) -> dict[str, Callable[[], LineList]]:
        """What makes each list, by its key, in the order of the page."""
        found: dict[str, Callable[[], LineList]] = {}
        if self.may_see(TargetGroup) and self.may_see(Persona):
            found["groups"] = self.groups
        if self.may_see(Persona):
            found |= {"unused": self.unused, "reviews": self.reviews, "hints": self.hints}
        found["employees"] = self.employees
        return found

    def all(self) -> list[LineList]:
        return [build() for build in self.builders.values()]

    def cut(self, entries: Sequence[Any]) -> Sequence[Any]:
        """Those that are shown; making a line costs more than counting it."""
        return entries if self.whole else entries[:SHOWN]

    # -- one by one

    def groups(self) -> LineList:
        found = self.coverage.groups_without_persona()
        may_change = self.may(TargetGroup, "change")
        add = (_("Add a persona"), reverse(f"{PERSONAS}:add"))
        return LineList(
            key="groups",
            title=_("Target groups without a persona"),
            advice=_("No published persona belongs to these groups."),
            nothing=_("Every target group has a published persona."),
            lines=[self.group_line(group, may_change) for group in self.cut(found)],
            total=len(found),
            columns={"name": _("Target group")},
            action=add if self.may(Persona, "add") else None,
        )

    def unused(self) -> LineList:
        found = self.coverage.on_no_map()
        start = (_("New journey map"), reverse("wagtail_parcours:new_map"))
        return LineList(
            key="unused",
            title=_("Personas on no live map"),
            advice=_(
                "Put them on a map, or take them down. Maps that you may not read are not counted."
            ),
            nothing=_("Every published persona is on a live map."),
            lines=[self.person_line(person) for person in self.cut(found)],
            total=len(found),
            columns={"name": _("Persona")},
            action=start if may_start_maps(self.user) else None,
        )

    def reviews(self) -> LineList:
        found = self.coverage.not_reviewed()
        return LineList(
            key="reviews",
            title=_("Personas to look at again"),
            advice=_("Clients change. Read the persona, and say that it still holds."),
            nothing=_("Every published persona was looked at in time."),
            lines=[self.review_line(review) for review in self.cut(found)],
            total=len(found),
            columns={
                "name": _("Persona"),
                "said": _("What happened last"),
                "date": _("Date"),
            },
        )

    def hints(self) -> LineList:
        hints = hints_of_people(self.coverage.people, self.request)
        found = self.coverage.known(hints)
        return LineList(
            key="hints",
            title=_("Hints on personas"),
            advice=_("Personas have difficulties, each is unique, and research is behind them."),
            nothing=_("There is nothing to say of the published personas."),
            lines=[self.person_line(p, *hints[p.key].titles) for p in self.cut(found)],
            total=len(found),
            columns={"name": _("Persona"), "said": _("Hints")},
        )

    def employees(self) -> LineList:
        found = self.coverage.maps_without_employee()
        pages = list(self.cut(found))
        editable = editable_among(self.user, [page.pk for page in pages]) if pages else set()
        return LineList(
            key="employees",
            title=_("Maps with employee lanes and no employee persona"),
            advice=_("Show on these maps who serves the client."),
            nothing=_("Every live map with employee lanes shows an employee persona."),
            lines=[self.map_line(page, page.pk in editable) for page in pages],
            total=len(pages) if self.whole or len(pages) < SHOWN else found.count(),
            columns={"name": _("Map")},
        )

    # -- their lines

    def group_line(self, group: Group, may_change: bool) -> Line:
        address = reverse(f"{GROUPS}:edit", args=[quote(group.pk)]) if may_change else ""
        return Line(group.name, group.language, address)

    def map_line(self, page: Any, may_edit: bool) -> Line:
        address = reverse("wagtailadmin_pages:edit", args=[page.pk]) if may_edit else ""
        return Line(page.title, page.locale.language_code, address)

    def person_line(self, person: Person, *words: str) -> Line:
        return Line(person.name, person.language, self.person_address(person), words)

    def person_address(self, person: Person) -> str:
        if not self.may_change_personas:
            return ""
        return reverse(f"{PERSONAS}:edit", args=[quote(person.pk)])

    def review_line(self, review: Review) -> Line:
        person, address = review.person, ""
        if self.may_change_personas:
            here = urlencode({"next": reverse("wagtail_parcours:coverage")})
            address = f"{reverse(f'{PERSONAS}:review', args=[quote(person.pk)])}?{here}"
        words = (
            pgettext("persona, before a date", "Never reviewed, last change published")
            if review.by_change
            else pgettext("persona, before a date", "Reviewed")
        )
        return Line(person.name, person.language, address, (words,), review.since)
