"""What the editor asks the server of another map: its barriers, or its stages."""

from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.http import require_GET

from ..blocks.findings import FINDING_KINDS
from ..journeys import StageTable
from ..models import CurrentStateMapMixin, base_page_model
from ..models.access import readable_map
from ..models.hierarchy_form import stage_choices

KIND_LABELS = dict(FINDING_KINDS)


@require_GET
def barriers(request: HttpRequest, page_id: int) -> JsonResponse:
    """The barriers and pain points of a current-state map, by stage, for those who may read it.

    Bright spots are left out: nothing removes them. The answer holds the map's title under
    ``map`` and its ``stages``, each with ``name`` and ``findings`` of ``id``, ``kind`` and
    ``text``. It is 404 where the page is no current-state map or this person may not see it:
    which of the two is nobody's business.
    """
    source = asked_map(request, page_id)
    if not isinstance(source, CurrentStateMapMixin):
        raise Http404
    journey = source.get_journey()
    stages = [stage for table in journey.tables for stage in stage_findings(table)]
    return JsonResponse({"map": journey.title, "stages": stages})


@require_GET
def map_stages(request: HttpRequest, page_id: int) -> JsonResponse:
    """The stages of a map, for those who may read it and want to detail one.

    The answer holds the map's title under ``map`` and its ``stages``, each with ``id`` and
    ``name``. It is 404 where the page is no map or this person may not see it.
    """
    source = asked_map(request, page_id)
    if source is None:
        raise Http404
    found = stage_choices(source, source.longest_stage_id)
    return JsonResponse(
        {"map": source.title, "stages": [{"id": key, "name": name} for key, name in found]}
    )


def asked_map(request: HttpRequest, page_id: int) -> Any:
    """The map with this key as this person may see it; None when it is none, or hidden."""
    page = base_page_model().objects.filter(pk=page_id).first()
    return readable_map(page, request.user) if page is not None else None


def stage_findings(table: StageTable) -> list[dict[str, Any]]:
    """The stages that name something to remove, with what they name."""
    stages = []
    for stage in table.stages:
        findings = [
            {
                "id": finding.id,
                "kind": str(KIND_LABELS.get(finding.kind, finding.kind)),
                "text": " ".join(finding.text.split()),
            }
            for finding in stage.findings
            if finding.id and finding.is_negative
        ]
        if findings:
            stages.append({"name": stage.name, "findings": findings})
    return stages


board_urls = [
    path("barriers/<int:page_id>/", barriers, name="barriers"),
    path("stages/<int:page_id>/", map_stages, name="stages"),
]
