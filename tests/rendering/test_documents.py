"""Published pages as documents: valid HTML, the site's base template, the other blocks."""

import pytest
from wagtail_factories import DocumentFactory, ImageFactory

from tests.factories import (
    PersonaFactory,
    child,
    make_future_map,
    make_index,
    make_map,
    make_project,
    persona_profile,
    stage_table,
)
from tests.testapp.models import WideMapPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("channels")]


def everything():
    return [
        persona_profile(PersonaFactory(photo=ImageFactory(), photo_alt="A woman at a window")),
        stage_table(6, 6),
        stage_table(2, 4, title="Another table"),
        child("evidence", {"kind": "data", "text": "A", "source": "B", "url": "https://a.example"}),
        child("text", "<h2>Context</h2><p>Some <b>words</b></p>"),
        child("image", {"image": ImageFactory().pk, "alt": "A counter", "caption": "Caption"}),
        child("document", {"document": DocumentFactory().pk, "title": "Report"}),
        child("callout", {"kind": "note", "title": "", "text": "One\nTwo"}),
    ]


def test_published_pages_are_valid_html(client, nu_check):
    index = make_index(introduction="All journeys")
    project = make_project(index, actions_done=["understand.client"])
    today = make_map(body=everything(), parent=project, slug="today")
    tomorrow = make_future_map(today, parent=project, slug="tomorrow")
    long = make_map(
        40, 12, page_class=WideMapPage, parent=project, slug="long", title="Forty stages"
    )
    empty = make_map(body=[], parent=project, slug="empty")
    for page in (index, project, today, tomorrow, long, empty):
        assert nu_check(client.get(page.url).content.decode()) == [], page.slug


def test_pages_extend_the_template_that_the_settings_name(client, settings):
    settings.WAGTAIL_PARCOURS = {"BASE_TEMPLATE": "other_base.html"}
    for page in (make_map(slug="a"), make_project(slug="b"), make_index(slug="c")):
        assert "<!-- the other base -->" in client.get(page.url).content.decode()


def test_a_base_without_a_place_for_styles_still_gets_them(client, settings):
    settings.WAGTAIL_PARCOURS = {"BASE_TEMPLATE": "other_base.html"}
    html = client.get(make_map().url).content.decode()
    assert html.count("wagtail_parcours/css/map.css") == 1


def test_pictures_documents_and_callouts_say_what_they_are(read):
    document = read(make_map(body=everything()))
    assert document.select_one("img.parcours-image")["alt"] == "A counter"
    assert document.select_one("figure.parcours-picture figcaption").get_text() == "Caption"
    link = document.select_one(".parcours-document a")
    assert link.get_text().startswith("Report (DAT")
    assert "Note" in document.select_one(".parcours-callout").get_text()
    source = document.select_one(".parcours-part--evidence a")
    assert source["href"] == "https://a.example"


def test_a_picture_or_document_that_is_gone_leaves_no_hole(read):
    body = [
        child("image", {"image": 9999, "alt": "", "caption": "Lost"}),
        child("document", {"document": 9999, "title": "Lost"}),
        child("stage_table", None),
        child("text", None),
    ]
    assert "Lost" not in read(make_map(body=body)).get_text()


def test_a_map_can_be_previewed_before_it_is_saved(rf, django_user_model):
    page = make_map(live=False)
    page.body = [("callout", {"kind": "note", "title": "New", "text": "Unsaved"})]
    request = rf.get("/")
    request.user = django_user_model(username="editor")
    response = page.make_preview_request(request)
    assert "Unsaved" in response.content.decode()
