"""What entries of the index are called: kinds, effects, weights and reasons, as words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from ..blocks.channels import IMPROVEMENT_KINDS
from ..blocks.findings import FINDING_KINDS, FREQUENCIES, SEVERITIES
from .gap_kinds import REASONS
from .matrix import EFFECT_WORDS, known_effect

FINDING_LABELS: Mapping[str, Any] = dict(FINDING_KINDS)
IMPROVEMENT_LABELS: Mapping[str, Any] = dict(IMPROVEMENT_KINDS)
SEVERITY_LABELS: Mapping[str, Any] = dict(SEVERITIES)
FREQUENCY_LABELS: Mapping[str, Any] = dict(FREQUENCIES)


def describe_finding(row: Any) -> None:
    """Give a finding its words: `kind_label`, `client_label`, `employee_label`, `severity_label`,
    `frequency_label`, `moment_label`, and `weight`, those of the last three that say something.
    """
    row.kind_label = str(FINDING_LABELS.get(row.sort, _("Finding")))
    row.client_label = str(EFFECT_WORDS["client"][known_effect(row.effect_client)])
    row.employee_label = str(EFFECT_WORDS["employee"][known_effect(row.effect_employee)])
    row.severity_label = str(SEVERITY_LABELS.get(str(row.severity), ""))
    row.frequency_label = str(FREQUENCY_LABELS.get(str(row.frequency), ""))
    row.moment_label = _("Moment of truth") if row.moment_of_truth else ""
    weights = (row.severity_label, row.frequency_label, row.moment_label)
    row.weight = [label for label in weights if label]


def describe_improvement(row: Any) -> None:
    """Give an improvement its `kind_label` and, where it answers nothing, its `reason_label`."""
    row.kind_label = str(IMPROVEMENT_LABELS.get(row.sort, _("Improvement")))
    row.reason_label = str(REASONS.get(getattr(row, "reason", ""), ""))
