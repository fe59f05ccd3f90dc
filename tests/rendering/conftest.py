"""What the tests of the published pages share."""

import pytest
from bs4 import BeautifulSoup

from tests.factories import make_channels


@pytest.fixture
def channels(db):
    return make_channels()


@pytest.fixture
def read(client):
    """Return a function that gives a published page as a parsed document."""

    def get(page, path="", **kwargs):
        response = client.get(page.url + path, **kwargs)
        assert response.status_code == 200
        return BeautifulSoup(response.content.decode(), "html.parser")

    return get
