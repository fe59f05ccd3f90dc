"""The addresses of the screens about remarks."""

from django.urls import path

from .asking import FeedbackSettingsView
from .listing import RemarksView
from .treating import RemarkView

feedback_urls = [
    path("remarks/", RemarksView.as_view(), name="remarks"),
    path("remarks/results/", RemarksView.as_view(results_only=True), name="remarks_results"),
    path("remarks/<int:pk>/", RemarkView.as_view(), name="remark"),
    path("feedback/<int:page_id>/", FeedbackSettingsView.as_view(), name="feedback_settings"),
]
