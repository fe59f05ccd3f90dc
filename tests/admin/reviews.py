"""A map that was signed once, changed since, and waits for signatures again."""

from dataclasses import dataclass
from typing import Any

from wagtail.models import Comment, Page

from tests.factories import (
    PersonaFactory,
    finding,
    improvement,
    improvement_card,
    make_channels,
    make_future_map,
    make_map,
    persona_profile,
    stage,
    stage_table,
)
from tests.governance.workflows import (
    make_approver,
    make_editor,
    make_workflow,
    submit,
)
from wagtail_parcours.models import Persona

CALLS_BACK = "The agent calls back within a day"
HOLD = "Waits forty minutes on hold"
FORM = "The form cannot be enlarged"


@dataclass
class Waiting:
    """Everything and everybody of the case."""

    page: Any
    current: Any
    persona: Persona
    state: Any
    author: Any
    approver: Any


def waiting_map(*tasks: Any, parent: Page | None = None) -> Waiting:
    """A live, signed map whose new version waits in the first of `tasks`.

    Since it was signed, an improvement and the persona's age changed, another improvement was
    added; one of two barriers is left, and a comment has no answer.
    """
    make_channels()
    author, approver = make_editor(), make_approver()
    persona = PersonaFactory(name="Amina", age=58)
    hold, form = finding(HOLD), finding(FORM)
    current = make_map(
        title="Applying today",
        parent=parent,
        body=[stage_table([stage("Inform", findings=[hold, form])], ["actions", "findings"])],
    )
    profile, cards = persona_profile(persona), improvement_card("telephone", [])
    calls = improvement("The agent calls back within a week", barriers=[hold["id"]])
    cards["value"]["improvements"] = [calls]
    page = make_future_map(
        current, title="Applying tomorrow", body=[profile, cards], owner=author, parent=parent
    )
    make_workflow(*tasks)
    draft = type(page).objects.get(pk=page.pk)
    calls["value"]["text"] = CALLS_BACK
    cards["value"]["improvements"].append(improvement("A counter without stairs"))
    draft.body = [profile, cards]
    draft.save_revision(user=author, log_action=True)
    Persona.objects.filter(pk=persona.pk).update(age=59)
    Comment.objects.create(
        page=page,
        user=approver,
        text="Who pays for this?",
        contentpath=f"body.{cards['id']}.improvements.{calls['id']}.text",
    )
    return Waiting(page, current, persona, submit(page, author), author, approver)
