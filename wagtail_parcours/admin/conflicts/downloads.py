"""My version of a conflict as a file, so that even who discards it loses nothing."""

import json
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from typing import Any

from django.apps import apps
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import RevisionMixin

from ...governance.sealing import sealed_content
from ...journeys import Journey, JourneyFormatError, to_json
from ...journeys.comparison import compare_journeys
from ...models import JourneyMapMixin, base_page_model
from ..review.changes import heading, names, texts
from ..review.wording import Wording
from .differences import comparisons, field_name
from .keeping import carried_fields
from .staleness import OWN_FIELDS
from .versions import Versions


@require_POST
def download_map(request: HttpRequest, page_id: int) -> HttpResponse:
    """The posted version of a map, for those who may edit it: as JSON or, asked so, as text."""
    page = base_page_model().objects.filter(pk=page_id).first()
    page = page.specific if page is not None else None
    if not isinstance(page, JourneyMapMixin):
        raise Http404
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return download(Versions(request, page.get_latest_revision_as_object()))


@require_POST
def download_thing(request: HttpRequest, model_name: str, pk: str) -> HttpResponse:
    """The same for a persona, or whatever else of ours keeps its versions."""
    try:
        model = apps.get_model("wagtail_parcours", model_name)
    except LookupError as error:
        raise Http404 from error
    if not issubclass(model, RevisionMixin) or issubclass(model, base_page_model()):
        raise Http404
    thing = model._default_manager.filter(pk=unquote(pk)).first()
    if thing is None:
        raise Http404
    policy = model.snippet_viewset.permission_policy
    if not policy.user_has_permission_for_instance(request.user, "change", thing):
        raise PermissionDenied
    return download(Versions(request, thing.get_latest_revision_as_object()))


def download(versions: Versions) -> HttpResponse:
    as_text = versions.request.GET.get("as") == "text"
    text = as_plain_text(versions) if as_text else as_json(versions)
    kind = "text/plain" if as_text else "application/json"
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    name = slugify(str(versions.mine)) or slugify(versions.instance._meta.model_name)
    ending = "txt" if as_text else "json"
    response["Content-Disposition"] = f'attachment; filename="{name}-unsaved.{ending}"'
    return response


def as_json(versions: Versions) -> str:
    """All that was posted, field by field, and the journey in its own format when it has one."""
    posted: dict[str, list[str]] = {}
    for name, value in carried_fields(versions.request.POST):
        if name not in OWN_FIELDS:
            posted.setdefault(name, []).append(value)
    document: dict[str, Any] = {
        "title": str(versions.mine),
        "written": timezone.now().isoformat(),
        "posted": posted,
    }
    if isinstance(versions.mine, JourneyMapMixin):
        with suppress(JourneyFormatError):
            document["journey"] = json.loads(to_json(versions.mine.get_journey()))
    return json.dumps(document, ensure_ascii=False, indent=2)


def as_plain_text(versions: Versions) -> str:
    """What was written, to be read and copied by people."""
    moment = date_format(timezone.localtime(), "DATETIME_FORMAT")
    lines = [str(versions.mine), _("Not saved, as of %(moment)s") % {"moment": moment}]
    if isinstance(versions.mine, JourneyMapMixin):
        try:
            lines += journey_lines(versions)
        except JourneyFormatError:
            lines += raw_lines(versions)
    lines += ["", *field_lines(versions)]
    return "\n".join(lines) + "\n"


def journey_lines(versions: Versions) -> Iterator[str]:
    """The journey as what it adds to an empty one."""
    content = sealed_content(versions.mine)
    wording = Wording.of(type(versions.mine), content)
    empty = Journey(state=content.journey.state, language=content.journey.language)
    last = ""
    for change in compare_journeys(empty, content.journey):
        title = heading(change.place, wording)
        if title != last:
            yield from ("", title, "=" * len(title))
            last = title
        yield from ("", " › ".join(names(change, wording)), texts(change, wording)[1])
        for name, text in change.details:
            yield f"{name}: {text}"


def field_lines(versions: Versions) -> Iterator[str]:
    told = {"title", *getattr(versions.mine, "journey_fields", ())}
    for comparison in comparisons(versions):
        same = comparison(versions.mine, versions.mine)
        if field_name(same) in told:
            continue
        text = unescape(strip_tags(str(same.htmldiff()))).strip()
        if text:
            yield f"{same.field_label()}: {text}"


def raw_lines(versions: Versions) -> Iterator[str]:
    for name, value in carried_fields(versions.request.POST):
        if value.strip():
            yield f"{name}: {value}"


conflict_urls = [
    path("conflict/<int:page_id>/mine/", download_map, name="conflict_download"),
    path(
        "conflict/<slug:model_name>/<str:pk>/mine/", download_thing, name="conflict_download_thing"
    ),
]
