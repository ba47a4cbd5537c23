"""The read side in memory: the same answers as the database, found by looking at every row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from engine.core.ids import UserId
from engine.store.memory_state import MemoryState
from engine.store.memory_tables import RowDict
from engine.store.offers import was_offered
from engine.store.paging import (
    INSTANCE_ORDER,
    Order,
    Position,
    instances_page,
    instances_start,
    worklist_order,
    worklist_page,
    worklist_principals,
    worklist_start,
)
from engine.store.projections import from_micros, micros
from engine.store.rows import (
    due_job,
    due_timer,
    incident_view,
    instance_view,
    register_line,
    subscription,
    work_item_view,
)
from engine.store.tables import FAR
from engine.views import (
    DueJob,
    DueTimer,
    IncidentView,
    InstanceQuery,
    InstanceView,
    Page,
    RegisterLine,
    Subscription,
    WorkItemView,
    WorklistQuery,
)


class MemoryReadModel:
    """ReadModel over dictionaries."""

    _memory: MemoryState

    def worklist(self, query: WorklistQuery) -> Page:
        """One page of open or done work items."""
        order = worklist_order(query)
        start = worklist_start(query)
        with self._memory.lock:
            keyed = self._done(query, order) if query.view == "done" else self._open(query, order)
            rows = [{**self._item(number), "sort_key": key} for number, key in keyed.items()]
        rows = [row for row in rows if _wanted(row, query)]
        shown = _sorted(rows, order, "sort_key", start)[: query.limit + 1]
        return worklist_page(query, shown, work_item_view, "sort_key")

    def _done(self, query: WorklistQuery, order: Order) -> dict[str, int]:
        rows = self._memory.tables["work_item"].values()
        done = (row for row in rows if row["ended_by"] == query.user)
        return {r["id"]: FAR if r[order.column] is None else r[order.column] for r in done}

    def _open(self, query: WorklistQuery, order: Order) -> dict[str, int]:
        offers = self._offers(query.user, worklist_principals(query))
        wanted = {"mine": (True,), "candidate": (False,)}.get(query.view, (True, False))
        return {r["work_item_id"]: r[order.column] for r in offers if r["assigned"] in wanted}

    def _offers(self, user: str, principals: Sequence[str]) -> list[RowDict]:
        return [
            row
            for row in self._memory.tables["inbox"].values()
            if row["principal"] in principals and user not in orjson.loads(row["excluded"])
        ]

    def worklist_counts(self, user: UserId, principals: Sequence[str]) -> Mapping[str, int]:
        """Counts of the views mine, candidate, inbox."""
        query = WorklistQuery(user=user, principals=tuple(principals))  # type: ignore[arg-type]
        with self._memory.lock:
            offers = self._offers(user, worklist_principals(query))
        mine = {row["work_item_id"] for row in offers if row["assigned"]}
        both = {row["work_item_id"] for row in offers}
        return {"mine": len(mine), "candidate": len(both - mine), "inbox": len(both)}

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
        shown = {name: case[name] for name in ("title", "initiator", "initiator_name")}
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
        with self._memory.lock:
            rows = [
                self._case(number)
                for (number,), row in self._memory.tables["process_instance"].items()
                if _wanted_case(row, query) and self._is_visible(query.visible_to, row)
            ]
        shown = _sorted(rows, INSTANCE_ORDER, "started_at", start)[: query.limit + 1]
        return instances_page(query, shown, instance_view)

    def _is_visible(self, user: str | None, case: RowDict) -> bool:
        part = (user, case["started_at"], case["id"])
        return user is None or part in self._memory.tables["participation"]

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


class MemoryJobs:
    """Jobs over dictionaries."""

    _memory: MemoryState

    def due_timers(self, now: datetime, limit: int) -> list[DueTimer]:
        """Timers whose time has come, the longest due first."""
        return [due_timer(row) for row in self._due("timer", now)][:limit]

    def due_jobs(self, now: datetime, limit: int) -> list[DueJob]:
        """Jobs that may be tried now, the longest due first."""
        return [due_job(row) for row in self._due("job", now)][:limit]

    def subscriptions(self, message: str, correlation_key: str) -> list[Subscription]:
        """Cases that wait for this message with this key, by id."""
        with self._memory.lock:
            found = sorted(self._memory.tables["subscription"].items())
        return [
            subscription(row)
            for _, row in found
            if (row["kind"], row["message"], row["correlation_key"])
            == ("message", message, correlation_key)
        ]

    def next_due(self) -> datetime | None:
        """When the next timer, job, start or expiry is due."""
        with self._memory.lock:
            times = [row["due_at"] for row in self._waiting() if row["due_at"] is not None]
            times += [micros(one.due_at) for one in self._memory.start_timers.values()]
            kept = self._memory.tables["message"].values()
            times += [row["expires_at"] for row in kept if row["ended_at"] is None]
        return from_micros(min(times)) if times else None

    def _waiting(self) -> Iterator[RowDict]:
        yield from self._memory.tables["timer"].values()
        yield from self._memory.tables["job"].values()

    def _due(self, table: str, now: datetime) -> list[RowDict]:
        limit = micros(now)
        with self._memory.lock:
            rows = self._memory.tables[table].values()
            due = [row for row in rows if row["due_at"] is not None and row["due_at"] <= limit]
        return sorted(due, key=lambda row: (row["due_at"], row["id"]))


def _wanted(row: RowDict, query: WorklistQuery) -> bool:
    return (
        (query.process is None or row["case_process"] == query.process)
        and (query.instance_id is None or row["instance_id"] == query.instance_id)
        and _has_text(query.text, row["title"], row["name"], row["name_en"])
    )


def _wanted_case(row: RowDict, query: InstanceQuery) -> bool:
    return (
        (query.initiator is None or row["initiator"] == query.initiator)
        and (query.process is None or row["process"] == query.process)
        and (query.status is None or row["status"] == query.status)
        and _has_text(query.text, row["title"], row["business_key"])
    )


def _has_text(wanted: str | None, *texts: str | None) -> bool:
    return not wanted or any(wanted.lower() in text.lower() for text in texts if text is not None)


def _sorted(
    rows: Sequence[RowDict], order: Order, column: str, start: Position | None
) -> list[Any]:
    def place(row: RowDict) -> Position:
        return (row[column], row["id"])

    if start is not None:
        rows = [r for r in rows if (place(r) < start if order.descending else place(r) > start)]
    return sorted(rows, key=place, reverse=order.descending)
