"""History of facts: who changed what was published, and when.

django-simple-history's stock receiver stores a row at each save. Wagtail saves a snippet's row
for bookkeeping too, at each autosave of a draft, with the unpublished draft in memory: the stock
history would hold drafts as if they were facts, ten rows for ten autosaves. This subclass keeps
only what really was published.
"""

from typing import Any

from simple_history.models import HistoricalRecords
from wagtail.log_actions import get_active_log_context

#: Columns that say nothing about the fact itself.
BOOKKEEPING = (
    "latest_revision",
    "live_revision",
    "has_unpublished_changes",
    "first_published_at",
    "last_published_at",
    "go_live_at",
    "expire_at",
    "expired",
    "locked",
    "locked_at",
    "locked_by",
)


def acting_user(instance: Any, request: Any = None, **kwargs: Any) -> Any:
    """The person on whose behalf Wagtail is working, else the one of the request."""
    user = get_active_log_context().user
    if user is None and request is not None:
        user = request.user
    return user if user is not None and user.is_authenticated else None


class FactHistory(HistoricalRecords):
    """A ``HistoricalRecords`` that records facts only.

    It leaves out: saves that touch bookkeeping columns only, everything that happens to an
    object while it is not live, and saves after which nothing differs from the last row. Taking
    a live object down is a fact; the first row of a fact is its creation, even when a draft
    existed before.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("get_user", acting_user)
        super().__init__(**kwargs)

    def finalize(self, sender: Any, **kwargs: Any) -> None:
        # Django announces every model class here, the history models included: only the class
        # that this history belongs to says which of its columns are bookkeeping.
        if sender is self.cls or (self.inherit and issubclass(sender, self.cls)):
            names = {field.name for field in sender._meta.fields}
            own = self.excluded_fields or ()
            self.excluded_fields = sorted({*own, *(name for name in BOOKKEEPING if name in names)})
        super().finalize(sender, **kwargs)

    def post_save(
        self, instance: Any, created: bool, using: str | None = None, **kwargs: Any
    ) -> None:
        update_fields = kwargs.get("update_fields")
        if update_fields is not None and not self.tracked_names(instance) & set(update_fields):
            return
        last = self.last_row(instance)
        live = getattr(instance, "live", True)
        if last is None or last.history_type == "-":
            if live:
                super().post_save(instance, True, using=using, **kwargs)
        elif (live or last.live) and self.differs(instance, last):
            super().post_save(instance, False, using=using, **kwargs)

    def post_delete(self, instance: Any, using: str | None = None, **kwargs: Any) -> None:
        # A draft that was never live leaves no trace when it is thrown away.
        last = self.last_row(instance)
        if last is not None and last.history_type != "-":
            super().post_delete(instance, using=using, **kwargs)

    def tracked_names(self, instance: Any) -> set[str]:
        fields = self.fields_included(instance)
        return {field.name for field in fields} | {field.attname for field in fields}

    def last_row(self, instance: Any) -> Any:
        manager = getattr(type(instance), self.manager_name)
        return (
            manager.filter(**{instance._meta.pk.attname: instance.pk})
            .order_by("-history_date", "-history_id")
            .first()
        )

    def differs(self, instance: Any, row: Any) -> bool:
        return any(
            field.to_python(getattr(instance, field.attname))
            != field.to_python(getattr(row, field.attname))
            for field in self.fields_included(instance)
        )
