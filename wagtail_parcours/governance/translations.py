"""Signatures and translations: each language of a map is signed for itself."""

from django.apps import apps


def connect_translations() -> None:
    """Follow whatever the site translates with; called once, when ready."""
    if apps.is_installed("wagtail_localize"):
        from .localize import connect_localize

        connect_localize()
