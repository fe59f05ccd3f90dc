"""Names of the groups and permissions that the plugin works with."""

from typing import Any

#: Groups that ``manage.py parcours_setup`` creates. The names are stored in the database, so
#: they are not translated.
EDITORS = "Journey editors"
APPROVERS = "Journey approvers"
READERS = "Journey readers"

#: See and edit a persona's disability or health condition and its symptoms.
SENSITIVE_PERMISSION = "wagtail_parcours.access_sensitive_persona"


def can_see_sensitive(user: Any) -> bool:
    """Whether `user` may see the sensitive fields of personas."""
    return bool(user is not None and user.is_authenticated and user.has_perm(SENSITIVE_PERMISSION))
