"""Maps inside maps, in one language or two, for the tests of how they are linked and read."""

from typing import Any

from wagtail.models import Locale, PageViewRestriction

from tests.factories import home_page, make_map, stage, stage_table
from wagtail_parcours.models import CurrentStateMapPage

FRENCH = {"Aware": "Connaître", "Inform": "Informer", "Apply": "Demander"}


def table(*stages: str, french: bool = False, **values: Any) -> dict[str, Any]:
    """A table of empty stages; the id of each is its English name in lower case."""
    return stage_table(
        [stage(FRENCH[name] if french else name, name.lower(), **values) for name in stages],
        ["actions"],
        title="Stages",
    )


def journey(title: str = "Whole journey", **values: Any) -> Any:
    """A live map with the stages `aware`, `inform` and `apply`."""
    values.setdefault("body", [table("Aware", "Inform", "Apply")])
    values.setdefault("slug", title.lower().replace(" ", "-"))
    values.setdefault("introduction", "")
    return make_map(title=title, **values)


def detail(larger: Any, stage_id: str = "apply", title: str = "In the form", **values: Any) -> Any:
    """A live map that shows a stage of `larger` in detail."""
    return journey(title, detailed_map=larger, detailed_stage=stage_id, **values)


def french_home() -> Any:
    """The home page in French, live."""
    french = Locale.objects.get_or_create(language_code="fr")[0]
    home = home_page()
    found = home.get_translation_or_none(french)
    if found is None:
        found = home.copy_for_translation(french)
        found.save_revision().publish()
        found.refresh_from_db()
    return found


def in_french(page: Any, title: str, **values: Any) -> Any:
    """The French version of a map, live, with the same link and the same ids."""
    home = french_home()
    return journey(
        title,
        parent=home,
        page_class=CurrentStateMapPage,
        locale=home.locale,
        translation_key=page.translation_key,
        detailed_map=page.detailed_map,
        detailed_stage=page.detailed_stage,
        body=[table("Aware", "Inform", "Apply", french=True)],
        **values,
    )


def hide(page: Any) -> PageViewRestriction:
    """Let only people with an account read a page and what is below it."""
    return PageViewRestriction.objects.create(page=page, restriction_type="login")


def words(element: Any) -> str:
    """The text of an element on one line."""
    return " ".join(element.get_text(" ").split())
