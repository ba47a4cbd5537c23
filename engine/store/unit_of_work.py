"""What one accepted command writes, prepared as plain tuples before the writer is entered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from engine.errors import ConcurrencyConflict, IntegrityViolation
from engine.ports import Append
from engine.store.operations import Operation
from engine.store.projections import instance_changes, instance_values, project
from engine.store.streams import SHARED_ROWS, shared_operations


class Unit(NamedTuple):
    """All rows of one transaction's share: everything or nothing of it is written."""

    instance_id: str
    expected_version: int
    instance: tuple[Any, ...] | None
    """Values of the insert (expected version 0) or of the update; None for what is no case."""
    rows: Sequence[tuple[Any, ...]]
    operations: Sequence[Operation]


def prepare(batch: Append) -> Unit:
    """The unit of an append. Raises IntegrityViolation when its versions leave a gap."""
    rows = batch.rows
    first = batch.expected_version + 1
    if not rows or [row.version for row in rows] != list(range(first, first + len(rows))):
        raise IntegrityViolation(
            f"案件 {batch.instance_id} 的日志版本号必须从 {first} 起连续",
            f"Expected the rows of {batch.instance_id} to be numbered from {first} without a gap",
        )
    values = [row[:-1] for row in rows]  # all but `seq`, which the database gives
    state, last = batch.state, rows[-1]
    if state is None:
        found = (shared_operations(row) for row in rows if row.type in SHARED_ROWS)
        shared = [operation for several in found for operation in several]
        return Unit(batch.instance_id, batch.expected_version, None, values, shared)
    if batch.expected_version:
        old = batch.expected_version
        instance = instance_changes(state, last.version, last.hash, old)
    else:
        instance = instance_values(state, last.version, last.hash)
    return Unit(
        batch.instance_id,
        batch.expected_version,
        instance,
        values,
        project(state, batch.events, batch.at),
    )


def version_conflict(unit: Unit) -> ConcurrencyConflict:
    """The instance moved on since it was read, or the command id is known already."""
    return ConcurrencyConflict(
        f"案件 {unit.instance_id} 已被他人更新，请重试",
        f"Expected {unit.instance_id} at version {unit.expected_version}, but it has moved on",
    )


def shared_conflict(operation: Operation) -> ConcurrencyConflict:
    """A register line or a kept message moved on since it was read."""
    if operation.kind.startswith("message."):
        return ConcurrencyConflict(
            "消息已被取走或已过期，请重试",
            "Expected a kept message, but it was taken or has expired",
        )
    if operation.kind.startswith("case_counter."):
        return ConcurrencyConflict(
            "流程编号已被他人取用，请重试", "Expected the next case number, but another took it"
        )
    if operation.kind == "register.add":
        register, key = operation.values[:2]
    else:
        register, key = operation.values[3:5]
    return ConcurrencyConflict(
        f"登记簿 {register} 的 {key} 已被他人更新，请重试",
        f"Expected line {key} of register {register} as it was read, but it has moved on",
    )


def busy() -> ConcurrencyConflict:
    """Another process held the write lock for too long."""
    return ConcurrencyConflict(
        "数据库正忙，请稍后重试", "Expected to write, but another process holds the database"
    )
