"""What wagtail-localize must not do to a signed map. Loaded only where it is installed.

It writes a translation straight into the live page, turns a page that showed its source into
one of its own, and knows nothing of drafts that wait for a signature. It offers no signal at
these places, so its own functions are wrapped here, for maps alone; a test pins each of them.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.utils.translation import gettext as _
from wagtail_localize.models import TranslationSource
from wagtail_localize.views import convert

from ..models.publishing import Making, TranslationLocked, gathered, written_by_translation
from ..models.sign_off_tasks import SignOffTask
from .sealing import is_map_type
from .translations import seal_of_source


def connect_localize() -> None:
    """Wrap wagtail-localize; called once, when ready."""
    wrap(TranslationSource, "create_or_update_translation", kept_as_draft)
    wrap(convert, "sync_alias", turned_into_alias)


def wrap(owner: Any, name: str, wrapper: Callable[..., Any]) -> None:
    original = getattr(owner, name)
    if not hasattr(original, "__wrapped__"):
        setattr(owner, name, wrapper(original))


def kept_as_draft(original: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(original)
    def create_or_update_translation(
        source: TranslationSource,
        locale: Any,
        user: Any = None,
        publish: bool = True,
        **kwargs: Any,
    ) -> Any:
        model = source.specific_content_type.model_class()
        if not is_map_type(model):
            return original(source, locale, user, publish, **kwargs)
        refuse_while_signed(model, source, locale)
        seal = seal_of_source(source.as_instance())
        with written_by_translation(Making(source.object_id, locale.pk, seal, publish)):
            made = original(source, locale, user, publish, **kwargs)
        if (together := gathered()) is not None:
            together.written.append(made[0])
        return made

    return create_or_update_translation


def refuse_while_signed(model: Any, source: TranslationSource, locale: Any) -> None:
    """Before a translation is written: it must not change under the eyes of those who sign.

    Raises ``TranslationLocked``, which wagtail-localize passes over in favour of the next.
    """
    page = model.objects.filter(translation_key=source.object_id, locale=locale).first()
    step = page.current_workflow_task_state if page is not None else None
    if step is None or not isinstance(step.task.specific, SignOffTask):
        return
    if (together := gathered()) is not None:
        together.locked.append(page)
    raise TranslationLocked(
        _("“%(title)s” waits for signatures in “%(step)s”, so its translation was not updated.")
        % {"title": page.title, "step": step.task.name}
    )


def turned_into_alias(original: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(original)
    def sync_alias(source_page: Any, alias_page: Any, *args: Any, **kwargs: Any) -> Any:
        if is_map_type(type(alias_page)):
            # It is judged as the alias that it becomes: by the signatures of its source.
            alias_page.alias_of_id = source_page.pk
        return original(source_page, alias_page, *args, **kwargs)

    return sync_alias


def as_it_would_be(translation: Any) -> Any:
    """The map that wagtail-localize would write now, in memory: what the gate is asked about."""
    source = translation.source
    page = source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    page.settle_body()
    page.source_seal = seal_of_source(source.as_instance())
    return page
