"""The read side in memory: the same answers as the database, found by looking at every row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import orjson

from engine.core.ids import UserId, user_principal
from engine.store.happened import did
from engine.store.memory_state import MemoryState
from engine.store.memory_tables import RowDict
from engine.store.narrowing import compares, wanted_variables
from engine.store.offers import was_offered
from engine.store.paging import (
    COUNTED,
    INSTANCE_ORDER,
    Order,
    Position,
    instances_page,
    instances_start,
    worklist_now,
    worklist_order,
    worklist_page,
    worklist_principals,
    worklist_start,
)
from engine.store.projections import micros
from engine.store.rows import (
    incident_view,
    instance_view,
    register_line,
    work_item_view,
)
from engine.store.searching import folded
from engine.store.tables import FAR
from engine.views import (
    ActingFor,
    IncidentView,
    InstanceQuery,
    InstanceView,
    Page,
    RegisterLine,
    WorkItemView,
    WorklistQuery,
)

_OF_CASE: Final = ("title", "initiator", "initiator_name", "number", "summary", "department")


class MemoryReadModel:
    """ReadModel over dictionaries."""

    _memory: MemoryState

    def worklist(self, query: WorklistQuery) -> Page:
        """One page of open or done work items."""
        order = worklist_order(query)
        start = worklist_start(query)
        text = folded(query.text or "")
        variables = wanted_variables(query.variables)
        with self._memory.lock:
            keyed = self._done(query, order) if query.view == "done" else self._open(query, order)
            rows = [{**self._item(number), "sort_key": key} for number, key in keyed.items()]
            rows = [
                row
                for row in rows
                if _wanted(row, query)
                and (self._is_found(row["instance_id"], text) or _has_text(text, row))
                and self._has_values(row["instance_id"], variables)
            ]
        shown = _sorted(rows, order, "sort_key", start)[: query.limit + 1]
        return worklist_page(query, shown, work_item_view, "sort_key")

    def _is_found(self, instance_id: str, wanted: str) -> bool:
        texts = self._memory.tables["search_text"].values()
        return not wanted or any(
            row["instance_id"] == instance_id and wanted in row["text"] for row in texts
        )

    def _has_values(self, instance_id: str, wanted: Sequence[tuple[str, str, str]]) -> bool:
        stored = self._memory.tables["case_value"]
        for name, operator, key in wanted:
            row = stored.get((instance_id, name))
            if row is None or row["value"][0] != key[0]:
                return False
            if not compares(row["value"], operator, key):
                return False
        return True

    def _done(self, query: WorklistQuery, order: Order) -> dict[str, int]:
        rows = self._memory.tables["work_item"].values()
        done = (row for row in rows if row["ended_by"] == query.user)
        return {r["id"]: FAR if r[order.column] is None else r[order.column] for r in done}

    def _open(self, query: WorklistQuery, order: Order) -> dict[str, int]:
        offers = self._offers_of(query, query.view)
        wanted = {"mine": (True,), "candidate": (False,)}.get(query.view, (True, False))
        if query.view == "overdue":
            late = micros(worklist_now(query))
            offers = [row for row in offers if row["due_at"] < late]
        if query.follow_up is not None:
            offers = [row for row in offers if _is_put_off(row, query)]
        return {r["work_item_id"]: r[order.column] for r in offers if r["assigned"] in wanted}

    def _offers_of(self, query: WorklistQuery, view: str) -> list[RowDict]:
        mine = worklist_principals(query)
        own = self._offers(query.user, mine)
        others = [
            row
            for one in query.acting_for
            for row in self._offers(
                query.user,
                [p for p in (user_principal(one.user), *one.principals) if p not in mine],
            )
            if self._is_done_for(one, row, query.user)
        ]
        if view == "substituted":
            return others
        return own if view in ("mine", "candidate") else [*own, *others]

    def _is_done_for(self, absent: ActingFor, offer: RowDict, user: str) -> bool:
        """The absent person is not kept apart from it, nor the substitute by having begun it."""
        item = self._memory.tables["work_item"][offer["work_item_id"],]
        case = self._memory.tables["process_instance"][item["instance_id"],]
        if case["initiator"] == user or absent.user in orjson.loads(offer["excluded"]):
            return False
        return not absent.processes or case["process"] in absent.processes

    def _offers(self, user: str, principals: Sequence[str]) -> list[RowDict]:
        return [
            row
            for row in self._memory.tables["inbox"].values()
            if row["principal"] in principals and user not in orjson.loads(row["excluded"])
        ]

    def more_counts(self, query: WorklistQuery, now: datetime) -> Mapping[str, int]:
        """Counts of overdue and substituted work, and of copies not read yet."""
        with self._memory.lock:
            late = {
                row["work_item_id"]
                for row in self._offers_of(query, "overdue")
                if row["due_at"] < micros(now)
            }
            others = {row["work_item_id"] for row in self._offers_of(query, "substituted")}
            copies = [
                row
                for row in self._memory.tables["copy"].values()
                if row["login"] == query.user and row["read_at"] is None
            ]
        found = {"overdue": late, "substituted": others, "copied": copies}
        return {name: min(len(items), COUNTED) for name, items in found.items()}

    def is_copied_to(self, user: UserId, instance_id: str) -> bool:
        """Whether the case was copied to the person."""
        with self._memory.lock:
            keys = list(self._memory.tables["copy"])
        return any((login, number) == (user, instance_id) for login, _, number in keys)

    def worklist_counts(self, user: UserId, principals: Sequence[str]) -> Mapping[str, int]:
        """Counts of the views mine, candidate, inbox."""
        query = WorklistQuery(user=user, principals=tuple(principals))  # type: ignore[arg-type]
        with self._memory.lock:
            offers = self._offers(user, worklist_principals(query))
        mine = {row["work_item_id"] for row in offers if row["assigned"]}
        both = {row["work_item_id"] for row in offers}
        found = {"mine": mine, "candidate": both - mine, "inbox": both}
        return {name: min(len(items), COUNTED) for name, items in found.items()}

    def work_item(self, work_item_id: str) -> WorkItemView | None:
        """One work item, open or done."""
        with self._memory.lock:
            if (work_item_id,) not in self._memory.tables["work_item"]:
                return None
            return work_item_view(self._item(work_item_id))

    def work_items_of(self, instance_id: str) -> list[WorkItemView]:
        """All work items of a case, oldest first."""
        with self._memory.lock:
            found = [
                self._item(row["id"])
                for row in self._memory.tables["work_item"].values()
                if row["instance_id"] == instance_id
            ]
        return [work_item_view(r) for r in sorted(found, key=lambda r: (r["created_at"], r["id"]))]

    def _item(self, work_item_id: str) -> RowDict:
        item = self._memory.tables["work_item"][work_item_id,]
        case = self._case(item["instance_id"])
        shown = {name: case[name] for name in _OF_CASE}
        return {
            **item,
            **shown,
            "case_process": case["process"],
            "case_process_name": case["process_name"],
            "case_process_name_en": case["process_name_en"],
        }

    def _case(self, instance_id: str) -> RowDict:
        case = self._memory.tables["process_instance"][instance_id,]
        model = self._memory.models.get((case["process"], case["process_digest"]))
        return {
            **case,
            "process_name": model and model.name,
            "process_name_en": model and model.name_en,
        }

    def instance(self, instance_id: str) -> InstanceView | None:
        """The header of a case."""
        with self._memory.lock:
            if (instance_id,) not in self._memory.tables["process_instance"]:
                return None
            return instance_view(self._case(instance_id))

    def instances(self, query: InstanceQuery) -> Page:
        """One page of cases, newest first."""
        start = instances_start(query)
        text, variables = folded(query.text or ""), wanted_variables(query.variables)
        with self._memory.lock:
            rows = [
                self._case(number)
                for (number,), row in self._memory.tables["process_instance"].items()
                if _wanted_case(row, query)
                and self._is_visible(query.visible_to, row)
                and self._is_in_copies(query, row)
                and self._is_found(number, text)
                and self._has_values(number, variables)
                and did(self._memory.cases.get(number, ()), row["process"], query)
            ]
        shown = _sorted(rows, INSTANCE_ORDER, "started_at", start)[: query.limit + 1]
        return instances_page(query, shown, instance_view)

    def _is_visible(self, user: str | None, case: RowDict) -> bool:
        part = (user, case["started_at"], case["id"])
        return user is None or part in self._memory.tables["participation"]

    def _is_in_copies(self, query: InstanceQuery, case: RowDict) -> bool:
        if query.copied_to is None:
            return True
        key = (query.copied_to, case["started_at"], case["id"])
        row = self._memory.tables["copy"].get(key)
        return row is not None and (not query.unread or row["read_at"] is None)

    def takes_part(self, user: UserId, principals: Sequence[str], instance_id: str) -> bool:
        """Whether the person started, performed, was assigned, or is a candidate."""
        with self._memory.lock:
            case = self._memory.tables["process_instance"].get((instance_id,))
            if case is None:
                return False
            return self._is_visible(user, case) or any(
                was_offered(user, principals, row["candidates"], row["excluded"])
                for row in self._memory.tables["work_item"].values()
                if row["instance_id"] == instance_id
            )

    def incidents(
        self, *, open_only: bool = True, instance_id: str | None = None
    ) -> list[IncidentView]:
        """Incidents, oldest first."""
        with self._memory.lock:
            found = []
            for row in self._memory.tables["incident"].values():
                if open_only and row["resolved_at"] is not None:
                    continue
                if instance_id is None or row["instance_id"] == instance_id:
                    case = self._case(row["instance_id"])
                    found.append({**row, "process": case["process"], "title": case["title"]})
        found.sort(key=lambda row: (row["raised_at"], row["id"]))
        return [incident_view(row) for row in found]

    def register_line(self, register: str, key: str) -> RegisterLine | None:
        """The newest version of one line."""
        row = self._memory.tables["register_line"].get((register, key))
        return None if row is None else register_line(row)

    def register_lines(self, register: str) -> list[RegisterLine]:
        """All lines by key."""
        with self._memory.lock:
            found = sorted(self._memory.tables["register_line"].items())
        return [register_line(row) for (name, _), row in found if name == register]

    def register_size(self, register: str) -> int:
        """How many lines the register has."""
        with self._memory.lock:
            return sum(1 for name, _ in self._memory.tables["register_line"] if name == register)

    def last_in(self, counter: str) -> int:
        """The number that a gap-free counter gave last; 0 before its first."""
        row = self._memory.tables["case_counter"].get((counter,))
        return 0 if row is None else int(row["last"])


def _wanted(row: RowDict, query: WorklistQuery) -> bool:
    time = row["ended_at" if query.view == "done" else "created_at"]
    return (
        (query.process is None or row["case_process"] == query.process)
        and (query.instance_id is None or row["instance_id"] == query.instance_id)
        and (query.initiator is None or row["initiator"] == query.initiator)
        and (query.department is None or row["department"] == query.department)
        and (query.state is None or row["state"] == query.state)
        and (query.priority is None or row["priority"] >= query.priority)
        and _is_within(time, query.since, query.until)
    )


def _is_put_off(row: RowDict, query: WorklistQuery) -> bool:
    """Whether the row is of the asked kind: put off, or not."""
    later = row["follow_up_at"] > micros(worklist_now(query))
    return bool(later is (query.follow_up == "later"))


def _wanted_case(row: RowDict, query: InstanceQuery) -> bool:
    return (
        (query.initiator is None or row["initiator"] == query.initiator)
        and (query.process is None or row["process"] == query.process)
        and (query.among is None or row["process"] in query.among)
        and (query.status is None or row["status"] == query.status)
        and (query.department is None or row["department"] == query.department)
        and _is_within(row["started_at"], query.since, query.until)
    )


def _is_within(time: int, since: datetime | None, until: datetime | None) -> bool:
    return (since is None or time >= micros(since)) and (until is None or time < micros(until))


def _has_text(wanted: str, row: RowDict) -> bool:
    return wanted in row["name"].lower() or wanted in row["name_en"].lower()


def _sorted(
    rows: Sequence[RowDict], order: Order, column: str, start: Position | None
) -> list[Any]:
    def place(row: RowDict) -> Position:
        return (row[column], row["id"])

    if start is not None:
        rows = [r for r in rows if (place(r) < start if order.descending else place(r) > start)]
    return sorted(rows, key=place, reverse=order.descending)
