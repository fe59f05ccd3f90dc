"""Maps that change their place: moved to another site, or left behind by the page they repeat.

Neither is a save of the map, so the gate asks here whether it may stay live.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models.signals import pre_delete
from wagtail.signals import post_page_move, pre_page_move

from ..models.base import base_page_model
from ..models.publishing import PublicationRefused
from ..models.sign_offs import LiveVersion
from .approvals import Permit, permit_for
from .gate import map_model
from .policy import rule_for
from .refusals import tell_the_person
from .sealing import is_map_type


def connect_places() -> None:
    """Listen to moves and deletions of pages; called once, when ready."""
    name = "wagtail_parcours.places"
    pre_page_move.connect(before_move, dispatch_uid=name)
    post_page_move.connect(after_move, dispatch_uid=name)
    # With a sender: listening to every model would cost each of them its fast deletion.
    pre_delete.connect(take_aliases_down, sender=base_page_model(), dispatch_uid=name)


def before_move(
    sender: type, instance: Any, url_path_before: str, url_path_after: str, **kwargs: Any
) -> None:
    """Refuse to bring a live map to a site that wants more signatures than it has."""
    refused = refused_by_move(instance, url_path_before, url_path_after)
    if refused:
        tell_the_person(refused[0].refusal)
        raise PublicationRefused(refused[0].refusal, explain=lambda: refused[0].refusal)


def refused_by_move(page: Any, path_before: str, path_after: str) -> list[Permit]:
    """What the gate says to the live maps that would have to be signed in their new place."""
    permits = [permit_for(moved) for moved in maps_that_change_sites(page, path_before, path_after)]
    return [permit for permit in permits if permit.refused]


def maps_that_change_sites(page: Any, path_before: str, path_after: str) -> Iterator[Any]:
    """The live maps that come to another site by a move, as if they were there already."""
    for row in live_maps_below(page):
        here = site_of(row)
        row.url_path = path_after + row.url_path[len(path_before) :]
        if site_of(row) != here:
            moved = row.specific
            moved.url_path = row.url_path
            yield moved


def after_move(
    sender: type,
    instance: Any,
    parent_page_before: Any,
    parent_page_after: Any,
    **kwargs: Any,
) -> None:
    """What a live map stands on, and until when, is said by the site in which it is."""
    if site_of(parent_page_before) == site_of(parent_page_after):
        return
    for row in live_maps_below(instance):
        moved, version = row.specific, LiveVersion.objects.filter(page_id=row.pk).first()
        permit = permit_for(moved) if version is not None else None
        # One that shows something else than was signed keeps what it stands on, and its mark.
        if permit is not None and not permit.refused and permit.seal == version.seal:
            version.standing = permit.standing
            version.review_by = permit.rule.review_by(permit.signatures)
            version.save(update_fields=["standing", "review_by"])


def live_maps_below(page: Any) -> list[Any]:
    """The live maps among a page and those below it, as base pages."""
    below = base_page_model().objects.descendant_of(page, inclusive=True).live()
    return [row for row in below if is_map_type(row.specific_class)]


def site_of(page: Any) -> int | None:
    """The key of the site in which a page is, without a query."""
    parts = page.get_url_parts()
    return parts[0] if parts is not None else None


def take_aliases_down(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    """A page that repeats another one has no signatures of its own: without it, nobody signed.

    Its content stays as a draft, to be signed in its own right.
    """
    if map_model(sender, instance) is None:
        return
    for alias in base_page_model().objects.filter(alias_of_id=instance.pk, live=True).specific():
        if rule_for(alias).required:
            alias.unpublish()
