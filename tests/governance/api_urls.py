"""The addresses of the test site, and Wagtail's API that writes."""

from django.urls import path
from wagtail.api.v3.urls import api

from tests.urls import urlpatterns as site_patterns

urlpatterns = [path("api/v3/", api.urls), *site_patterns]
