"""A sealed version reads as it did when it was signed, whatever became of what it showed."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction
from wagtail_factories import DocumentFactory, ImageFactory

from tests.factories import (
    PersonaFactory,
    TargetGroupFactory,
    child,
    improvement,
    improvement_card,
    make_future_map,
    make_map,
    persona_profile,
    stage_table,
)
from tests.testapp.models import WideMapPage
from wagtail_parcours.governance.sealing import sealed_content
from wagtail_parcours.journeys import read_sealed, sealed_text
from wagtail_parcours.models import Channel, CurrentStateMapPage, FutureStateMapPage, Persona
from wagtail_parcours.rendering.sealed import sealed_page, show_sealed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("channels")]

SECRET = "canary-condition"


@pytest.fixture
def amina():
    return PersonaFactory(
        name="Amina",
        condition=SECRET,
        symptoms=SECRET,
        photo=ImageFactory(),
        photo_alt="A woman at a window",
        target_group=TargetGroupFactory(name="Caregivers"),
    )


@pytest.fixture
def today():
    return make_map(2, title="Applying today", slug="today")


@pytest.fixture
def tomorrow(amina, today):
    # Another file than the portrait's.
    counter = ImageFactory(file__color="green")
    link = f'<p>See <a linktype="page" id="{today.pk}">today</a></p>'
    body = [
        persona_profile(amina),
        stage_table(3, 6),
        improvement_card(
            "telephone", [improvement(barriers=list(today.get_journey().findings)[:2])]
        ),
        child("text", link),
        child("image", {"image": counter.pk, "alt": "A counter", "caption": "Caption"}),
        child("document", {"document": DocumentFactory(title="Minutes").pk, "title": ""}),
    ]
    return make_future_map(today, body=body, slug="tomorrow", seo_title="In a search engine")


@pytest.fixture
def request_of(rf):
    def make(user=None):
        request = rf.get("/")
        request.user = user or AnonymousUser()
        return request

    return make


@pytest.fixture
def html_of(request_of):
    """What the page's own template prints for a visitor."""

    def render(page, user=None):
        request = request_of(user)
        return page.serve(request).render().content.decode()

    return render


def kept(page):
    """The content as it comes back from the records."""
    return read_sealed(sealed_text(sealed_content(page)))


def superuser():
    return get_user_model().objects.create_superuser("root", "root@example.org", "x")


def own(html):
    """A page without the ways to its other views: a version that is no page has none."""
    document = BeautifulSoup(html, "html.parser")
    for link in document.select('a[href$="/changes/"], a[href$="/analysis/"]'):
        link.find_parent("p").decompose()
    for ways in document.select(".parcours-ways"):
        ways.find_next_sibling("script").decompose()
        ways.decompose()
    return " ".join(str(document).split())


def words(html):
    return " ".join(BeautifulSoup(html, "html.parser").select_one("main").get_text(" ").split())


def test_it_prints_what_the_live_page_printed(tomorrow, html_of):
    live = html_of(FutureStateMapPage.objects.get(pk=tomorrow.pk))
    sealed = sealed_page(kept(tomorrow), "wagtail_parcours.FutureStateMapPage", tomorrow)
    assert sealed.pk is None
    assert own(html_of(sealed)) == own(live)
    again = show_sealed(FutureStateMapPage.objects.get(pk=tomorrow.pk), kept(tomorrow))
    assert html_of(again) == live


def change_everything_shown(amina, today):
    amina.name, amina.age, amina.live = "Other", 20, True
    amina.photo = None
    amina.save()
    amina.target_group.name = "Other group"
    amina.target_group.save()
    Channel.objects.update(name="Other channel", icon="parcours-channel")
    today.title = "Other title"
    today.body = [stage_table(1, title="Nothing of before")]
    today.save()


def test_what_it_shows_from_elsewhere_may_change(tomorrow, amina, today, html_of):
    before, content = html_of(tomorrow), kept(tomorrow)
    change_everything_shown(amina, today)
    fresh = FutureStateMapPage.objects.get(pk=tomorrow.pk)
    assert words(html_of(fresh)) != words(before)
    assert words(html_of(show_sealed(fresh, content))) == words(before)
    sealed = sealed_page(content, "wagtail_parcours.FutureStateMapPage", fresh)
    assert own(html_of(sealed)) == own(before)


def test_it_can_be_read_when_everything_is_gone(tomorrow, amina, today, html_of):
    before, content = words(html_of(tomorrow)), kept(tomorrow)
    tomorrow.delete()
    Page.objects.get(pk=today.pk).delete()
    Persona.objects.all().delete()
    Channel.objects.all().delete()
    get_image_model().objects.all().delete()
    sealed = sealed_page(content, "wagtail_parcours.FutureStateMapPage")
    after = html_of(sealed)
    for said in ("Amina", "Caregivers", "Telephone", "Applying today", "Waits 0 minutes"):
        assert said in before
        assert said in words(after)
    document = BeautifulSoup(after, "html.parser")
    assert document.select_one(".parcours-monogram").get_text() == "A"
    assert "A picture that is no longer kept here: A counter" in words(after)
    # Nothing leads nowhere.
    assert not document.select(".parcours-origin-map a, .parcours-barriers a")
    assert "linktype" not in after


def test_a_document_that_is_gone_is_named(tomorrow, html_of):
    content = kept(tomorrow)
    DocumentFactory._meta.model.objects.all().delete()
    said = words(html_of(show_sealed(tomorrow, content)))
    assert "A document that is no longer kept here: Minutes" in said


def test_a_persona_that_was_not_published_is_still_nobody(channels, html_of):
    persona = PersonaFactory(name="Zoé", live=False)
    page = make_map(body=[persona_profile(persona)])
    content = kept(page)
    Persona.objects.update(live=True)
    assert "Zoé" not in html_of(show_sealed(page, content))


def test_nobody_reads_sensitive_fields_in_it(tomorrow, html_of):
    expert = superuser()
    assert SECRET in html_of(FutureStateMapPage.objects.get(pk=tomorrow.pk), expert)
    sealed = show_sealed(FutureStateMapPage.objects.get(pk=tomorrow.pk), kept(tomorrow))
    assert SECRET not in html_of(sealed, expert)


def test_what_became_private_is_hidden_from_visitors_and_kept_in_the_records(
    tomorrow, today, html_of
):
    content = kept(tomorrow)
    PageViewRestriction.objects.create(page=today, restriction_type="login")
    public = words(html_of(show_sealed(FutureStateMapPage.objects.get(pk=tomorrow.pk), content)))
    assert "Applying today" not in public
    assert "2 barriers of a map that is not available to you" in public
    record = words(html_of(sealed_page(content, "wagtail_parcours.FutureStateMapPage", tomorrow)))
    assert "Applying today" in record
    assert "not available" not in record


def test_a_page_type_that_is_gone_is_read_as_the_nearest_one(html_of):
    page = make_map(2, 8, page_class=WideMapPage)
    sealed = sealed_page(kept(page), "some_app.GonePage")
    assert type(sealed) is CurrentStateMapPage
    assert "Waits 0 minutes" in html_of(sealed)
    assert type(sealed_page(kept(page), "testapp.WideMapPage")) is WideMapPage
    # A label of something else entirely.
    assert type(sealed_page(kept(page), "auth.User")) is CurrentStateMapPage


def test_a_block_that_the_page_type_lost_is_passed_over(html_of):
    page = make_map(body=[child("callout", {"kind": "note", "title": "", "text": "Mind"})])
    content = kept(page)
    odd = sealed_text(content).replace(
        '"parts":[', '"parts":[{"id":"u","part":"unknown","type":"x","value":1},'
    )
    assert "Mind" in html_of(sealed_page(read_sealed(odd), "wagtail_parcours.CurrentStateMapPage"))


def test_its_language_and_place_are_those_of_the_page(tomorrow, locale_fr, client):
    french = tomorrow.copy_for_translation(locale_fr, copy_parents=True)
    content = kept(french)
    sealed = sealed_page(content, "wagtail_parcours.FutureStateMapPage", french)
    assert sealed.locale == locale_fr
    assert sealed.get_parent() == french.get_parent()
    assert [page.pk for page in sealed.get_ancestors()] == [
        page.pk for page in french.get_ancestors()
    ]
    alone = sealed_page(content, "wagtail_parcours.FutureStateMapPage")
    assert alone.get_ancestors().count() == 2
    assert alone.get_url()


def test_tampered_facts_break_nothing(tomorrow, html_of):
    content = kept(tomorrow)
    text = sealed_text(content)
    text = text.replace('"age":58', '"age":"old"').replace('"share":"18.5"', '"share":{"a":1}')
    text = text.replace('"quote":"', '"languages":null,"pk":7,"quote":"')
    assert "Amina" in html_of(show_sealed(tomorrow, read_sealed(text)))


# Three of them for the languages: of the texts, of the personas, of the channels. One for the maps
# that show its stages in detail.
def test_its_cost_does_not_grow_with_the_map(amina, today, request_of, django_assert_num_queries):
    def queries(stages, cards):
        body = [
            persona_profile(amina),
            stage_table(stages, 6),
            *(improvement_card("telephone") for _ in range(cards)),
            child("image", {"image": amina.photo.pk, "alt": "A", "caption": ""}),
            child("text", f'<p><a id="{today.pk}" linktype="page">x</a></p>'),
        ]
        page = make_future_map(today, body=body, slug=f"map-{stages}")
        content = kept(page)
        page = FutureStateMapPage.objects.get(pk=page.pk)
        page.serve(request_of()).render()

        def read():
            show_sealed(page, content)
            page.serve(request_of()).render()

        return read

    small, large = queries(1, 1), queries(20, 10)
    with django_assert_num_queries(19):
        small()
    with django_assert_num_queries(19):
        large()
