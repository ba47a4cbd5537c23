"""What findings read of a store in memory: the twin of the statements of sql_audit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import orjson

from engine.audit import Happened, Item, Note, Period, Refused
from engine.store.facts import from_micros, micros
from engine.store.memory import MemoryStore
from engine.views import InstanceView

OPEN: Final = ("ready", "reserved", "returned")
"""States of work items that are still to be done."""
OF_ITEM: Final = (
    "id", "instance_id", "element_id", "name", "name_en", "due_at", "ended_at", "ended_by",
    "excluded", "state", "created_at", "process",
)  # fmt: skip
_Row = Mapping[str, Any]


class MemoryAudit:
    """An AuditStore over dictionaries."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self._memory = store.memory
        self._notes: dict[tuple[str, str], Note] = {}

    def how_many(self, period: Period) -> int:
        """The cases of the period."""
        return len(self._meant(period))

    def _meant(self, period: Period) -> dict[str, _Row]:
        since, until = micros(period.since), micros(period.until)
        with self._memory.lock:
            return {
                row["id"]: dict(row)
                for row in self._memory.tables["process_instance"].values()
                if since <= row["started_at"] < until and period.process in (None, row["process"])
            }

    def happened(self, period: Period, types: Sequence[str]) -> list[Happened]:
        """The rows of these types, in order of their cases and rows."""
        wanted, meant = frozenset(types), self._meant(period)
        with self._memory.lock:
            return [
                Happened(row, meant[number]["initiator"], from_micros(meant[number]["started_at"]))
                for number in sorted(meant)
                for row in self._memory.cases.get(number, ())
                if row.type in wanted
            ]

    def separated(self, period: Period) -> list[Item]:
        """Work items that exclude somebody."""
        return self._of(period, lambda row: row["excluded"] != "[]")

    def late(self, period: Period) -> list[Item]:
        """Work items that were finished after their due time, or are open past it."""
        now = micros(period.now)

        def is_late(row: _Row) -> bool:
            if row["due_at"] is None:
                return False
            if row["state"] == "completed":
                return bool(row["ended_at"] > row["due_at"])
            return row["state"] in OPEN and row["due_at"] < now

        return self._of(period, is_late)

    def again(self, period: Period) -> list[Item]:
        """Finished work items of whoever finished different ones of the same case."""
        done: dict[tuple[str, str], set[tuple[str, str]]] = {}

        def is_done(row: _Row) -> bool:
            return row["state"] == "completed" and row["ended_by"] is not None

        for one in self._of(period, is_done):
            whose = done.setdefault((one.instance_id, one.ended_by or ""), set())
            whose.add((one.process, one.element_id))
        return self._of(
            period,
            lambda row: is_done(row) and len(done[row["instance_id"], row["ended_by"]]) > 1,
        )

    def _of(self, period: Period, wanted: Callable[[_Row], bool]) -> list[Item]:
        meant = self._meant(period)
        return list(self._items(lambda row: row["instance_id"] in meant and wanted(row)))

    def items_of(self, instance_ids: Sequence[str]) -> list[Item]:
        """All work items of these cases."""
        wanted = frozenset(instance_ids)
        return list(self._items(lambda row: row["instance_id"] in wanted))

    def _items(self, wanted: Callable[[_Row], bool]) -> Iterator[Item]:
        with self._memory.lock:
            rows = [row for row in self._memory.tables["work_item"].values() if wanted(row)]
        rows.sort(key=lambda row: (row["instance_id"], row["created_at"], row["id"]))
        return (item_of(row) for row in rows)

    def refused(self, period: Period) -> list[Refused]:
        """Those of the time itself, newest first; of one process those in its cases."""
        cases = self._memory.tables["process_instance"]
        with self._memory.lock:
            of = {row["id"]: row["process"] for row in cases.values()}
            found = [
                Refused(seq, o.instance_id, o.actor, o.at, o.type, o.problem, o.en)
                for seq, o in enumerate(self._memory.refusals, 1)
                if period.since <= o.at < period.until
                and period.process in (None, of.get(o.instance_id or ""))
            ]
        return found[::-1]

    def cases(self, instance_ids: Sequence[str]) -> Mapping[str, InstanceView]:
        """These cases, by their ids."""
        found = (self._store.instance(one) for one in dict.fromkeys(instance_ids))
        return {view.id: view for view in found if view is not None}

    def amounts(self) -> list[str]:
        """The names of numbers that cases can be found by, in order."""
        with self._memory.lock:
            rows = list(self._memory.tables["case_value"].values())
        return sorted({row["name"] for row in rows if row["value"].startswith("n")})

    def add_note(self, note: Note) -> None:
        """Kept until the process ends."""
        self._notes[note.finding, note.ref] = note

    def notes(self) -> Mapping[tuple[str, str], Note]:
        """The newest note of each finding, by kind and ref."""
        return dict(self._notes)


def item_of(row: _Row) -> Item:
    """A row of either kind of store as findings need it."""
    values = {name: row[name] for name in OF_ITEM}
    for name in ("due_at", "ended_at", "created_at"):
        values[name] = None if values[name] is None else from_micros(values[name])
    return Item(**{**values, "excluded": tuple(orjson.loads(values["excluded"]))})
