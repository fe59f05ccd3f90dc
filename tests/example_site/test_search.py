"""Search shows what the person may read, and nothing else."""

import pytest


@pytest.fixture
def found(client, tree):
    def titles(user, query="osprey", language="en"):
        client.force_login(user)
        response = client.get(f"/{language}/search/", {"query": query})
        assert response.status_code == 200
        return sorted(page.title for page in response.context["results"])

    return titles


def test_private_and_draft_pages_are_not_found(found, employee):
    assert found(employee) == ["Open osprey"]


def test_who_may_read_a_private_page_finds_it(found, approver):
    assert found(approver) == ["Nested osprey", "Open osprey", "Private osprey"]


def test_search_stays_in_the_language_being_read(found, employee):
    assert found(employee, "balbuzard") == []
    assert found(employee, "balbuzard", "fr") == ["Balbuzard"]


def test_the_body_of_a_page_is_searched(found, tree, employee):
    tree["section"](tree["home"], "Holidays", body=[("heading", "Kingfisher week")])
    assert found(employee, "kingfisher") == ["Holidays"]


@pytest.mark.parametrize("query", ["", "   ", "\x00", "x" * 5000, '"(*', "-"])
def test_odd_queries_find_nothing_and_break_nothing(found, employee, query):
    assert found(employee, query) == []


@pytest.mark.parametrize("page", ["0", "-1", "999", "two", "2e9"])
def test_odd_page_numbers_break_nothing(client, tree, employee, page):
    client.force_login(employee)
    response = client.get("/en/search/", {"query": "osprey", "page": page})
    assert "Open osprey" in response.content.decode()


def test_results_come_in_pages_that_keep_the_query(client, tree, employee):
    for number in range(12):
        tree["section"](tree["home"], f"Osprey {number}")
    client.force_login(employee)
    first = client.get("/en/search/", {"query": "osprey"}).content.decode()
    assert "13 pages match" in first
    assert 'href="?query=osprey&amp;page=2"' in first
    second = client.get("/en/search/", {"query": "osprey", "page": "2"})
    assert len(second.context["results"]) == 3


def test_the_query_is_shown_as_text(client, tree, employee):
    client.force_login(employee)
    text = client.get("/en/search/", {"query": '"><b>x'}).content.decode()
    assert '"><b>x' not in text


def test_an_endless_query_is_refused_in_words(client, tree, employee):
    client.force_login(employee)
    response = client.get("/en/search/", {"query": "osprey " * 60})
    assert not response.context["results"]
    assert "at most 200 characters" in response.content.decode()
