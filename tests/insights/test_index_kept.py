"""Whatever people do, the index says what the pages say, to each reader what they may read."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count
from django.test import RequestFactory

from tests.insights.counting import counted
from tests.insights.operations import Site
from wagtail_parcours.insights.scope import Scope
from wagtail_parcours.insights.verification import check_index
from wagtail_parcours.models import EntryKind

pytestmark = pytest.mark.django_db


def request_of(user):
    request = RequestFactory().get("/")
    request.user, request.session = user, {}
    return request


def readers(site):
    member = get_user_model().objects.create_user("member")
    member.groups.add(site.group)
    stranger = get_user_model().objects.create_user("stranger")
    return [AnonymousUser(), member, stranger]


def by_the_index(request, language):
    """The same counts as `counted`, asked of the index."""
    scope = Scope(request, language=language)
    counts = {
        ("map", state): number
        for state, number in scope.maps.values_list("state").annotate(number=Count("pk"))
    }
    entries = scope.entries(*EntryKind.values)
    counts |= {
        (kind, effect): number
        for kind, effect, number in entries.values_list("kind", "effect_client").annotate(
            number=Count("pk")
        )
    }
    return counts


def walk(seed, steps, look_every):
    site = Site(seed)
    people = readers(site)
    done = []
    for number in range(1, steps + 1):
        done.append(site.step())
        if number % look_every and number < steps:
            continue
        assert list(check_index()) == [], done[-look_every:]
        for user in people:
            for language in ("en", "fr"):
                request = request_of(user)
                assert by_the_index(request, language) == counted(request, language), done
    assert len(set(done)) == len(set(site.operations))


def test_the_index_equals_a_recount_after_every_few_operations():
    walk(seed=5, steps=75, look_every=15)


@pytest.mark.soak
@pytest.mark.parametrize("seed", [11, 12])
def test_the_index_equals_a_recount_after_a_thousand_operations(seed):
    walk(seed=seed, steps=1000, look_every=125)
