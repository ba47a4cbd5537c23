"""Makes the projections anew from the log: the same operations, case by case, then what is shared.

Register lines and kept messages are shared between cases, so they follow the commit order instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import chain, groupby
from operator import attrgetter
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Select, delete, select, tuple_

from engine.codec import decode_envelope, decode_event, is_command
from engine.core.events import Event
from engine.core.evolve import fold
from engine.core.state import InstanceState
from engine.errors import IntegrityViolation
from engine.store import tables as t
from engine.store.operations import INSTANCE, SHARED_KINDS, Operation
from engine.store.projections import instance_values, project
from engine.store.rows import log_row
from engine.store.running_tables import FOLLOWING
from engine.store.statements import ROW, Statements
from engine.store.streams import SHARED_ROWS, STREAM_COMMANDS, shared_operations
from engine.views import LogRow

PAGE: Final = 1_000


class Step(NamedTuple):
    """One command of one case: its events, the case after them, its last row."""

    at: datetime
    events: tuple[Event, ...]
    state: InstanceState
    last: LogRow


def case_operations(instance_id: str, rows: Iterable[LogRow]) -> Iterator[Operation]:
    """All operations of one case except on what is shared, its own row at the end; none of a
    message or signal."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None or first.type in STREAM_COMMANDS:
        return
    step = None
    for step in steps(instance_id, chain((first,), rows)):
        for operation in project(step.state, step.events, step.at):
            if operation.kind not in SHARED_KINDS:
                yield operation
    if step is not None:
        last = step.last
        yield Operation(INSTANCE, instance_values(step.state, last.version, last.hash))


def steps(instance_id: str, rows: Iterable[LogRow]) -> Iterator[Step]:
    """The commands of one case, in order. Raises IntegrityViolation when it begins otherwise."""
    state: InstanceState | None = None
    for group in _commands(rows):
        if not is_command(group[0].type):
            raise IntegrityViolation(
                f"案件 {instance_id} 的日志不以命令开头",
                f"Expected the log of {instance_id} to begin with a command",
            )
        events = tuple(decode_event(row.type, row.body) for row in group[1:])
        if events:
            state = fold(state, instance_id, events)
        if state is None:
            raise IntegrityViolation(
                f"案件 {instance_id} 的历史不是以启动事件开头",
                f"Expected the history of {instance_id} to begin with InstanceStarted",
            )
        yield Step(decode_envelope(group[0].body).at, events, state, group[-1])


def _commands(rows: Iterable[LogRow]) -> Iterator[list[LogRow]]:
    group: list[LogRow] = []
    for row in rows:
        if group and is_command(row.type):
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def rebuild_sql(connection: Connection, statements: Statements) -> None:
    """Empty the projections and fill them from the log, inside the caller's transaction. How cases
    ran is made anew when it is asked for."""
    for table in (*t.PROJECTIONS, *FOLLOWING):
        connection.execute(delete(table))
    cursor = connection.connection.cursor()
    texts = {**statements.operations, INSTANCE: statements.insert_instance}
    try:
        for operation in _operations(connection):
            cursor.execute(texts[operation.kind], operation.values)
    finally:
        cursor.close()


def _operations(connection: Connection) -> Iterator[Operation]:
    for instance_id, rows in groupby(_by_case(connection), key=attrgetter("instance_id")):
        yield from case_operations(instance_id, rows)
    for row in _shared_rows(connection):
        yield from shared_operations(row)


def _by_case(connection: Connection) -> Iterator[LogRow]:
    log = t.log.c
    place = tuple_(log.instance_id, log.version)

    def page(last: LogRow | None) -> Select[Any]:
        after = ("", 0) if last is None else (last.instance_id, last.version)
        return _log_rows().where(place > after).order_by(log.instance_id, log.version)

    return _pages(connection, page)


def _shared_rows(connection: Connection) -> Iterator[LogRow]:
    log = t.log.c

    def page(last: LogRow | None) -> Select[Any]:
        after = 0 if last is None else last.seq
        return _log_rows().where(log.type.in_(SHARED_ROWS), log.seq > after).order_by(log.seq)

    return _pages(connection, page)


def _log_rows() -> Select[Any]:
    return select(*(t.log.c[name] for name in ROW))


def _pages(
    connection: Connection, page: Callable[[LogRow | None], Select[Any]]
) -> Iterator[LogRow]:
    last: LogRow | None = None
    while True:
        found = [log_row(tuple(row)) for row in connection.execute(page(last).limit(PAGE))]
        yield from found
        if len(found) < PAGE:
            return
        last = found[-1]
