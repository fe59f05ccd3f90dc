"""Narrowing a report: what counts as being of a channel, and what it costs to know the reader."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import RequestFactory
from wagtail.models import PageViewRestriction

from tests.factories import experience, finding, make_map, stage, stage_table, touchpoint
from wagtail_parcours.insights.scope import Narrowing, Scope
from wagtail_parcours.models import EntryKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of():
    def build(user):
        request = RequestFactory().get("/")
        request.user, request.session = user, {}
        return request

    return build


@pytest.fixture
def request_of_boss(request_of, admin_user):
    return request_of(admin_user)


def named(scope, *kinds):
    return sorted(scope.entries(*kinds).values_list("kind", "stage_name", "channel"))


def test_a_channel_brings_the_stages_that_use_it(request_of_boss):
    stages = [
        stage("Ask", touchpoints=[touchpoint(channel="telephone")], experience=experience("-1")),
        stage("Wait", findings=[finding(channel="online")], experience=experience("-2")),
    ]
    make_map(body=[stage_table(stages, ["touchpoints", "findings", "experience"])])
    scope = Scope(request_of_boss, narrowing=Narrowing(channel="telephone"))
    assert named(scope, EntryKind.STAGE) == [("stage", "Ask", "")]
    assert named(scope, EntryKind.FINDING) == []
    assert named(scope, EntryKind.STAGE, EntryKind.TOUCHPOINT) == [
        ("stage", "Ask", ""),
        ("touchpoint", "Ask", "telephone"),
    ]


def test_the_groups_of_a_reader_are_read_once(request_of, django_assert_num_queries):
    user = get_user_model().objects.create_user("member")
    group = Group.objects.create(name="Insiders")
    user.groups.add(group)
    for number in range(4):
        page = make_map(1, title=f"Map {number}", slug=f"map-{number}")
        restriction = PageViewRestriction.objects.create(page=page, restriction_type="groups")
        restriction.groups.add(group)
    user = get_user_model().objects.get(pk=user.pk)
    # The groups of the reader, the restrictions, the groups of the restrictions, the language,
    # the maps.
    with django_assert_num_queries(4):
        assert Scope(request_of(user)).maps.count() == 4
