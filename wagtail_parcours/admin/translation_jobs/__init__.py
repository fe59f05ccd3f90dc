"""How far a submission for translation, or an update, has come."""

from django.urls import path

from .listing import TranslationJobsView
from .progress import TranslationJobView, TryAgainView

translation_job_urls = [
    path("translations/jobs/", TranslationJobsView.as_view(), name="translation_jobs"),
    path(
        "translations/jobs/results/",
        TranslationJobsView.as_view(results_only=True),
        name="translation_jobs_results",
    ),
    path("translations/jobs/<int:pk>/", TranslationJobView.as_view(), name="translation_job"),
    path(
        "translations/jobs/<int:pk>/try-again/",
        TryAgainView.as_view(),
        name="try_translation_again",
    ),
]
