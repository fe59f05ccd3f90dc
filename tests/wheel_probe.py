"""Run by test_packaging inside a strange project: publish a map there, and read it.

Only the standard library, Django, Wagtail and the plugin's public names.
"""

import re

import django

django.setup()

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils.translation import gettext, override
from wagtail.models import Locale, Page

import wagtail_parcours
from wagtail_parcours.models import Channel, CurrentStateMapPage, Persona

settings.ALLOWED_HOSTS = ["*"]


def stage(key, name, level):
    return {
        "type": "stage",
        "id": key,
        "value": {
            "name": name,
            "actions": "Calls the office\nWaits",
            "touchpoints": [
                {
                    "type": "touchpoint",
                    "id": f"{key}-touchpoint",
                    "value": {"channel": "telephone", "text": "A long queue"},
                }
            ],
            "experience": {"satisfaction": level, "words": "Nobody answers"},
        },
    }


persona = Persona.objects.create(
    name="Ana", origin="fictional", role="client", locale=Locale.get_default()
)
page = CurrentStateMapPage(
    title="Ana asks for help",
    body=[
        {"type": "persona_profile", "id": "profile", "value": {"persona": persona.pk}},
        {
            "type": "stage_table",
            "id": "table",
            "value": {
                "title": "A first contact",
                "lanes": ["actions", "touchpoints", "experience"],
                "stages": [stage("one", "Aware", "-2"), stage("two", "Inform", "1")],
            },
        },
    ],
)
Page.objects.get(depth=2).add_child(instance=page)
page.save_revision().publish()

response = Client().get(page.get_url())
html = response.content.decode()
assert response.status_code == 200, response.status_code
assert re.search(r"<table\b", html), "no table"
assert re.search(r"<svg\b", html), "no emotion curve"
telephone = Channel.objects.get(slug="telephone", locale=Locale.get_default())
for text in ("Ana", "Aware", "Inform", "Calls the office", "A long queue", telephone.name):
    assert text in html, f"{text!r} is not on the page"

sheets = re.findall(r'href="/static/(wagtail_parcours/[^"?]+\.css)', html)
assert sheets, "the page links no style sheet of the plugin"
for sheet in sheets:
    assert finders.find(sheet), f"{sheet} is not there"

with override("fr"):
    assert gettext("Stage table") != "Stage table", "no compiled French catalogue"

print(wagtail_parcours.__file__)
print("ok")
