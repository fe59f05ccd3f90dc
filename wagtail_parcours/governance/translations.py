"""Signatures and translations: each language of a map is signed for itself.

A translation carries the seal of the version that it was made from, and its own seal covers that
one: whoever signs a translation signs that these words stand for those. A translation that is
made again from a changed source has to be signed again, even when no word of it differs; a source
that changes alone leaves it as it is.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.apps import apps
from wagtail.actions.copy_page import CopyPageAction

from ..journeys import JourneyFormatError
from .sealing import is_map_type, seal_page


def connect_translations() -> None:
    """Follow whatever the site translates with; called once, when ready."""
    if not hasattr(CopyPageAction._copy_page, "__wrapped__"):
        CopyPageAction._copy_page = with_source_seal(CopyPageAction._copy_page)
    if apps.is_installed("wagtail_localize"):
        from .localize import connect_localize

        connect_localize()


def seal_of_source(source: Any) -> str:
    """The seal of the map that a translation is made from; ``""`` when it cannot be read."""
    try:
        return seal_page(source)[0]
    except JourneyFormatError:
        return ""


def with_source_seal(copy_page: Callable[..., Any]) -> Callable[..., Any]:
    """A copy for translation remembers what it was copied from; any other copy is a new map.

    Wagtail offers no hook between reading the page and saving its copy, so its own function is
    wrapped; a test pins it.
    """

    @wraps(copy_page)
    def copy(
        action: Any,
        page: Any,
        to: Any = None,
        update_attrs: dict[str, Any] | None = None,
        exclude_fields: list[str] | None = None,
        _mpnode_attrs: Any = None,
    ) -> Any:
        if is_map_type(page.specific_class):
            if action.reset_translation_key:
                # Its copied revisions forget it too.
                exclude_fields = [*(exclude_fields or []), "source_seal"]
            else:
                seal = seal_of_source(page.specific)
                update_attrs = {**(update_attrs or {}), "source_seal": seal}
        return copy_page(action, page, to, update_attrs, exclude_fields, _mpnode_attrs)

    return copy
