"""Settings explain themselves when they are wrong, and reload when tests change them."""

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from wagtail_parcours.conf import parcours_settings


def test_a_site_overrides_one_setting_and_keeps_the_others(settings):
    settings.WAGTAIL_PARCOURS = {"CATALOGUE_PAGE_SIZE": 5}
    assert parcours_settings.CATALOGUE_PAGE_SIZE == 5
    assert parcours_settings.DEFAULT_FRAMEWORK == "accessible-service"


def test_a_misspelt_setting_is_named(settings):
    settings.WAGTAIL_PARCOURS = {"CATALOG_PAGE_SIZE": 5}
    with pytest.raises(ImproperlyConfigured, match="CATALOG_PAGE_SIZE"):
        _ = parcours_settings.CATALOGUE_PAGE_SIZE


@pytest.mark.parametrize(("limit", "warned"), [(1_000, True), (10_000, False), (None, False)])
def test_a_low_limit_of_form_fields_is_reported(settings, limit, warned):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = limit
    ids = {message.id for message in run_checks()}
    assert ("wagtail_parcours.W001" in ids) == warned
