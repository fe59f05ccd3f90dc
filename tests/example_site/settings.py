"""The example site's own settings, on the database and the scratch folders of the tests."""

from example_site.settings.base import *
from tests import settings as shared

SECRET_KEY = "tests-only"
DEBUG = False
ALLOWED_HOSTS = ["*"]
DEMO_CONTENT_ALLOWED = True

CACHES = shared.CACHES
DATABASES = shared.DATABASES
EMAIL_BACKEND = shared.EMAIL_BACKEND
MEDIA_ROOT = shared.MEDIA_ROOT
PASSWORD_HASHERS = shared.PASSWORD_HASHERS
STATIC_ROOT = shared.STATIC_ROOT
STORAGES = shared.STORAGES
# A failing test then shows the line of the template.
TEMPLATES[0]["OPTIONS"]["debug"] = True
