"""A site that translates with Wagtail's own `simple_translation`: nothing of wagtail-localize."""

from tests import settings as shared
from tests.settings import *

OTHERS = {"wagtail_localize", "wagtail_localize.locales"}
INSTALLED_APPS = [
    *(app for app in shared.INSTALLED_APPS if app not in OTHERS),
    "wagtail.locales",
    "wagtail.contrib.simple_translation",
]
