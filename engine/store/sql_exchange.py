"""Who waits for messages and signals, what is kept for them, and what starts by itself, in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    delete,
    exists,
    insert,
    or_,
    select,
    update,
)

from engine.core.ids import CLAUSE_STREAM, ORGANISATION_STREAM
from engine.store import tables as t
from engine.store.database import Database
from engine.store.projections import micros
from engine.store.rows import kept_message, start_timer, start_trigger, subscription
from engine.store.streams import QUARANTINE
from engine.views import Deployment, KeptMessage, StartTimer, StartTrigger, Subscription

_WAITING: Final = t.subscription.c
_KEPT: Final = t.message.c
_TRIGGER: Final = t.start_trigger.c
_TIMER: Final = t.start_timer.c


class SqlExchange:
    """Exchange over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def signal_subscriptions(self, signal: str) -> list[Subscription]:
        """Cases that wait for this signal, by id."""
        statement = (
            select(t.subscription)
            .where(_WAITING.message == signal, _WAITING.correlation_key == "")
            .where(_WAITING.kind == "signal")
            .order_by(_WAITING.id)
        )
        return [subscription(row) for row in self._all(statement)]

    def case_awaiting(self, message: str) -> str | None:
        """One of the cases that wait for a message of this name, by whatever key."""
        statement = (
            select(_WAITING.instance_id)
            .where(_WAITING.message == message, _WAITING.kind != "signal")
            .limit(1)
        )
        with self._database.read() as connection:
            found: str | None = connection.scalar(statement)
        return found

    def start_triggers(self, kind: str, name: str) -> list[StartTrigger]:
        """What a message or signal of this name starts, by process and element."""
        statement = select(t.start_trigger).where(_TRIGGER.kind == kind, _TRIGGER.name == name)
        found = self._all(statement.order_by(_TRIGGER.process, _TRIGGER.element_id))
        return [start_trigger(row) for row in found]

    def start_conditions(self) -> list[StartTrigger]:
        """The start events that a condition triggers, by process and element."""
        return self.start_triggers("conditional", "")

    def is_idle(self, now: datetime) -> bool:
        """Whether no start is due or waits for a condition, and nothing is kept; one statement."""
        return not self._database.fetch(self._database.statements.polls.busy, (micros(now),))

    def due_starts(self, now: datetime, limit: int) -> list[StartTimer]:
        """Start timers whose time has come, the longest due first."""
        statement = select(t.start_timer).where(_TIMER.due_at <= micros(now))
        ordered = statement.order_by(_TIMER.due_at, _TIMER.process, _TIMER.element_id)
        return [start_timer(row) for row in self._all(ordered.limit(limit))]

    def move_start(self, timer: StartTimer, following: StartTimer | None) -> None:
        """Go on to the next occurrence, or end; nothing if the timer is no longer as it was."""
        as_it_was = (
            (_TIMER.process == timer.process)
            & (_TIMER.element_id == timer.element_id)
            & (_TIMER.number == timer.number)
            & (_TIMER.version == timer.version)
            & (_TIMER.occurrence == timer.occurrence)
        )
        with self._database.write() as connection:
            if following is None:
                connection.execute(delete(t.start_timer).where(as_it_was))
            else:
                changes = _timer_values(following)
                connection.execute(update(t.start_timer).where(as_it_was).values(changes))

    def message(self, message_id: str) -> KeptMessage | None:
        """One message or signal, open or ended."""
        found = self._all(select(t.message).where(_KEPT.id == message_id))
        return kept_message(found[0]) if found else None

    def awaited_messages(self, now: datetime, limit: int) -> list[KeptMessage]:
        """Kept messages in time that some case or start waits for, the oldest first."""
        awaited = exists().where(
            _WAITING.message == _KEPT.name,
            or_(
                (_WAITING.kind == "message") & (_WAITING.correlation_key == _KEPT.correlation_key),
                _WAITING.kind == "any",
            ),
        )
        starts = exists().where(_TRIGGER.kind == "message", _TRIGGER.name == _KEPT.name)
        statement = _open("message").where(_KEPT.expires_at > micros(now), or_(awaited, starts))
        return self._kept(statement.order_by(_KEPT.published_at, _KEPT.id).limit(limit))

    def expired_messages(self, now: datetime, limit: int) -> list[KeptMessage]:
        """Kept messages whose time is over, the longest over first."""
        statement = _open("message").where(_KEPT.expires_at <= micros(now))
        return self._kept(statement.order_by(_KEPT.expires_at, _KEPT.id).limit(limit))

    def open_signals(self, limit: int) -> list[KeptMessage]:
        """Signals from outside that are not delivered yet, the oldest first."""
        return self._kept(_open("signal").order_by(_KEPT.expires_at, _KEPT.id).limit(limit))

    def occurred(
        self, names: Sequence[str] | None = None, key: str | None = None
    ) -> list[KeptMessage]:
        """What occurred for starts and no case has taken, in order: under these names, with this
        correlation key or none."""
        statement = _open("start")
        if names is not None:
            statement = statement.where(_KEPT.name.in_(names))
        if key is not None:
            statement = statement.where(_KEPT.correlation_key.in_(("", key)))
        return self._kept(statement.order_by(_KEPT.published_at, _KEPT.id))

    def last_of_condition(self, name: str) -> KeptMessage | None:
        """What was last noted of a start condition: that it became true, or that it lapsed."""
        place = f"start:{name}:"
        statement = select(t.message).where(_KEPT.id > place, _KEPT.id < place + "~")
        found = self._kept(statement.order_by(_KEPT.id.desc()).limit(1))
        return found[0] if found else None

    def quarantines(self, instance_id: str = "") -> list[KeptMessage]:
        """Cases that the worker leaves alone, the longest first; only this one, if one is named."""
        statement = _open(QUARANTINE).order_by(_KEPT.published_at, _KEPT.id)
        if instance_id:
            statement = statement.where(_KEPT.instance_id == instance_id)
        return self._kept(statement)

    def clause_marks(self) -> list[KeptMessage]:
        """Elements that cite an edited clause, reviewed or not, the oldest mark first."""
        return self._kept(_stream(CLAUSE_STREAM))

    def organisation_changes(self, after_id: str = "") -> list[KeptMessage]:
        """Recorded changes of the organisation, in order."""
        return self._kept(_stream(ORGANISATION_STREAM, after_id))

    def _kept(self, statement: Select[Any]) -> list[KeptMessage]:
        return [kept_message(row) for row in self._all(statement)]

    def _all(self, statement: Select[Any]) -> list[Any]:
        with self._database.read() as connection:
            return list(connection.execute(statement).mappings())


def _open(kind: str) -> Select[Any]:
    return select(t.message).where(_is_open(), _KEPT.kind == kind)


def _stream(begins: str, after_id: str = "") -> Select[Any]:
    """Streams whose ids begin so, in order."""
    place = after_id or begins
    statement = select(t.message).where(_KEPT.id > place, _KEPT.id < begins + "~")
    return statement.order_by(_KEPT.id)


def _is_open() -> ColumnElement[bool]:
    return _KEPT.ended_at.is_(None)


def _timer_values(timer: StartTimer) -> dict[str, Any]:
    """A row of `start_timer`."""
    return {
        "process": timer.process,
        "element_id": timer.element_id,
        "number": timer.number,
        "version": timer.version,
        "occurrence": timer.occurrence,
        "due_at": micros(timer.due_at),
        "left": timer.left,
        "rule": timer.rule,
    }


def replace_starts(connection: Connection, process: str, deployment: Deployment) -> None:
    """A new version's starts in the place of the older one's, in the deployment's transaction.

    A message starts one process: the newest draft, unless a published process is started by it.
    """
    connection.execute(delete(t.start_trigger).where(_TRIGGER.process == process))
    connection.execute(delete(t.start_timer).where(_TIMER.process == process))
    triggers = deployment.triggers.get(process, ())
    messages = [one.name for one in triggers if one.kind == "message"]
    same = (_TRIGGER.kind == "message") & _TRIGGER.name.in_(messages)
    published = _TRIGGER.process.in_(select(t.process_definition.c.key))
    connection.execute(delete(t.start_trigger).where(same, ~published))
    taken = set(connection.scalars(select(_TRIGGER.name).where(same)))
    for trigger in triggers:
        if trigger.kind != "message" or trigger.name not in taken:
            connection.execute(insert(t.start_trigger).values(_trigger_values(trigger)))
    for timer in deployment.timers.get(process, ()):
        connection.execute(insert(t.start_timer).values(_timer_values(timer)))


def _trigger_values(trigger: StartTrigger) -> dict[str, Any]:
    return {
        "process": trigger.process,
        "element_id": trigger.element_id,
        "kind": trigger.kind,
        "name": trigger.name,
    }
