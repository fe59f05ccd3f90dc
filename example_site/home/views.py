"""Views that belong to no page."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.views.static import serve


def picture(request: HttpRequest, folder: str, name: str) -> HttpResponseBase:
    """An uploaded picture. It asks for an account like everything else on the intranet.

    A busy site would check the account here and let its web server send the file.
    """
    return serve(request, name, document_root=Path(settings.MEDIA_ROOT) / folder)
