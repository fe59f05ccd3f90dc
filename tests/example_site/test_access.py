"""The whole intranet asks for an account, and tells strangers nothing."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.urls import URLPattern, get_resolver
from wagtail.documents import get_document_model

from example_site.home.reading import readable_pages

SIGN_IN = "/en/login/"


@pytest.fixture
def document(db):
    return get_document_model().objects.create(
        title="Pay scales", file=ContentFile(b"confidential", name="pay.txt")
    )


def every_view(patterns, path=""):
    """All views of the URL configuration, with the path that leads to them."""
    for pattern in patterns:
        where = f"{path}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield where, pattern.callback
        else:
            yield from every_view(pattern.url_patterns, where)


def views_open_to_strangers():
    views = list(every_view(get_resolver().url_patterns))
    assert len(views) > 100
    return [path for path, view in views if not getattr(view, "login_required", True)]


def test_only_the_sign_in_pages_are_open_to_strangers():
    """Also for addresses that Wagtail or a new app adds one day."""
    outside_the_admin = [path for path in views_open_to_strangers() if "admin/" not in path]
    assert outside_the_admin == ["en/login/", "en/_util/login/"]


@pytest.mark.parametrize("path", ["pages/", "images/", "documents/", "pages/find/?id=1"])
def test_the_editor_s_own_api_is_closed_all_the_same(client, tree, path):
    """Its views are exempt from the site's rule because they keep one of their own."""
    response = client.get(f"/admin/api/main/{path}")
    assert response.status_code in {302, 403}
    assert "osprey" not in response.content.decode()


@pytest.mark.parametrize(
    "path",
    ["/en/", "/fr/", "/en/open-osprey/", "/en/search/?query=osprey", "/admin/", "/admin/pages/"],
)
def test_strangers_are_sent_to_sign_in(client, tree, path):
    response = client.get(path)
    assert response.status_code == 302
    assert response.headers["Location"].split("?")[0] in {SIGN_IN, "/fr/login/"}


def test_documents_ask_for_an_account(client, document, employee):
    assert client.get(document.url).status_code == 302
    client.force_login(employee)
    response = client.get(document.url)
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == b"confidential"


def test_pictures_ask_for_an_account(client, employee, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "map.png").write_bytes(b"picture")
    assert client.get("/media/images/map.png").status_code == 302
    client.force_login(employee)
    assert b"".join(client.get("/media/images/map.png").streaming_content) == b"picture"


@pytest.mark.parametrize(
    "path",
    [
        "documents/pay.txt",
        "images/../documents/pay.txt",
        "images/..%2Fdocuments%2Fpay.txt",
        "images/..",
        "images/",
    ],
)
def test_uploaded_documents_have_one_way_out(client, document, employee, path):
    """Their own view, which knows who may read them."""
    client.force_login(employee)
    assert client.get(f"/media/{path}", follow=True).status_code in {400, 404}


def test_documents_of_a_restricted_collection_stay_closed(
    client, document, employee, approver, groups
):
    from wagtail.models import Collection, CollectionViewRestriction

    collection = Collection.get_first_root_node().add_child(name="Committee")
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="groups"
    )
    restriction.groups.set(approver.groups.all())
    document.collection = collection
    document.save()

    client.force_login(employee)
    assert client.get(document.url).status_code != 200
    client.force_login(approver)
    assert client.get(document.url).status_code == 200


@pytest.mark.parametrize("path", [SIGN_IN, "/no-such-place"])
def test_what_strangers_see_names_no_page(client, tree, path):
    text = client.get(path).content.decode()
    assert "osprey" not in text.lower()
    assert "Main menu" not in text


def test_signing_in_leads_to_the_page_asked_for(client, tree, employee):
    asked = client.get("/en/open-osprey/")
    response = client.post(
        asked.headers["Location"],
        {"username": "employee", "password": "of no importance", "next": "/en/open-osprey/"},
        follow=True,
    )
    assert response.redirect_chain[-1][0] == "/en/open-osprey/"
    assert "Open osprey" in response.content.decode()


def test_a_wrong_password_is_said_once_in_words(client, tree, employee):
    response = client.post(SIGN_IN, {"username": "employee", "password": "wrong"})
    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()
    assert 'value="employee"' in response.content.decode()


def test_signing_out_takes_a_post(client, tree, employee):
    client.force_login(employee)
    assert client.get("/en/logout/").status_code == 405
    assert client.get("/en/").status_code == 200
    client.post("/en/logout/")
    assert client.get("/en/").status_code == 302


def test_a_private_page_is_in_no_list(client, tree, employee, approver):
    client.force_login(employee)
    home = client.get("/en/").content.decode()
    assert "Open osprey" in home
    assert "Private osprey" not in home
    assert "Draft osprey" not in home
    client.force_login(approver)
    assert "Private osprey" in client.get("/en/").content.decode()


def test_to_a_stranger_no_page_is_readable(rf, tree):
    """Menus and error pages rely on it, wherever a template shows them."""
    request = rf.get("/en/")
    request.user = AnonymousUser()
    assert not readable_pages(request)
