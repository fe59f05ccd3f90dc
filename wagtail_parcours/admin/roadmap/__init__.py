"""The roadmap in the admin: a board, a timeline and a table of one list, and one form."""

from django.urls import path

from .access import roadmap_permissions
from .board import BoardView, roadmap_item
from .buttons import roadmap_in_header
from .editing import MoveItemView, RoadmapItemView
from .facts import ItemFactsView, RestoreItemView
from .listing import RoadmapTableView
from .timeline import RoadmapTimelineView

roadmap_urls = [
    path("roadmap/", BoardView.as_view(), name="roadmap"),
    path("roadmap/results/", BoardView.as_view(results_only=True), name="roadmap_results"),
    path("roadmap/timeline/", RoadmapTimelineView.as_view(), name="roadmap_timeline"),
    path(
        "roadmap/timeline/results/",
        RoadmapTimelineView.as_view(results_only=True),
        name="roadmap_timeline_results",
    ),
    path("roadmap/table/", RoadmapTableView.as_view(), name="roadmap_table"),
    path(
        "roadmap/table/results/",
        RoadmapTableView.as_view(results_only=True),
        name="roadmap_table_results",
    ),
    path("roadmap/<int:pk>/", RoadmapItemView.as_view(), name="roadmap_item"),
    path("roadmap/<int:pk>/move/", MoveItemView.as_view(), name="roadmap_move"),
    path("roadmap/<int:pk>/record/", ItemFactsView.as_view(), name="roadmap_facts"),
    path(
        "roadmap/<int:pk>/record/<int:history_id>/restore/",
        RestoreItemView.as_view(),
        name="roadmap_restore",
    ),
]

__all__ = ["roadmap_in_header", "roadmap_item", "roadmap_permissions", "roadmap_urls"]
