"""Maps that want to go live, the people who try, and the one question of every route's test."""

from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management.color import no_style
from django.db import connection
from django.test import Client
from wagtail.models import Page, Site

from tests.factories import home_page, make_future_map, sign_as_it_is
from tests.governance.rules import FUTURE, set_rules
from tests.governance.workflows import PASSWORD, fresh, make_group, make_person
from wagtail_parcours.governance.approvals import permit_for
from wagtail_parcours.models import FutureStateMapPage, LiveVersion

PUBLISHERS = "Publishers of pages"
UNSIGNED = "Nobody signed this."


def make_publisher(username: str = "paul", **values: Any) -> Any:
    """Someone whom Wagtail lets publish every page, and nothing stops but the gate."""
    group = make_group(PUBLISHERS, "add", "change", "publish", "lock", "unlock")
    return make_person(username, group, **values)


def make_superuser(username: str = "root") -> Any:
    return get_user_model().objects.create_superuser(username, "root@example.org", PASSWORD)


def logged_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def make_unsigned(**values: Any) -> Any:
    """A draft that nobody signed, with a revision."""
    page = make_future_map(live=False, has_unpublished_changes=True, **values)
    page.save_revision()
    return fresh(page)


def make_signed(**values: Any) -> Any:
    """A live map that was signed, with a live revision."""
    page = make_future_map(**values)
    page.save_revision(changed=False).publish()
    return fresh(page)


def make_legacy(**values: Any) -> Any:
    """A live map from before the policy: live, and signed by nobody."""
    page = make_unsigned(**values)
    type(page).objects.filter(pk=page.pk).update(live=True, has_unpublished_changes=False)
    return fresh(page)


def draft_on(page: Any, person: Any = None, introduction: str = UNSIGNED) -> Any:
    """A new revision of a page that nobody signed."""
    draft = fresh(page).get_latest_revision_as_object()
    draft.introduction = introduction
    return draft.save_revision(user=person)


def sign_latest(page: Any, person: Any = None) -> Any:
    return sign_as_it_is(fresh(page).get_latest_revision_as_object(), person)


def count_on_from_what_is_there() -> None:
    """Let new rows get keys above those of the rows that a committing test begins with.

    These are put back with their keys, of which the sequences of PostgreSQL hear nothing.
    """
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(statement)


def translate_home(locale: Any) -> Any:
    """The home page in a second language, live: translated maps go below it."""
    french = home_page().specific.copy_for_translation(locale)
    french.save_revision().publish()
    return french


def make_lax_site() -> Site:
    """A second site, on which future-state maps need no sign-off."""
    root = Page.objects.get(depth=1).add_child(instance=Page(title="Lax", slug="lax"))
    site = Site.objects.create(hostname="lax.example", root_page=root, port=80)
    set_rules({"page_type": FUTURE, "required": False}, site=site)
    return site


def unsigned_live() -> list[str]:
    """The live future-state maps that readers see without a signature: 0, whatever happens."""
    live = FutureStateMapPage.objects.filter(live=True)
    return [page.title for page in live if permit_for(page).refused]


def standing(page: Any) -> Any:
    """On what a live map stands; None when it is not live."""
    found = LiveVersion.objects.filter(page_id=page.pk).first()
    assert (found is not None) == fresh(page).live
    return found and found.standing


def texts(response: Any) -> str:
    """The messages that the person reads, and the page they read it on."""
    assert response.status_code == 200, response.status_code
    return response.content.decode()
