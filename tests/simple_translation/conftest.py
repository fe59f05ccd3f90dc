"""These tests are a run of their own: ``--ds=tests.simple_translation.settings``."""

from django.conf import settings

# Without that, what is installed is another site.
collect_ignore_glob = (
    [] if "wagtail.contrib.simple_translation" in settings.INSTALLED_APPS else ["test_*.py"]
)
