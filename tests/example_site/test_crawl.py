"""No word of another language on any screen: the whole demo, as each role, in both languages.

A failing test lists each text with the address where it stands.
"""

import re
from collections import Counter
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.urls import Resolver404, resolve, reverse
from wagtail.models import Page
from wagtail.users.models import UserProfile

from tests.example_site.foreign_words import content_of_the_site, findings
from wagtail_parcours.models import CurrentStateMapPage, FutureStateMapPage

#: Screens of a role in one language; more than there are, fewer than would take long.
MOST_SCREENS = 150
#: Examples of one kind of screen: of most one, of the editor one for each kind of page.
EXAMPLES = {"wagtailadmin_pages:edit": 8}
#: Wagtail's own screens that people who work on maps are on all day.
EVERYDAY = re.compile(
    r"wagtailadmin_(home|explore|pages:(edit|add|add_subpage|history|delete|unpublish|usage))"
    r"|wagtail_localize"
)
#: Routes whose answer is no screen, or that change something.
NO_SCREEN = re.compile(r"logout|export|download|preview|:(un)?lock|convert_to_alias|chooser")
ROLES = ["editor", "approver", "admin"]


@pytest.fixture(scope="module")
def content(loaded_demo, django_db_blocker):
    with django_db_blocker.unblock():
        return content_of_the_site()


def parsed(html):
    return BeautifulSoup(html, "html.parser")


@pytest.fixture
def sign_in(client, demo):
    def as_role(username, language):
        user = get_user_model().objects.get(username=username)
        profile = UserProfile.get_for_user(user)
        profile.preferred_language = language
        profile.save()
        client.force_login(user)

    return as_role


def screen_at(client, path):
    """What is shown at an address; None for a file, a redirect or a refusal."""
    response = client.get(path)
    if response.status_code != 200 or response.streaming:
        return None
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return None
    return parsed(response.content.decode())


def public_addresses(language):
    pages = Page.objects.live().filter(locale__language_code=language, depth__gt=1)
    words = {"en": "client", "fr": "client"}[language]
    return [
        *(page.url for page in pages.order_by("path")),
        f"/{language}/search/",
        f"/{language}/search/?query={words}",
        f"/{language}/search/?query=ornithorynque",
        f"/{language}/search/?query={'x' * 300}",
        f"/{language}/{'journeys' if language == 'en' else 'parcours'}/?state=current&q=a",
        f"/{language}/{'journeys' if language == 'en' else 'parcours'}/?channel=none",
    ]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("role", ["employee", *ROLES])
def test_published_pages_speak_one_language(client, sign_in, content, role, language):
    sign_in(role, language)
    problems = []
    for path in public_addresses(language):
        screen = screen_at(client, path)
        if screen is not None:
            assert screen.html["lang"] == language
            problems += [f"{path}: {text}" for text in findings(screen, language, content)]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_strangers_are_spoken_to_in_one_language(client, demo, content, language):
    problems = []
    for path in (f"/{language}/login/", f"/{language}/no-such-page/"):
        screen = parsed(client.get(path, follow=True).content.decode())
        problems += [f"{path}: {text}" for text in findings(screen, language, content)]
    assert not problems, "\n".join(problems)


def kind_of(path):
    """The name of the screen behind an address; "" for what is no concern of ours."""
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return ""
    name = match.view_name or ""
    if NO_SCREEN.search(name):
        return ""
    module = getattr(match.func, "__module__", "") or ""
    if "parcours" in name or module.startswith("wagtail_parcours") or EVERYDAY.search(name):
        return name
    return ""


def screens(client):
    """Each kind of screen that can be reached by links from the beginning, a few times."""
    waiting = ["/admin/", "/admin/pages/", *editors_of_maps()]
    seen, taken = set(waiting), Counter()
    while waiting and sum(taken.values()) < MOST_SCREENS:
        path = waiting.pop(0)
        kind = kind_of(path)
        if not kind or taken[kind] >= EXAMPLES.get(kind, 1):
            continue
        screen = screen_at(client, path)
        if screen is None:
            continue
        taken[kind] += 1
        yield path, screen
        for address in links_of(screen, path):
            if address not in seen:
                seen.add(address)
                waiting.append(address)


def editors_of_maps():
    """The editor of one map of each kind, an original and a translation."""
    for model in (CurrentStateMapPage, FutureStateMapPage):
        for language in ("en", "fr"):
            page = model.objects.filter(locale__language_code=language).first()
            yield reverse("wagtailadmin_pages:edit", args=[page.pk])


def links_of(document, base):
    for element in document.find_all(href=True):
        address = urlsplit(urljoin(base, str(element["href"])))
        if not address.netloc and address.path.startswith("/admin/"):
            yield address._replace(fragment="").geturl()
    # Wagtail's menu is drawn by its script.
    props = document.find(id="wagtail-sidebar-props")
    if props is not None:
        yield from re.findall(r'"url": "(/admin/[^"]*)"', props.get_text())


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("role", ROLES)
def test_the_screens_of_the_editor_speak_one_language(client, sign_in, content, role, language):
    sign_in(role, language)
    problems, kinds = [], set()
    for path, screen in screens(client):
        kinds.add(kind_of(path))
        problems += [f"{path}: {text}" for text in findings(screen, language, content)]
    assert len(kinds) > 15
    assert not problems, "\n".join(problems)


def test_a_text_that_nobody_translated_is_found():
    english = parsed("""<html lang="fr"><p>Personas</p><a title="Nobody has signed it">7</a>
        <input type="submit" value="Show maps"><img alt="Volet"></html>""")
    assert findings(english, "fr", set()) == ["Nobody has signed it", "Show maps"]
    french = parsed("""<html lang="en"><p>Le schéma de votre organisation</p>
        <b>Personas</b><i aria-label="Fermer la session"></i></html>""")
    found = ["Fermer la session", "Le schéma de votre organisation"]
    assert findings(french, "en", set()) == found


def test_the_words_of_the_editor_are_looked_at_too():
    """Its script prints them, so they stand in no element."""
    said = '{"_args": [{"label": "What happens", "helpText": ""}]}'
    screen = parsed(f"<html lang='fr'><div data-w-block-data-value='{said}'></div>")
    assert findings(screen, "fr", set()) == ["What happens"]


def test_what_is_marked_or_written_by_people_is_left_alone():
    screen = parsed("""<html lang="fr"><p lang="en">What the client does</p>
        <p>Fin : the end of it</p><p>Texte « the end of… »</p></html>""")
    assert findings(screen, "fr", {"the end of it"}) == []
    assert len(findings(screen, "fr", set())) == 2
