"""How the demo's maps go live: the editor submits them, the approver signs them.

This is what people do with buttons, done with the functions that the plugin offers to a site.
"""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.management.base import CommandError
from django.utils import translation
from wagtail.models import Page

from example_site.demo.outcome import Outcome
from example_site.demo.pages import fill_journey
from wagtail_parcours.governance import open_case, sign, statement_for
from wagtail_parcours.models import SignOffTask


def approve_maps(
    outcome: Outcome,
    maps: list[tuple[dict[str, Any], Page]],
    author: AbstractBaseUser,
    signer: AbstractBaseUser,
) -> None:
    """Submit and sign new maps."""
    for _entry, page in maps:
        _submit(page, author)
        _sign(page, signer)


def revise_maps(
    outcome: Outcome,
    maps: list[tuple[dict[str, Any], Page]],
    author: AbstractBaseUser,
    signer: AbstractBaseUser,
) -> None:
    """Change what some maps say once they are translated, so that the demo has work waiting.

    One is changed and signed again: its translations are behind. A revised version of another
    waits for its signature.
    """
    for entry, page in maps:
        if entry.get("earlier"):
            _revise(page, entry["journey"], author)
            _sign(page, signer)
            outcome.note(f"newer version of “{page.title}”", created=True)
    for entry, page in maps:
        language = page.locale.language_code
        revised = entry.get("revised", {}).get(language)
        if revised:
            _revise(page, revised, author)
            outcome.note(f"version of “{page.title}” ({language}) to sign", created=True)


def _submit(page: Page, author: AbstractBaseUser) -> None:
    workflow = page.get_workflow()
    if workflow is None:
        raise CommandError(
            f"“{page.title}” has no workflow: the demo's maps are signed before they go live. "
            "Load the demo into an empty database."
        )
    workflow.start(page, author)


def _sign(page: Page, signer: AbstractBaseUser) -> None:
    """Sign what waits, as it is, with the statement in the language of the map."""
    step = page.current_workflow_task_state
    if not isinstance(step.task.specific, SignOffTask):
        raise CommandError(
            f"The step “{step.task}” is not a sign-off: the demo's maps are signed before they go "
            "live. Load the demo into an empty database."
        )
    case = open_case(step)
    with translation.override(page.locale.language_code):
        statement = statement_for(case.task)
    sign(step, signer, seal=case.seal, accepted=True, statement=statement)
    page.refresh_from_db()


def _revise(page: Page, journey: str, author: AbstractBaseUser) -> None:
    """A new version of a live map, on its way to the approver."""
    version = page.get_latest_revision_as_object()
    fill_journey(version, journey, page.locale)
    version.save_revision(user=author, log_action=True)
    page.refresh_from_db()
    _submit(page, author)
