"""Public pages are served with a strict content security policy, and keep to it."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

HEADER = "Content-Security-Policy"


def policy(response):
    directives = (part.split() for part in response.headers[HEADER].split(";"))
    return {words[0]: words[1:] for words in directives}


@pytest.mark.parametrize(
    "path", ["/en/", "/fr/balbuzard/", "/en/search/?query=osprey", "/en/none/"]
)
def test_pages_allow_nothing_from_elsewhere_and_nothing_inline(client, tree, employee, path):
    client.force_login(employee)
    response = client.get(path)
    assert policy(response)["default-src"] == ["'self'"]
    assert policy(response)["object-src"] == ["'none'"]
    assert policy(response)["frame-ancestors"] == ["'none'"]
    assert "unsafe" not in response.headers[HEADER]
    assert "http" not in response.headers[HEADER]


def test_the_sign_in_page_is_strict_too(client, db):
    assert policy(client.get("/en/login/"))["default-src"] == ["'self'"]


@pytest.mark.parametrize("path", ["/en/", "/fr/balbuzard/", "/en/search/?query=osprey"])
def test_pages_need_nothing_inline(client, tree, employee, path):
    client.force_login(employee)
    text = client.get(path).content.decode()
    assert re.findall(r"<script(?![^>]*src=)", text) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=\"", text) == []


def test_the_editor_gets_what_it_needs(client, tree):
    admin = get_user_model().objects.create_superuser("admin", password="of no importance")
    client.force_login(admin)
    response = client.get("/admin/")
    assert response.status_code == 200
    assert "'unsafe-inline'" in policy(response)["script-src"]
    assert policy(response)["default-src"] == ["'self'"]
    assert policy(response)["frame-ancestors"] == ["'self'"]


def test_a_preview_shows_in_the_editor_s_frame(client, tree):
    """The page is rendered through the whole site, whose own policy forbids any frame."""
    client.force_login(get_user_model().objects.create_superuser("admin", password="unimportant"))
    address = f"/admin/pages/{tree['home'].pk}/edit/preview/"
    form = {
        "title": "Seen before it is published",
        "slug": "h-en",
        "introduction": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    assert client.post(address, form).json()["is_valid"]
    response = client.get(address, {"in_preview_panel": "true"})
    assert "Seen before it is published" in response.content.decode()
    assert policy(response)["frame-ancestors"] == ["'self'"]
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_documents_keep_the_policy_that_wagtail_gives_them(client, employee):
    document = get_document_model().objects.create(
        title="Form", file=ContentFile(b"%PDF-1.4", name="form.pdf")
    )
    client.force_login(employee)
    assert policy(client.get(document.url))["default-src"] == ["'none'"]
