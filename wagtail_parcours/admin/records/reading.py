"""What was signed: as readers saw it, and word for word as it is kept."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.utils.decorators import xframe_options_sameorigin_override

from ...models import SignOff
from ...rendering.sealed import sealed_page
from ..review.reading import as_readers_see
from .access import content_of, record_to_read, text_of


@require_safe
@xframe_options_sameorigin_override
def reading(request: HttpRequest, position: int) -> HttpResponse:
    """The signed version as a whole page of the site, made by its own templates.

    The personas, channels and barriers are those of then. The page need not exist any more.
    """
    record, page = record_to_read(request.user, position)
    sealed = content_of(text_of(record))
    if sealed is None:
        raise Http404
    return as_readers_see(sealed_page(sealed, record.page_type, existing=page), request)


@require_safe
def content(request: HttpRequest, position: int) -> HttpResponse:
    """The canonical content to take away. The SHA-256 of the file is the seal."""
    record, _page = record_to_read(request.user, position)
    text = text_of(record)
    if text is None:
        raise Http404
    response = HttpResponse(text.encode(), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{file_name(record)}"'
    return response


def file_name(record: SignOff) -> str:
    """The name under which a content is downloaded: safe in any shell."""
    return f"sign-off-{record.position}-{record.seal[:12]}.json"
