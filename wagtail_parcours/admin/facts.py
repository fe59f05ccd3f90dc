"""Reading the record of changes: what each row changed, in words, and what restoring would do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..permissions import can_see_sensitive
from ..rendering.figures import number

#: Columns that say which object this is. They are neither shown nor restored.
IDENTITY = frozenset({"id", "translation_key", "locale", "live"})


@dataclass(frozen=True, slots=True)
class Change:
    """One field, before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(slots=True)
class FactEntry:
    """One row of the record: who did what, when, and what it changed."""

    row: Any
    event: str
    changes: list[Change] = field(default_factory=list)
    hidden: bool = False
    restorable: bool = False


class FactReader:
    """Reads the record of one object for one person.

    Values of fields that the person may not see are never read out; that something in them
    changed is said, because a record with holes would mislead.
    """

    def __init__(self, instance: models.Model, user: Any) -> None:
        self.instance = instance
        self.model = type(instance)
        sensitive = getattr(self.model, "SENSITIVE_FIELDS", ())
        self.withheld = frozenset() if can_see_sensitive(user) else frozenset(sensitive)
        self.has_drafts = any(f.name == "live" for f in self.model._meta.fields)
        self._names: dict[tuple[str, Any], str] = {}

    @property
    def rows(self) -> models.QuerySet[Any]:
        """The rows, newest first, with the people who made them."""
        return (
            self.instance.history.select_related("history_user")
            .order_by("-history_date", "-history_id")
            .all()
        )

    def fields(self) -> list[models.Field]:
        """The fields that the record keeps, without those that say which object it is."""
        return [f for f in self.instance.history.model.tracked_fields if f.name not in IDENTITY]

    def entries(self, rows: Sequence[Any], older: Any = None) -> list[FactEntry]:
        """The entries of `rows` (newest first); `older` is the row before the last of them."""
        self._fetch_names([*rows, *([older] if older is not None else [])])
        if not rows:
            return []
        followers = [*rows[1:], older]
        entries = [self._entry(row, before) for row, before in zip(rows, followers, strict=True)]
        drafted = getattr(self.instance, "has_unpublished_changes", False)
        if not drafted and entries[0].row.pk == self._newest_pk():
            # The newest row is how things are now.
            entries[0].restorable = False
        return entries

    def comparison(self, now: Any, then: Any) -> tuple[list[Change], bool]:
        """What changes between two states, and whether something withheld changes too."""
        self._fetch_names([state for state in (now, then) if state is not None])
        return self._compare(now, then)

    def restore(self, target: Any, row: Any) -> list[str]:
        """Give `target` the values of `row`; return the labels of what could not be restored.

        Fields that the person may not see keep the values that `target` has.
        """
        lost = []
        for kept in self.fields():
            if kept.name in self.withheld:
                continue
            value = getattr(row, kept.attname)
            if value is not None and kept.is_relation and not self._exists(kept, value):
                lost.append(capfirst(str(kept.verbose_name)))
                value = None
            setattr(target, kept.attname, value)
        return lost

    # -- in words

    def _entry(self, row: Any, before: Any) -> FactEntry:
        if row.history_type == "-":
            return FactEntry(row, pgettext("record of changes", "Deleted"))
        first = before is None or row.history_type == "+"
        changes, hidden = self._compare(None if first else before, row)
        return FactEntry(row, self._event(row, None if first else before), changes, hidden, True)

    def _event(self, row: Any, before: Any) -> str:
        if not self.has_drafts:
            if before is None:
                return _("Recorded for the first time")
            return pgettext("record of changes", "Changed")
        if before is None:
            return _("Published for the first time")
        if before.live and not row.live:
            return pgettext("record of changes", "Unpublished")
        if row.live and not before.live:
            return _("Published again")
        return _("Published with changes")

    def _compare(self, before: Any, after: Any) -> tuple[list[Change], bool]:
        changes, hidden = [], False
        for kept in self.fields():
            old = getattr(before, kept.attname) if before is not None else None
            new = getattr(after, kept.attname)
            if (old if old is not None else "") == (new if new is not None else ""):
                continue
            if kept.name in self.withheld:
                hidden = True
                continue
            label = capfirst(str(kept.verbose_name))
            changes.append(Change(label, self._words(kept, old), self._words(kept, new)))
        return changes, hidden

    def _words(self, kept: models.Field, value: Any) -> str:
        if value is None or value == "":
            return ""
        if kept.is_relation:
            return self._names.get((kept.name, value), _("(deleted)"))
        if kept.choices:
            return str(dict(kept.flatchoices).get(value, value))
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, Decimal):
            return number(value)
        if isinstance(value, date):
            return date_format(value, "DATE_FORMAT")
        return str(value)

    # -- queries: one per relation, whatever the number of rows

    def _fetch_names(self, rows: Iterable[Any]) -> None:
        rows = list(rows)
        for kept in self.fields():
            if not kept.is_relation:
                continue
            pks = {getattr(row, kept.attname) for row in rows} - {None}
            found = kept.related_model._default_manager.filter(pk__in=pks)
            self._names |= {(kept.name, item.pk): str(item) for item in found}

    def _exists(self, kept: models.Field, value: Any) -> bool:
        return kept.related_model._default_manager.filter(pk=value).exists()

    def _newest_pk(self) -> Any:
        return self.rows.values_list("history_id", flat=True).first()
