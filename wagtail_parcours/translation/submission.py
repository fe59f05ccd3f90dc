"""wagtail-localize's own forms, for maps: nobody waits where the site has a queue.

Its views offer no place to say so, hence they are wrapped here: everything until the form is
valid is theirs. Without a queue their own code does the work, in the request; with one, a job
does the same work and the answer leads to its progress.

Imported only where wagtail-localize is installed.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from wagtail_localize.models import TranslationSource
from wagtail_localize.views.submit_translations import SubmitTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsView

from ..models import base_page_model
from ..models.maps import JourneyMapMixin
from . import jobs
from .tasks import has_queue

Valid = Callable[..., HttpResponse]


def connect_submission() -> None:
    """Wrap the two views; called once, when ready."""
    for view, wrapper in ((SubmitTranslationView, submitted), (UpdateTranslationsView, updated)):
        if not hasattr(view.form_valid, "__parcours__"):
            view.form_valid = wrapper(view.form_valid)


def submitted(original: Valid) -> Valid:
    @wraps(original)
    def form_valid(view: Any, form: Any) -> HttpResponse:
        page = view.object
        if not isinstance(page, JourneyMapMixin):
            return original(view, form)
        # The pages below are the business of wagtail-localize's own jobs.
        if must_be_done_now(view) or form.cleaned_data["include_subtree"]:
            return one_at_a_time(page, original, view, form)
        job = jobs.ask(page, view.request.user, jobs.SUBMIT, form.cleaned_data["locales"], {})
        return redirect("wagtail_parcours:translation_job", job.pk)

    form_valid.__parcours__ = True  # type: ignore[attr-defined]
    return form_valid


def updated(original: Valid) -> Valid:
    @wraps(original)
    def form_valid(view: Any, form: Any) -> HttpResponse:
        source: TranslationSource = view.object
        model = source.specific_content_type.model_class()
        if model is None or not issubclass(model, JourneyMapMixin):
            return original(view, form)
        page = source.get_source_instance()
        if must_be_done_now(view):
            return one_at_a_time(page, original, view, form)
        enabled = source.translations.filter(enabled=True).select_related("target_locale")
        options = {
            "publish": form.cleaned_data["publish_translations"],
            "machine": form.cleaned_data.get("use_machine_translation", False),
        }
        locales = [translation.target_locale for translation in enabled]
        job = jobs.ask(page, view.request.user, jobs.UPDATE, locales, options)
        return redirect("wagtail_parcours:translation_job", job.pk)

    form_valid.__parcours__ = True  # type: ignore[attr-defined]
    return form_valid


def must_be_done_now(view: Any) -> bool:
    """Whether nothing may be put off: there is no queue, or the site's own parts of the form are
    filled in, which know only this request."""
    return not has_queue() or any(
        component["required"] or form["enabled"].value()
        for component, _instance, form in view.components
    )


def one_at_a_time(page: Any, original: Valid, view: Any, form: Any) -> HttpResponse:
    """Submit a map while nobody else does: two translations into one language cannot both be."""
    with transaction.atomic():
        base_page_model().objects.select_for_update().only("pk").get(pk=page.pk)
        return original(view, form)
