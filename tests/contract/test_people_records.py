"""Substitutions and readings: streams of the log, their projections, the same after a rebuild."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engine.core.commands import EndSubstitution, NameSubstitute, RecordReading
from engine.core.commands_office import EndAbsence, RecordAbsence
from engine.core.ids import InstanceId, UserId
from engine.core.people import SYSTEM, Person
from engine.errors import ConcurrencyConflict
from engine.exchange.streams import Asked, append
from engine.history.verify import verify_log
from engine.people_records import SubstitutionRow
from engine.ports import Store
from engine.store.people_records import people_records_of

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)
GM = Person(id=UserId("gm"), name="总经理")
STREAM = InstanceId("substitution:1")
NAMED = NameSubstitute(
    instance_id=STREAM,
    person=UserId("gm"),
    substitute=UserId("deputy-gm"),
    begins_at=NOW,
    ends_at=NOW + 5 * DAY,
    processes=("seal-use",),
)
READ = RecordReading(instance_id=InstanceId("reading:1"), case=InstanceId("i1"), what="x")
AWAY = RecordAbsence(
    instance_id=InstanceId("absence:1"),
    person=UserId("gm"),
    begins_at=NOW,
    ends_at=NOW + 5 * DAY,
    reason="年假",
)
BACK = EndAbsence(instance_id=AWAY.instance_id)
END = EndSubstitution(instance_id=STREAM, reason="回来了")


def test_substitution_is_found_by_both_until_it_ends(store: Store) -> None:
    records = people_records_of(store)
    append(store, Asked(NAMED, GM, STREAM), NOW)

    [row] = records.substitutions(substitute=UserId("deputy-gm"), ending_after=NOW)
    assert row == SubstitutionRow(
        id=STREAM,
        person=UserId("gm"),
        substitute=UserId("deputy-gm"),
        begins_at=NOW,
        ends_at=NOW + 5 * DAY,
        processes=("seal-use",),
        made_by=UserId("gm"),
        made_at=NOW,
    )
    assert row.is_on(NOW)
    assert not row.is_on(NOW + 5 * DAY)
    assert records.substitutions(person=UserId("gm"), ending_after=NOW + 4 * DAY) == [row]
    assert records.substitutions(person=UserId("gm"), ending_after=NOW + 5 * DAY) == []
    assert records.substitutions(person=UserId("deputy-gm")) == []

    append(store, Asked(END, GM, f"{STREAM}:end"), NOW + DAY)

    ended = records.substitution(STREAM)
    assert ended is not None
    assert (ended.ended_by, ended.ended_at) == ("gm", NOW + DAY)
    assert records.substitutions(substitute=UserId("deputy-gm"), ending_after=NOW) == []
    assert records.substitutions() == [ended]


def test_substitution_ends_once(store: Store) -> None:
    append(store, Asked(NAMED, GM, STREAM), NOW)
    append(store, Asked(END, GM, f"{STREAM}:end"), NOW)

    with pytest.raises(ConcurrencyConflict):
        append(store, Asked(END, SYSTEM, "again"), NOW)


def test_absence_is_known_until_it_ends_and_ends_once(store: Store) -> None:
    records, stream = people_records_of(store), AWAY.instance_id
    append(store, Asked(AWAY, GM, stream), NOW)

    [row] = records.absences(ending_after=NOW)
    assert (row.person, row.begins_at, row.ends_at) == ("gm", NOW, NOW + 5 * DAY)
    assert (row.reason, row.made_by, row.made_at) == ("年假", "gm", NOW)
    assert records.absences(person=UserId("gm"), ending_after=NOW + 5 * DAY) == []
    append(store, Asked(BACK, GM, f"{stream}:end"), NOW + DAY)

    assert records.absences(ending_after=NOW) == []
    ended = records.absence(stream)
    assert ended is not None
    assert (ended.ended_by, ended.ended_at) == ("gm", NOW + DAY)
    with pytest.raises(ConcurrencyConflict):
        append(store, Asked(BACK, SYSTEM, "again"), NOW)


def test_reading_is_kept_in_the_log_and_known_for_a_while(store: Store) -> None:
    records = people_records_of(store)
    for number, (what, after) in enumerate((("instances", 0), ("history", 1), ("instances", 2))):
        command = RecordReading(
            instance_id=InstanceId(f"reading:{number}"), case=InstanceId("i1"), what=what
        )
        append(store, Asked(command, GM, command.instance_id), NOW + after * DAY)

    read = records.readings("i1")

    assert [(one.user, one.what) for one in read] == [
        ("gm", "instances"), ("gm", "history"), ("gm", "instances"),
    ]  # fmt: skip
    assert records.readings("i2") == []
    assert records.was_read(read[2], NOW + DAY)
    assert not records.was_read(read[1], NOW + DAY)


def test_rebuild_makes_them_anew_and_verify_covers_them(store: Store) -> None:
    records = people_records_of(store)
    append(store, Asked(NAMED, GM, STREAM), NOW)
    append(store, Asked(END, GM, f"{STREAM}:end"), NOW)
    append(store, Asked(READ, GM, READ.instance_id), NOW)
    before = (records.substitutions(), records.readings("i1"), store.heads("", 10))

    store.rebuild()

    assert (records.substitutions(), records.readings("i1"), store.heads("", 10)) == before
    verdict = verify_log(store)
    assert verdict.ok
    assert verdict.rows == 6
