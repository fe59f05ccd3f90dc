"""A laptop: debug pages, mail on the console, no secrets. Never expose it to a network."""

import os

from .base import *

DEBUG = True
SECRET_KEY = "only-for-development-and-therefore-worth-nothing"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *filter(None, [os.environ.get("SITE_HOST")])]
INTERNAL_IPS = ["127.0.0.1", "::1"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

VAR_DIR.mkdir(parents=True, exist_ok=True)

# The demo's accounts have passwords that are printed on the screen.
DEMO_CONTENT_ALLOWED = True
