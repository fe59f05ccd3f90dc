"""A signed version beside another one: one signed before or after, what is live, the draft."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from ...governance.sealing import sealed_content
from ...journeys import JourneyFormatError, SealedContent
from ...models import SignOff
from ...rendering.sealed import map_type
from ..review.changes import Changes, changes_between
from ..timeline import may_sign_for
from .access import content_of, text_of
from .record import RecordPageMixin

LIVE, DRAFT = "live", "draft"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two versions, with what it is called."""

    value: str
    label: str


class CompareView(RecordPageMixin, TemplateView):
    """What changed between the version of a record and another version of the same map."""

    template_name = "wagtail_parcours/admin/record_compare.html"

    def get_page_title(self) -> str:
        return _("Compare")

    def trail(self) -> list[dict[str, Any]]:
        label = _("Sign-off %(number)s") % {"number": self.record.position}
        return [{"url": self.address("sign_off"), "label": label}]

    # -- with what

    @cached_property
    def choices(self) -> list[Side]:
        """What this person may compare it with."""
        found = [Side(str(record.position), described(record)) for record in self.others]
        if self.map is not None and self.map.live:
            found.append(Side(LIVE, _("What readers see now")))
        if self.may_see_draft:
            found.append(Side(DRAFT, _("The present draft")))
        return found

    @cached_property
    def others(self) -> list[SignOff]:
        """The last record of each other version, newest first."""
        same_map = SignOff.objects.filter(
            page_key=self.record.page_key, language=self.record.language
        )
        last: dict[str, SignOff] = {}
        for record in same_map.exclude(seal=self.record.seal).order_by("-position"):
            last.setdefault(record.seal, record)
        return list(last.values())

    @property
    def may_see_draft(self) -> bool:
        """A draft is for those who work on the map, not for everybody who reads records."""
        if self.map is None:
            return False
        permissions = self.map.permissions_for_user(self.request.user)
        return bool(
            permissions.can_edit()
            or permissions.can_publish()
            or may_sign_for(self.request.user, self.map)
        )

    @cached_property
    def chosen(self) -> Side | None:
        """What was asked for, else the version signed before, else whatever there is."""
        asked = self.request.GET.get("with", "")
        by_value = {side.value: side for side in self.choices}
        if asked:
            if asked not in by_value:
                raise Http404
            return by_value[asked]
        before = [record for record in self.others if record.position < self.record.position]
        if before:
            return by_value[str(before[0].position)]
        return self.choices[0] if self.choices else None

    # -- both

    @property
    def is_older(self) -> bool:
        """Whether the other version is the older one of the two."""
        value = self.chosen.value if self.chosen is not None else ""
        return value.isdecimal() and int(value) < self.record.position

    @cached_property
    def this(self) -> SealedContent | None:
        return content_of(text_of(self.record))

    @cached_property
    def other(self) -> SealedContent | None:
        if self.chosen is None:
            return None
        if self.chosen.value == LIVE:
            return content_now(self.map)
        if self.chosen.value == DRAFT:
            return content_now(self.map.get_latest_revision_as_object())
        position = int(self.chosen.value)
        return content_of(text_of(next(r for r in self.others if r.position == position)))

    @property
    def changes(self) -> Changes | None:
        """From the older version to the newer one; None when one of them cannot be read."""
        if self.this is None or self.other is None:
            return None
        old, new = (self.other, self.this) if self.is_older else (self.this, self.other)
        model = map_type(self.record.page_type, self.this.journey.state)
        return changes_between(old, new, model)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        this = Side(str(self.record.position), described(self.record))
        sides = (self.chosen, this) if self.is_older else (this, self.chosen)
        return {
            **super().get_context_data(**kwargs),
            "record": self.record,
            "choices": self.choices,
            "chosen": self.chosen,
            "before": sides[0],
            "after": sides[1],
            "changes": self.changes if self.chosen is not None else None,
        }


def content_now(page: Any) -> SealedContent | None:
    try:
        return sealed_content(page)
    except JourneyFormatError:
        return None


def described(record: SignOff) -> str:
    """A signed version in a list: its number, person and time."""
    return _("Sign-off %(number)s: %(person)s, %(time)s") % {
        "number": record.position,
        "person": record.person,
        "time": date_format(localtime(record.signed_at), "DATETIME_FORMAT"),
    }
