"""What a translator of a map finds beside wagtail-localize's own screens: its approval, its locks,
and the texts that a machine translated.

The modules here, apart from ``notices``, are loaded only where wagtail-localize is installed.
"""

from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse


def translator_urls() -> list[Any]:
    """The addresses of these screens; none on a site that translates without wagtail-localize."""
    if not apps.is_installed("wagtail_localize"):
        return []
    from .approval import approval_urls
    from .machine import machine_urls

    return [*approval_urls, *machine_urls]


def refuse_while_locked(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Before the translation editor publishes a map that is locked for this person."""
    if request.method != "POST" or not apps.is_installed("wagtail_localize"):
        return None
    from .locks import refuse_publication

    return refuse_publication(request, page)


def connect_translator_screens() -> None:
    """Dress the screens of whatever the site translates with; called once, when ready."""
    from .notices import connect_notices

    connect_notices()
    if not apps.is_installed("wagtail_localize"):
        return
    from ..translations.screens import PANEL_BUILDERS
    from .approval import approval_panel
    from .locks import connect_locks
    from .machine import machine_panel

    connect_locks()
    PANEL_BUILDERS.extend(
        build for build in (approval_panel, machine_panel) if build not in PANEL_BUILDERS
    )
