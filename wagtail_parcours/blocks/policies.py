"""Rules of sign-off: what a page type needs before it may go live."""

from typing import Any

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


def map_type_choices() -> list[tuple[str, str]]:
    """The page types that hold a journey map, as ``app_label.ModelName`` and name."""
    # By what they offer, not by class: blocks know nothing of models.
    types = [model for model in apps.get_models() if getattr(model, "journey_state", "")]
    return [(model._meta.label, str(capfirst(model._meta.verbose_name))) for model in types]


def group_choices() -> list[tuple[str, str]]:
    """The groups of the site, as primary key and name."""
    groups = apps.get_model("auth.Group").objects.order_by("name")
    return [(str(pk), name) for pk, name in groups.values_list("pk", "name")]


class SignOffStepBlock(blocks.StructBlock):
    """``{"group": "<pk of a group>", "people": 1}``"""

    group = blocks.ChoiceBlock(choices=group_choices, label=_("Group"))
    people = blocks.IntegerBlock(
        min_value=1, max_value=20, default=1, label=_("How many of them sign")
    )

    class Meta:
        icon = "group"
        label = _("Step")


class SignOffStepsBlock(blocks.StreamBlock):
    """Steps in their order; none when the order does not matter."""

    step = SignOffStepBlock()

    class Meta:
        required = False


class SignOffRuleBlock(blocks.StructBlock):
    """``{"page_type", "required", "signatures", "steps", "months", "when_changed"}``

    ``page_type`` is ``app_label.ModelName``; ``months`` may be None; ``when_changed`` is
    ``"keep"`` or ``"show"``.
    """

    page_type = blocks.ChoiceBlock(choices=map_type_choices, label=_("Type of map"))
    required = blocks.BooleanBlock(
        required=False, default=True, label=_("Needs a sign-off to be published")
    )
    signatures = blocks.IntegerBlock(
        min_value=1,
        max_value=20,
        default=1,
        label=_("How many different people sign"),
        help_text=_("Steps, when there are any, say how many people sign instead."),
    )
    steps = SignOffStepsBlock(
        required=False,
        label=_("Who signs, in which order"),
        help_text=_("Leave empty when the order does not matter."),
    )
    months = blocks.IntegerBlock(
        required=False,
        min_value=1,
        max_value=120,
        label=_("Valid for how many months"),
        help_text=_(
            "After that the map has to be reviewed and signed again. Leave empty if a sign-off "
            "stays valid until the map changes."
        ),
    )
    when_changed = blocks.ChoiceBlock(
        choices=[
            ("keep", _("Keep showing what was signed")),
            ("show", _("Show the change, marked as not signed")),
        ],
        default="keep",
        label=_("When a persona, channel or barrier on a signed map changes"),
    )

    class Meta:
        icon = "check"
        label = _("Rule")
        label_format = "{page_type}"


def sign_off_rules(**kwargs: Any) -> blocks.StreamBlock:
    """The block of the policy's rules: one entry for each page type that has its own."""
    return blocks.StreamBlock([("rule", SignOffRuleBlock())], required=False, **kwargs)
