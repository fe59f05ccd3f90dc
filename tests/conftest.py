"""What every test gets: a fresh cache, one language, media files that vanish."""

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import override_settings
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests import migrated
from tests.nu import check_html

# How fast a machine generates examples is no property of the code.
hypothesis_settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("any machine")

pytest_plugins = ["pytester", "tests.no_skips"]

COMMITTING = {"live_server", "transactional_db"}


def pytest_report_header():
    database = django_settings.DATABASES["default"]
    where = f" at {database['HOST']}" if database.get("HOST") else ""
    return f"database: {database['ENGINE'].rsplit('.', 1)[-1]}{where}"


def pytest_itemcollected(item):
    """Give a test that really commits the rows that migrations made, such as the root page.

    Django empties the database after it; the next one would find no site at all.
    """
    marker = item.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction")
    if commits or COMMITTING & set(getattr(item, "fixturenames", ())):
        item.add_marker(
            pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False
        )


def pytest_collection_modifyitems(config, items):
    """Leave out what cannot run here, instead of skipping it.

    A test for PostgreSQL has no meaning on another database, so it is not part of that run
    at all; a skip then always means that something is missing which should be there.
    """
    absent = set()
    if not django_settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        absent.add("postgres")
    if "soak" not in config.option.markexpr:
        absent.add("soak")
    left_out = [item for item in items if any(item.get_closest_marker(name) for name in absent)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


# The reports of a test by phase, so that a fixture can tell on teardown whether it failed.
REPORTS = pytest.StashKey[dict[str, pytest.TestReport]]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    item.stash.setdefault(REPORTS, {})[report.when] = report
    return report


@pytest.fixture(scope="session")
def _migrated(django_db_modify_db_settings, django_db_createdb):
    """The migrated database that runs share, while this one is set up; None without one."""
    with migrated.shared(anew=django_db_createdb) as database:
        yield database


@pytest.fixture(scope="session")
def django_db_keepdb(_migrated, django_db_keepdb):
    """What is there already is migrated; nothing of it is left to do."""
    return django_db_keepdb or _migrated is not None


@pytest.fixture(scope="session")
def django_db_setup(_migrated, django_db_setup, django_db_blocker):
    if _migrated is None:
        yield
        return
    with django_db_blocker.unblock():
        _migrated.keep()
    yield
    with django_db_blocker.unblock():
        _migrated.remove()


@pytest.fixture(scope="session", autouse=True)
def _media_root(tmp_path_factory):
    with override_settings(MEDIA_ROOT=str(tmp_path_factory.mktemp("media"))):
        yield


@pytest.fixture(autouse=True)
def _same_start():
    """Start each test with an empty cache and in the default language.

    The locale middleware leaves the language of the last request active in the thread.
    """
    cache.clear()
    with translation.override(django_settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def searchable(settings):
    """Everything that is saved from now on is found by a search."""
    settings.WAGTAILSEARCH_BACKENDS = {
        name: {**backend, "AUTO_UPDATE": True}
        for name, backend in settings.WAGTAILSEARCH_BACKENDS.items()
    }


@pytest.fixture
def nu_check():
    """Return a function that gives the errors the Nu HTML checker finds in a document."""
    return check_html


@pytest.fixture
def locale_en(db):
    """The default locale, which Wagtail's own migrations create."""
    from wagtail.models import Locale

    return Locale.objects.get_or_create(language_code="en")[0]


@pytest.fixture
def locale_fr(db, locale_en):
    from wagtail.models import Locale

    return Locale.objects.get_or_create(language_code="fr")[0]
