"""Every way to the live site and back: which of them gives, changes and keeps items."""

import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from tests.factories import make_map
from tests.governance.routes import (
    draft_on,
    logged_in,
    make_lax_site,
    make_superuser,
    make_unsigned,
    sign_latest,
    translate_home,
)
from tests.governance.workflows import (
    fresh,
    make_approver,
    make_draft,
    make_editor,
    make_workflow,
    sign_now,
    submit,
)
from tests.roadmap.plans import (
    card,
    item,
    items,
    make_plan,
    promise,
    publish_signed,
    with_entries,
)
from wagtail_parcours.governance.emergency import publish_without_approval
from wagtail_parcours.models import CurrentStateMapPage, RoadmapItem, SignOff
from wagtail_parcours.roadmap import renew_items

pytestmark = pytest.mark.django_db

BODY = [card(promise("a", "Read the menu twice"), promise("b", due=""))]


def test_the_final_approval_gives_an_item_for_each_improvement(committed):
    editor, approver = make_editor(), make_approver()
    make_workflow()
    page = make_draft(editor, body=BODY)
    submit(page, editor)
    assert items() == {}
    with committed():
        sign_now(page, approver)
    first, second = items(page).values()
    assert (first.text, first.kind, first.channel) == (
        "Read the menu twice",
        "service_design",
        "telephone",
    )
    assert (first.owner, first.due) == ("Contact centre", datetime.date(2027, 3, 31))
    assert (second.due, second.start) == (None, None)
    assert (first.state, first.withdrawn, first.map_live) == ("planned", False, True)
    assert (first.page_id, first.map_title, first.language) == (page.pk, page.title, "en")
    record = SignOff.objects.get()
    assert (first.seal, first.approved_at) == (record.seal, record.signed_at)


def test_a_draft_and_a_current_state_map_give_none(committed):
    with committed():
        make_unsigned(body=BODY)
        make_map(body=BODY, page_class=CurrentStateMapPage)
    assert items() == {}


def test_a_planned_publication_gives_them_on_its_day(committed):
    page = make_unsigned(body=BODY)
    yesterday = timezone.now() - datetime.timedelta(days=1)
    draft = fresh(page).get_latest_revision_as_object()
    draft.go_live_at = yesterday
    revision = draft.save_revision()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=yesterday)
    sign_latest(page)
    with committed():
        call_command("publish_scheduled")
    assert fresh(page).live
    assert set(items()) == {"a", "b"}


def test_what_nobody_signed_gives_none_until_somebody_does(committed):
    page, root = make_unsigned(body=BODY), make_superuser()
    with committed():
        publish_without_approval(page, root, "The line was closed.")
    assert fresh(page).live
    assert items() == {}
    with committed():
        sign_latest(page)
        fresh(page).get_latest_revision().publish()
    assert set(items()) == {"a", "b"}


def test_an_emergency_leaves_the_promises_of_before_as_they_are(committed):
    page = make_plan(promise("a"), promise("b"))
    with_entries(page, promise("a", "Something else"), promise("c")).save_revision()
    with committed():
        publish_without_approval(page, make_superuser(), "It cannot wait.")
    assert fresh(page).get_journey().cards[0].improvements[1].id == "c"
    assert set(items()) == {"a", "b"}
    assert item("a").text == "Improvement a"
    assert not item("b").withdrawn
    assert item("b").map_live


def test_an_emergency_after_an_unpublication_is_a_live_map(committed):
    page = make_plan(promise("a"))
    with committed():
        page.unpublish()
    with_entries(page, promise("b")).save_revision()
    with committed():
        publish_without_approval(page, make_superuser(), "It cannot wait.")
    assert set(items()) == {"a"}
    assert item("a").map_live


def test_where_nobody_has_to_sign_live_is_enough(committed):
    root = make_lax_site().root_page
    with committed():
        page = make_unsigned(body=BODY, parent=root)
        fresh(page).get_latest_revision().publish()
    assert set(items()) == {"a", "b"}
    assert item("a").approved_at == page.parcours_live_version.since


def test_unpublishing_keeps_the_items_and_says_so(client, committed):
    page = make_plan()
    with committed():
        logged_in(make_superuser()).post(
            reverse("wagtailadmin_pages:unpublish", args=[page.pk]), follow=True
        )
    assert not fresh(page).live
    assert [found.map_live for found in items().values()] == [False, False]
    assert [found.withdrawn for found in items().values()] == [False, False]
    with committed():
        fresh(page).save_revision().publish()
    assert [found.map_live for found in items().values()] == [True, True]


def test_expiry_is_an_unpublication(committed):
    page = make_plan()
    type(page).objects.filter(pk=page.pk).update(
        expire_at=timezone.now() - datetime.timedelta(hours=1)
    )
    with committed():
        call_command("publish_scheduled")
    assert not fresh(page).live
    assert not item("a").map_live


def test_deleting_the_map_keeps_its_items(committed):
    page = make_plan()
    with committed():
        logged_in(make_superuser()).post(
            reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True
        )
    kept = item("a")
    assert (kept.page_id, kept.map_title, kept.map_live) == (
        None,
        "Applying, as it should be",
        False,
    )
    assert kept.history.count() == 1


def test_deleting_the_section_above_is_no_different(committed):
    page = make_plan()
    parent = page.get_parent()
    with committed():
        type(parent).objects.get(pk=parent.pk).delete()
    assert RoadmapItem.objects.filter(map_live=False, page=None).count() == 2


def test_a_draft_of_a_live_map_changes_nothing(committed):
    page = make_plan()
    with committed():
        draft_on(page)
        with_entries(page, promise("c")).save_revision()
    assert set(items()) == {"a", "b"}


def test_an_alias_makes_no_second_item(committed):
    page = make_plan()
    with committed():
        alias = page.create_alias(update_slug="alias")
    assert alias.live
    assert RoadmapItem.objects.count() == 2
    assert renew_items(alias) == renew_items(page)
    with committed():
        fresh(alias).delete()
    assert item("a").map_live


def test_a_mirror_in_another_language_says_nothing_of_its_own(committed, locale_fr):
    page = make_plan()
    with committed():
        mirror = page.copy_for_translation(locale_fr, copy_parents=True, alias=True)
    assert fresh(mirror).live
    assert mirror.translation_key == page.translation_key
    assert RoadmapItem.objects.count() == 2
    renew_items(page)
    assert item("a").words_in("fr")[2] == "en"
    with committed():
        fresh(page).unpublish()
    assert not item("a").map_live


def test_a_copy_has_a_roadmap_of_its_own(committed):
    page = make_plan()
    with committed():
        copied = page.copy(update_attrs={"slug": "copy"}, keep_live=False)
        publish_signed(copied, promise("a"), promise("b"))
    assert RoadmapItem.objects.count() == 4
    assert set(items(copied)) == {"a", "b"}


def test_a_translation_shares_the_items_of_its_source(committed, locale_fr):
    translate_home(locale_fr)
    page = make_plan()
    with committed():
        french = page.copy_for_translation(locale_fr)
        french.title = "La demande"
        french.save()
        publish_signed(french, promise("a", "Lire deux fois"), promise("b"))
    assert RoadmapItem.objects.count() == 2
    assert (item("a").text, item("a").language, item("a").page_id) == (
        "Improvement a",
        "en",
        page.pk,
    )
    assert item("a").words_in("fr") == ("Lire deux fois", "La demande", "fr")
    assert item("a").words_in("ar") == ("Improvement a", page.title, "en")
    assert item("a").history.count() == 1
    with committed():
        fresh(french).unpublish()
    assert item("a").words_in("fr")[2] == "en"


def test_the_source_decides_as_long_as_it_is_live(committed, locale_fr):
    translate_home(locale_fr)
    page = make_plan(promise("a"), promise("b"))
    with committed():
        french = page.copy_for_translation(locale_fr)
        french = publish_signed(french, promise("a", "Lire deux fois"), promise("z"))
    assert set(items()) == {"a", "b"}
    with committed():
        fresh(page).unpublish()
    assert set(items()) == {"a", "b", "z"}
    assert (item("a").text, item("a").language) == ("Lire deux fois", "fr")
    assert item("b").withdrawn
    with committed():
        fresh(french).delete()
    assert not RoadmapItem.objects.filter(map_live=True).exists()


def test_a_failure_does_not_stop_the_publication(committed, monkeypatch, caplog):
    def broken(*args, **kwargs):
        raise RuntimeError("broken")

    monkeypatch.setattr("wagtail_parcours.roadmap.renewing.write_items", broken)
    page = make_unsigned(body=BODY)
    with committed():
        sign_latest(page)
        fresh(page).get_latest_revision().publish()
    assert fresh(page).live
    assert items() == {}
    monkeypatch.undo()
    call_command("rebuild_roadmap", verbosity=0)
    assert set(items()) == {"a", "b"}


def test_publishing_costs_the_same_for_many_improvements(django_assert_num_queries):
    few = make_plan(promise("a"))
    entries = [promise(f"p{number}") for number in range(30)]
    many = make_plan(*entries, slug="many")
    with django_assert_num_queries(7):
        renew_items(few)
    with django_assert_num_queries(7):
        renew_items(many)
