"""The small world, and somebody who looks at it."""

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.insights.small_world import make_world


@pytest.fixture
def world(locale_fr):
    return make_world(locale_fr)


@pytest.fixture
def visitor(rf):
    """Return a function that makes the request of somebody; of nobody in particular by default."""

    def request(user=None, session=None):
        made = rf.get("/")
        made.user = user or AnonymousUser()
        made.session = session or {}
        return made

    return request
