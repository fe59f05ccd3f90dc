"""All maps of a journey, below the address of each of them, and what serves that address."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from tests.factories import add_page, make_future_map
from tests.families import detail, hide, in_french, journey, table, words
from tests.testapp.models import AnyPage, WideMapPage
from wagtail_parcours.models import CurrentStateMapPage
from wagtail_parcours.rendering import family as family_view
from wagtail_parcours.rendering.translations import language_links

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client):
    def get(page, path="family/"):
        response = client.get(page.url + path)
        assert response.status_code == 200
        return BeautifulSoup(response.content.decode(), "html.parser")

    return get


def tree(document):
    """The lists of the view as lists: each map with its stages, each stage with its maps."""
    return [map_of(entry) for entry in document.select("article > ul > li")]


def map_of(entry):
    stages = entry.select(":scope > ol > li")
    others = entry.select(":scope > ul > li")
    return (
        words(entry.select_one(":scope > p > a")),
        [
            (words(stage.p.a), [map_of(inner) for inner in stage.select(":scope > ul > li")])
            for stage in stages
        ],
        [map_of(inner) for inner in others],
    )


def here(document):
    return [words(link) for link in document.select("[aria-current]")]


@pytest.fixture
def maps():
    """Three levels, and a map of no stage in particular."""
    whole = journey()
    form = detail(whole, "apply", "In the form")
    field = detail(form, "inform", "In a field", page_class=WideMapPage)
    voices = detail(whole, "", "What people say")
    return whole, form, field, voices


ALL = [
    (
        "Whole journey",
        [
            ("Aware", []),
            ("Inform", []),
            (
                "Apply",
                [
                    (
                        "In the form",
                        [("Aware", []), ("Inform", [("In a field", [], [])]), ("Apply", [])],
                        [],
                    )
                ],
            ),
        ],
        [("What people say", [], [])],
    )
]


def test_every_map_shows_the_whole_family_and_where_one_is(read, maps):
    for page in maps:
        document = read(page)
        assert tree(document) == ALL
        assert here(document) == [page.title]


def test_links_lead_to_the_maps_and_to_their_stages(read, maps):
    document = read(maps[2])
    links = [link["href"] for link in document.select(".parcours-family__maps a")]
    assert links == [
        "/whole-journey/",
        "/whole-journey/#stage-aware",
        "/whole-journey/#stage-inform",
        "/whole-journey/#stage-apply",
        "/in-the-form/",
        "/in-the-form/#stage-aware",
        "/in-the-form/#stage-inform",
        "/in-a-field/",
        "/in-the-form/#stage-apply",
        "/what-people-say/",
    ]
    for link in dict.fromkeys(link.partition("#")[0] for link in links):
        assert read(Page.objects.get(slug=link.strip("/")), "")


def test_satisfaction_stands_beside_stages_and_maps_without_any_list(read):
    whole = journey(body=[table("Aware", experience={"satisfaction": "-1"})])
    body = [table("Inform", experience={"satisfaction": "2"})]
    body += [table("Apply", experience={"satisfaction": "-2"})]
    detail(whole, "aware", body=body)
    levels = [words(level) for level in read(whole).select(".parcours-family__level")]
    assert levels == ["−1 Frustrated", "Lowest satisfaction: −2 Very frustrated"]


def test_the_map_leads_there_and_back(read, maps):
    whole = maps[0]
    (link,) = read(whole, "").select('.parcours-more-detail a[href$="/family/"]')
    assert link["href"] == f"{whole.url}family/"
    assert read(whole).select_one(".parcours-overline a")["href"] == whole.url


def test_a_map_on_its_own_says_so(read):
    document = read(journey())
    assert "This map stands on its own" in words(document.article)
    assert tree(document) == []


def test_a_family_larger_than_the_view_says_so_and_keeps_the_way_to_where_one_is(
    read, maps, monkeypatch
):
    whole, _form, field, _voices = maps
    for number in range(6):
        detail(whole, "aware", f"More {number}")
    monkeypatch.setattr(family_view, "MAX_MAPS", 4)
    document = read(field)
    assert here(document) == ["In a field"]
    assert "more maps than are listed here" in words(document.article)
    assert len(document.select(".parcours-family__map")) == 5


def test_a_circle_of_links_ends(read, maps):
    whole, _form, field, _voices = maps
    CurrentStateMapPage.objects.filter(pk=whole.pk).update(
        detailed_map=field, detailed_stage="apply"
    )
    for page in maps[:3]:
        document = read(page)
        titles = [words(link) for link in document.select(".parcours-family__title > a")]
        assert sorted(titles) == [
            "In a field",
            "In the form",
            "What people say",
            "Whole journey",
        ]


# -- who may read what


def test_a_map_that_one_may_not_read_is_left_out_with_what_lies_in_it(read, client, maps):
    whole, form, field, _voices = maps
    hide(form)
    html = str(read(whole))
    assert "In the form" not in html
    assert "In a field" not in html
    assert tree(read(field)) == []
    client.force_login(get_user_model().objects.create_user("reader"))
    assert tree(read(whole)) == ALL


def test_nothing_is_said_of_what_is_cut_where_something_is_private(read, maps, monkeypatch):
    whole = maps[0]
    monkeypatch.setattr(family_view, "MAX_MAPS", 1)
    assert "more maps than are listed" in words(read(whole).article)
    for page in maps[1:]:
        hide(page)
    assert "more maps than are listed" not in words(read(whole).article)


def test_drafts_are_left_out(read, maps):
    whole, form, _field, _voices = maps
    form.unpublish()
    assert "In the form" not in str(read(whole))
    assert "In a field" not in str(read(whole))


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_the_family_of_a_private_map_is_as_private(client, maps, kind):
    whole = maps[0]
    PageViewRestriction.objects.create(page=whole, restriction_type=kind, password="open sesame")
    response = client.get(f"{whole.url}family/")
    text = response.content.decode()
    assert response.status_code in {200, 302}
    assert "In the form" not in text
    assert "All maps of this journey" not in text
    if kind == "password":
        client.post(
            response.context["action_url"],
            {"password": "open sesame", "return_url": f"{whole.url}family/"},
        )
        assert "In the form" in client.get(f"{whole.url}family/").content.decode()


def test_a_draft_has_no_family(client, maps):
    whole = maps[0]
    whole.unpublish()
    assert client.get("/whole-journey/family/").status_code == 404


def test_only_what_is_registered_is_served(client, maps):
    whole = maps[0]
    for path in ("famil/", "family/x/", "x/family/", "family/family/"):
        assert client.get(whole.url + path).status_code == 404
    assert client.get("/family/").status_code == 404


def test_an_alias_has_the_family_of_what_it_shows(read, maps):
    section = add_page(AnyPage(title="Section", slug="section"))
    alias = maps[1].create_alias(parent=section, update_slug="alias")
    document = read(alias)
    assert tree(document) == ALL
    assert here(document) == ["In the form"]


# -- everything else that happens when a map is served


def test_a_signed_map_is_served_as_before_and_its_family_too(read):
    whole = journey()
    tomorrow = make_future_map(title="Tomorrow", slug="tomorrow", body=[table("Aware")])
    tomorrow.detailed_map, tomorrow.detailed_stage = whole, "apply"
    tomorrow.save()
    assert read(tomorrow, "").select_one(".parcours-approval") is not None
    assert [map_of(li)[0] for li in read(tomorrow).select("article > ul > li")] == ["Whole journey"]


def test_queries_in_the_address_change_nothing(client, maps):
    url = f"{maps[0].url}family/"
    plain = client.get(url).content
    assert client.get(f"{url}?q=caf%C3%A9&view=family&page=%00").content == plain


def test_languages_lead_from_family_to_family(read, maps, rf):
    whole = maps[0]
    tout = in_french(whole, "Tout le parcours")
    document = read(whole)
    links = [
        (link["hreflang"], link["href"]) for link in document.select("head link[rel=alternate]")
    ]
    assert links == [
        ("en", f"{whole.full_url}family/"),
        ("fr", f"{tout.full_url}family/"),
        ("x-default", f"{whole.full_url}family/"),
    ]
    request = rf.get(f"{whole.url}family/")
    request.user = AnonymousUser()
    whole.served_view = "family"
    assert [link.url for link in language_links(whole, request)] == [
        "/whole-journey/family/",
        "/fr/tout-le-parcours/family/",
    ]
    in_map = [link["href"] for link in read(whole, "").select("head link[rel=alternate]")]
    assert in_map == [whole.full_url, tout.full_url, whole.full_url]


def test_titles_in_another_language_say_so(read, maps):
    tout = in_french(maps[0], "Tout le parcours")
    document = read(tout)
    assert document.article["lang"] == "fr"
    marked = {words(link): link.get("lang") for link in document.select(".parcours-family__maps a")}
    assert marked["Tout le parcours"] is None
    assert marked["Connaître"] is None
    assert marked["In the form"] == marked["Aware"] == "en"


def test_a_map_with_another_slug_takes_its_views_along(maps, django_capture_on_commit_callbacks):
    whole = maps[0]
    whole.slug = "renamed"
    with django_capture_on_commit_callbacks(execute=True):
        whole.save()
    old = {redirect.old_path for redirect in Redirect.objects.all()}
    assert {"/whole-journey", "/whole-journey/family"} <= old
    found = Redirect.objects.get(old_path="/whole-journey/family")
    assert found.link == "/renamed/family/"


def test_a_preview_is_a_preview(admin_client, maps, monkeypatch):
    seen = []
    whole = maps[0]
    whole.save_revision()
    original = CurrentStateMapPage.get_context

    def get_context(self, request, *args, **kwargs):
        seen.append(request.is_preview)
        return original(self, request, *args, **kwargs)

    monkeypatch.setattr(CurrentStateMapPage, "get_context", get_context)
    admin_client.get(reverse("wagtailadmin_pages:view_draft", args=[whole.pk]))
    admin_client.get(whole.url)
    admin_client.get(f"{whole.url}family/")
    assert seen == [True, False, False]


def test_a_site_s_own_serve_needs_no_arguments(client, maps, monkeypatch):
    """As it is documented for a page without routes."""

    def serve(self, request):
        return Page.serve(self, request)

    monkeypatch.setattr(CurrentStateMapPage, "serve", serve)
    assert client.get(maps[0].url).status_code == 200


def test_the_address_of_a_map_is_its_own_everywhere_else(client, maps):
    whole = maps[0]
    assert [entry["location"] for entry in whole.get_sitemap_urls()] == [whole.full_url]
    answer = client.get(f"/api/v2/pages/{whole.pk}/").json()
    assert answer["meta"]["html_url"] == whole.full_url


def test_every_page_of_a_family_is_valid_html(client, maps, nu_check):
    for page in maps[:3]:
        for path in ("", "family/"):
            assert nu_check(client.get(page.url + path).content.decode()) == [], (page, path)


# -- what it costs


def test_it_costs_the_same_for_few_maps_and_for_many(client):
    whole = journey()
    detail(whole, "apply", "Form 0")

    def queries():
        client.get(f"{whole.url}family/")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"{whole.url}family/")
        return len(captured)

    few = queries()
    plain = journey("Alone")
    client.get(plain.url)
    with CaptureQueriesContext(connection) as captured:
        client.get(plain.url)
    inner = whole
    for number in range(1, 9):
        inner = detail(inner, "apply", f"Form {number}", page_class=WideMapPage)
        detail(whole, "aware", f"Letter {number}")
    assert queries() == few
    assert few <= len(captured)
