"""The state of every map, for lists of any length: what readers see, and on what it stands.

States are computed by the database, so that a list can be filtered, sorted and cut into pages
without reading the maps.
"""

import datetime
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState

from ..conf import parcours_settings
from ..models.base import base_page_model
from ..models.policies import SignOffPolicy
from ..models.sign_offs import LiveVersion, SignOff, SignOffKind, Standing
from .approvals import active_people
from .chain import name_of
from .pending import Pending, pending_for, unfinished_workflows
from .rule_book import RuleBook, map_content_types

#: Pages looked at in one go where a list is read to its end.
CHUNK = 500


class MapState(TextChoices):
    """What a map stands on, the most urgent first.

    A live map whose new version waits for signatures is in review as well.
    """

    EMERGENCY = "emergency", _("Published without approval")
    UNSIGNED = "unsigned", _("Live without its sign-off")
    EXPIRED = "expired", _("Sign-off expired")
    CHANGED = "changed", _("Signed, changed since")
    EXPIRING = "expiring", _("Sign-off expires soon")
    REVIEW = "review", _("In review")
    DRAFT = "draft", _("Draft")
    NEVER = "never", _("Never reviewed")
    FREE = "free", _("Live, no sign-off needed")
    SIGNED = "signed", _("Signed")

    @property
    def is_problem(self) -> bool:
        """Whether somebody has to do something about what readers see."""
        return self in PROBLEMS


#: What readers see, or soon will, without a sign-off that holds.
PROBLEMS = frozenset(
    {
        MapState.EMERGENCY,
        MapState.UNSIGNED,
        MapState.EXPIRED,
        MapState.CHANGED,
        MapState.EXPIRING,
    }
)


@dataclass(frozen=True, slots=True)
class MapStatus:
    """One line of the list of maps."""

    states: tuple[MapState, ...]
    owner: str
    signed_by: tuple[str, ...]
    #: When it was signed, else when it went live; None for what is not live.
    since: datetime.datetime | None
    review_by: datetime.date | None
    pending: Pending | None

    @property
    def state(self) -> str:
        """The states in words."""
        return ", ".join(str(state.label) for state in self.states)

    @property
    def signers(self) -> str:
        return ", ".join(self.signed_by)

    @property
    def since_day(self) -> datetime.date | None:
        return None if self.since is None else timezone.localtime(self.since).date()

    @property
    def age(self) -> int | None:
        """Days since then."""
        day = self.since_day
        return None if day is None else (timezone.localdate() - day).days

    @property
    def waits_for(self) -> str:
        return self.pending.in_words if self.pending is not None else ""

    @property
    def waiting_days(self) -> int | None:
        if self.pending is None:
            return None
        return (timezone.localdate() - timezone.localtime(self.pending.since).date()).days


def all_maps() -> Any:
    """Every map, live or not, as rows of the base page model."""
    return base_page_model().objects.filter(content_type__in=list(map_content_types()))


def with_states(maps: Any, today: datetime.date | None = None) -> Any:
    """Annotate maps with ``map_state``, ``in_review`` and ``standing_since``."""
    today = today or timezone.localdate()
    signatures = SignOff.objects.filter(
        kind=SignOffKind.SIGNATURE,
        page_key=OuterRef("source_key"),
        language=OuterRef("locale__language_code"),
    ).order_by("-position")
    reviews = unfinished_workflows([WorkflowState.STATUS_IN_PROGRESS])
    live_signatures = signatures.filter(seal=OuterRef("parcours_live_version__seal"))
    # An alias is signed as its source is.
    maps = maps.annotate(source_key=Coalesce("alias_of__translation_key", "translation_key"))
    maps = maps.annotate(
        needs_sign_off=RuleBook().required(),
        ever_signed=Exists(signatures),
        in_review=Exists(reviews.filter(object_id=Cast(OuterRef("pk"), CharField()))),
        standing_since=Case(
            When(
                live=True,
                then=Coalesce(
                    Subquery(live_signatures.values("signed_at")[:1]),
                    "parcours_live_version__since",
                    "last_published_at",
                ),
            ),
            default=None,
            output_field=DateTimeField(),
        ),
    )
    return maps.annotate(map_state=state_expression(today)).annotate(urgency=urgency())


def state_expression(today: datetime.date) -> Case:
    """The one state of what readers see, or that they see nothing."""
    soon = today + datetime.timedelta(days=parcours_settings.EXPIRING_DAYS)
    signed = Q(parcours_live_version__standing=Standing.SIGNED)
    review_by = "parcours_live_version__review_by"
    cases = (
        (Q(live=False, in_review=True), MapState.REVIEW),
        (Q(live=False), MapState.DRAFT),
        (Q(parcours_live_version__standing=Standing.EMERGENCY), MapState.EMERGENCY),
        (signed & Q(**{f"{review_by}__lt": today}), MapState.EXPIRED),
        (signed & Q(parcours_live_version__changed_at__isnull=False), MapState.CHANGED),
        (signed & Q(**{f"{review_by}__lte": soon}), MapState.EXPIRING),
        (signed, MapState.SIGNED),
        (Q(needs_sign_off=True), MapState.UNSIGNED),
        (Q(ever_signed=False), MapState.NEVER),
    )
    return Case(
        *(When(condition, then=Value(state.value)) for condition, state in cases),
        default=Value(MapState.FREE.value),
        output_field=CharField(),
    )


def urgency() -> Case:
    """The position of the state in :class:`MapState`, to sort by."""
    return Case(
        *(When(map_state=state, then=Value(place)) for place, state in enumerate(MapState)),
        default=Value(len(MapState)),
        output_field=IntegerField(),
    )


def in_states(maps: Any, states: Collection[str]) -> Any:
    """Those of the annotated maps that are in one of these states."""
    condition = Q(map_state__in=list(states))
    if MapState.REVIEW in states:
        condition |= Q(in_review=True)
    return maps.filter(condition)


def related(maps: Any) -> Any:
    """The same maps with what :func:`statuses` reads of each, in the same query."""
    return maps.select_related("owner", "locale", "content_type", "parcours_live_version")


def statuses(pages: Iterable[Any]) -> dict[int, MapStatus]:
    """The lines of annotated pages, by key. A fixed number of queries for each 500 of them."""
    pages = list(pages)
    found: dict[int, MapStatus] = {}
    for start in range(0, len(pages), CHUNK):
        part = pages[start : start + CHUNK]
        pending = pending_for(part)
        found |= {page.pk: status_of(page, pending.get(page.pk)) for page in part}
    return found


def status_of(page: Any, pending: Pending | None) -> MapStatus:
    version = getattr(page, "parcours_live_version", None)
    signed = version is not None and version.standing == Standing.SIGNED
    return MapStatus(
        states=tuple(states_of(page)),
        owner=name_of(page.owner) if page.owner is not None else "",
        signed_by=tuple(row["person"] for row in version.signatures) if signed else (),
        since=page.standing_since,
        review_by=version.review_by if signed else None,
        pending=pending,
    )


def states_of(page: Any) -> Iterator[MapState]:
    yield MapState(page.map_state)
    if page.in_review and page.map_state != MapState.REVIEW:
        yield MapState.REVIEW


def connect_review_dates() -> None:
    """Follow the policies; called once, when ready."""
    for signal in (post_save, post_delete):
        signal.connect(
            follow_policy, sender=SignOffPolicy, dispatch_uid="wagtail_parcours.review_dates"
        )


def follow_policy(sender: type[SignOffPolicy], raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        refresh_review_dates()


def refresh_review_dates() -> int:
    """Give signed live maps the review date that the policies of today say; tells how many.

    The date is written when a map goes live. A policy that changes afterwards changes it too.
    """
    book = RuleBook()
    versions = LiveVersion.objects.filter(standing=Standing.SIGNED).select_related("page__alias_of")
    changed = 0
    part: list[LiveVersion] = []
    for version in versions.order_by("pk").iterator(chunk_size=CHUNK):
        part.append(version)
        if len(part) == CHUNK:
            changed += refresh_part(part, book)
            part = []
    return changed + refresh_part(part, book)


def refresh_part(versions: list[LiveVersion], book: RuleBook) -> int:
    records: dict[tuple[Any, str], list[SignOff]] = {}
    found = SignOff.objects.filter(
        kind=SignOffKind.SIGNATURE, seal__in={version.seal for version in versions}
    )
    for record in found.order_by("position"):
        records.setdefault((record.page_key, record.seal), []).append(record)
    active = active_people({row.person_id_then for rows in records.values() for row in rows})
    different = []
    for version in versions:
        source = version.page.alias_of or version.page
        rows = records.get((source.translation_key, version.seal), [])
        counting = [row for row in rows if row.person_id_then in active]
        review_by = book.rule(version.page).review_by(counting)
        if review_by != version.review_by:
            version.review_by = review_by
            different.append(version)
    LiveVersion.objects.bulk_update(different, ["review_by"])
    return len(different)
