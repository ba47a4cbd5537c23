"""Records who reads a case without taking part in it: looking is an event of the log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final

from engine.access import ReadingRow
from engine.core.commands import Command, RecordReading
from engine.core.ids import READING_STREAM, InstanceId
from engine.core.people import Person
from engine.people_records import PeopleRecords
from engine.ports import Clock, IdGenerator

READ_AGAIN: Final = timedelta(hours=1)
"""Looking at the same again within this time is the same reading."""


class Readings:
    """Each reading is a stream of the log of its own, so the case that is read stays as it is."""

    def __init__(
        self,
        records: PeopleRecords,
        record: Callable[[Command, Person], None],
        clock: Clock,
        ids: IdGenerator,
    ) -> None:
        self._records = records
        self._record = record
        self._clock = clock
        self._ids = ids

    def note(self, instance_id: str, reader: Person, what: str) -> None:
        """Durable when it returns: what cannot be recorded is not to be shown."""
        now = self._clock.now()
        row = ReadingRow(instance_id=instance_id, user=reader.id, what=what, at=now)
        if self._records.was_read(row, now - READ_AGAIN):
            return
        stream = InstanceId(f"{READING_STREAM}{self._ids.new()}")
        command = RecordReading(instance_id=stream, case=InstanceId(instance_id), what=what)
        self._record(command, reader)

    def of(self, instance_id: str) -> Sequence[ReadingRow]:
        """Who has read the case, oldest first."""
        return self._records.readings(instance_id)
