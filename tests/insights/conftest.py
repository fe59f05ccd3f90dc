"""What tests of privacy share."""

import pytest
from wagtail.models import PageViewRestriction


@pytest.fixture
def privacy():
    """Return a function that hides a page from everyone who does not know a password."""

    def hide(page):
        return PageViewRestriction.objects.create(
            page=page, restriction_type=PageViewRestriction.PASSWORD, password="x"
        )

    return hide
