"""Rendered stage tables, kept in a cache under the hash of everything that they show.

A key made from content never serves anything old, so nothing has to be invalidated.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Any

from django.core.cache import caches
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from .. import __version__
from ..conf import parcours_settings

#: Raise it when the Python side of the rendering changes what it prints.
FRAGMENT_VERSION = 3


def fragment_key(template: str, language: str, material: Sequence[Any]) -> str:
    """The key of a fragment: the plugin's version, the template's text, language and content."""
    source = getattr(getattr(get_template(template), "template", None), "source", "")
    stored = json.dumps(
        [__version__, FRAGMENT_VERSION, template, source, language, material],
        sort_keys=True,
        ensure_ascii=True,
        default=str,
    )
    return f"parcours.fragment.{hashlib.sha256(stored.encode()).hexdigest()}"


def cached_fragment(key: str, render: Callable[[], str]) -> SafeString:
    """The fragment stored under `key`, else what `render` returns, which is then stored."""
    cache = caches[parcours_settings.FRAGMENT_CACHE]
    html = cache.get(key)
    if html is None:
        html = str(render())
        cache.set(key, html, parcours_settings.FRAGMENT_TIMEOUT)
    return mark_safe(html)  # noqa: S308 - rendered by our own template
