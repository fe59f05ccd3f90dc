"""A map that is translated with wagtail-localize, and the people who do it."""

from dataclasses import dataclass
from typing import Any

from wagtail.models import GroupPagePermission, WorkflowPage
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from tests.factories import home_page, make_channels, sign_as_it_is, stage, stage_table
from tests.governance.routes import make_signed, translate_home
from tests.governance.workflows import fresh, make_approver, make_editor, make_workflow

WORDS = {"Applying": "Présenter une demande", "Inform": "S’informer", "Calls us": "Nous appelle"}


@dataclass
class Translated:
    """An English map that is signed and live, and its French draft, not translated yet."""

    source: Any
    page: Any
    translation: Translation
    translator: Any
    approver: Any


def translated_map(locale: Any, *tasks: Any, make: Any = make_signed) -> Translated:
    """The map, with a workflow of `tasks` (one sign-off when there are none) for all pages.

    `make` makes the source: a signed one, one of old, or a draft.
    """
    make_channels()
    translate_home(locale)
    translator, approver = make_editor("tania"), make_approver()
    body = [stage_table([stage("Inform", actions="Calls us")], ["actions"])]
    source = make(title="Applying", introduction="", body=body)
    make_workflow(*tasks)
    translate_object(source, [locale], user=translator)
    page = type(source).objects.get(translation_key=source.translation_key, locale=locale)
    apply_to_language(page.get_parent())
    return Translated(
        source=source,
        page=fresh(page),
        translation=Translation.objects.get(source__object_id=source.translation_key),
        translator=translator,
        approver=approver,
    )


def apply_to_language(home: Any) -> None:
    """Let the workflow and the permissions of the English home page hold on another one."""
    workflow = WorkflowPage.objects.get(page=home_page()).workflow
    WorkflowPage.objects.get_or_create(page=home, defaults={"workflow": workflow})
    for given in GroupPagePermission.objects.filter(page=home_page()):
        GroupPagePermission.objects.get_or_create(
            group=given.group, page=home, permission=given.permission
        )


def segments(case: Translated) -> Any:
    return StringSegment.objects.filter(source=case.translation.source).select_related(
        "string", "context"
    )


def say(case: Translated, texts: dict[str, str] | None = None, kind: str = "manual") -> None:
    """Translate these texts (None: all), as the editor's script does one after the other."""
    for segment in segments(case):
        said = segment.string.data
        if texts is None or said in texts:
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                locale=case.translation.target_locale,
                context=segment.context,
                defaults={
                    "data": (WORDS if texts is None else texts).get(said, f"{said} traduit"),
                    "translation_type": kind,
                    "tool_name": "Robot" if kind == "machine" else "",
                },
            )


def go_live(page: Any) -> Any:
    """Sign the latest version and publish it."""
    sign_as_it_is(fresh(page).get_latest_revision_as_object())
    fresh(page).get_latest_revision().publish()
    return fresh(page)


def change_source(case: Translated, **values: Any) -> None:
    """Sign and publish another version of the source, and let wagtail-localize know of it."""
    draft = fresh(case.source).get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save_revision()
    go_live(case.source)
    TranslationSource.objects.get(pk=case.translation.source_id).update_from_db()
