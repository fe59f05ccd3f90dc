"""What a source said before: the record of a translation knows its texts by their hashes only."""

from collections.abc import Mapping

from wagtail.models import Revision

from ..journeys import text_hash
from ..models.base import base_page_model
from .wordings import cells_of, texts_of_content

#: So many versions are looked through, the latest first; older texts are told without.
VERSIONS = 20
AT_A_TIME = 5


def former_texts(page_id: int, wanted: Mapping[str, set[str]]) -> dict[str, str]:
    """The texts of a source with these hashes, by path. Those that no version holds are left out.

    One query, and none when nothing is asked for.
    """
    missing = {path: hashes for path, hashes in wanted.items() if hashes}
    found: dict[str, str] = {}
    if not missing:
        return found
    page = base_page_model()(pk=page_id)
    revisions = Revision.objects.filter(
        object_id=str(page.pk), base_content_type=page.get_base_content_type()
    ).order_by("-created_at", "-pk")
    contents = revisions.values_list("content", flat=True)[:VERSIONS]
    for content in contents.iterator(chunk_size=AT_A_TIME):
        cells = cells_of(texts_of_content(content))
        for path in [*missing]:
            if text_hash(cells.get(path, "")) in missing[path]:
                found[path] = cells.get(path, "")
                del missing[path]
        if not missing:
            break
    return found
