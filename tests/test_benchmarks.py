"""A benchmark compares two things that do the same; here is the proof that they do."""

import copy

import pytest

from benchmarks.render import TEMPLATES, contenders, squeezed


@pytest.mark.django_db
def test_the_bare_template_prints_the_published_page(settings):
    engines = copy.deepcopy(settings.TEMPLATES)
    engines[0]["DIRS"].append(TEMPLATES)
    settings.TEMPLATES = engines
    product, bare = contenders()
    assert squeezed(product()) == squeezed(bare())
