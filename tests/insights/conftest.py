"""The small world, somebody who looks at it, and pages that are hidden."""

import pytest
from django.contrib.auth.models import AnonymousUser
from wagtail.models import PageViewRestriction

from tests.insights.small_world import make_world


@pytest.fixture
def privacy():
    """Return a function that hides a page from everyone who does not know a password."""

    def hide(page):
        return PageViewRestriction.objects.create(
            page=page, restriction_type=PageViewRestriction.PASSWORD, password="x"
        )

    return hide


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
