"""The terms of one language, and the index of where live maps use them."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import child, default_locale, make_map, stage, stage_table
from wagtail_parcours.models import GlossaryTerm, TermUse
from wagtail_parcours.translation.glossary import glossary_of

pytestmark = pytest.mark.django_db


def make_term(term="obstacle", **values):
    values.setdefault("locale", default_locale())
    values.setdefault("definition", "A meaning.")
    return GlossaryTerm.objects.create(term=term, **values)


def map_with(*cells, **values):
    stages = [stage(f"Stage {n}", actions=text) for n, text in enumerate(cells, start=1)]
    return make_map(body=[stage_table(stages, ["actions"])], introduction="", **values)


def uses(page, *, avoid):
    rows = TermUse.objects.filter(wording__page=page.pk, avoid=avoid).order_by("pk")
    return [(row.said, row.term.term) for row in rows]


# -- what a term may be


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"term": "Obstacle"}, "term"),
        ({"term": "hurdles"}, "term"),
        ({"term": "thing", "other_forms": "snag"}, "other_forms"),
        ({"term": "thing", "forbidden_synonyms": "Hurdle"}, "forbidden_synonyms"),
        ({"term": "thing", "forbidden_synonyms": "thing"}, "forbidden_synonyms"),
        ({"term": "l’accès", "other_forms": "x", "forbidden_synonyms": "L'accès"}, None),
        ({"term": "thing", "other_forms": "x" * 121}, "other_forms"),
        ({"term": "thing", "forbidden_synonyms": "\n".join(map(str, range(51)))}, None),
    ],
)
def test_no_form_means_two_things(values, field):
    make_term("obstacle", other_forms="hurdle\nhurdles", forbidden_synonyms="snag")
    term = GlossaryTerm(locale=default_locale(), definition="Something.", **values)
    with pytest.raises(ValidationError) as refusal:
        term.full_clean()
    assert set(refusal.value.message_dict) == {field or "forbidden_synonyms"}


def test_another_language_may_use_the_same_word(locale_fr):
    make_term("obstacle")
    GlossaryTerm(locale=locale_fr, term="obstacle", definition="Un sens.").full_clean()


def test_a_term_may_be_saved_again():
    term = make_term("obstacle", forbidden_synonyms="snag")
    term.full_clean()


# -- reading them


def test_terms_are_read_once(locale_en):
    make_term()
    glossary_of(locale_en.pk)
    with CaptureQueriesContext(connection) as captured:
        assert glossary_of(locale_en.pk).terms
    assert not captured.captured_queries


def test_a_word_to_avoid_inside_a_term_is_no_fault(locale_en):
    make_term("client", forbidden_synonyms="customer")
    make_term("customer charter")
    glossary = glossary_of(locale_en.pk)
    found = glossary.find_avoided("The customer charter is for the customer.")
    assert [match.start for match in found] == [32]


# -- where maps use them


def test_a_map_that_goes_live_is_looked_through():
    make_term("client", forbidden_synonyms="customer")
    page = map_with("The customer waits.\nThe customer leaves.", "A client, a client.")
    assert uses(page, avoid=True) == [("customer", "client")] * 2
    assert uses(page, avoid=False) == [("client", "client")]
    page.unpublish()
    assert not TermUse.objects.exists()


def test_formatted_texts_are_read_as_readers_see_them():
    make_term("R&D", forbidden_synonyms="research & co")
    page = make_map(body=[child("text", "<p>Research &amp; co</p><p>Customer</p>")])
    assert uses(page, avoid=True) == [("Research & co", "R&D")]


def test_a_new_term_is_found_on_maps_that_are_live_already():
    page = map_with("The customer’s charter", "Nothing")
    other = map_with("Nothing at all", slug="other")
    term = make_term("client", forbidden_synonyms="customer's charter")
    assert uses(page, avoid=True) == [("customer’s charter", "client")]
    assert uses(other, avoid=True) == []
    term.forbidden_synonyms = "nothing"
    term.save()
    assert uses(page, avoid=True) == uses(other, avoid=True) == [("Nothing", "client")]


def test_a_longer_term_that_goes_lets_the_word_inside_be_seen():
    make_term("client", forbidden_synonyms="customer")
    charter = make_term("customer charter")
    page = map_with("The customer charter")
    assert uses(page, avoid=True) == []
    charter.delete()
    assert uses(page, avoid=True) == [("customer", "client")]


def test_other_languages_are_left_alone(locale_fr):
    make_term("client", forbidden_synonyms="customer", locale=locale_fr)
    assert uses(map_with("The customer"), avoid=True) == []
