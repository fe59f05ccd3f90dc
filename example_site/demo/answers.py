"""What readers of the demo answered: one map asks them, in both languages."""

import datetime
from typing import Any

from wagtail.models import Page

from example_site.demo.dates import loading_day
from example_site.demo.files import read_answers
from example_site.demo.outcome import Outcome
from wagtail_parcours.models import (
    FeedbackPolicy,
    FeedbackSettings,
    Remark,
    RemarkStep,
)


def let_readers_answer(
    outcome: Outcome, maps: list[tuple[dict[str, Any], Page]], editor: Any
) -> None:
    """Switch the question on for new maps, with remarks in every state. A map that asks already,
    or did, is left alone."""
    plan = read_answers()
    for entry, page in maps:
        language = page.locale.language_code
        if entry["key"] not in plan["remarks"] or language not in plan["notices"]:
            continue
        _write_notices(page, plan["notices"])
        _setting, created = FeedbackSettings.objects.get_or_create(
            page_id=page.pk, defaults={"is_on": True}
        )
        if created:
            for remark in plan["remarks"][entry["key"]]:
                _say(page, remark, language, editor)
        outcome.note(f"answers to “{page.title}”", created=created)


def _write_notices(page: Page, notices: dict[str, str]) -> None:
    policy = FeedbackPolicy.for_site(page.get_site())
    if not policy.notices:
        policy.notices = [
            ("notice", {"language": language, "text": text}) for language, text in notices.items()
        ]
        policy.save()


def _say(page: Page, plan: dict[str, Any], language: str, editor: Any) -> None:
    stage = page.specific.get_journey().tables[0].stages[plan["stage"]]
    answer = plan.get("answer", {}).get(language, "")
    public = plan.get("public", {}).get(language, "")
    remark = Remark.objects.create(
        page_id=page.pk,
        about=f"stage-{stage.id}",
        about_title=stage.name,
        agreement=plan["agreement"],
        kind=plan["kind"],
        text=plan["text"][language],
        channel=plan.get("channel", ""),
        volume=plan.get("volume"),
        day=loading_day() - datetime.timedelta(days=plan["days_ago"]),
        mode="anonymous",
        state=plan["state"],
        answer=answer,
        is_public=bool(public),
        public_text=public,
    )
    if plan["state"] != "new":
        RemarkStep.objects.create(
            remark=remark,
            editor=editor,
            state=plan["state"],
            answer=answer,
            is_public=bool(public),
        )
