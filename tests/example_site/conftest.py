"""The example site runs on its own settings, so its tests are a run of their own::

    python -m pytest --ds=tests.example_site.settings tests/example_site

A run on other settings leaves this folder out.
"""

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Locale, Page, PageViewRestriction, Site

from tests.example_site.loaded import load_demo
from wagtail_parcours.permissions import APPROVERS, EDITORS, READERS

ON_ITS_OWN_SETTINGS = settings.ROOT_URLCONF == "example_site.urls"
collect_ignore_glob = [] if ON_ITS_OWN_SETTINGS else ["test_*.py"]


@pytest.fixture
def groups(db):
    return [Group.objects.get_or_create(name=name)[0] for name in (EDITORS, APPROVERS, READERS)]


def _account(username, group):
    user = get_user_model().objects.create_user(username, password="of no importance")
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def employee(groups):
    return _account("employee", READERS)


@pytest.fixture
def approver(groups):
    return _account("approver", APPROVERS)


@pytest.fixture
def tree(groups):
    """A home page in both languages with an open, a draft and a private section in English."""
    from example_site.home.models import HomePage, SectionPage

    english = Locale.objects.get(language_code="en")
    french, _created = Locale.objects.get_or_create(language_code="fr")
    root = Page.get_first_root_node()
    site = Site.objects.get(is_default_site=True)
    stock = site.root_page
    home = root.add_child(instance=HomePage(title="Welcome", slug="h-en", locale=english))
    accueil = root.add_child(
        instance=HomePage(
            title="Bienvenue", slug="h-fr", locale=french, translation_key=home.translation_key
        )
    )
    site.root_page = home
    site.save()
    stock.refresh_from_db()
    stock.delete()

    def section(parent, title, **fields):
        parent.refresh_from_db()
        return parent.add_child(
            instance=SectionPage(
                title=title,
                locale=parent.locale,
                show_in_menus=True,
                introduction="osprey",
                **fields,
            )
        )

    open_page = section(home, "Open osprey")
    private = section(home, "Private osprey")
    restriction = PageViewRestriction.objects.create(page=private, restriction_type="groups")
    restriction.groups.add(Group.objects.get(name=APPROVERS))
    return {
        "home": home,
        "accueil": accueil,
        "open": open_page,
        "ouvert": section(accueil, "Balbuzard", translation_key=open_page.translation_key),
        "private": private,
        "below_private": section(private, "Nested osprey"),
        "draft": section(home, "Draft osprey", live=False),
        "section": section,
    }


@pytest.fixture(scope="module")
def loaded_demo(django_db_setup, django_db_blocker):
    """The demo, there for a module and undone after it. Gives what the command printed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_demo(commits=False)
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded_demo, db):
    """The demo as it was loaded: what a test changes is undone after the test."""
    return loaded_demo
