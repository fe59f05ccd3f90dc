"""The sign-off policy among Wagtail's settings: its form, and its rules in words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList, Panel
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.settings.registry import register_setting
from wagtail.models import Site

from ..governance.policy import DEFAULT_RULES, Rule, Step, rules_by_type
from ..governance.workflow_fit import SigningWorkflow, signing_workflows
from ..models import SignOffPolicy
from ..models.maps import map_models

SETTINGS_APP = "wagtail.contrib.settings"


def register_policy() -> None:
    """Offer the policy in the Settings menu, where the site has Wagtail's settings app."""
    if not apps.is_installed(SETTINGS_APP):
        return
    SignOffPolicy.edit_handler = ObjectList(
        [
            RulesInWordsPanel(heading=gettext_lazy("What holds now")),
            FieldPanel(
                "rules",
                help_text=gettext_lazy(
                    "One rule for each type of map that needs something else than the default."
                ),
            ),
        ],
        base_form_class=PolicyForm,
    )
    register_setting(SignOffPolicy, icon="clipboard-list", order=310)


class PolicyForm(WagtailAdminModelForm):
    """Refuses two rules for one type of map: the second one would never count."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        seen: set[str] = set()
        errors: dict[int, ValidationError] = {}
        for position, child in enumerate(cleaned.get("rules") or ()):
            page_type = child.value["page_type"]
            if page_type in seen:
                message = ValidationError(
                    _("This type of map has a rule above. Change that one, or remove this one.")
                )
                errors[position] = StructBlockValidationError({"page_type": message})
            seen.add(page_type)
        if errors:
            self.add_error("rules", StreamBlockValidationError(block_errors=errors))
        return cleaned


@dataclass(slots=True)
class TypeInWords:
    """What one type of map needs, as sentences; `problems` keep maps from ever going live."""

    name: str
    rule: Rule
    is_default: bool
    sentences: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class RulesInWordsPanel(Panel):
    """The policy as it is stored, for each type of map of the site."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtail_parcours/admin/policy_in_words.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            # As stored, not as typed: what the form holds counts once it is saved.
            stored = SignOffPolicy.objects.filter(pk=self.instance.pk).first()
            context["types"] = list(policy_in_words(stored, self.instance.site))
            return context


def policy_in_words(policy: SignOffPolicy | None, site: Site) -> Iterator[TypeInWords]:
    """Every type of map of the installation with the rule that holds for it on this site."""
    own = rules_by_type(policy) if policy is not None else {}
    groups, workflows = Groups(), signing_workflows(site)
    for model in map_models():
        words = type_in_words(model, own.get(model._meta.label), groups)
        if words.rule.required:
            words.problems = [
                *groups.problems(words.rule),
                *workflow_problems(words.rule, workflows),
            ]
        yield words


def type_in_words(model: type[Any], own: Rule | None, groups: "Groups") -> TypeInWords:
    rule = own or DEFAULT_RULES[model.journey_state]
    words = TypeInWords(capfirst(str(model._meta.verbose_name_plural)), rule, own is None)
    words.sentences.append(need_in_words(rule, groups))
    words.sentences.append(validity_in_words(rule))
    if rule.keeps_signed:
        words.sentences.append(
            _(
                "When something that a signed map shows changes, readers go on seeing what was "
                "signed."
            )
        )
    else:
        words.sentences.append(
            _(
                "When something that a signed map shows changes, readers see the change, marked as "
                "not signed."
            )
        )
    return words


def need_in_words(rule: Rule, groups: "Groups") -> str:
    if not rule.required:
        return _("May go live without a sign-off.")
    if not rule.steps:
        return ngettext(
            "Need the signature of %(count)d person.",
            "Need the signatures of %(count)d different people.",
            rule.signatures,
        ) % {"count": rule.signatures}
    order = groups.step_in_words(rule.steps[0])
    for step in rule.steps[1:]:
        order = _("%(steps)s, then of %(next)s") % {
            "steps": order,
            "next": groups.step_in_words(step),
        }
    return _("Need, in this order, the signatures of %(steps)s.") % {"steps": order}


def validity_in_words(rule: Rule) -> str:
    if rule.months is None:
        return _("A signature is valid until the map changes.")
    return ngettext(
        "A signature is valid for %(count)d month, if the map does not change.",
        "A signature is valid for %(count)d months, if the map does not change.",
        rule.months,
    ) % {"count": rule.months}


def workflow_problems(rule: Rule, workflows: list[SigningWorkflow]) -> Iterator[str]:
    """What keeps maps from being signed as the rule wants, in the workflows of the site."""
    if not workflows:
        yield _(
            "No workflow of this site has a sign-off step, so nobody is asked to sign. Add one in "
            "Settings, Workflows."
        )
    for workflow in workflows:
        if not workflow.satisfies(rule):
            yield _(
                "The workflow “%(name)s” asks for fewer signatures than this rule, or in another "
                "order: no such map can go live through it. Change its steps, or the rule."
            ) % {"name": workflow.name}


class Groups:
    """The names of the groups, and how many people could sign for each. One query."""

    def __init__(self) -> None:
        counted = Group.objects.annotate(people=Count("user", filter=Q(user__is_active=True)))
        self.known = {
            str(pk): (name, people)
            for pk, name, people in counted.values_list("pk", "name", "people")
        }

    def step_in_words(self, step: Step) -> str:
        name, _people = self.known.get(step.group, (_("a group that was deleted"), 0))
        return ngettext(
            "%(count)d person of “%(group)s”", "%(count)d people of “%(group)s”", step.people
        ) % {"count": step.people, "group": name}

    def problems(self, rule: Rule) -> Iterator[str]:
        for step in rule.steps:
            if step.group not in self.known:
                yield _(
                    "A group of this rule was deleted: nobody can sign in its place, so no such "
                    "map can go live. Choose another group."
                )
                continue
            name, people = self.known[step.group]
            if people < step.people:
                yield ngettext(
                    "“%(group)s” has %(people)d active member: too few for its step, so no such "
                    "map can go live.",
                    "“%(group)s” has %(people)d active members: too few for its step, so no such "
                    "map can go live.",
                    people,
                ) % {"group": name, "people": people}
