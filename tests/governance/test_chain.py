"""The chain of records: the same everywhere, unbroken, and never in the way."""

import datetime
import uuid
import zoneinfo

import pytest
from django.core import serializers
from django.db import connection

from tests.factories import make_future_map, make_signer, sign_as_it_is
from wagtail_parcours.governance.chain import append_record, locked_head, record_hash
from wagtail_parcours.governance.sealing import seal_page
from wagtail_parcours.models import SealedVersion, SignOff, SignOffChain, SignOffKind

pytestmark = pytest.mark.django_db


def record(**values):
    """A record with a known hash, as it would be on any database."""
    stored = {
        "position": 7,
        "kind": "signature",
        "page_key": uuid.UUID("6f9619ff-8b86-d011-b42d-00c04fc964ff"),
        "language": "fr",
        "page_id_then": 12,
        "page_type": "wagtail_parcours.FutureStateMapPage",
        "page_title": "Présenter une demande",
        "seal": "a" * 64,
        "workflow": "Approbation",
        "task": "Direction",
        "task_state_id_then": 3,
        "person_id_then": "5",
        "person": "Noémie Roy",
        "role": "Approbateurs",
        "group_ids": ["2", "9"],
        "statement": "J’approuve.",
        "comment": "",
        "signed_at": datetime.datetime(2026, 11, 21, 15, 4, 5, 60_000, tzinfo=datetime.UTC),
        "previous_hash": "b" * 64,
        **values,
    }
    return SignOff(**stored)


def test_the_hash_is_the_same_on_every_database_and_in_every_version():
    expected = "03c6acf44d5d10e064968dcb5ab24af5a6d4086c92877c578991b624b1191a95"
    assert record_hash(record()) == expected


def test_neither_types_nor_time_zones_change_it():
    toronto = zoneinfo.ZoneInfo("America/Toronto")
    same = record(
        kind=SignOffKind.SIGNATURE,
        page_key="6f9619ff-8b86-d011-b42d-00c04fc964ff",
        signed_at=record().signed_at.astimezone(toronto),
    )
    assert record_hash(same) == record_hash(record())


@pytest.mark.parametrize(
    "field", [field.name for field in SignOff._meta.fields if field.name not in {"id", "hash"}]
)
def test_every_field_counts(field):
    value = getattr(record(), field)
    if field == "signed_at":
        other = value + datetime.timedelta(milliseconds=1)
    elif field == "page_key":
        other = uuid.uuid4()
    elif field == "group_ids":
        other = value[::-1]
    elif isinstance(value, int):
        other = value + 1
    else:
        other = f"{value} "
    assert record_hash(record(**{field: other})) != record_hash(record())


@pytest.fixture
def page(locale_en):
    return make_future_map(live=False)


def append(page, person=None, **values):
    seal, content = seal_page(page)
    return append_record(
        kind=SignOffKind.SIGNATURE,
        page=page,
        seal=seal,
        content=content,
        person=person or make_signer(),
        **values,
    )


def assert_unbroken():
    previous = ""
    records = list(SignOff.objects.order_by("position"))
    for position, found in enumerate(records, start=1):
        assert found.position == position
        assert found.previous_hash == previous
        assert found.hash == record_hash(found)
        previous = found.hash
    head = SignOffChain.objects.get()
    assert (head.position, head.hash) == (len(records), previous)


def test_each_record_holds_on_to_the_one_before(page):
    for _number in range(3):
        append(page)
    assert SignOff.objects.count() == 3
    assert_unbroken()


def test_what_is_read_back_has_the_hash_of_what_was_written(page):
    person = make_signer(first_name="Noe\u0301mie")
    append(
        page,
        person,
        role="De\u0301le\u0301gue\u0301e",
        group_ids=["9", "10", "2"],
        statement="Un\r\ntexte",
        comment="Emoji 🙂, “quotes”, and \u2028 a separator",
        workflow="Approbation",
    )
    found = SignOff.objects.get()
    assert found.group_ids == ["10", "2", "9"]
    assert found.statement == "Un\ntexte"
    assert_unbroken()


def test_texts_that_no_database_holds_are_kept_as_well_as_can_be(page):
    written = append(page, comment="half \ud83d a character, and \0 nothing")
    assert SignOff.objects.get().comment == "half \ufffd a character, and \ufffd nothing"
    assert written.comment == SignOff.objects.get().comment
    assert_unbroken()


def test_names_are_cut_in_their_canonical_form(page):
    # One character that the canonical form writes as two.
    append(page, workflow="\u0958" * 200, task="T" * 300, role="R" * 300)
    found = SignOff.objects.get()
    assert (len(found.workflow), len(found.task), len(found.role)) == (255, 255, 255)
    assert_unbroken()


def test_a_content_is_kept_once(page):
    append(page)
    append(page)
    assert SealedVersion.objects.count() == 1


def test_a_time_goes_through_a_fixture_unchanged(page):
    written = append(page)
    (read,) = serializers.deserialize("json", serializers.serialize("json", [written]))
    assert read.object.signed_at == written.signed_at
    assert record_hash(read.object) == written.hash


def test_the_first_record_makes_its_own_head(page):
    SignOffChain.objects.all().delete()
    sign_as_it_is(page)
    assert_unbroken()


def test_a_head_that_was_turned_back_stops_nobody(page):
    append(page)
    append(page)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wagtail_parcours_signoffchain SET position = 0, hash = ''")
    append(page)
    assert_unbroken()


def test_a_record_that_was_removed_leaves_a_gap(page):
    append(page)
    append(page)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM wagtail_parcours_signoff WHERE position = 2")
    append(page)
    assert list(SignOff.objects.values_list("position", flat=True)) == [1, 3]


def test_the_head_is_one_row(page):
    locked_head()
    locked_head()
    assert SignOffChain.objects.count() == 1
