"""What is posted again from the page of a conflict, and what it must not do by the way."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import QueryDict

from .staleness import (
    BASE,
    LOADED_AT,
    LOADED_ID,
    OVERWRITE,
    WAY,
    Version,
    base_version,
)

#: Written anew each time, or meant for one request only.
RENEWED = frozenset({"csrfmiddlewaretoken", LOADED_ID, LOADED_AT, OVERWRITE, BASE, WAY})


def carried_fields(post: QueryDict) -> Iterator[tuple[str, str]]:
    """Everything that was posted, in its order, to be posted again."""
    for name, values in post.lists():
        if name not in RENEWED:
            for value in values:
                yield name, value


def renewed_fields(post: QueryDict, latest: Any) -> Iterator[tuple[str, str]]:
    """What makes the next post a save over the latest version, and over no later one.

    Never into a revision: what the other side saved stays in the history.
    """
    version = Version.of(latest)
    yield LOADED_ID, version.pk
    yield LOADED_AT, version.at
    base = base_version(post)
    if base is not None:
        yield BASE, str(base)


def without_gone_comments(post: QueryDict, known: Callable[[], set[str]]) -> QueryDict:
    """The same post, without comments that somebody else removed meanwhile.

    The editor posts every comment that it was opened with; one that is gone would stop the save.
    One with a new answer in it is written anew, so that the answer is not lost. `known` gives the
    keys of the comments that there are.
    """
    count = post.get("comments-INITIAL_FORMS", "")
    if not count.isdecimal() or not 0 < len(count) < 5 or count == "0":
        return post
    there = {"", *known()}
    settled = post.copy()
    for index in range(int(count)):
        comment = f"comments-{index}"
        if post.get(f"{comment}-id", "") in there:
            continue
        if has_new_answers(post, comment):
            settled[f"{comment}-id"] = ""
        else:
            settled[f"{comment}-DELETE"] = "on"
    return settled


def has_new_answers(post: QueryDict, comment: str) -> bool:
    answers = f"{comment}-replies"
    return post.get(f"{answers}-TOTAL_FORMS", "0") != post.get(f"{answers}-INITIAL_FORMS", "0")
