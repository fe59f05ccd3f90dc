"""What readers get when they open a map: what was signed, as long as the policy keeps it.

Wagtail calls :func:`prepare_map` before it serves a page, never before a preview, so an editor
sees in a preview what a new publication would show.
"""

from dataclasses import replace
from typing import Any

from .governance.policy import rule_for
from .journeys import JourneyFormatError, SealedContent, persona_pks, read_sealed
from .models import JourneyMapMixin, Persona, SealedVersion
from .rendering.approval import live_version_of
from .rendering.sealed import show_sealed


def prepare_map(page: Any, request: Any, args: Any, kwargs: Any) -> None:
    """Note on what a live map stands, and let it show what was signed where that has changed.

    One query; more only when something that the map shows has changed since.
    """
    if not isinstance(page, JourneyMapMixin):
        return
    version = live_version_of(page)
    page.served_version = version
    if version is None or version.changed_at is None:
        return
    version.keeps_signed = rule_for(page).keeps_signed
    if version.keeps_signed:
        content = signed_content(version)
        if content is not None:
            show_sealed(page, without_hidden_people(page, content))


def signed_content(version: Any) -> SealedContent | None:
    """What was signed; None when it cannot be read, which the audit command reports."""
    text = SealedVersion.objects.filter(seal=version.seal).values_list("content", flat=True).first()
    try:
        return read_sealed(text or "")
    except JourneyFormatError:
        return None


def without_hidden_people(page: Any, content: SealedContent) -> SealedContent:
    """The same content without the personas that were taken down since.

    Taking a person out of sight is always allowed, and a signature does not bring them back.
    """
    pks = persona_pks(list(page.body.raw_data))
    shown = Persona.objects.filter(pk__in=pks, live=True).values_list("translation_key", flat=True)
    keys = {str(key) for key in shown}
    people = content.shown.get("persona", {})
    kept = {key: facts for key, facts in people.items() if key in keys}
    return replace(content, shown={**content.shown, "persona": kept})
