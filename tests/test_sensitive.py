"""A persona's sensitive fields never reach someone without the permission. One test per route."""

import csv
import io

import openpyxl
import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.api import APIField
from wagtail.log_actions import LogContext
from wagtail.models import (
    GroupApprovalTask,
    Locale,
    Workflow,
    WorkflowContentType,
    WorkflowTask,
)
from wagtail.search.backends import get_search_backend

from tests.factories import PersonaFactory, make_map
from tests.sensitive import (
    CANARIES,
    DRAFT,
    FORMER,
    LIVE,
    admin,
    allow,
    assert_nothing,
    browser,
    colleague,
    group,
    persona,
    text_of,
)
from tests.sensitive_urls import HAS_API_V3
from wagtail_parcours.models import CurrentStateMapPage, Persona

# Fixtures, used by name.
__all__ = ["browser", "colleague", "group", "persona"]

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("tests.sensitive_urls"),
    pytest.mark.usefixtures("searchable"),
]

# -- searches


@pytest.mark.parametrize("word", [LIVE, FORMER])
@pytest.mark.parametrize("method", ["search", "autocomplete"])
def test_search(persona, method, word):
    backend = get_search_backend()
    assert list(getattr(backend, method)("Ana", Persona)) == [persona]
    assert list(getattr(backend, method)(word, Persona)) == []


def test_no_search_field_is_sensitive():
    indexed = {field.field_name for field in Persona.get_search_fields()}
    assert not indexed & set(Persona.SENSITIVE_FIELDS)


def test_searching_the_list(browser, persona):
    assert "Ana" in text_of(browser.get(admin("list"), {"q": "Ana"}))
    for name in ("list", "list_results"):
        for word in CANARIES:
            found = browser.get(admin(name), {"q": word})
            assert list(found.context["object_list"]) == []


# -- the list and its exports


def test_list(browser, persona):
    assert_nothing(text_of(browser.get(admin("list"))))
    assert_nothing(text_of(browser.get(admin("list_results"))))


@pytest.mark.parametrize("query", ["condition", "condition__icontains", "symptoms"])
def test_list_cannot_be_filtered_by_them(browser, persona, query):
    """A filter would tell the value by what it leaves out."""
    for value in (LIVE, "something else"):
        shown = browser.get(admin("list"), {query: value}).context["object_list"]
        assert list(shown) == [persona]


def test_list_cannot_be_ordered_by_them(browser, persona):
    other = PersonaFactory(name="Zoe", condition="aaa")
    for order in ("condition", "-condition"):
        shown = browser.get(admin("list"), {"ordering": order}).context["object_list"]
        assert list(shown) == [persona, other]


def test_csv_export(browser, persona):
    text = text_of(browser.get(admin("list"), {"export": "csv"}))
    assert [row[0] for row in csv.reader(io.StringIO(text))][1:] == ["Ana"]
    assert_nothing(text)


def test_xlsx_export(browser, persona):
    response = browser.get(admin("list"), {"export": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    cells = [str(cell.value) for row in book.active.iter_rows() for cell in row]
    assert "Ana" in cells
    assert_nothing(" ".join(cells))


def test_exports_leave_them_out_for_everyone(client, persona):
    user = get_user_model().objects.create_superuser("root", "r@example.org", "pw")
    client.force_login(user)
    assert_nothing(text_of(client.get(admin("list"), {"export": "csv"})))


# -- choosers


@pytest.mark.parametrize("name", ["choose", "choose_results"])
def test_chooser(browser, persona, name):
    url = reverse(f"wagtailsnippetchoosers_wagtail_parcours_persona:{name}")
    assert "Ana" in text_of(browser.get(url))
    assert_nothing(text_of(browser.get(url)))
    for word in CANARIES:
        assert "Ana" not in text_of(browser.get(url, {"q": word}))


def test_chosen(browser, persona):
    chooser = "wagtailsnippetchoosers_wagtail_parcours_persona"
    one = browser.get(reverse(f"{chooser}:chosen", args=[persona.pk]))
    several = browser.get(reverse(f"{chooser}:chosen_multiple"), {"id": persona.pk})
    assert_nothing(text_of(one) + text_of(several))


# -- APIs


@pytest.fixture
def api_body(monkeypatch):
    """A site that offers the bodies of maps in its API."""
    monkeypatch.setattr(CurrentStateMapPage, "api_fields", [APIField("body")], raising=False)


def test_api_v2_personas(client, persona):
    for query in ({}, {"fields": "*"}):
        assert_nothing(text_of(client.get("/api/everything/personas/", query)))
        assert_nothing(text_of(client.get(f"/api/everything/personas/{persona.pk}/", query)))
    for query in ({"fields": "condition"}, {"condition": LIVE}, {"order": "condition"}):
        assert client.get("/api/everything/personas/", query).status_code == 400


def test_api_v2_search(client, persona):
    assert client.get("/api/everything/personas/", {"search": LIVE}).json()["items"] == []


def test_api_v2_pages(client, persona, api_body):
    page = make_map(persona=persona)
    url = "/api/everything/pages/"
    text = text_of(client.get(f"{url}{page.pk}/", {"fields": "*"}))
    assert f'"persona": {persona.pk}' in text
    assert_nothing(text)
    assert client.get(url, {"search": LIVE}).json()["items"] == []


def test_admin_api(browser, persona, api_body):
    page = make_map(persona=persona)
    listing = reverse("wagtailadmin_api:pages:listing")
    detail = reverse("wagtailadmin_api:pages:detail", args=[page.pk])
    assert_nothing(text_of(browser.get(listing, {"fields": "*"})))
    assert_nothing(text_of(browser.get(detail, {"fields": "*"})))


if HAS_API_V3:

    @pytest.fixture
    def token(colleague):
        from wagtail.models import APIToken

        return APIToken.objects.create_token(user=colleague, name="test")[1]

    def test_api_v3_does_not_offer_personas(client, persona, colleague):
        from wagtail.api.v3.registry import registry

        assert not registry.has(Persona._meta.label)
        for url in ("snippets/wagtail_parcours.Persona/", f"snippets/Persona/{persona.pk}/"):
            response = client.get(f"/api/v3/{url}", HTTP_AUTHORIZATION="Bearer nothing")
            assert response.status_code in {401, 403, 404, 422}
            assert_nothing(response.content.decode())

    def test_api_v3_pages(client, persona):
        page = make_map(persona=persona)
        assert_nothing(text_of(client.get("/api/v3/pages/")))
        assert_nothing(text_of(client.get(f"/api/v3/pages/{page.pk}/")))

    def test_api_v3_schema(client):
        schema = text_of(client.get("/api/v3/openapi.json"))
        assert "symptoms" not in schema


def test_localize_snippet_api(browser, persona):
    listing = reverse("wagtail_localize:snippets_api_listing", args=["wagtail_parcours", "persona"])
    detail = f"{listing}{persona.pk}/"
    assert_nothing(text_of(browser.get(listing)) + text_of(browser.get(detail)))


# -- the editor and what hangs on it


@pytest.mark.parametrize("name", ["edit", "copy", "delete", "usage", "history", "unpublish"])
def test_view_of_one_persona(browser, persona, name):
    text = text_of(browser.get(admin(name, persona.pk)))
    assert_nothing(text)
    assert 'name="condition"' not in text


def test_add_view(browser):
    text = text_of(browser.get(admin("add")))
    assert 'name="narrative"' in text
    assert 'name="condition"' not in text
    assert 'name="symptoms"' not in text


def test_locked_editor(browser, persona):
    browser.post(admin("lock", persona.pk))
    assert_nothing(text_of(browser.get(admin("edit", persona.pk))))


def test_bulk_delete_confirmation(browser, persona):
    url = reverse("wagtail_bulk_action", args=["wagtail_parcours", "persona", "delete"])
    assert_nothing(text_of(browser.get(url, {"id": persona.pk})))


def test_facts(browser, persona):
    text = text_of(browser.get(admin("facts", persona.pk)))
    assert "Sensitive fields differ too" in text
    assert_nothing(text)


def test_restoring_a_fact(browser, persona):
    row = persona.history.last()
    assert_nothing(text_of(browser.get(admin("restore_fact", persona.pk, row.history_id))))


@pytest.mark.parametrize("ends", [("earliest", "latest"), ("earliest", "live"), ("live", "latest")])
def test_comparing_revisions(browser, persona, ends):
    text = text_of(browser.get(admin("revisions_compare", persona.pk, *ends)))
    assert_nothing(text)
    assert "Told in" in text


def test_reviewing_a_revision(browser, persona):
    oldest = persona.revisions.order_by("created_at").first()
    assert_nothing(text_of(browser.get(admin("revisions_revert", persona.pk, oldest.pk))))


# -- previews


def test_preview_of_a_revision(browser, persona):
    for revision in persona.revisions:
        text = text_of(browser.get(admin("revisions_view", persona.pk, revision.pk)))
        assert "Ana" in text
        assert_nothing(text)


def test_preview_in_the_editor(browser, persona):
    form = {"name": "Ana", "role": "client", "origin": "fictional", "condition": "", "symptoms": ""}
    url = admin("preview_on_edit", persona.pk)
    assert browser.post(url, form).json()["is_valid"]
    text = text_of(browser.get(url))
    assert "Ana" in text
    assert_nothing(text)


def test_preview_with_the_permission_shows_them(browser, persona, colleague):
    allow(colleague)
    revision = persona.latest_revision
    assert DRAFT in text_of(browser.get(admin("revisions_view", persona.pk, revision.pk)))


def test_workflow(browser, persona, group, colleague):
    task = GroupApprovalTask.objects.create(name="Look")
    task.groups.add(group)
    workflow = Workflow.objects.create(name="Look at it")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    content_type = ContentType.objects.get_for_model(Persona)
    WorkflowContentType.objects.create(workflow=workflow, content_type=content_type)
    state = workflow.start(persona, colleague)
    task_state = state.current_task_state
    pages = [
        browser.get(admin("workflow_preview", persona.pk, task.pk)),
        browser.get(admin("workflow_history", persona.pk)),
        browser.get(admin("workflow_history_detail", persona.pk, state.pk)),
        browser.get(admin("edit", persona.pk)),
        browser.get(reverse("wagtailadmin_home")),
        browser.get(reverse("wagtailadmin_reports:workflow")),
    ]
    assert_nothing("".join(text_of(page) for page in pages))
    answer = browser.get(admin("workflow_action", persona.pk, "approve", task_state.pk))
    assert_nothing(text_of(answer))


def test_site_history(browser, client, persona):
    client.force_login(get_user_model().objects.create_superuser("root", "r@example.org", "pw"))
    assert_nothing(text_of(client.get(reverse("wagtailadmin_reports:site_history"))))


# -- translations


@pytest.fixture
def french():
    return Locale.objects.get_or_create(language_code="fr")[0]


@pytest.fixture
def translation(persona, french, colleague):
    from wagtail_localize.models import Translation, TranslationSource

    source, _created = TranslationSource.update_or_create_from_instance(persona)
    translation = Translation.objects.create(source=source, target_locale=french)
    with LogContext(user=colleague):
        translation.save_target(user=colleague)
    return translation


def test_submitting_for_translation(browser, persona, french):
    args = ["wagtail_parcours", "persona", persona.pk]
    url = reverse("wagtail_localize:submit_snippet_translation", args=args)
    assert_nothing(text_of(browser.get(url)))


def test_translation_editor(browser, persona, translation):
    copy = persona.get_translation(translation.target_locale)
    text = text_of(browser.get(admin("edit", copy.pk)))
    assert "Told in" in text
    assert_nothing(text)


def test_translation_files(browser, translation):
    url = reverse("wagtail_localize:download_pofile", args=[translation.pk])
    assert_nothing(text_of(browser.get(url)))


def test_copy_for_translation_stays_closed(browser, persona, french):
    """What wagtail.contrib.simple_translation makes is a persona like any other."""
    copy = persona.copy_for_translation(french)
    copy.save()
    assert copy.condition == DRAFT
    for name in ("edit", "facts", "history"):
        assert_nothing(text_of(browser.get(admin(name, copy.pk))))


# -- maps


def test_map_editor(browser, persona):
    page = make_map(persona=persona)
    assert_nothing(text_of(browser.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))))


def test_comparing_maps(browser, persona):
    page = make_map(body=[])
    page.save_revision()
    other = make_map(persona=persona)
    page.body = other.body
    page.save_revision()
    url = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"])
    text = text_of(browser.get(url))
    assert "Ana" in text
    assert_nothing(text)


def test_map_page(client, colleague, persona):
    page = make_map(persona=persona)
    assert_nothing(text_of(client.get(page.url)))
    client.force_login(colleague)
    text = text_of(client.get(page.url))
    assert "Ana" in text
    assert_nothing(text)


def test_map_page_with_the_permission(client, colleague, persona):
    """The next reader, without it, gets no copy of what this one saw."""
    page = make_map(persona=persona)
    allow(colleague)
    client.force_login(colleague)
    shown = text_of(client.get(page.url))
    assert LIVE in shown
    assert DRAFT not in shown
    client.logout()
    assert_nothing(text_of(client.get(page.url)))
