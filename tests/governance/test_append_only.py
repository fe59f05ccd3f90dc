"""Nobody changes or deletes a record: no method, no cascade, no fixture, no screen."""

import io
import json

import pytest
from django.apps import apps
from django.contrib.admin.utils import NestedObjects
from django.contrib.auth import get_user_model
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction
from django.db.models.deletion import Collector
from django.urls import NoReverseMatch, get_resolver, reverse
from wagtail.models import Page, Workflow
from wagtail.snippets.models import get_snippet_models

from tests.factories import make_future_map, make_signer, sign_as_it_is
from tests.governance.workflows import make_approver, make_draft, make_workflow, sign_now, submit
from wagtail_parcours.governance.chain import record_hash
from wagtail_parcours.models import SealedVersion, SignOff
from wagtail_parcours.models.sign_offs import AppendOnlyError, SignOffChain

pytestmark = pytest.mark.django_db

RECORDS = (SignOff, SealedVersion)


@pytest.fixture
def record():
    return sign_as_it_is(make_future_map(live=False))


def stored():
    """Everything that is kept, as plain rows."""
    return [list(model.objects.order_by("pk").values()) for model in (*RECORDS, SignOffChain)]


def one(model):
    return model.objects.get()


CHANGES = {
    "save": lambda row: row.save(),
    "save of one field": lambda row: row.save(update_fields=["seal"]),
    "save as an update": lambda row: row.save(force_update=True),
    "save below the model": lambda row: altered(row).save_base(),
    "delete": lambda row: row.delete(),
    "update": lambda row: type(row).objects.update(seal="0" * 64),
    "filtered update": lambda row: type(row).objects.filter(pk=row.pk).update(seal="0" * 64),
    "delete of a set": lambda row: type(row).objects.all().delete(),
    "raw delete": lambda row: type(row).objects.all()._raw_delete("default"),
    "bulk_update": lambda row: type(row).objects.bulk_update([row], ["seal"]),
    "bulk_create over it": lambda row: type(row).objects.bulk_create([row]),
    "update_or_create": lambda row: type(row).objects.update_or_create(pk=row.pk),
    "base manager": lambda row: type(row)._base_manager.update(seal="0" * 64),
    "default manager": lambda row: type(row)._default_manager.all().delete(),
}


def altered(row):
    if isinstance(row, SignOff):
        row.comment = "Another"
    else:
        row.content = "Another"
    return row


def collect_and_delete(row):
    collector = Collector(using="default")
    collector.collect([row])
    collector.delete()


CHANGES["collector"] = collect_and_delete


@pytest.mark.parametrize("model", RECORDS)
@pytest.mark.parametrize("way", CHANGES)
def test_no_method_changes_or_deletes_a_record(record, model, way):
    before = stored()
    with pytest.raises(AppendOnlyError), transaction.atomic():
        CHANGES[way](one(model))
    assert stored() == before


ASYNC = ("aupdate", "adelete", "abulk_update", "abulk_create", "aupdate_or_create")


@pytest.mark.parametrize("model", RECORDS)
@pytest.mark.parametrize("name", ASYNC)
def test_nor_does_its_asynchronous_twin(record, model, name):
    with pytest.raises(AppendOnlyError):
        getattr(model.objects.all(), name)()


def test_every_writing_method_of_a_queryset_is_known_here():
    """A new version of Django may bring another one."""
    writing = {
        name
        for name in dir(models.QuerySet)
        if getattr(getattr(models.QuerySet, name), "alters_data", False)
    }
    adding = {"create", "acreate", "get_or_create", "aget_or_create", "_insert", "_update"}
    refused = {"update", "delete", "bulk_update", "bulk_create", "update_or_create", "_raw_delete"}
    assert writing <= refused | adding | set(ASYNC)


def test_the_end_of_the_chain_cannot_be_removed(record):
    for remove in (SignOffChain.objects.get().delete, SignOffChain.objects.all().delete):
        with pytest.raises(AppendOnlyError), transaction.atomic():
            remove()
    assert SignOffChain.objects.get().position == 1


def test_records_stay_when_page_person_and_workflow_go():
    root = get_user_model().objects.create_superuser("root", "root@example.org", "x")
    approver = make_approver()
    workflow = make_workflow()
    page = make_draft(root)
    submit(page, root)
    sign_now(page, approver)
    assert Page.objects.get(pk=page.pk).live
    before = stored()
    Page.objects.get(pk=page.pk).delete(user=root)
    approver.delete()
    Workflow.objects.get(pk=workflow.pk).delete()
    assert stored() == before


def test_nothing_points_at_a_record_and_a_record_points_at_nothing():
    for model in RECORDS:
        assert not [field for field in model._meta.get_fields() if field.is_relation]


def test_a_deletion_elsewhere_reaches_no_record(record):
    """What a page or a person takes along when it goes."""
    for gone in (Page.objects.get(pk=record.page_id_then), make_signer()):
        collected = NestedObjects(using="default")
        collected.collect([gone])
        assert not set(collected.model_objs) & set(RECORDS)


def test_no_permission_to_change_or_delete_one_exists():
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="wagtail_parcours", content_type__model__in=names()
    )
    assert set(permissions.values_list("codename", flat=True)) == {"view_signoff"}


def test_no_snippet_offers_them():
    assert not {*RECORDS, SignOffChain} & set(get_snippet_models())
    with pytest.raises(NoReverseMatch):
        reverse("wagtailsnippets_wagtail_parcours_signoff:list")


def names():
    return ["signoff", "sealedversion", "signoffchain"]


def own_addresses():
    """Every address of ours that is about a record."""
    from wagtail_parcours.admin.records import record_urls

    return [pattern.name for pattern in record_urls]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_no_screen_takes_anything_but_reading(record, client, method):
    client.force_login(get_user_model().objects.create_superuser("root", "r@example.org", "x"))
    before = stored()
    for name in own_addresses():
        args = [] if name in {"sign_offs", "sign_offs_results"} else [record.position]
        response = getattr(client, method)(reverse(f"wagtail_parcours:{name}", args=args))
        assert response.status_code == 405, name
    assert stored() == before


def test_no_api_offers_them():
    resolver = get_resolver()
    found = [str(key) for key in resolver.reverse_dict if isinstance(key, str)]
    assert not [key for key in found if "signoff" in key.lower() and "api" in key.lower()]


# -- fixtures


def dumped(*models_):
    rows = [row for model in models_ for row in model.objects.order_by("pk")]
    return serializers.serialize("json", rows)


def load(text, tmp_path):
    path = tmp_path / "fixture.json"
    path.write_text(text)
    call_command("loaddata", str(path), stdout=io.StringIO(), verbosity=0)


def empty():
    with connection.cursor() as cursor:
        for model in (*RECORDS, SignOffChain):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")


def test_a_fixture_with_the_same_rows_may_be_loaded_again(record, tmp_path):
    text = dumped(*RECORDS, SignOffChain)
    before = stored()
    load(text, tmp_path)
    hashes = [row.hash for row in SignOff.objects.all()]
    assert hashes == [row["hash"] for row in before[0]]


@pytest.mark.parametrize(
    ("model", "field", "value"),
    [
        (SignOff, "comment", "Something else"),
        (SignOff, "person", "Somebody else"),
        (SignOff, "position", 7),
        (SignOff, "signed_at", "2020-01-01T00:00:00Z"),
        (SealedVersion, "content", "Something else"),
        (SignOffChain, "position", 0),
        (SignOffChain, "hash", ""),
    ],
)
def test_a_fixture_cannot_write_over_a_record(record, tmp_path, model, field, value):
    rows = json.loads(dumped(model))
    rows[0]["fields"][field] = value
    before = stored()
    with pytest.raises((AppendOnlyError, CommandError)):
        load(json.dumps(rows), tmp_path)
    assert stored() == before


@pytest.mark.parametrize("order", [1, -1])
def test_records_can_be_brought_to_an_empty_database(record, tmp_path, order):
    sign_as_it_is(make_future_map(live=False, slug="second"))
    text = dumped(*[*RECORDS, SignOffChain][::order])
    hashes = [row.hash for row in SignOff.objects.all()]
    empty()
    load(text, tmp_path)
    again = list(SignOff.objects.all())
    assert [row.hash for row in again] == hashes
    # Fixtures round times to the millisecond; the hash does not notice.
    assert [record_hash(row) for row in again] == hashes
    third = sign_as_it_is(make_future_map(live=False, slug="third"))
    assert (third.position, third.previous_hash) == (3, hashes[-1])
