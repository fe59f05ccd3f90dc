"""What the tests of the roadmap share."""

import pytest


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Return a context in which what waits for the commit is done at its end."""

    def context():
        return django_capture_on_commit_callbacks(execute=True)

    return context
