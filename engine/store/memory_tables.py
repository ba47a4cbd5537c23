"""The projection tables as dictionaries, changed by the same operations as the SQL tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from engine.store import tables as t
from engine.store.office_tables import AS_USUAL
from engine.store.operations import INSTANCE, KINDS, Operation

RowDict = dict[str, Any]
Key = tuple[Any, ...]

_TABLE_OF: Final = {"register": "register_line"}
INSTANCE_COLUMNS: Final = tuple(t.process_instance.columns.keys())


class MemoryTables:
    """Every projection table: primary key -> row by column name."""

    def __init__(self) -> None:
        self.tables: dict[str, dict[Key, RowDict]] = {table.name: {} for table in t.PROJECTIONS}
        self._inbox_of: dict[str, set[Key]] = {}  # work item -> its inbox rows

    def __getitem__(self, name: str) -> dict[Key, RowDict]:
        return self.tables[name]

    def accepts(self, operation: Operation) -> bool:
        """Whether an operation on what is shared finds the row as it expects it."""
        names = dict(zip(KINDS[operation.kind], operation.values, strict=True))
        if operation.kind == "message.add":
            return (names["id"],) not in self.tables["message"]
        if operation.kind.startswith("message."):
            kept = self.tables["message"].get((names["key_id"],))
            return kept is not None and kept["status"] == names["key_status"]
        if operation.kind.startswith("case_counter."):
            return self._is_next(names)
        lines = self.tables["register_line"]
        if operation.kind == "register.add":
            return (names["register"], names["key"]) not in lines
        line = lines.get((names["key_register"], names["key_key"]))
        return line is not None and line["version"] == names["key_version"]

    def _is_next(self, names: RowDict) -> bool:
        counters = self.tables["case_counter"]
        if "counter" in names:
            return (names["counter"],) not in counters
        found = counters.get((names["key_counter"],))
        return found is not None and found["last"] == names["key_last"]

    def apply(self, operation: Operation) -> None:
        """Carry out one operation."""
        kind, values = operation
        names = INSTANCE_COLUMNS if kind == INSTANCE else KINDS[kind]
        row = dict(zip(names, values, strict=True))
        prefix, _, action = kind.partition(".")
        table = _TABLE_OF.get(prefix, prefix)
        special = _SPECIAL.get(kind)
        if special is not None:
            special(self, row)
        elif action == "add" and table == "copy":
            self.tables[table].setdefault(tuple(row[name] for name in _KEYS[table]), row)
        elif action in ("put", "add"):
            self.put(table, row)
        elif action == "drop":
            self.tables[table].pop(tuple(row.values()), None)
        else:
            self._change(table, row)

    def put(self, table: str, row: RowDict) -> None:
        """Insert, or replace the row with the same primary key."""
        key = tuple(row[name] for name in _KEYS[table])
        if table == "work_item":
            # set by operations of their own
            row = {**row, "deadline_at": None, "follow_up_at": None, "follow_up_by": None}
        if table == "inbox":
            row = {"follow_up_at": AS_USUAL, **row}
        self.tables[table][key] = row
        if table == "inbox":
            self._inbox_of.setdefault(row["work_item_id"], set()).add(key)

    def _change(self, table: str, row: RowDict) -> None:
        key = tuple(row[f"key_{name}"] for name in _KEYS[table])
        found = self.tables[table].get(key)
        if found is not None:
            changes = {k: v for k, v in row.items() if not k.startswith("key_")}
            self.tables[table][key] = {**found, **changes}

    def _drop_inbox(self, row: RowDict) -> None:
        for key in self._inbox_of.pop(row["key_work_item_id"], ()):
            del self.tables["inbox"][key]

    def _change_inbox(self, row: RowDict) -> None:
        changes = {k: v for k, v in row.items() if not k.startswith("key_")}
        for key in self._inbox_of.get(row["key_work_item_id"], ()):
            self.tables["inbox"][key] = {**self.tables["inbox"][key], **changes}

    def _copy_inbox(self, row: RowDict) -> None:
        item = self.tables["work_item"].get((row["key_id"],))
        if item is not None:
            due_at = item["due_at"]
            copied = {
                **row,
                "created_at": item["created_at"],
                "work_item_id": item["id"],
                "due_at": t.FAR if due_at is None else due_at,
                "excluded": item["excluded"],
                "instance_id": item["instance_id"],
                "priority": item["priority"],
                "follow_up_at": _follow_up_of(item),
            }
            del copied["key_id"]
            self.put("inbox", copied)


def _follow_up_of(item: RowDict) -> int:
    """As `office_tables.follow_up_of_item`."""
    theirs = item["assignee"] is not None and item["follow_up_by"] == item["assignee"]
    return (item["follow_up_at"] or AS_USUAL) if theirs else AS_USUAL


_KEYS: Final[Mapping[str, Sequence[str]]] = {
    table.name: tuple(column.name for column in table.primary_key) for table in t.PROJECTIONS
}
_SPECIAL: Final[Mapping[str, Callable[[MemoryTables, RowDict], None]]] = {
    "inbox.drop": MemoryTables._drop_inbox,
    "inbox.copy": MemoryTables._copy_inbox,
    "inbox.follow_up": MemoryTables._change_inbox,
    "inbox.due": MemoryTables._change_inbox,
    "inbox.priority": MemoryTables._change_inbox,
}
