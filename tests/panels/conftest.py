"""The small portfolio that figures are counted on."""

import pytest

from tests.panels.world import make_world


@pytest.fixture
def world(locale_en, locale_fr):
    return make_world(locale_en, locale_fr)
