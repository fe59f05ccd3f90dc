"""The demo's pages: the site tree in its languages, published through revisions.

Maps stay drafts here: they go live as any map does, signed (see ``approval``).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, Group
from django.core.management.base import CommandError
from wagtail.models import Locale, Page, PageViewRestriction, Site

from example_site.demo.files import (
    IN_PART,
    LANGUAGES,
    SOURCE,
    exists_in,
    in_language,
    read_journey,
    read_pages,
    translation_key,
)
from example_site.demo.outcome import Outcome
from example_site.demo.translating import translate
from example_site.home.models import HomePage, SectionPage
from wagtail_parcours.journeys import Journey, Part, StageTable, write_body
from wagtail_parcours.models import (
    CurrentStateMapPage,
    FutureStateMapPage,
    JourneyIndexPage,
    JourneyPortfolioPage,
    MappingProjectPage,
    Persona,
)
from wagtail_parcours.permissions import APPROVERS

SITE_NAME = "Borealia Benefits Office"
#: Title of the page that Wagtail's own migrations create.
STOCK_TITLE = "Welcome to your new Wagtail site!"

PAGE_TYPES: dict[str, type[Page]] = {
    "home": HomePage,
    "section": SectionPage,
    "catalogue": JourneyIndexPage,
    "project": MappingProjectPage,
    "portfolio": JourneyPortfolioPage,
    "current": CurrentStateMapPage,
    "future": FutureStateMapPage,
}
MAP_KINDS = {"current", "future"}


def load_pages(
    outcome: Outcome, publisher: AbstractBaseUser, author: AbstractBaseUser
) -> list[tuple[dict[str, Any], Page]]:
    """Create the pages that are missing and publish them; leave every other page alone.

    Returns the maps that were created, drafts of `author`, each with its entry.
    """
    _refuse_a_site_in_use()
    maps = _load(outcome, [SOURCE], publisher, author)
    _make_it_the_site(outcome)
    return maps


def load_translations(
    outcome: Outcome, publisher: AbstractBaseUser, author: AbstractBaseUser
) -> list[tuple[dict[str, Any], Page]]:
    """Translate the pages that are there into the languages that miss them. Returns new maps."""
    others = [language for language in LANGUAGES if language != SOURCE]
    return _load(outcome, [*others, *IN_PART], publisher, author)


def _load(
    outcome: Outcome,
    languages: list[str],
    publisher: AbstractBaseUser,
    author: AbstractBaseUser,
) -> list[tuple[dict[str, Any], Page]]:
    maps = []
    for entry in read_pages():
        for language in languages:
            if not exists_in(entry, language):
                continue
            locale = Locale.objects.get(language_code=language)
            is_map = entry["kind"] in MAP_KINDS
            user = author if is_map else publisher
            page = _load_page(outcome, in_language(entry, language), locale, user)
            if page is not None and is_map:
                maps.append((entry, page))
    return maps


def find_page(name: str, locale: Locale) -> Page | None:
    """A page of the demo in one language, when it was loaded."""
    key = translation_key("page", name)
    page = Page.objects.filter(translation_key=key, locale=locale).first()
    return page.specific if page is not None else None


def _load_page(
    outcome: Outcome, entry: dict[str, Any], locale: Locale, user: AbstractBaseUser
) -> Page | None:
    """The page when it was missing, None when it was there."""
    existing = find_page(entry["key"], locale)
    if existing is not None:
        outcome.note(f"page “{existing.title}” ({locale.language_code})", created=False)
        return None
    page = _build(entry, locale)
    page.owner = user
    if locale.language_code == SOURCE:
        _parent(entry, locale).add_child(instance=page)
        revision = page.save_revision(user=user, log_action=True)
    else:
        _parent(entry, locale)
        page = _translated(entry, page, user)
        revision = page.get_latest_revision()
    if entry["kind"] not in MAP_KINDS:
        revision.publish(user=user)
        page.refresh_from_db()
    if entry.get("approvers_only") and not page.get_view_restrictions():
        _restrict(page)
    outcome.note(f"page “{page.title}” ({locale.language_code})", created=True)
    return page


def _translated(entry: dict[str, Any], said: Page, user: AbstractBaseUser) -> Page:
    """The page in another language, made from the original as a translator would make it."""
    original = find_page(entry["key"], Locale.objects.get(language_code=SOURCE))
    if original is None:
        raise CommandError(
            f"The page “{entry['key']}” of the demo was removed: there is nothing to translate. "
            "Load the demo into an empty database."
        )
    left_out = entry.get("left_out", {}).get(said.locale.language_code, ())
    page = translate(original, said, user, left_out)
    Page.objects.filter(pk=page.pk).update(owner=user)
    page.refresh_from_db()
    return page


def _build(entry: dict[str, Any], locale: Locale) -> Page:
    """The page, not yet in the tree."""
    page = PAGE_TYPES[entry["kind"]](
        translation_key=translation_key("page", entry["key"]),
        locale=locale,
        slug=entry["slug"],
        show_in_menus=entry["in_menu"],
        live=False,
    )
    FILLERS[entry["kind"]](page, entry, locale)
    return page


def _fill_texts(page: Page, entry: dict[str, Any], locale: Locale) -> None:
    """Copy the entry's texts to the fields of the same names."""
    structure = {"key", "kind", "parent", "slug", "in_menu", "approvers_only", "body", "left_out"}
    for field in set(entry) - structure:
        setattr(page, field, entry[field])


def _fill_section(page: Page, entry: dict[str, Any], locale: Locale) -> None:
    _fill_texts(page, entry, locale)
    page.body = [_section_block(item, locale) for item in entry["body"]]
    for place, block in enumerate(page.body):
        # The same in every language, so that a translator's text finds its place.
        block.id = str(translation_key("block", f"{entry['key']}/{place}"))


def _section_block(item: dict[str, Any], locale: Locale) -> tuple[str, Any]:
    kind = item["type"]
    if kind == "persona_profile":
        key = translation_key("persona", item["persona"])
        persona = Persona.objects.get(translation_key=key, locale=locale)
        return kind, {"persona": persona, "realities": []}
    texts = in_language(item, locale.language_code)
    if kind == "callout":
        return kind, {"kind": texts["kind"], "title": texts["title"], "text": texts["text"]}
    return kind, texts["text"]


def _fill_map(page: Page, entry: dict[str, Any], locale: Locale) -> None:
    fill_journey(page, entry["journey"], locale, entry.get("earlier", {}))
    if "current_map" in entry:
        page.current_map = find_page(entry["current_map"], locale)
    if "detail_of" in entry:
        page.detailed_map = find_page(entry["detail_of"]["map"], locale)
        page.detailed_stage = entry["detail_of"]["stage"]


def fill_journey(
    page: Page, name: str, locale: Locale, earlier: Mapping[str, Mapping[str, str]] | None = None
) -> None:
    """Give a map the content of a journey's file.

    `earlier` holds what the original said before somebody changed it: texts by stage and lane.
    """
    journey = read_journey(name, locale.language_code)
    if earlier and locale.language_code == SOURCE:
        journey = before_the_change(journey, earlier)
    personas = Persona.objects.filter(locale=locale)
    by_key = {str(persona.translation_key): persona.pk for persona in personas}
    page.title = journey.title
    page.introduction = journey.summary
    page.framework = journey.framework
    page.body = write_body(journey.parts, persona_pk=by_key.get)


def before_the_change(journey: Journey, earlier: Mapping[str, Mapping[str, str]]) -> Journey:
    def before(part: Part) -> Part:
        if not isinstance(part, StageTable):
            return part
        stages = tuple(
            replace(stage, texts={**stage.texts, **earlier.get(stage.id, {})})
            for stage in part.stages
        )
        return replace(part, stages=stages)

    return replace(journey, parts=tuple(map(before, journey.parts)))


FILLERS: dict[str, Callable[[Page, dict[str, Any], Locale], None]] = {
    "home": _fill_texts,
    "section": _fill_section,
    "catalogue": _fill_texts,
    "project": _fill_texts,
    "portfolio": _fill_texts,
    "current": _fill_map,
    "future": _fill_map,
}


def _parent(entry: dict[str, Any], locale: Locale) -> Page:
    if entry["parent"] is None:
        return Page.get_first_root_node()
    parent = find_page(entry["parent"], locale)
    if parent is None:
        raise CommandError(
            f"The page “{entry['parent']}” of the demo was removed in “{locale}”: there is no "
            f"place for “{entry['key']}”. Load the demo into an empty database."
        )
    return parent


def _restrict(page: Page) -> None:
    """Show a page to approvers only: privacy that search and menus have to respect."""
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.add(Group.objects.get(name=APPROVERS))


def _refuse_a_site_in_use() -> None:
    """Take over the page that Wagtail creates, never a site of someone else's."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return
    ours = site.root_page.translation_key == translation_key("page", "home")
    if not ours and site.root_page.title != STOCK_TITLE:
        raise CommandError("This site has pages already. Load the demo into an empty database.")


def _make_it_the_site(outcome: Outcome) -> None:
    """Point the default site to the demo's home page and remove Wagtail's welcome page."""
    home = find_page("home", Locale.get_default())
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(
            hostname="localhost", root_page=home, is_default_site=True, site_name=SITE_NAME
        )
    elif site.root_page_id != home.pk:
        stock = site.root_page
        site.root_page, site.site_name = home, SITE_NAME
        site.save()
        stock.refresh_from_db()
        stock.delete()
    else:
        outcome.note("site", created=False)
        return
    outcome.note("site", created=True)
