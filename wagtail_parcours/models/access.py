"""Who may see which version of a map inside the admin."""

from typing import Any


def readable_map(page: Any, user: Any) -> Any:
    """The map as `user` may see it: with its draft for those who edit it, else when it is live.

    None for a page that is no map, or that this person may not see.
    """
    from .maps import JourneyMapMixin

    page = page.specific
    if not isinstance(page, JourneyMapMixin):
        return None
    if page.permissions_for_user(user).can_edit():
        return page.get_latest_revision_as_object()
    if page.live and all(
        restriction.restriction_type == restriction.NONE
        for restriction in page.get_view_restrictions()
    ):
        return page
    return None
