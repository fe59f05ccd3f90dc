"""The page on which an approver reads a map and signs it, and what leads there."""

from django.urls import path

from .reading import reading, signed_reading, source_reading
from .views import ReviewView

review_urls = [
    path("sign/<int:task_state_id>/", ReviewView.as_view(), name="review"),
    path("sign/<int:task_state_id>/reading/", reading, name="review_reading"),
    path("sign/<int:task_state_id>/source/", source_reading, name="review_source_reading"),
    path(
        "sign/<int:task_state_id>/reading/<int:position>/",
        signed_reading,
        name="review_signed_reading",
    ),
]

__all__ = ["review_urls"]
