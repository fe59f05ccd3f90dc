"""The content security policy of the intranet."""

from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

HEADER = "Content-Security-Policy"


def header_value(policy: Mapping[str, Sequence[str]]) -> str:
    """Write a policy as browsers read it: ``default-src 'self'; object-src 'none'``."""
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in policy.items())


class ContentSecurityPolicyMiddleware:
    """Send the strict policy with every page, and a looser one inside Wagtail's admin."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.public = header_value(settings.CONTENT_SECURITY_POLICY)
        self.admin = header_value(settings.CONTENT_SECURITY_POLICY_ADMIN)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.DEBUG and response.status_code in (404, 500):
            # Django's own debugging pages are one file with everything inline.
            return response
        if request.path.startswith(reverse("wagtailadmin_home")):
            # Replaces what is there: a preview is a page that went through this middleware
            # already, as if for the public, and must now show in a frame of the editor.
            response.headers[HEADER] = self.admin
        else:
            # Wagtail sends its own, stricter policy with documents.
            response.headers.setdefault(HEADER, self.public)
        return response
