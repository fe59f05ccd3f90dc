"""A real Chromium, a live server, and axe.

Every test in this folder is marked ``browser`` and runs on a database that really commits,
because the server answers from other threads.
"""

import os
import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connections
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from tests.browser.accessibility import violations
from tests.browser.chromium import CHROMIUM, CHROMIUM_ARGS
from tests.browser.waiting import TIMEOUT_MS, finish_answering
from tests.conftest import REPORTS

RESULTS_DIR = Path(__file__).parents[2] / "test-results"

# Playwright's synchronous interface keeps an event loop on this thread; Django would take
# every query made beside it for one made from asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# Machines that run tests are busy.
expect.set_options(timeout=TIMEOUT_MS)


def pytest_itemcollected(item):
    item.add_marker(pytest.mark.browser)
    item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True))


@pytest.fixture(scope="session")
def browser():
    """One Chromium for the whole run.

    While Playwright's event loop runs, Django keeps its connections elsewhere than before.
    They are carried over, because the test database was set up on them.
    """
    established = {alias: connections[alias] for alias in connections}
    with sync_playwright() as playwright:
        for alias, connection in established.items():
            connections[alias] = connection
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=CHROMIUM_ARGS, timeout=TIMEOUT_MS
        )
        yield chromium
        chromium.close()


@pytest.fixture
def new_context(browser, live_server):
    """Return a function that opens a fresh browser context, closed after the test.

    Takes Playwright's own options: ``viewport``, ``color_scheme``, ``forced_colors``,
    ``java_script_enabled``, ``locale`` …
    """
    contexts = []

    def open_context(**options):
        options.setdefault("viewport", {"width": 1280, "height": 900})
        options.setdefault("locale", "en")
        options.setdefault("reduced_motion", "reduce")
        context = browser.new_context(base_url=live_server.url, **options)
        context.set_default_timeout(TIMEOUT_MS)
        contexts.append(context)
        return context

    yield open_context
    for context in contexts:
        context.unroute_all(behavior="ignoreErrors")
        for page in context.pages:
            page.unroute_all(behavior="ignoreErrors")
        context.close()
    # Before the database is emptied.
    finish_answering(live_server)


@pytest.fixture
def page(new_context, request):
    """A page in a context of its own; a picture of it is kept when the test fails."""
    page = new_context().new_page()
    yield page
    report = request.node.stash.get(REPORTS, {}).get("call")
    if report is not None and report.failed and not page.is_closed():
        RESULTS_DIR.mkdir(exist_ok=True)
        name = re.sub(r"[^\w.-]+", "-", request.node.name)
        page.screenshot(path=RESULTS_DIR / f"{name}.png", full_page=True)


@pytest.fixture
def login(live_server):
    """Return a function that signs a user in to the context of a page."""

    def sign_in(page, user):
        client = Client()
        client.force_login(user)
        session = client.cookies[django_settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [
                {
                    "name": django_settings.SESSION_COOKIE_NAME,
                    "value": session,
                    "url": live_server.url,
                }
            ]
        )

    return sign_in


@pytest.fixture(autouse=True)
def _saving_by_hand(settings):
    """A draft is saved when the test says so.

    Wagtail would save it by itself as well, half a second after each change: before, after or
    during what the test does, as fast as the machine is.
    """
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0


@pytest.fixture
def saving_by_itself(_saving_by_hand, settings):
    """Return a function that lets the pages loaded from then on save drafts by themselves."""

    def switch_on():
        settings.WAGTAIL_AUTOSAVE_INTERVAL = 500

    return switch_on


@pytest.fixture
def axe():
    """Return a function that gives the accessibility problems axe finds on a page."""
    return violations
