"""Silence while the demo is loaded."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings


@contextmanager
def unsent() -> Iterator[None]:
    """Inside, mail is written and not sent: nobody wants twelve notifications of a demo."""
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = backend
