"""Policies for tests."""

from typing import Any

from wagtail.models import Site

from tests.factories import child
from wagtail_parcours.models import SignOffPolicy

FUTURE = "wagtail_parcours.FutureStateMapPage"
CURRENT = "wagtail_parcours.CurrentStateMapPage"


def set_rules(*rules: dict[str, Any], site: Site | None = None) -> SignOffPolicy:
    """Give a site (the default one) these rules and no others."""
    site = site or Site.objects.get(is_default_site=True)
    policy = SignOffPolicy.for_site(site)
    policy.rules = [child("rule", complete(rule)) for rule in rules]
    policy.save()
    return policy


def complete(rule: dict[str, Any]) -> dict[str, Any]:
    steps = [child("step", step) for step in rule.pop("steps", [])]
    return {
        "page_type": FUTURE,
        "required": True,
        "signatures": 1,
        "months": None,
        "when_changed": "keep",
        **rule,
        "steps": steps,
    }
