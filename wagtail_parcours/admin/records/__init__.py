"""The sign-off records in the admin: to read, compare and take away, and nothing else."""

from django.urls import path

from .comparing import CompareView
from .listing import SignOffsView, sign_offs_item
from .reading import content, reading
from .record import SignOffView

record_urls = [
    path("sign-offs/", SignOffsView.as_view(), name="sign_offs"),
    path("sign-offs/results/", SignOffsView.as_view(results_only=True), name="sign_offs_results"),
    path("sign-offs/<int:position>/", SignOffView.as_view(), name="sign_off"),
    path("sign-offs/<int:position>/content/", content, name="sign_off_content"),
    path("sign-offs/<int:position>/reading/", reading, name="sign_off_reading"),
    path("sign-offs/<int:position>/compare/", CompareView.as_view(), name="sign_off_compare"),
]

__all__ = ["record_urls", "sign_offs_item"]
