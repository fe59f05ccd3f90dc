"""What the keys of a comparison are called, and the values that are a choice among a few."""

from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from ...blocks.cells import SATISFACTION_LABELS
from ...blocks.channels import IMPROVEMENT_KINDS
from ...blocks.content import CALLOUT_KINDS
from ...blocks.evidence import EVIDENCE_KINDS
from ...blocks.findings import EFFECTS, FINDING_KINDS, FREQUENCIES, SEVERITIES
from ...blocks.needs import INITIATIVE_KINDS
from ...blocks.other_sides import (
    ALIGNMENTS,
    EASE_CHOICES,
    GUESSWORK_KINDS,
    OFFICES,
    RISK_KINDS,
    RISK_LEVELS,
)
from ...blocks.volumes import PERIODS
from ...journeys.comparison import ENTRIES as LISTS
from ...models import PersonaOrigin, PersonaRole, ReadingLevel
from ...models.indicators import IndicatorDirection

PARTS = {
    "persona_profile": gettext_lazy("Persona profile"),
    "stage_table": gettext_lazy("Stage table"),
    "channel_improvement": gettext_lazy("Channel improvement card"),
    "needs": gettext_lazy("Needs and initiatives"),
    "evidence": gettext_lazy("Evidence"),
    "text": gettext_lazy("Text"),
    "image": gettext_lazy("Image"),
    "document": gettext_lazy("Document"),
    "callout": gettext_lazy("Callout"),
}
SHOWN = {
    "persona": gettext_lazy("Persona"),
    "target_group": gettext_lazy("Target group"),
    "channel": gettext_lazy("Channel"),
    "indicator": gettext_lazy("Indicator"),
    "current_map": gettext_lazy("Current-state map"),
    "barrier": gettext_lazy("Barrier of the current-state map"),
    "document": gettext_lazy("Document"),
}
ENTRIES = {
    "touchpoint": gettext_lazy("Interaction"),
    "finding": gettext_lazy("Finding"),
    "evidence": gettext_lazy("Evidence"),
    "improvement": gettext_lazy("Improvement"),
    "reality": gettext_lazy("Client reality"),
    "serving": gettext_lazy("Employees"),
    "indicator": gettext_lazy("Indicator"),
    "guesswork": gettext_lazy("Guesswork"),
    "risk": gettext_lazy("Risk"),
    "need": gettext_lazy("Need"),
    "initiative": gettext_lazy("Initiative"),
}
#: Kinds of entries by the name of their list.
ENTRY_KINDS = {name: kind for name, kind in LISTS.items() if kind in ENTRIES}
#: What the text of an entry is called in the editor.
ENTRY_TEXTS = {
    "touchpoint": gettext_lazy("What happens"),
    "finding": gettext_lazy("What happens"),
    "evidence": gettext_lazy("What it shows"),
    "improvement": gettext_lazy("What changes"),
    "guesswork": gettext_lazy("What is guessed, and by whom"),
    "risk": gettext_lazy("What could happen"),
    "need": gettext_lazy("Need"),
    "initiative": gettext_lazy("What answers the need"),
}
#: Fields that are called otherwise in one lane, by lane and field.
LANE_FIELDS = {
    ("employee_experience", "words"): gettext_lazy("How the employee feels"),
}
FIELDS = {
    "alignment": gettext_lazy("Alignment"),
    "alt": gettext_lazy("Alternative text"),
    "barriers": gettext_lazy("Barriers it removes"),
    "behaviours": gettext_lazy("Emotional behaviours"),
    "caption": gettext_lazy("Caption"),
    "channel": gettext_lazy("Service mode"),
    "channel_rows": gettext_lazy("One row of interactions per channel"),
    "date": gettext_lazy("Date"),
    "document": gettext_lazy("Document"),
    "due": gettext_lazy("Target date"),
    "ease": gettext_lazy("Ease of satisfying the client"),
    "effect_client": gettext_lazy("Effect on the client"),
    "effect_employee": gettext_lazy("Effect on the employee"),
    "emotions": gettext_lazy("Emotions"),
    "evidence": gettext_lazy("Evidence"),
    "exists": gettext_lazy("What exists"),
    "experience": gettext_lazy("Client experience expected"),
    "framework": gettext_lazy("Framework"),
    "framework_stage": gettext_lazy("Stage of the framework"),
    "frequency": gettext_lazy("Frequency"),
    "group": gettext_lazy("Target group"),
    "helps": gettext_lazy("What would help"),
    "hinders": gettext_lazy("What is in the way"),
    "html": gettext_lazy("Text"),
    "icon": gettext_lazy("Icon"),
    "id": gettext_lazy("Identity"),
    "image": gettext_lazy("Image"),
    "impact": gettext_lazy("Impact"),
    "indicator": gettext_lazy("Measured by"),
    "kind": gettext_lazy("Kind"),
    "language": gettext_lazy("Language"),
    "lanes": gettext_lazy("Lanes shown"),
    "likelihood": gettext_lazy("Likelihood"),
    "limitations": gettext_lazy("Functional limitations"),
    "missing": gettext_lazy("What is missing"),
    "mitigation": gettext_lazy("Mitigation"),
    "moment": gettext_lazy("Key moment"),
    "moment_of_truth": gettext_lazy("Moment of truth"),
    "name": gettext_lazy("Name"),
    "note": gettext_lazy("Note"),
    "office": gettext_lazy("Office"),
    "owner": pgettext_lazy("of a risk", "Owner"),
    "period": gettext_lazy("Period of the volume"),
    "persona": gettext_lazy("Persona"),
    "responsible": gettext_lazy("Responsible"),
    "satisfaction": gettext_lazy("Satisfaction"),
    "service_point": gettext_lazy("Service point"),
    "severity": gettext_lazy("Severity"),
    "source": gettext_lazy("Source"),
    "stage": gettext_lazy("Stage"),
    "state": gettext_lazy("State"),
    "summary": gettext_lazy("Introduction"),
    "text": gettext_lazy("What it says"),
    "title": gettext_lazy("Title"),
    "tools": gettext_lazy("Tools"),
    "unit": gettext_lazy("Unit of the volume"),
    "url": gettext_lazy("Web address"),
    "volume": gettext_lazy("Volume"),
    "who": gettext_lazy("Which employees"),
    "words": gettext_lazy("In the client's words"),
}
STATES = {
    "current": gettext_lazy("Current state"),
    "future": gettext_lazy("Future state"),
}
#: What the field "kind" may hold, by what it is the kind of.
KINDS = {
    "finding": dict(FINDING_KINDS),
    "barrier": dict(FINDING_KINDS),
    "evidence": dict(EVIDENCE_KINDS),
    "improvement": dict(IMPROVEMENT_KINDS),
    "callout": dict(CALLOUT_KINDS),
    "guesswork": dict(GUESSWORK_KINDS),
    "risk": dict(RISK_KINDS),
    "initiative": dict(INITIATIVE_KINDS),
}
#: What other fields may hold, whose values are a choice among a few.
CHOICES: dict[str, Any] = {
    "alignment": ALIGNMENTS,
    "direction": IndicatorDirection.choices,
    "ease": EASE_CHOICES,
    "effect_client": EFFECTS,
    "effect_employee": EFFECTS,
    "frequency": FREQUENCIES,
    "impact": RISK_LEVELS,
    "likelihood": RISK_LEVELS,
    "office": OFFICES,
    "origin": PersonaOrigin.choices,
    "period": PERIODS,
    "reading_level": ReadingLevel.choices,
    "role": PersonaRole.choices,
    "satisfaction": SATISFACTION_LABELS,
    "severity": SEVERITIES,
    "state": STATES,
}
