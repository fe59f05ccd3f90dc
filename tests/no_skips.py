"""pytest plugin: ``--no-skips`` turns every skipped test, or file of tests, into a failure.

Continuous integration uses it, so that a browser or a database that is missing cannot pass
for one that works.
"""

import os

import pytest


def pytest_addoption(parser):
    parser.addoption(
        "--no-skips",
        action="store_true",
        default=os.environ.get("PARCOURS_NO_SKIP") == "1",
        help="report a skipped test as failed (also: PARCOURS_NO_SKIP=1)",
    )


def pytest_report_header(config):
    return f"skips: {'count as failures' if config.option.no_skips else 'allowed'}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    if item.config.option.no_skips and not hasattr(report, "wasxfail"):
        _refuse(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    report = yield
    if collector.config.option.no_skips:
        _refuse(report)
    return report


def _refuse(report):
    if report.skipped:
        reason = report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"skips are failures in this run: {reason}"
