"""What one accepted command writes, prepared as plain tuples before the writer is entered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from engine.errors import ConcurrencyConflict, IntegrityViolation
from engine.ports import Append
from engine.store.projections import Operation, instance_changes, instance_values, project


class Unit(NamedTuple):
    """All rows of one transaction's share: everything or nothing of it is written."""

    instance_id: str
    expected_version: int
    instance: tuple[Any, ...]  # values of the insert (expected version 0) or of the update
    rows: Sequence[tuple[Any, ...]]
    operations: Sequence[Operation]


def prepare(batch: Append) -> Unit:
    """The unit of an append. Raises IntegrityViolation when its versions leave a gap."""
    rows = batch.rows
    first = batch.expected_version + 1
    if not rows or [row.version for row in rows] != list(range(first, first + len(rows))):
        raise IntegrityViolation(
            f"实例 {batch.instance_id} 的日志版本号必须从 {first} 起连续",
            f"Expected the rows of {batch.instance_id} to be numbered from {first} without a gap",
        )
    last = rows[-1]
    if batch.expected_version:
        old = batch.expected_version
        instance = instance_changes(batch.state, last.version, last.hash, old)
    else:
        instance = instance_values(batch.state, last.version, last.hash)
    return Unit(
        batch.instance_id,
        batch.expected_version,
        instance,
        [row[:-1] for row in rows],  # all but `seq`, which the database gives
        list(project(batch.state, batch.events, batch.at)),
    )


def version_conflict(unit: Unit) -> ConcurrencyConflict:
    """The instance moved on since it was read, or the command id is known already."""
    return ConcurrencyConflict(
        f"流程实例 {unit.instance_id} 已被他人更新,请重试",
        f"Expected {unit.instance_id} at version {unit.expected_version}, but it has moved on",
    )


def register_conflict(operation: Operation) -> ConcurrencyConflict:
    """A register line moved on since it was read."""
    if operation.kind == "register.add":
        register, key = operation.values[:2]
    else:
        register, key = operation.values[3:5]
    return ConcurrencyConflict(
        f"登记簿 {register} 的 {key} 已被他人更新,请重试",
        f"Expected line {key} of register {register} as it was read, but it has moved on",
    )


def busy() -> ConcurrencyConflict:
    """Another process held the write lock for too long."""
    return ConcurrencyConflict(
        "数据库正忙,请稍后重试", "Expected to write, but another process holds the database"
    )
