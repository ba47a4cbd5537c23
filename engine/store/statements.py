"""The hot statements: built once from SQLAlchemy Core, compiled once per dialect to plain text.

Each text takes its values by position, in the order that `projections.KINDS` or the tables give,
so the writer hands tuples straight to the driver.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Dialect, Table, bindparam, delete, insert, literal_column, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql import ClauseElement, func

from engine.store import tables as t
from engine.store.office_tables import follow_up_of_item
from engine.store.operations import KINDS
from engine.store.polls import Polls, compile_polls

LOG_COLUMNS: Final = ("instance_id", "version", "type", "command_id", "body", "hash")
INSTANCE_CHANGES: Final = (
    "version", "head", "title", "status", "ended_at", "end_events", "open_incidents",
)  # fmt: skip
ROW: Final = ("instance_id", "version", "type", "body", "hash", "command_id", "seq")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """The compiled texts of one dialect."""

    operations: Mapping[str, str]
    insert_instance: str
    update_instance: str
    insert_log: str
    replace_snapshot: str
    rows: str
    command_row: str
    version: str
    snapshot: str
    generation: str
    polls: Polls


def compile_for(dialect: Dialect) -> Statements:
    """All hot statements for a dialect with positional parameters."""
    make = _Maker(dialect)
    return Statements(
        operations={kind: make.operation(kind, names) for kind, names in KINDS.items()},
        insert_instance=make.insert(t.process_instance, t.process_instance.columns.keys()),
        update_instance=make.change(
            t.process_instance, INSTANCE_CHANGES, ("key_id", "key_version")
        ),
        insert_log=make.insert(t.log, LOG_COLUMNS),
        replace_snapshot=make.put(t.snapshot, t.snapshot.columns.keys()),
        rows=make.rows(),
        command_row=make.text(
            select(*(t.log.c[n] for n in ROW)).where(t.log.c.command_id == bindparam("id")),
            ("id",),
        ),
        version=make.text(
            select(t.process_instance.c.version).where(t.process_instance.c.id == bindparam("id")),
            ("id",),
        ),
        snapshot=make.text(
            select(t.snapshot).where(t.snapshot.c.instance_id == bindparam("id")), ("id",)
        ),
        generation=make.text(select(func.count()).select_from(t.deployment), ()),
        polls=compile_polls(make.text),
    )


class _Maker:
    """Compiles statements and proves the order of their parameters."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._upsert: Any = sqlite.insert if dialect.name == "sqlite" else postgresql.insert

    def text(self, statement: ClauseElement, names: Sequence[str]) -> str:
        """The text of a statement. Raises ValueError when the parameters come in another order."""
        compiled: Any = statement.compile(dialect=self._dialect)
        if tuple(compiled.positiontup) != tuple(names):
            raise ValueError(f"Expected parameters {names}, got {compiled.positiontup}")
        return str(compiled)

    def insert(self, table: Table, names: Sequence[str]) -> str:
        return self.text(insert(table).values({n: bindparam(n) for n in names}).inline(), names)

    def put(self, table: Table, names: Sequence[str]) -> str:
        """Insert, or replace the row with the same primary key."""
        statement = self._upsert(table).values({n: bindparam(n) for n in names})
        keys = [column.name for column in table.primary_key]
        changes = {n: statement.excluded[n] for n in names if n not in keys}
        done = statement.on_conflict_do_update(index_elements=keys, set_=changes)
        return self.text(done, names)

    def add(self, table: Table, names: Sequence[str]) -> str:
        """Insert unless the row is there."""
        statement = self._upsert(table).values({n: bindparam(n) for n in names})
        return self.text(statement.on_conflict_do_nothing(), names)

    def change(self, table: Table, names: Sequence[str], keys: Sequence[str]) -> str:
        """Update `names` where the columns named by `keys` (`key_<column>`) match."""
        statement = update(table).ordered_values(*((n, bindparam(n)) for n in names))
        for key in keys:
            statement = statement.where(table.c[key.removeprefix("key_")] == bindparam(key))
        return self.text(statement, (*names, *keys))

    def drop(self, table: Table, names: Sequence[str]) -> str:
        statement = delete(table)
        for key in names:
            statement = statement.where(table.c[key.removeprefix("key_")] == bindparam(key))
        return self.text(statement, names)

    def rows(self) -> str:
        statement = (
            select(*(t.log.c[n] for n in ROW))
            .where(
                t.log.c.instance_id == bindparam("id"), t.log.c.version > bindparam("after_version")
            )
            .order_by(t.log.c.version)
        )
        return self.text(statement, ("id", "after_version"))

    def copy_inbox(self, names: Sequence[str]) -> str:
        """One more inbox row of a work item, with what the item itself says."""
        item = t.work_item.c
        given = {n: bindparam(n, type_=t.inbox.c[n].type) for n in names if n != "key_id"}
        own = {
            "created_at": item.created_at,
            "work_item_id": item.id,
            "due_at": func.coalesce(item.due_at, literal_column(str(t.FAR))),
            "excluded": item.excluded,
            "instance_id": item.instance_id,
            "priority": item.priority,
            "follow_up_at": follow_up_of_item(),
        }
        columns = [*given, *own]
        chosen = select(*given.values(), *own.values()).where(item.id == bindparam("key_id"))
        return self.text(insert(t.inbox).from_select(columns, chosen), names)

    def operation(self, kind: str, names: Sequence[str]) -> str:
        table_name, _, action = kind.partition(".")
        table = t.metadata.tables.get(table_name, t.register_line)
        if kind == "inbox.copy":
            return self.copy_inbox(names)
        if kind in ("participation.add", "copy.add", "search_text.add"):
            return self.add(table, names)
        if action == "drop":
            return self.drop(table, names)
        if kind in (
            "register.add",
            "message.add",
            "case_counter.add",
            "work_item.put",
            "inbox.put",
            "substitution.add",
            "absence.add",
            "reading.add",
        ):
            return self.insert(table, names)
        if action == "put":
            return self.put(table, names)
        keys = tuple(name for name in names if name.startswith("key_"))
        return self.change(table, names[: len(names) - len(keys)], keys)
