"""The test site's addresses, with every API that could show a persona."""

from importlib.util import find_spec

from django.urls import path
from wagtail.api.v2.filters import FieldsFilter, OrderingFilter, SearchFilter
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import BaseAPIViewSet, PagesAPIViewSet

from tests.urls import urlpatterns as site_patterns
from wagtail_parcours.models import Persona


class PersonaAPIViewSet(BaseAPIViewSet):
    """What a site writes to offer its snippets in Wagtail's API."""

    model = Persona
    filter_backends = [FieldsFilter, OrderingFilter, SearchFilter]


router = WagtailAPIRouter("sensitiveapi")
router.register_endpoint("pages", PagesAPIViewSet)
router.register_endpoint("personas", PersonaAPIViewSet)

urlpatterns = [path("api/everything/", router.urls)]
# Wagtail 8 brought it.
HAS_API_V3 = find_spec("wagtail.api.v3") is not None
if HAS_API_V3:
    from wagtail.api.v3.urls import api

    urlpatterns += [path("api/v3/", api.urls)]
urlpatterns += site_patterns
