"""The log in memory: the same rules as a database, under one lock."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import ConcurrencyConflict
from engine.ports import Append, Refusal, Snapshot
from engine.store.memory_state import MemoryState
from engine.store.memory_tables import Key, MemoryTables, RowDict
from engine.store.operations import INSTANCE, SHARED_KINDS, Operation
from engine.store.projections import instance_values
from engine.store.rebuild import case_operations
from engine.store.rows import head as head_of
from engine.store.streams import SHARED_ROWS, shared_operations
from engine.store.unit_of_work import (
    Unit,
    prepare,
    shared_conflict,
    version_conflict,
)
from engine.views import Head, LogRow, Seal


class MemoryEventLog:
    """EventLog and SealLog over dictionaries."""

    _memory: MemoryState

    def append(self, batch: Append) -> None:
        """All of it or nothing."""
        unit = prepare(batch)
        with self._memory.lock:
            known = any(row.command_id in self._memory.commands for row in batch.rows)
            if known or self.version(unit.instance_id) != unit.expected_version:
                raise version_conflict(unit)
            self._write_shared(unit)
            self._write(unit, batch)

    def _write_shared(self, unit: Unit) -> None:
        writes = [one for one in unit.operations if one.kind in SHARED_KINDS]
        if not writes:
            return
        shared = [
            self._memory.tables[name] for name in ("register_line", "message", "case_counter")
        ]
        before = [dict(rows) for rows in shared]
        for operation in writes:
            if not self._memory.tables.accepts(operation):
                for rows, old in zip(shared, before, strict=True):
                    rows.clear()
                    rows.update(old)
                raise shared_conflict(operation)
            self._memory.tables.apply(operation)

    def _write(self, unit: Unit, batch: Append) -> None:
        memory = self._memory
        case = memory.cases.setdefault(batch.instance_id, [])
        for row in batch.rows:
            stored = row._replace(seq=len(memory.log) + 1)
            memory.log.append(stored)
            case.append(stored)
            if row.command_id is not None:
                memory.commands[row.command_id] = stored
        last = batch.rows[-1]
        if batch.state is not None:
            values = instance_values(batch.state, last.version, last.hash)
            memory.tables.apply(Operation(INSTANCE, values))
        for operation in unit.operations:
            if operation.kind not in SHARED_KINDS:
                memory.tables.apply(operation)

    def refuse(self, refusal: Refusal) -> None:
        """Keep a refused command beside the instances."""
        with self._memory.lock:
            self._memory.refusals.append(refusal)

    def command_row(self, command_id: str) -> LogRow | None:
        """The row of an accepted command with this id."""
        return self._memory.commands.get(command_id)

    def rows(self, instance_id: str, after_version: int = 0) -> list[LogRow]:
        """The rows of one instance, in order."""
        with self._memory.lock:
            return self._memory.cases.get(instance_id, [])[after_version:]

    def all_rows(self, after_seq: int = 0, limit: int = 10_000) -> list[LogRow]:
        """Rows of all instances in commit order."""
        with self._memory.lock:
            return self._memory.log[after_seq : after_seq + limit]

    def instance_ids(self) -> Iterator[str]:
        """All instances, by id."""
        with self._memory.lock:
            found = sorted(key[0] for key in self._memory.tables["process_instance"])
        yield from found

    def version(self, instance_id: str) -> int:
        """The instance's version; 0 when it does not exist."""
        return len(self._memory.cases.get(instance_id, ()))

    def save_snapshot(self, snapshot: Snapshot) -> None:
        """Keep the newest."""
        with self._memory.lock:
            self._memory.snapshots[snapshot.instance_id] = snapshot

    def snapshot(self, instance_id: str) -> Snapshot | None:
        """The newest snapshot."""
        return self._memory.snapshots.get(instance_id)

    def delete_snapshots(self) -> None:
        """Forget the cache; the log has everything."""
        with self._memory.lock:
            self._memory.snapshots.clear()

    def rebuild(self) -> None:
        """Make every projection anew from the log."""
        with self._memory.lock:
            tables = MemoryTables()
            for instance_id in sorted(self._memory.cases):
                for operation in case_operations(instance_id, self._memory.cases[instance_id]):
                    tables.apply(operation)
            for row in self._memory.log:
                if row.type in SHARED_ROWS:
                    for operation in shared_operations(row):
                        tables.apply(operation)
            self._memory.tables = tables


class MemorySealLog:
    """SealLog over dictionaries."""

    _memory: MemoryState

    def last_seal(self) -> Seal | None:
        """The newest seal."""
        return self._memory.seals[-1] if self._memory.seals else None

    def seals(self, after_size: int, limit: int) -> list[Seal]:
        """Seals by size."""
        with self._memory.lock:
            return [seal for seal in self._memory.seals if seal.size > after_size][:limit]

    def sealable(self, after_seq: int, limit: int) -> list[tuple[int, bytes]]:
        """Rows that no row in flight can still come before: here, all."""
        with self._memory.lock:
            return [(r.seq, r.hash) for r in self._memory.log[after_seq : after_seq + limit]]

    def add_seal(self, seal: Seal) -> None:
        """Raises ConcurrencyConflict when another sealer was first."""
        with self._memory.lock:
            last = self._memory.seals[-1].size if self._memory.seals else 0
            if seal.previous != last:
                raise ConcurrencyConflict(
                    "日志已由另一进程封存",
                    f"Expected to seal from {seal.previous}, another was first",
                )
            self._memory.seals.append(seal)

    def head(self, instance_id: str) -> Head | None:
        """Where the chain of an instance, message or signal ends."""
        row = self._heads().get((instance_id,))
        return None if row is None else head_of(row)

    def _heads(self) -> dict[Key, RowDict]:
        with self._memory.lock:
            return {**self._memory.tables["message"], **self._memory.tables["process_instance"]}

    def heads(self, after_id: str, limit: int) -> list[Head]:
        """Instances by id."""
        found = sorted(self._heads().items())
        return [head_of(row) for (number,), row in found if number > after_id][:limit]

    def rows_by_instance(self, after_id: str, after_version: int, limit: int) -> list[LogRow]:
        """Rows of all instances by instance id and version."""
        found: list[LogRow] = []
        with self._memory.lock:
            for instance_id in sorted(i for i in self._memory.cases if i >= after_id):
                skipped = after_version if instance_id == after_id else 0
                found += self._memory.cases[instance_id][skipped : skipped + limit - len(found)]
                if len(found) >= limit:
                    break
        return found
