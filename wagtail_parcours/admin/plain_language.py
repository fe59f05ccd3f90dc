"""Hints on hard texts among Wagtail's content checks.

Wagtail's checks take rules of a site's own, in the form of axe, and run them over what the
preview shows. The preview marks the texts that have a hint (``rendering/hints.py``); a rule for
each kind of hint finds the marks. Only what breaks a rule is shown there, so a hint must break
one: its name says that it is a hint, and its impact is the smallest.
"""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import JourneyMapMixin
from ..rendering.hints import ATTRIBUTE, HARD, LONG
from ..translation.plain_language import LEVELS, Target, target_of

RULES = {LONG: "parcours-long-sentence", HARD: "parcours-hard-text"}
CHECK = "parcours-plain-language"
TAG = "plain-language"
#: What a list of axe's own tags holds; other lists hold names of rules.
AXE_TAGS = ("wcag", "cat.", "section508", "best-practice", "ACT", "TTv5", "EN-301-549")


def hint_in_checks(request: HttpRequest, items: list[Any], page: Any) -> None:
    """Give the checks of a map our rules, in the user bar and in the editor."""
    if not isinstance(page, JourneyMapMixin) or page.locale_id is None:
        return
    target = target_of(page.locale.language_code)
    if target is None:
        return
    for item in items:
        if hasattr(item, "get_axe_configuration"):
            add_rules(item, request, target)


def add_rules(item: Any, request: HttpRequest, target: Target) -> None:
    """Add our rules to what `item` checks already, whatever class of the site's own it has."""
    own_configuration = item.get_axe_configuration

    def with_hints(asked: Any) -> dict[str, Any]:
        configuration = own_configuration(asked)
        spec = configuration["spec"]
        options = dict(configuration["options"])
        if chosen := options.get("runOnly"):
            by_tag = isinstance(chosen, dict) or any(n.startswith(AXE_TAGS) for n in chosen)
            if not isinstance(chosen, dict):
                options["runOnly"] = [*chosen, *([TAG] if by_tag else RULES.values())]
        return {
            **configuration,
            "options": options,
            "messages": {**configuration["messages"], **messages(target)},
            "spec": {
                **spec,
                "rules": [*(spec.get("rules") or []), *rules()],
                "checks": [*(spec.get("checks") or []), check()],
            },
        }

    item.get_axe_configuration = with_hints


def rules() -> list[dict[str, Any]]:
    return [
        {
            "id": name,
            "impact": "minor",
            "selector": f'[{ATTRIBUTE}~="{kind}"]',
            "tags": [TAG],
            "any": [CHECK],
            "enabled": True,
        }
        for kind, name in RULES.items()
    ]


def check() -> dict[str, Any]:
    """A check that what is marked never passes: one of axe's own, for an attribute it has not."""
    return {
        "id": CHECK,
        "evaluate": "attr-non-space-content-evaluate",
        "options": {"attribute": f"{ATTRIBUTE}-accepted"},
        "metadata": {"impact": "minor", "messages": {"pass": "", "fail": ""}},
    }


def messages(target: Target) -> dict[str, dict[str, str]]:
    longest = target.longest_sentence
    return {
        RULES[LONG]: {
            "error_name": _("Hint: a long sentence"),
            "help_text": ngettext(
                "A sentence here has more than %(number)d word. Say one thing at a time.",
                "A sentence here has more than %(number)d words. Say one thing at a time.",
                longest,
            )
            % {"number": longest},
        },
        RULES[HARD]: {
            "error_name": _("Hint: a text that is hard to read"),
            "help_text": _(
                "This text is harder than “%(level)s”. Use shorter words and shorter sentences."
            )
            % {"level": LEVELS[target.level][1]},
        },
    }
