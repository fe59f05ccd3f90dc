"""What the tests of the roadmap share."""

import datetime

import pytest

from tests.factories import make_channels
from tests.roadmap.plans import make_plan, promise
from tests.roadmap.screens import update


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Return a context in which what waits for the commit is done at its end."""

    def context():
        return django_capture_on_commit_callbacks(execute=True)

    return context


@pytest.fixture
def channels(db):
    return make_channels()


@pytest.fixture
def boss(client, django_user_model):
    """A superuser, signed in."""
    person = django_user_model.objects.create_superuser("boss", "boss@example.org", "pw")
    client.force_login(person)
    return person


@pytest.fixture
def plan(boss, channels):
    """One improvement in each state; two of them are late, one is done too late."""
    page = make_plan(
        *(promise(key, due="2099-01-31") for key in "abcde"),
        promise("f", "In the language of nobody", due="", responsible=""),
        title="The plan",
    )
    past = datetime.date(2020, 1, 31)
    update("b", state="under_way", due=past, start=datetime.date(2019, 11, 1))
    update("c", state="blocked", due=past, owner="Odile", progress="Waits for the supplier")
    update("d", state="done", due=past)
    update("e", state="dropped", channel="online")
    return page
