"""The audit of the chain: every alteration past the software is named, and nothing else is."""

import io
import json
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from tests.factories import make_future_map, sign_as_it_is
from tests.governance.workflows import make_approver, make_draft, make_workflow, sign_now, submit
from wagtail_parcours.governance import chain_checks
from wagtail_parcours.governance.chain import record_hash
from wagtail_parcours.governance.verification import Audit
from wagtail_parcours.models import SealedVersion, SignOff
from wagtail_parcours.models.sign_offs import SignOffChain

pytestmark = pytest.mark.django_db

TABLE = SignOff._meta.db_table
END = SignOffChain._meta.db_table
CONTENTS = SealedVersion._meta.db_table


@pytest.fixture
def chain():
    """Ten records of three maps, none of them live."""
    maps = [make_future_map(live=False, slug=f"map-{n}", title=f"Map {n}") for n in range(3)]
    return [sign_as_it_is(maps[number % 3]) for number in range(10)]


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def problems():
    return [found for found in Audit().findings() if found.is_problem]


def told():
    return [(found.code, found.position) for found in problems()]


def run(*args):
    """What the command prints, and whether it ends well."""
    out = io.StringIO()
    try:
        call_command("verify_sign_offs", *args, stdout=out, no_color=True)
    except SystemExit as end:
        return out.getvalue(), end.code == 0
    return out.getvalue(), True


def test_an_untouched_chain_has_no_problem(chain):
    assert problems() == []


def test_an_empty_chain_has_none_either():
    output, fine = run()
    assert fine
    assert "0 records in the chain." in output


# -- alter


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("person", "Somebody else"),
        ("role", "Director"),
        ("comment", "I do not agree"),
        ("statement", ""),
        ("page_title", "Another map"),
        ("signed_at", "2020-01-01 00:00:00+00:00"),
        ("seal", "0" * 64),
        ("kind", "emergency"),
        ("language", "fr"),
        ("person_id_then", "999"),
        ("group_ids", '["7"]'),
        ("task_state_id_then", 5),
        ("previous_hash", "0" * 64),
        ("hash", "0" * 64),
    ],
)
@pytest.mark.parametrize("position", [1, 5, 10])
def test_an_altered_field_is_named(chain, column, value, position):
    sql(f"UPDATE {TABLE} SET {column} = %s WHERE position = %s", value, position)
    assert ("altered", position) in told()
    found = next(found for found in problems() if found.code == "altered")
    title = "Another map" if column == "page_title" else f"Map {(position - 1) % 3}"
    assert f"Record {position} (“{title}”" in found.sentence


@pytest.mark.parametrize("column", ["page_key", "signed_at", "group_ids"])
def test_a_column_that_cannot_be_read_is_named_and_stops_nothing(chain, column):
    try:
        with transaction.atomic():
            sql(f"UPDATE {TABLE} SET {column} = '(nonsense' WHERE position = 3")
    except DatabaseError:
        # The database itself refuses it.
        return
    sql(f"UPDATE {TABLE} SET comment = 'x' WHERE position = 7")
    assert told() == [("altered", 3), ("altered", 7)]


def test_an_altered_field_with_a_hash_that_fits_is_found_in_the_next_link(chain):
    forge(5, comment="I do not agree")
    assert told() == [("unlinked", 6)]


def forge(position, **values):
    """Alter a record as somebody does who knows how hashes are made."""
    record = SignOff.objects.get(position=position)
    for name, value in values.items():
        setattr(record, name, value)
        sql(f"UPDATE {TABLE} SET {name} = %s WHERE position = %s", value, position)
    sql(f"UPDATE {TABLE} SET hash = %s WHERE position = %s", record_hash(record), position)
    return record_hash(record)


def test_a_forged_last_record_is_found_at_the_end(chain):
    forge(10, comment="I do not agree")
    assert told() == [("head", 10)]


def test_a_chain_that_was_rebuilt_is_found_by_a_hash_kept_elsewhere(chain):
    kept = SignOff.objects.last().hash
    before = forge(5, comment="I do not agree")
    for position in range(6, 11):
        before = forge(position, previous_hash=before)
    sql(f"UPDATE {END} SET hash = %s", before)
    assert told() == []
    output, fine = run("--expect", kept)
    assert not fine
    assert f"No record has the hash {kept}" in output


def test_a_hash_kept_earlier_is_still_in_the_chain(chain):
    kept = chain[6].hash
    assert run("--expect", kept.upper())[1]
    assert run(f"--expect={SignOff.objects.last().hash}")[1]


def test_what_is_no_hash_is_refused():
    with pytest.raises(CommandError, match="64 hexadecimal"):
        run("--expect", "abc")


def test_an_altered_content_is_named_with_its_records(chain):
    seal = chain[0].seal
    sql(f"UPDATE {CONTENTS} SET content = replace(content, 'Map 0', 'Map X') WHERE seal = %s", seal)
    [found] = problems()
    assert (found.code, found.position) == ("content_altered", 1)
    assert "records 1, 4, 7, 10 of “Map 0”" in found.sentence


def test_a_removed_content_is_named(chain):
    sql(f"DELETE FROM {CONTENTS} WHERE seal = %s", chain[1].seal)
    assert told() == [("content_missing", position) for position in (2, 5, 8)]


def test_a_content_that_nobody_signed_is_named(chain):
    text = SealedVersion.objects.first().content + " "
    sql(f"UPDATE {CONTENTS} SET content = %s WHERE seal = %s", text, chain[0].seal)
    sql(
        f"INSERT INTO {CONTENTS} (seal, content, created_at) VALUES (%s, 'x', '2026-01-01Z')",
        "0" * 64,
    )
    assert {code for code, _position in told()} == {"content_altered"}


# -- delete


@pytest.mark.parametrize(
    ("gone", "sentence"),
    [
        ([1], "Record 1 was removed."),
        ([5], "Record 5 was removed."),
        ([4, 5, 6], "Records 4 to 6 were removed."),
        ([10], "The last record, number 10, was removed."),
        ([9, 10], "The last 2 records, numbers 9 to 10, were removed."),
    ],
)
def test_a_removed_record_is_named(chain, gone, sentence):
    for position in gone:
        sql(f"DELETE FROM {TABLE} WHERE position = %s", position)
    assert [found.sentence for found in problems()] == [sentence]


def test_all_records_removed(chain):
    sql(f"DELETE FROM {TABLE}")
    assert ("removed", 1) in told()


def test_a_removed_last_record_whose_end_was_set_back_leaves_its_content(chain):
    last = sign_as_it_is(make_future_map(live=False, slug="eleventh", title="Eleventh"))
    sql(f"DELETE FROM {TABLE} WHERE position = %s", last.position)
    sql(f"UPDATE {END} SET position = 10, hash = %s", chain[9].hash)
    [found] = problems()
    assert found.code == "content_unsigned"
    assert last.seal[:12] in found.sentence


def test_a_gap_that_was_closed_is_told_by_the_numbers(chain):
    sql(f"DELETE FROM {TABLE} WHERE position = 4")
    for position in range(5, 11):
        sql(f"UPDATE {TABLE} SET position = %s WHERE position = %s", position - 1, position)
    sql(f"UPDATE {END} SET position = 9")
    assert [found.sentence for found in problems()] == [
        "Records 4 to 9 were moved: they were signed as numbers 5 to 10.",
        "Record 4 was removed.",
    ]


@pytest.mark.parametrize("statement", [f"DELETE FROM {END}", f"UPDATE {END} SET position = 0"])
def test_a_lost_end_is_named(chain, statement):
    sql(statement)
    assert [code for code, _position in told()] == ["head"]


# -- reorder


@pytest.mark.parametrize(("one", "other"), [(4, 5), (1, 10), (2, 7)])
def test_two_records_that_changed_places_are_named(chain, one, other):
    swap(one, other)
    moved = [found for found in problems() if found.code == "moved"]
    assert [found.sentence for found in moved] == [
        f"Record {here} ({name_at(here)}) was moved: it was signed as number {there}."
        for here, there in ((one, other), (other, one))
    ]
    # The last one is missed at the end of the chain as well.
    assert told()[2:] == ([("head", 10)] if other == 10 else [])


def swap(one, other):
    for here, there in ((one, 999), (other, one), (999, other)):
        sql(f"UPDATE {TABLE} SET position = %s WHERE position = %s", there, here)


def name_at(position):
    record = SignOff.objects.get(position=position)
    return f"“{record.page_title}”, {record.person}"


# -- insert


def put_in(position, *, previous_hash, forged=True, **values):
    """A record made by hand, from the first one."""
    record = SignOff.objects.get(position=1)
    record.pk, record.position, record.previous_hash = None, position, previous_hash
    record.person = "Mallory"
    for name, value in values.items():
        setattr(record, name, value)
    record.hash = record_hash(record) if forged else "0" * 64
    record._state.adding = True
    record.save()
    return record


def make_room(position):
    for here in range(10, position - 1, -1):
        sql(f"UPDATE {TABLE} SET position = %s WHERE position = %s", here + 1, here)


@pytest.mark.parametrize("forged", [True, False])
@pytest.mark.parametrize("position", [2, 6])
def test_a_record_put_in_between_is_named(chain, position, forged):
    make_room(position)
    put_in(position, previous_hash=chain[position - 2].hash, forged=forged)
    found = {finding.code: finding for finding in problems()}
    assert found["inserted"].position == position
    assert "Mallory" in found["inserted"].sentence
    assert found["moved"].sentence == (
        f"Records {position + 1} to 11 were moved: they were signed as numbers {position} to 10."
    )
    assert found.keys() == {"inserted", "moved", "beyond"}


def test_a_record_put_at_the_end_is_named(chain):
    put_in(11, previous_hash=chain[9].hash)
    [found] = problems()
    assert (found.code, found.position) == ("beyond", 11)
    assert "Mallory" in found.sentence


def test_a_record_put_before_the_first_is_named(chain):
    put_in(0, previous_hash="")
    assert ("altered", 0) in told()


def test_a_record_of_a_step_of_another_page_is_named():
    approver = make_approver()
    make_workflow()
    page, other = make_draft(slug="one"), make_draft(slug="two")
    state = submit(page, None)
    sign_now(page, approver)
    submit(other, None)
    sign_now(other, approver)
    assert problems() == []
    last = SignOff.objects.last()
    end = SignOffChain.objects.get()
    put_in(
        3,
        previous_hash=last.hash,
        page_id_then=last.page_id_then,
        page_key=last.page_key,
        seal=last.seal,
        task_state_id_then=state.pk,
    )
    end.position, end.hash = 3, SignOff.objects.last().hash
    end.save()
    [found] = problems()
    assert (found.code, found.position) == ("step", 3)


def test_a_record_without_a_step_is_worth_a_notice(chain):
    notices = [found for found in Audit().findings() if not found.is_problem]
    assert {found.code for found in notices} == {"no_step"}
    assert len(notices) == 10


# -- how it is said


def test_the_command_names_each_problem_and_ends_with_one(chain):
    sql(f"UPDATE {TABLE} SET person = 'Mallory' WHERE position = 3")
    output, fine = run()
    assert not fine
    assert "Problem: Record 3 (“Map 2”, Mallory) was altered" in output
    assert "1 problem." in output
    assert "10 records in the chain." in output
    assert re.search(r"--expect: [0-9a-f]{64}\n", output)


def test_the_command_can_be_read_by_a_program(chain):
    sql(f"DELETE FROM {TABLE} WHERE position = 10")
    output, fine = run("--json")
    assert not fine
    report = json.loads(output)
    assert report["records"] == 9
    assert report["head"] == chain[8].hash
    assert report["problems"] == [
        {
            "code": "removed",
            "sentence": "The last record, number 10, was removed.",
            "position": 10,
            "page": None,
            "is_problem": True,
        }
    ]
    assert len(report["notices"]) == 9


def test_it_walks_in_batches(chain, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(chain_checks, "BATCH", 4)
    with django_assert_max_num_queries(24):
        assert problems() == []
    sql(f"DELETE FROM {TABLE} WHERE position = 4")
    sql(f"UPDATE {TABLE} SET comment = 'x' WHERE position = 9")
    assert told() == [("altered", 9), ("removed", 4)]
