"""The tests' own tools, where a silent fault in them would hide one in the product."""

from pathlib import Path

import pytest
from django.db import connection
from wagtail.models import Site

ROOT = Path(__file__).resolve().parents[1]

SKIPPING = """
    import pytest

    def test_passes():
        pass

    @pytest.mark.skip(reason="no server")
    def test_marked():
        pass

    def test_inside():
        pytest.skip("no server")

    @pytest.mark.xfail(strict=True)
    def test_expected():
        raise AssertionError
"""


@pytest.fixture
def skipping(pytester, monkeypatch):
    monkeypatch.delenv("PARCOURS_NO_SKIP", raising=False)
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    # The environment's other plugins have no part in this.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makepyfile(test_skipping=SKIPPING)
    return pytester


def test_skips_pass_by_default(skipping):
    result = skipping.runpytest_subprocess("-p", "tests.no_skips")
    result.assert_outcomes(passed=1, skipped=2, xfailed=1)
    assert result.ret == 0


def test_skips_fail_when_asked(skipping):
    result = skipping.runpytest_subprocess("-p", "tests.no_skips", "--no-skips")
    result.assert_outcomes(passed=1, failed=1, errors=1, xfailed=1)
    assert result.ret == 1
    result.stdout.fnmatch_lines(["*skips are failures in this run: *no server*"])


def test_a_file_that_skips_itself_fails_when_asked(skipping):
    skipping.makepyfile(
        test_whole_file="import pytest; pytest.skip('no browser', allow_module_level=True)"
    )
    result = skipping.runpytest_subprocess("-p", "tests.no_skips", "--no-skips")
    assert result.ret != 0
    result.stdout.fnmatch_lines(["*skips are failures in this run: *no browser*"])


def test_the_environment_can_ask_too(skipping, monkeypatch):
    monkeypatch.setenv("PARCOURS_NO_SKIP", "1")
    result = skipping.runpytest_subprocess("-p", "tests.no_skips")
    result.assert_outcomes(passed=1, failed=1, errors=1, xfailed=1)


def test_the_html_checker_finds_a_fault_and_accepts_good_html(nu_check):
    document = "<!doctype html><html lang=en><title>Map</title><h1>Map</h1>{}</html>"
    assert nu_check(document.format("<p id=stage>é</p>")) == []
    errors = nu_check(document.format("<p id=stage></p><p id=stage></p>"))
    assert any("Duplicate ID" in error for error in errors)


def test_a_missing_html_checker_is_an_error(nu_check, monkeypatch, tmp_path):
    monkeypatch.setenv("VNU_JAR", str(tmp_path / "absent.jar"))
    with pytest.raises(RuntimeError, match="does not exist"):
        nu_check("<!doctype html>")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_a_test_that_commits_starts_from_the_migrated_site(time):
    assert Site.objects.get().root_page.depth == 2
    Site.objects.all().delete()


@pytest.mark.postgres
@pytest.mark.django_db
def test_this_run_is_on_postgresql():
    """Collected on PostgreSQL only: a run that was meant for it is seen to be on it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT version()")
        assert cursor.fetchone()[0].startswith("PostgreSQL")
