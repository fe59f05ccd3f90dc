"""Two editors who have the same thing open."""

import pytest

from tests.admin.open_editors import person


@pytest.fixture
def ada(db):
    return person("Ada")


@pytest.fixture
def ben(db):
    return person("Ben")
