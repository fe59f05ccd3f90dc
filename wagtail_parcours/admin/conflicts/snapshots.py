"""What a version said when an editor was opened with it, although it is written over since.

A draft that saves itself is written over in place, every few seconds. Who opens the map
meanwhile starts from a state that no longer exists when the two meet. It is kept for a day, as
well as a cache can keep anything: without it both versions are shown all the same, only not which
of the two changed what.
"""

import json
import zlib
from copy import deepcopy
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from wagtail.admin.models import EditingSession

from .staleness import Version

DAY = 24 * 60 * 60


def keep_snapshot(instance: Any) -> None:
    """Keep what the latest version says, when others have the same thing open right now."""
    revision = instance.latest_revision
    if revision is None or not open_elsewhere(instance):
        return
    text = json.dumps(revision.content, ensure_ascii=False).encode("utf-8", "surrogatepass")
    cache.set(key_of(instance, Version.of(revision)), zlib.compress(text), DAY)


def open_elsewhere(instance: Any) -> bool:
    """Whether an editor is open on this already: Wagtail counts this one only later."""
    types = {
        ContentType.objects.get_for_model(model).pk
        for model in (type(instance), *type(instance)._meta.get_parent_list())
    }
    sessions = EditingSession.objects.filter(content_type__in=types)
    return bool(sessions.filter(object_id=str(instance.pk)).exists())


def content_of(instance: Any, version: Version) -> dict[str, Any] | None:
    """What a version said at its time, None when nobody knows any more."""
    revision = instance.revisions.filter(pk=version.pk).first()
    if revision is not None and Version.of(revision) == version:
        return deepcopy(revision.content)
    packed = cache.get(key_of(instance, version))
    if packed is None:
        return None
    return dict(json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass")))


def key_of(instance: Any, version: Version) -> str:
    at = "".join(character for character in version.at if character.isalnum())
    return f"parcours:version:{instance._meta.label_lower}:{instance.pk}:{version.pk}:{at}"
