"""The read side of a SQL database: lists, headers, registers; a constant number of statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, func, select

from engine.core.ids import UserId
from engine.store import tables as t
from engine.store.database import Database
from engine.store.offers import was_offered
from engine.store.rebuild import rebuild_sql
from engine.store.rows import incident_view, instance_view, register_line, work_item_view
from engine.store.sql_cases import cases, shown_cases
from engine.store.sql_worklist import counts, more_counts, work_items, worklist
from engine.views import (
    IncidentView,
    InstanceQuery,
    InstanceView,
    Page,
    RegisterLine,
    WorkItemView,
    WorklistQuery,
)

_CASE: Final = t.process_instance.c
_PART: Final = t.participation.c
_COPY: Final = t.copy.c
_LINE: Final = t.register_line.c


class SqlReadModel:
    """ReadModel over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def worklist(self, query: WorklistQuery) -> Page:
        """One page of open or done work items."""
        with self._database.read() as connection:
            return worklist(connection, query)

    def worklist_counts(self, user: UserId, principals: Sequence[str]) -> Mapping[str, int]:
        """Counts of the views mine, candidate, inbox."""
        with self._database.read() as connection:
            return counts(connection, user, principals)

    def work_item(self, work_item_id: str) -> WorkItemView | None:
        """One work item, open or done."""
        found = self._all(work_items().where(t.work_item.c.id == work_item_id))
        return work_item_view(found[0]) if found else None

    def work_items_of(self, instance_id: str) -> list[WorkItemView]:
        """All work items of a case, oldest first."""
        item = t.work_item.c
        statement = work_items().where(item.instance_id == instance_id)
        found = self._all(statement.order_by(item.created_at, item.id))
        return [work_item_view(row) for row in found]

    def instance(self, instance_id: str) -> InstanceView | None:
        """The header of a case."""
        found = self._all(shown_cases().where(_CASE.id == instance_id))
        return instance_view(found[0]) if found else None

    def instances(self, query: InstanceQuery) -> Page:
        """One page of cases, newest first."""
        with self._database.read() as connection:
            return cases(connection, query)

    def more_counts(self, query: WorklistQuery, now: datetime) -> Mapping[str, int]:
        """Counts of overdue and substituted work, and of copies not read yet."""
        with self._database.read() as connection:
            return more_counts(connection, query, now)

    def is_copied_to(self, user: UserId, instance_id: str) -> bool:
        """Whether the case was copied to the person."""
        found = select(_COPY.at).where(_COPY.login == user, _COPY.instance_id == instance_id)
        with self._database.read() as connection:
            return connection.execute(found).first() is not None

    def takes_part(self, user: UserId, principals: Sequence[str], instance_id: str) -> bool:
        """Whether the person started, performed, was assigned, or is a candidate."""
        part = (
            select(_PART.login)
            .join(
                t.process_instance,
                (_PART.instance_id == _CASE.id) & (_PART.started_at == _CASE.started_at),
            )
            .where(_CASE.id == instance_id, _PART.login == user)
        )
        item = t.work_item.c
        offers = select(item.candidates, item.excluded).where(item.instance_id == instance_id)
        with self._database.read() as connection:
            if connection.execute(part).first() is not None:
                return True
            found = connection.execute(offers.distinct()).all()
        return any(was_offered(user, principals, *row) for row in found)

    def incidents(
        self, *, open_only: bool = True, instance_id: str | None = None
    ) -> list[IncidentView]:
        """Incidents, oldest first."""
        incident = t.incident.c
        statement = (
            select(*t.incident.c, _CASE.process, _CASE.title)
            .join(t.process_instance, _CASE.id == incident.instance_id)
            .order_by(incident.raised_at, incident.id)
        )
        if open_only:
            statement = statement.where(incident.resolved_at.is_(None))
        if instance_id is not None:
            statement = statement.where(incident.instance_id == instance_id)
        return [incident_view(row) for row in self._all(statement)]

    def register_line(self, register: str, key: str) -> RegisterLine | None:
        """The newest version of one line."""
        found = self._all(
            select(t.register_line).where(_LINE.register == register, _LINE.key == key)
        )
        return register_line(found[0]) if found else None

    def register_lines(self, register: str) -> list[RegisterLine]:
        """All lines by key."""
        statement = select(t.register_line).where(_LINE.register == register).order_by(_LINE.key)
        return [register_line(row) for row in self._all(statement)]

    def register_size(self, register: str) -> int:
        """How many lines the register has."""
        statement = select(func.count()).select_from(t.register_line)
        with self._database.read() as connection:
            return int(connection.scalar(statement.where(_LINE.register == register)) or 0)

    def last_in(self, counter: str) -> int:
        """The number that a gap-free counter gave last; 0 before its first."""
        found = select(t.case_counter.c.last).where(t.case_counter.c.counter == counter)
        with self._database.read() as connection:
            return int(connection.scalar(found) or 0)

    def rebuild(self) -> None:
        """Make every projection anew from the log, in one transaction."""
        with self._database.write() as connection:
            rebuild_sql(connection, self._database.statements)

    def _all(self, statement: Select[Any]) -> list[Any]:
        with self._database.read() as connection:
            return list(connection.execute(statement).mappings())
