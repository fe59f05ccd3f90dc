"""Letting changes of one map take turns, on any database.

Wagtail locks nothing: two requests that read a page at the same time both act on what they read,
and the one that saves last writes over the other. Whoever locks the page first here, before
reading it, acts on what is really there.
"""

import random
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import OperationalError, connection
from django.db.models import F

from ..models.base import base_page_model

#: A database that refuses to wait (SQLite) or to deadlock (PostgreSQL) is asked again.
ATTEMPTS = 6
#: Seconds: the longest pause before the second attempt. It doubles each time.
PAUSE = 0.05

Result = TypeVar("Result")


def lock_page(pk: Any) -> None:
    """Hold a page until the transaction ends: everybody else who asks for it waits.

    Ask before reading anything that depends on it.
    """
    rows = base_page_model()._base_manager.filter(pk=pk).order_by()
    if connection.features.has_select_for_update:
        list(rows.select_for_update().values_list("pk"))
    else:
        # SQLite has no row locks. A transaction that writes first waits for its turn; one that
        # reads first is refused at its first write when somebody else wrote in between.
        rows.update(locked=F("locked"))


def persistently(attempt: Callable[[], Result]) -> Result:
    """Run a whole transaction, again when the database would not let two of them pass at once.

    Inside another transaction there is one attempt: the outer one would have to be repeated too.
    """
    if connection.in_atomic_block:
        return attempt()
    for number in range(ATTEMPTS - 1):
        try:
            return attempt()
        except OperationalError:
            # Not all at the same moment again.
            time.sleep(random.uniform(0, PAUSE * 2**number))  # noqa: S311 - no secret
    return attempt()
