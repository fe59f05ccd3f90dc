"""A map in English, its copy in another language, and what happens to both."""

import copy
import json

from tests.factories import child, finding, make_map, stage
from wagtail_parcours.models import CurrentStateMapPage


def make_source():
    """A live map in English: a table of two stages and a formatted text of two paragraphs."""
    stages = [
        stage("Aware", "aware", actions="Reads the letter"),
        stage(
            "Apply", "apply", actions="Fills in the form", findings=[finding("It is long", "f1")]
        ),
    ]
    table = child("stage_table", {"title": "Ana", "lanes": ["actions"], "stages": stages}, "table")
    text = child("text", "<p>One.</p><p>Two.</p>", "text")
    page = make_map(body=[table, text], title="Applying")
    page.save_revision().publish()
    return CurrentStateMapPage.objects.get(pk=page.pk)


ACTIONS = "body.table.stages.aware.actions"
FORM = "body.table.stages.apply.actions"


def change(page, **texts):
    """Publish `page` with other texts; keys are ``<stage>_<lane>``. None removes the stage."""
    body = copy.deepcopy(list(page.body.raw_data))
    edit_stages(body, texts)
    page.body = json.dumps(body)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def edit_stages(body, texts):
    stages = body[0]["value"]["stages"]
    for key, text in texts.items():
        stage_id, _sign, lane = key.partition("_")
        if text is None:
            stages[:] = [one for one in stages if one["id"] != stage_id]
        elif lane == "new":
            stages.insert(1, stage(text, stage_id))
        else:
            next(one for one in stages if one["id"] == stage_id)["value"][lane] = text


def draft(page, title=None, **texts):
    """Save a draft, as the ordinary editor does. Returns the revision."""
    version = latest(page)
    body = copy.deepcopy(list(version.body.raw_data))
    edit_stages(body, texts)
    version.body = json.dumps(body)
    version.title = title or version.title
    return version.save_revision()


def latest(page):
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def copied(page, locale):
    return page.copy_for_translation(locale)
