"""The rules of all sites at once, for lists of maps.

``rule_for`` asks the database about one map; these ask once, whatever the number of maps.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, Case, Value, When
from wagtail.models import Site

from ..models.maps import map_models
from ..models.policies import SignOffPolicy
from .policy import DEFAULT_RULES, Rule, rules_by_type


def map_content_types() -> dict[int, type[Any]]:
    """The page types that hold a journey map, by the key of their content type."""
    found = ContentType.objects.get_for_models(*map_models())
    return {content_type.pk: model for model, content_type in found.items()}


class RuleBook:
    """Which rule holds where: the first site whose root a page lies below, as for its address."""

    def __init__(self) -> None:
        own = {row.site_id: rules_by_type(row) for row in SignOffPolicy.objects.all()}
        self.places = [
            (root.root_path, own.get(root.site_id, {})) for root in Site.get_site_root_paths()
        ]
        self.types = map_content_types()

    def rule(self, page: Any) -> Rule:
        """The rule for a map, given as a page of any class."""
        model = self.types[page.content_type_id]
        for root, rules in self.places:
            if page.url_path.startswith(root):
                return rules.get(model._meta.label) or DEFAULT_RULES[model.journey_state]
        return DEFAULT_RULES[model.journey_state]

    def required(self) -> Case:
        """Whether a map needs a sign-off, as an expression over pages."""
        return Case(*self.cases(), default=Value(False), output_field=BooleanField())

    def cases(self) -> Iterator[When]:
        for root, rules in self.places:
            below = {"url_path__startswith": root}
            yield When(**below, content_type__in=self.needing(rules), then=Value(True))
            yield When(**below, then=Value(False))
        yield When(content_type__in=self.needing({}), then=Value(True))

    def needing(self, rules: dict[str, Rule]) -> list[int]:
        return [
            pk
            for pk, model in self.types.items()
            if (rules.get(model._meta.label) or DEFAULT_RULES[model.journey_state]).required
        ]
