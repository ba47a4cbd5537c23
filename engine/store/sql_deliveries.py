"""Deliveries of notifications in a SQL database: taken by one sender at a time, and settled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select, update

from engine.core.ids import UserId
from engine.notifications.model import WAITING, Delivery, DeliveryState
from engine.store.database import Database
from engine.store.facts import from_micros, micros, micros_or_none
from engine.store.notification_tables import delivery as table

_OWN: Final = table.c


class SqlDeliveries:
    """The deliveries of a NotificationStore."""

    _database: Database

    def take(self, now: datetime, until: datetime, by: str, limit: int) -> list[Delivery]:
        """One transaction: a row that two senders want is changed by one of them."""
        due = _OWN.due_at <= micros(now)
        first = select(_OWN.batch).where(due).order_by(_OWN.due_at, _OWN.id).limit(limit)
        with self._database.read() as connection:  # most of the time there is nothing
            batches = sorted({row.batch for row in connection.execute(first)})
        if not batches:
            return []
        taking = (
            update(table)
            .where(_OWN.batch.in_(batches), due)
            .values(due_at=micros(until), attempts=_OWN.attempts + 1, taken_by=by)
        )
        taken = (
            select(table)
            .where(_OWN.batch.in_(batches), _OWN.taken_by == by, _OWN.state == WAITING)
            .order_by(_OWN.batch, _OWN.id)
        )
        with self._database.write() as connection:
            connection.execute(taking)
            return [_delivery(row) for row in connection.execute(taken).mappings()]

    def settle(
        self, ids: Sequence[str], state: str, at: datetime, error: str, again: datetime | None
    ) -> None:
        """How it went."""
        values = {
            "state": state,
            "due_at": micros_or_none(again),
            "done_at": None if again else micros(at),
            "error": error,
            "taken_by": "",
        }
        with self._database.write() as connection:
            connection.execute(update(table).where(_OWN.id.in_(ids)).values(values))

    def deliveries(self, state: str, limit: int) -> list[DeliveryState]:
        """The latest first."""
        statement = (
            select(table)
            .where(_OWN.state == state)
            .order_by(_OWN.done_at.desc(), _OWN.id)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [_state(row) for row in connection.execute(statement).mappings()]


def _delivery(row: Any) -> Delivery:
    return Delivery(
        id=row["id"],
        notification_id=row["notification_id"],
        user=UserId(row["login"]),
        channel=row["channel"],
        batch=row["batch"],
        due_at=from_micros(row["due_at"]),
        attempts=row["attempts"],
    )


def _state(row: Any) -> DeliveryState:
    due_at, done_at = row["due_at"], row["done_at"]
    return DeliveryState(
        id=row["id"],
        user=UserId(row["login"]),
        channel=row["channel"],
        state=row["state"],
        attempts=row["attempts"],
        due_at=None if due_at is None else from_micros(due_at),
        done_at=None if done_at is None else from_micros(done_at),
        error=row["error"],
    )
