"""What the maps of a mapping project add up to, on the page of the project."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..insights.gap_kinds import GAP_LABELS
from ..insights.gaps import GapAnalysis
from ..insights.matrix import EFFECT_WORDS, cross_matrix
from ..insights.scope import Narrowing, Scope
from ..rendering.matrix import MatrixView, matrix_view


@dataclass(frozen=True, slots=True)
class ProjectSums:
    """The numbers of the maps that a visitor may read. `matrix` is of today's findings."""

    maps: int
    matrix: MatrixView | None
    sections: tuple[Mapping[str, Any], ...]


def project_sums(page: Any, request: Any) -> ProjectSums | None:
    """None for a project without a map that this visitor may read."""
    language = page.locale.language_code
    scope = Scope(request, below=page, language=language)
    maps = scope.maps.count()
    if not maps:
        return None
    today = Scope(request, below=page, language=language, narrowing=Narrowing(state="current"))
    matrix = cross_matrix(today)
    gaps = GapAnalysis(scope).numbers
    return ProjectSums(
        maps,
        matrix_view(matrix, EFFECT_WORDS, lambda key: "") if matrix.total else None,
        tuple(
            {"label": str(GAP_LABELS[key]), "count": gap.count, "total": gap.total}
            for key, gap in gaps.items()
        ),
    )
