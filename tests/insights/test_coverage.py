"""Whom the personas of each service stand for; every number here is counted by hand."""

import datetime
from decimal import Decimal

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import PageViewRestriction

from tests.factories import (
    PersonaFactory,
    TargetGroupFactory,
    add_page,
    make_index,
    make_map,
    make_project,
    persona_profile,
)
from wagtail_parcours.insights.coverage import Coverage, Standing
from wagtail_parcours.models import Facet, JourneyFacet, MappingProjectPage, Persona
from wagtail_parcours.models.maps import map_models

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of(django_user_model, rf):
    request = rf.get("/")
    request.user = django_user_model.objects.create_superuser("boss", "b@example.org", "pw")
    request.session = {}
    return request


def show(parent, *people, **values):
    values.setdefault("title", f"Map of {len(people)}")
    values.setdefault("slug", f"map-{JourneyFacet.objects.count()}-{len(people)}")
    return make_map(body=[persona_profile(person) for person in people], parent=parent, **values)


def person(name, share=None, **values):
    return PersonaFactory(name=name, share=share, **values)


def lines(request, **chosen):
    """Title, number of maps, sum, standing, and the names that count."""
    return [
        (
            service.title,
            service.maps,
            service.share,
            service.standing.value,
            [client.name for client in service.clients],
        )
        for service in Coverage(request, **chosen).services()
    ]


def in_french(thing, locale, **values):
    copy = thing.copy_for_translation(locale)
    for name, value in {"live": True, **values}.items():
        setattr(copy, name, value)
    copy.save()
    return copy


# -- services


def test_each_persona_counts_once_on_however_many_maps(request_of):
    project = make_project(title="Benefit")
    ana, bo = person("Ana", "45.5"), person("Bo", "40")
    show(project, ana)
    show(project, ana, bo)
    show(project, bo, live=False)
    assert lines(request_of) == [("Benefit", 2, Decimal("85.5"), "reached", ["Ana", "Bo"])]


def test_each_persona_counts_once_in_however_many_languages(request_of, locale_fr):
    project = make_project(title="Benefit")
    french = make_project(
        title="Prestation",
        slug="prestation",
        locale=locale_fr,
        translation_key=project.translation_key,
    )
    ana = person("Ana", "45.5")
    anne = in_french(ana, locale_fr, name="Anne", share="12")
    show(project, ana)
    show(french, anne, locale=locale_fr)
    # The share is that of the default language, whoever asks.
    assert lines(request_of) == [("Benefit", 2, Decimal("45.5"), "below", ["Ana"])]
    assert lines(request_of, language="fr") == [
        ("Prestation", 2, Decimal("45.5"), "below", ["Anne"])
    ]


def test_only_clients_count_and_third_parties_are_named(request_of):
    project = make_project(title="Benefit")
    show(
        project,
        person("Ana", "60"),
        person("Tess", "30", role="third_party"),
        person("Emil", "20", role="employee"),
    )
    (service,) = Coverage(request_of).services()
    assert service.share == 60
    assert [client.name for client in service.clients] == ["Ana"]
    assert [other.name for other in service.third_parties] == ["Tess"]


def test_personas_without_a_share_are_told_apart(request_of):
    project = make_project()
    show(project, person("Ana", "60"), person("Bo"), person("Cy"), person("Zero", "0"))
    (service,) = Coverage(request_of).services()
    assert service.share == 60
    assert [client.name for client in service.without_share] == ["Bo", "Cy"]


@pytest.mark.parametrize(
    ("shares", "target", "standing"),
    [
        (["79.99"], 80, Standing.BELOW),
        (["50", "30"], 80, Standing.REACHED),
        (["50", "50"], 80, Standing.REACHED),
        (["50", "50.01"], 80, Standing.OVER),
        (["60"], 60, Standing.REACHED),
        (["60"], "60.5", Standing.BELOW),
        ([], 80, Standing.BELOW),
    ],
)
def test_the_sum_is_held_against_the_target(request_of, settings, shares, target, standing):
    settings.WAGTAIL_PARCOURS = {"COVERAGE_TARGET": target}
    project = make_project()
    show(project, *(person(f"P{number}", share) for number, share in enumerate(shares)))
    (service,) = Coverage(request_of).services()
    assert service.standing == standing
    assert service.share == sum(map(Decimal, shares))


def test_a_persona_that_readers_do_not_see_does_not_count(request_of):
    project = make_project(title="Benefit")
    show(project, person("Ana", "60", live=False), person("Bo", "10"))
    assert lines(request_of) == [("Benefit", 1, Decimal(10), "below", ["Bo"])]


def test_everything_below_a_project_belongs_to_it(request_of):
    project = make_project(title="Benefit")
    show(make_index(project, title="Old ones"), person("Ana", "60"))
    assert lines(request_of) == [("Benefit", 1, Decimal(60), "below", ["Ana"])]


def test_maps_outside_any_published_project_are_the_last_line(request_of):
    show(None, person("Ana", "60"))
    show(make_project(title="A draft", live=False), person("Bo", "30"))
    make_project(title="Empty")
    assert lines(request_of) == [
        ("Empty", 0, Decimal(0), "below", []),
        ("", 2, Decimal(90), "reached", ["Ana", "Bo"]),
    ]


def test_an_alias_of_a_project_is_the_same_service(request_of):
    project = make_project(title="Benefit")
    page = show(project, person("Ana", "60"))
    alias = project.create_alias(parent=make_index(), update_slug="again")
    page.create_alias(parent=alias, update_slug="map-again")
    # The alias of a map is that map.
    assert lines(request_of) == [("Benefit", 1, Decimal(60), "below", ["Ana"])]


def test_what_one_may_not_read_does_not_count(request_of, privacy):
    project, secret = make_project(title="Benefit"), make_project(title="Secret", slug="secret")
    show(project, person("Ana", "60"))
    privacy(show(project, person("Bo", "30")))
    show(secret, person("Cy", "20"))
    privacy(secret)
    assert lines(request_of) == [("Benefit", 1, Decimal(60), "below", ["Ana"])]
    assert [p.name for p in Coverage(request_of).on_no_map()] == ["Bo", "Cy"]
    # Who knows the password counts them. It is another request: what one refuses, it refuses.
    del request_of._parcours_refused
    for restriction in PageViewRestriction.objects.all():
        request_of.session.setdefault(restriction.passed_view_restrictions_session_key, []).append(
            restriction.pk
        )
    assert lines(request_of) == [
        ("Benefit", 2, Decimal(90), "reached", ["Ana", "Bo"]),
        ("Secret", 1, Decimal(20), "below", ["Cy"]),
    ]


def test_filters_choose_which_maps_count(request_of, locale_en, locale_fr):
    benefit = make_project(make_index(title="West"), title="Benefit")
    permit = make_project(make_index(title="East", slug="east"), title="Permit")
    ana, bo = person("Ana", "60"), person("Bo", "30")
    show(benefit, ana)
    show(benefit, bo, locale=locale_fr)
    show(permit, bo)
    east = permit.get_parent()
    assert lines(request_of, locale=locale_fr) == [("Benefit", 1, Decimal(30), "below", ["Bo"])]
    assert lines(request_of, section=east) == [("Permit", 1, Decimal(30), "below", ["Bo"])]
    assert lines(request_of, section=permit, locale=locale_en) == lines(request_of, section=east)
    assert [p.name for p in Coverage(request_of, section=east).on_no_map()] == ["Ana"]


def test_a_section_inside_a_project_counts_for_the_project(request_of):
    project = make_project(title="Benefit")
    section = make_index(project, title="Old ones")
    show(section, person("Ana", "60"))
    show(project, person("Bo", "30"))
    assert lines(request_of, section=section) == [("Benefit", 1, Decimal(60), "below", ["Ana"])]


# -- personas and target groups


def test_target_groups_without_a_published_persona(request_of, locale_fr):
    used, alone, drafted = (TargetGroupFactory(name=name) for name in ("Used", "Alone", "Drafted"))
    in_french(alone, locale_fr, name="Seul")
    # Its persona is in the French group.
    PersonaFactory(target_group=in_french(used, locale_fr), locale=locale_fr)
    PersonaFactory(target_group=drafted, live=False)
    found = Coverage(request_of).groups_without_persona()
    assert [(group.name, group.language) for group in found] == [("Alone", "en"), ("Drafted", "en")]
    names = [group.name for group in Coverage(request_of, language="fr").groups_without_persona()]
    assert names == ["Drafted", "Seul"]


def test_personas_on_no_live_map(request_of, locale_fr):
    ana = person("Ana")
    person("Édouard")
    person("Zoe")
    person("Draft", live=False)
    show(None, in_french(ana, locale_fr), locale=locale_fr)
    show(None, Persona.objects.get(name="Zoe"), live=False)
    assert [p.name for p in Coverage(request_of).on_no_map()] == ["Édouard", "Zoe"]


TODAY = datetime.date(2026, 6, 1)


def due(request, today=TODAY):
    return [
        (entry.person.name, entry.since, entry.by_change)
        for entry in Coverage(request).not_reviewed(today)
    ]


def changed(persona, *day):
    moment = datetime.datetime(*day, 12, tzinfo=timezone.get_default_timezone())
    persona.history.update(history_date=moment)


def test_personas_that_nobody_reviewed_for_a_year(request_of, settings):
    day = datetime.date
    for name, reviewed in [
        ("Long ago", day(2024, 2, 1)),
        ("A year and a day", day(2025, 5, 31)),
        ("A year", day(2025, 6, 1)),
        ("Lately", day(2026, 5, 1)),
    ]:
        persona = person(name, reviewed_on=reviewed)
        # A later change is no review.
        changed(persona, 2026, 5, 20)
    assert due(request_of) == [
        ("Long ago", day(2024, 2, 1), False),
        ("A year and a day", day(2025, 5, 31), False),
    ]
    settings.WAGTAIL_PARCOURS = {"PERSONA_REVIEW_DAYS": 30}
    assert [name for name, *_rest in due(request_of)] == [
        "Long ago",
        "A year and a day",
        "A year",
        "Lately",
    ]


def test_without_a_review_the_last_published_change_counts(request_of, locale_fr):
    old, new, nothing = person("Old"), person("New"), person("Nothing known")
    changed(old, 2024, 1, 1)
    changed(new, 2024, 1, 1)
    changed(in_french(new, locale_fr), 2026, 1, 1)
    nothing.history.all().delete()
    assert due(request_of) == [
        ("Nothing known", None, True),
        ("Old", datetime.date(2024, 1, 1), True),
    ]


def test_a_review_in_one_language_is_one_of_the_person(request_of, locale_fr):
    persona = person("Ana", reviewed_on=datetime.date(2024, 1, 1))
    in_french(persona, locale_fr, reviewed_on=datetime.date(2026, 5, 1))
    assert due(request_of) == []


def test_maps_with_employee_lanes_and_no_employee(request_of, privacy):
    emil = person("Emil", role="employee")
    pages = [
        show(None, person("Ana"), title="Without"),
        show(None, emil, title="With"),
        show(None, person("Bo"), title="Hidden"),
        show(None, person("Cy"), title="No such lane"),
    ]
    for page in pages[:3]:
        JourneyFacet.objects.create(page=page, facet=Facet.EMPLOYEE_LANE, value="ease")
    privacy(pages[2])
    coverage = Coverage(request_of)
    assert [page.title for page in coverage.maps_without_employee()] == ["Without"]
    given = coverage.maps_without_employee({pages[1].pk, pages[3].pk})
    assert [page.title for page in given] == ["No such lane"]


# -- cost


def test_it_costs_the_same_for_many_maps_and_projects(request_of, django_assert_num_queries):
    def everything():
        coverage = Coverage(request_of)
        coverage.services()
        coverage.groups_without_persona()
        coverage.on_no_map()
        coverage.not_reviewed()
        list(coverage.maps_without_employee())

    def more():
        add_page(MappingProjectPage(title="One", slug=f"p{MappingProjectPage.objects.count()}"))
        project = MappingProjectPage.objects.last()
        show(project, person("Ana", "10", target_group=TargetGroupFactory()), person("Bo", "10"))

    more()
    everything()
    # Personas, what each part of the tree shows, maps, projects, target groups,
    # changes, maps with lanes of employees, the language of which maps count.
    with django_assert_num_queries(7):
        everything()
    for _each in range(3):
        more()
    with django_assert_num_queries(7):
        everything()


def test_many_private_groups_cost_no_more(django_user_model, rf, django_assert_num_queries):
    from django.contrib.auth.models import Group

    request = rf.get("/")
    request.user = django_user_model.objects.create_user("reader", "r@example.org", "pw")
    for number in range(4):
        page = make_index(title=f"Private {number}", slug=f"private-{number}")
        restriction = PageViewRestriction.objects.create(
            page=page, restriction_type=PageViewRestriction.GROUPS
        )
        restriction.groups.add(Group.objects.create(name=f"Group {number}"))
    # Known from the first request of a process on.
    ContentType.objects.get_for_models(*map_models())
    # Groups of the person, privacy settings, their groups, personas, what is shown.
    with django_assert_num_queries(5):
        Coverage(request)
