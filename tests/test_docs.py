"""The documentation against the code: what it lists is what there is."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from wagtail_parcours.blocks import JourneyBodyBlock, StageBlock
from wagtail_parcours.conf import DEFAULTS

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"


def headings(page):
    return re.findall(r"^## (\w+)$", (DOCS / page).read_text("utf-8"), re.M)


def test_every_setting_is_described():
    assert sorted(headings("reference/settings.md")) == sorted(DEFAULTS)


def test_every_block_of_a_map_is_described():
    assert headings("reference/blocks.md") == list(JourneyBodyBlock().child_blocks)


def test_every_lane_is_described():
    text = (DOCS / "reference/blocks.md").read_text("utf-8")
    rows = re.findall(r"^\| (?:client|employee|backstage|data) \| ([^|]+) \|", text, re.M)
    described = {key for row in rows for key in re.findall(r"`(\w+)`", row)}
    assert [lane.key for lane in StageBlock().lanes if lane.key not in described] == []


def test_the_lane_recipe_works():
    """Run the code of the how-to guide as it stands there."""
    (code,) = re.findall(
        r"```python\n(.*?)```", (DOCS / "how-to/add-a-lane.md").read_text("utf-8"), re.S
    )
    check = (
        "import django; django.setup()\n"
        f"{code}\n"
        "table = JourneyBodyBlock().child_blocks['stage_table']\n"
        "assert [key for key, label in table.offered_lanes()][-1] == 'legal_basis'\n"
    )
    # In a process of its own: lanes are registered for good.
    run = subprocess.run(
        [sys.executable, "-c", check],
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_between_files_lead_somewhere(name):
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / name).read_text("utf-8"))
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_every_make_command_named_in_the_guides_exists():
    commands = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    guides = "".join((ROOT / name).read_text("utf-8") for name in ["README.md", "CONTRIBUTING.md"])
    named = set(re.findall(r"`(?:\w+=\S+ )?make ([a-z-]+)", guides))
    assert named
    assert named - commands == set()
