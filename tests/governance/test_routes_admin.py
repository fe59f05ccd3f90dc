"""Every way to live that the admin offers: none puts a map live that nobody signed."""

from urllib.parse import urlencode

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.models import Page, WorkflowPage

from tests.factories import add_page, home_page, make_index, make_map
from tests.governance.routes import (
    UNSIGNED,
    draft_on,
    logged_in,
    make_lax_site,
    make_legacy,
    make_publisher,
    make_signed,
    make_superuser,
    make_unsigned,
    sign_latest,
    standing,
    texts,
    unsigned_live,
)
from tests.governance.workflows import (
    approval_step,
    edit_address,
    editor_form,
    fresh,
    make_approver,
    make_group,
    make_workflow,
    sign_step,
    waiting_step,
)
from wagtail_parcours.models import FutureStateMapPage, Standing

pytestmark = pytest.mark.django_db

PUBLISH = {"action-publish": "1"}
NO_WORKFLOW = "No workflow with an active step applies to this page"


@pytest.fixture
def publisher(locale_en):
    return make_publisher()


@pytest.fixture
def browser(publisher):
    return logged_in(publisher)


@pytest.fixture
def draft(publisher):
    return make_unsigned(owner=publisher)


@pytest.fixture
def signed(publisher):
    return make_signed(owner=publisher)


def told(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


# -- the Publish button


def test_publish_saves_the_draft_and_says_why_it_is_not_live(browser, draft):
    make_workflow()
    response = browser.post(
        edit_address(draft), editor_form(draft, introduction="Written.") | PUBLISH, follow=True
    )
    assert "Your draft of “Applying, as it should be” is saved" in texts(response)
    assert "1 person has to sign this version. Signed so far: 0" in texts(response)
    draft = fresh(draft)
    assert not draft.live
    assert draft.get_latest_revision_as_object().introduction == "Written."
    assert unsigned_live() == []


def test_from_there_it_goes_to_those_who_sign(browser, draft):
    make_workflow()
    answer = browser.post(edit_address(draft), editor_form(draft) | PUBLISH)
    page = browser.get(answer.url)
    assert "Submit for approval" in texts(page)
    submitted = browser.post(answer.url, follow=True)
    assert "has been submitted for approval" in texts(submitted)
    assert waiting_step(draft).task.name == "Sign-off"
    assert "It waits in the step “Sign-off”" in texts(browser.get(answer.url))


@pytest.mark.parametrize(
    ("prepare", "advice"),
    [
        (lambda: WorkflowPage.objects.all().delete(), NO_WORKFLOW),
        (lambda: make_workflow(sign_step(active=False)), NO_WORKFLOW),
        (
            lambda: make_workflow(approval_step("Proof", make_group())),
            "has no step in which people sign",
        ),
    ],
    ids=["no workflow", "only inactive steps", "no signing step"],
)
def test_where_nobody_can_sign_it_says_whom_to_ask(browser, draft, prepare, advice):
    prepare()
    response = browser.post(edit_address(draft), editor_form(draft) | PUBLISH, follow=True)
    assert advice in texts(response)
    assert "Submit for approval" not in texts(response)


def test_only_those_who_work_on_the_map_see_that_page(draft, locale_en):
    address = reverse("wagtail_parcours:not_published", args=[draft.pk])
    response = logged_in(make_approver()).get(address)
    assert response.status_code == 302
    assert response.url == reverse("wagtailadmin_home")


def test_publishing_changes_on_a_live_map_leaves_it_as_it_was(browser, signed):
    before = signed.introduction
    response = browser.post(
        edit_address(signed), editor_form(signed, introduction=UNSIGNED) | PUBLISH, follow=True
    )
    assert "readers go on seeing the version that is live" in texts(response)
    assert fresh(signed).introduction == before
    assert standing(signed) == Standing.SIGNED


def test_a_date_is_no_way_round(browser, draft):
    """Wagtail only notes it; editors expect to hear today, not on that day."""
    form = editor_form(draft) | PUBLISH | {"go_live_at": "2099-01-01 10:00"}
    response = browser.post(edit_address(draft), form, follow=True)
    assert "It is not live yet" in texts(response)
    assert not fresh(draft).revisions.filter(approved_go_live_at__isnull=False).exists()


def test_a_new_map_is_saved_as_a_draft(browser, draft):
    address = reverse(
        "wagtailadmin_pages:add", args=["wagtail_parcours", "futurestatemappage", home_page().pk]
    )
    form = editor_form(draft, title="Brand new", slug="brand-new") | PUBLISH
    response = browser.post(address, form, follow=True)
    assert texts(response).count("“Brand new” needs a sign-off before it goes live") == 1
    page = FutureStateMapPage.objects.get(slug="brand-new")
    assert not page.live
    assert page.latest_revision is not None


def test_a_new_map_is_not_lost_in_a_workflow_without_steps(browser, draft):
    make_workflow(sign_step(active=False), name="Asleep")
    address = reverse(
        "wagtailadmin_pages:add", args=["wagtail_parcours", "futurestatemappage", home_page().pk]
    )
    form = editor_form(draft, title="Brand new", slug="brand-new") | {"action-submit": "1"}
    response = browser.post(address, form, follow=True)
    assert "no step of the workflow “Asleep” is active" in texts(response)
    page = FutureStateMapPage.objects.get(slug="brand-new")
    assert not page.live
    assert page.current_workflow_state is None


def test_submitting_to_a_workflow_without_steps_only_saves(browser, draft):
    make_workflow(sign_step(active=False))
    form = editor_form(draft, introduction="Written.") | {"action-submit": "1"}
    response = browser.post(edit_address(draft), form, follow=True)
    assert response.status_code == 200
    draft = fresh(draft)
    assert not draft.live
    assert draft.current_workflow_state is None
    assert draft.get_latest_revision_as_object().introduction == "Written."


def test_going_back_to_an_older_version_needs_its_sign_off_again(browser, signed):
    first = signed.live_revision
    draft_on(signed)
    sign_latest(signed)
    fresh(signed).get_latest_revision().publish()
    address = reverse("wagtailadmin_pages:revisions_revert", args=[signed.pk, first.pk])
    assert browser.get(address).status_code == 200
    form = editor_form(signed, introduction=first.as_object().introduction)
    response = browser.post(edit_address(signed), form | PUBLISH | {"revision": first.pk})
    assert "not-published" in response.url
    assert fresh(signed).introduction == UNSIGNED
    assert unsigned_live() == []


def test_a_superuser_who_unlocks_a_map_cannot_publish_it_either(draft, publisher):
    make_workflow()
    root = make_superuser()
    browser = logged_in(root)
    draft.locked, draft.locked_by = True, publisher
    draft.save()
    browser.post(reverse("wagtailadmin_pages:unlock", args=[draft.pk]))
    assert not fresh(draft).locked
    response = browser.post(edit_address(draft), editor_form(draft) | PUBLISH, follow=True)
    assert "It is not live yet" in texts(response)
    assert "Publish without approval" in texts(response)
    assert unsigned_live() == []


# -- many at once


def bulk(action, *pages):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    chosen = [("id", page.pk) for page in pages]
    return f"{address}?{urlencode([*chosen, ('next', reverse('wagtailadmin_home'))])}"


def test_bulk_publication_names_what_is_not_signed_and_touches_nothing(browser, draft):
    other = add_page(Page(title="Plain", live=False))
    other.save_revision()
    ready = make_unsigned(title="Ready", slug="ready")
    sign_latest(ready)
    response = browser.post(bulk("publish", other, draft, ready), follow=True)
    assert "Nothing was published" in texts(response)
    assert "“Applying, as it should be”: 1 person has to sign" in texts(response)
    assert "“Ready”" not in told(response)
    assert not any(fresh(page).live for page in (other, draft, ready))


def test_bulk_publication_looks_below_too(browser, publisher):
    parent = make_index(live=False)
    parent.save_revision()
    draft = make_unsigned(parent=parent)
    response = browser.post(bulk("publish", parent), {"include_descendants": "on"}, follow=True)
    assert "Nothing was published" in texts(response)
    assert not fresh(parent).live
    assert not fresh(draft).live


def test_bulk_publication_of_signed_maps_works(browser, draft):
    sign_latest(draft)
    response = browser.post(bulk("publish", draft), follow=True)
    assert "1 page has been published" in texts(response)
    assert standing(draft) == Standing.SIGNED


# -- copies


def copying(page, **values):
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])
    form = {
        "new_title": f"{page.title} again",
        "new_slug": "again",
        "new_parent_page": page.get_parent().pk,
    }
    return address, form | values


def test_a_copy_is_not_published_with_the_signature_of_another(browser, signed):
    address, form = copying(signed, publish_copies="on")
    response = browser.post(address, form, follow=True)
    assert "Nothing was copied" in texts(response)
    assert FutureStateMapPage.objects.count() == 1
    form.pop("publish_copies")
    assert "copied" in texts(browser.post(address, form, follow=True))
    assert not FutureStateMapPage.objects.get(slug="again").live
    assert unsigned_live() == []


def test_no_tree_is_copied_by_half(browser, publisher):
    tree = make_index()
    make_map(parent=tree)
    make_signed(parent=tree)
    make_map(parent=tree, title="The last one", slug="last")
    address, form = copying(tree, publish_copies="on", copy_subpages="on")
    before = Page.objects.count()
    response = browser.post(address, form, follow=True)
    assert "Nothing was copied" in texts(response)
    assert Page.objects.count() == before
    form.pop("publish_copies")
    browser.post(address, form)
    assert Page.objects.count() == before + 4
    assert unsigned_live() == []


def test_an_alias_of_a_signed_map_keeps_step_with_it(browser, publisher, signed):
    address, form = copying(signed, alias="on")
    browser.post(address, form)
    alias = FutureStateMapPage.objects.get(slug="again")
    assert alias.alias_of_id == signed.pk
    assert standing(alias) == Standing.SIGNED
    draft_on(signed, introduction="Signed anew.")
    sign_latest(signed)
    fresh(signed).get_latest_revision().publish(user=publisher)
    assert fresh(alias).introduction == "Signed anew."
    assert fresh(alias).live
    assert unsigned_live() == []


def test_an_alias_of_a_map_that_nobody_signed_is_refused(browser, publisher):
    legacy = make_legacy()
    address, form = copying(legacy, alias="on")
    response = browser.post(address, form, follow=True)
    assert "No alias was made" in texts(response)
    assert FutureStateMapPage.objects.count() == 1


def test_an_alias_does_not_become_a_page_of_its_own_unsigned(browser, signed):
    alias = signed.create_alias(update_slug="repeated")
    address = reverse("wagtailadmin_pages:convert_alias", args=[alias.pk])
    for response in (browser.get(address, follow=True), browser.post(address, follow=True)):
        assert "unpublish it first, then convert it" in texts(response)
    assert fresh(alias).alias_of_id == signed.pk
    fresh(alias).unpublish()
    browser.post(address)
    alias = fresh(alias)
    assert alias.alias_of_id is None
    assert not alias.live
    assert unsigned_live() == []


def test_an_alias_goes_down_with_the_page_that_it_repeats(browser, signed):
    alias = signed.create_alias(update_slug="repeated")
    second = alias.create_alias(update_slug="twice")
    browser.post(reverse("wagtailadmin_pages:delete", args=[signed.pk]))
    assert not FutureStateMapPage.objects.filter(pk=signed.pk).exists()
    assert not fresh(alias).live
    assert not fresh(second).live
    assert unsigned_live() == []


def test_so_does_one_whose_source_is_a_draft_already(signed):
    """Wagtail takes down the aliases of a page that is live when it is deleted."""
    alias = signed.create_alias(update_slug="repeated")
    signed.live = False
    signed.save()
    assert standing(alias) == Standing.SIGNED
    signed.delete()
    assert standing(alias) is None
    assert unsigned_live() == []


# -- places


@pytest.fixture
def other_site(locale_en):
    return make_lax_site()


def test_a_site_with_a_laxer_policy_is_no_way_round(other_site):
    browser = logged_in(make_superuser())
    page = make_unsigned(parent=other_site.root_page)
    page.get_latest_revision().publish()
    assert standing(page) == Standing.FREE
    move = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, home_page().pk])
    for response in (browser.get(move, follow=True), browser.post(move, follow=True)):
        assert "Nothing was moved" in texts(response)
    response = browser.post(bulk("move", page), {"chooser": home_page().pk}, follow=True)
    assert "Nothing was moved" in texts(response)
    assert fresh(page).get_parent().pk == other_site.root_page.pk
    assert unsigned_live() == []


def test_a_tree_with_such_a_map_stays_too(other_site):
    browser = logged_in(make_superuser())
    tree = make_index(parent=other_site.root_page)
    make_unsigned(parent=tree).get_latest_revision().publish()
    move = reverse("wagtailadmin_pages:move_confirm", args=[tree.pk, home_page().pk])
    assert "Nothing was moved" in texts(browser.post(move, follow=True))
    assert fresh(tree).get_parent().pk == other_site.root_page.pk


def test_a_signed_map_moves_and_stands_on_what_its_new_site_asks(other_site):
    browser = logged_in(make_superuser())
    page = make_unsigned(parent=other_site.root_page)
    page.get_latest_revision().publish()
    sign_latest(page)
    assert standing(page) == Standing.FREE
    browser.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, home_page().pk]))
    assert fresh(page).get_parent().pk == home_page().pk
    assert standing(page) == Standing.SIGNED
    assert unsigned_live() == []


def test_an_alias_follows_the_policy_of_its_own_site(other_site):
    page = make_unsigned(parent=other_site.root_page)
    page.get_latest_revision().publish()
    address, form = copying(page, alias="on", new_parent_page=home_page().pk)
    response = logged_in(make_superuser()).post(address, form, follow=True)
    assert "No alias was made" in texts(response)
    assert unsigned_live() == []
