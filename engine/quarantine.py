"""Quarantine: a case on which the worker crashes is recorded, left alone, and released by a person.

Nothing of it is in the case itself, whose own history may be what crashes: each quarantine is a
stream of the log (docs/adr/0009). What a person asks of the case is still tried.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from engine.core import policy
from engine.core.commands import (
    Command,
    LiftQuarantine,
    QuarantineInstance,
    ReceiveMessage,
    ReceiveSignal,
)
from engine.core.ids import Digest, InstanceId
from engine.core.people import SYSTEM, Person
from engine.dispatcher import Dispatcher, Outcome
from engine.errors import CommandRejected, ConcurrencyConflict, InvalidState, NotPermitted
from engine.exchange.streams import Asked, append
from engine.handlers.case import LiveInstance, PreparedCase
from engine.ports import Clock, Store
from engine.views import KeptMessage

STREAM: Final = "quarantine:"
_DELIVERIES: Final = (ReceiveMessage, ReceiveSignal)

_log = logging.getLogger("guicheng.quarantine")


class Quarantined(ConcurrencyConflict):
    """The case is left alone for now: what is for it waits."""


class Quarantine:
    """Which cases are left alone, in the log."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def open(self) -> list[KeptMessage]:
        """The quarantines that nobody has lifted, the oldest first."""
        return self._store.quarantines()

    def covers(self, instance_id: str) -> bool:
        """Whether the case is left alone."""
        return bool(self._store.quarantines(instance_id))

    def put(self, command: Command, command_id: str, crash: Exception) -> None:
        """Record that the command crashed; nothing when the case is left alone already."""
        case = command.instance_id
        if self.covers(case):
            return
        asked = QuarantineInstance(
            instance_id=InstanceId(self._next_stream(case)),
            case=case,
            command=type(command).__name__,
            command_id=command_id,
            fault=fault_of(crash),
        )
        try:
            append(self._store, Asked(asked, SYSTEM, asked.instance_id), self._clock.now())
        except ConcurrencyConflict:
            _log.info("%s was put under quarantine by another process", case)

    def lift(self, instance_id: str, by: Person, reason: str) -> None:
        """Let the worker try again. Raises NotPermitted; InvalidState when it does so anyway."""
        if not policy.may_administer(by):
            raise NotPermitted("只有管理员可以解除隔离", "Expected an administrator")
        found = self._store.quarantines(instance_id)
        if not found:
            raise InvalidState(
                f"案件 {instance_id} 没有被隔离", f"Expected a quarantined case, got {instance_id}"
            )
        stream = InstanceId(found[0].id)
        asked = LiftQuarantine(instance_id=stream, case=instance_id, reason=reason)
        append(self._store, Asked(asked, by, f"lift:{stream}"), self._clock.now())

    def _next_stream(self, instance_id: str) -> str:
        """Each quarantine of a case has a stream of its own, in order."""
        number = 1
        while self._store.head(f"{STREAM}{instance_id}:{number}") is not None:
            number += 1
        return f"{STREAM}{instance_id}:{number}"


class GuardedDispatcher:
    """The worker's way to the dispatcher: a crash puts the case under quarantine, and what others
    send to such a case is postponed."""

    def __init__(
        self,
        inner: Dispatcher,
        quarantine: Quarantine,
        store: Store,
        passes: Callable[[Exception], bool],
    ) -> None:
        """`passes` knows the faults that are not the case's: the database cannot be reached."""
        self._inner = inner
        self._quarantine = quarantine
        self._store = store
        self._passes = passes

    def dispatch(
        self,
        command: Command,
        actor: Person,
        *,
        command_id: str | None = None,
        on_behalf_of: Person | None = None,
    ) -> Outcome:
        """Perform the command. Raises as Dispatcher.dispatch does, and Quarantined."""
        case = command.instance_id
        if isinstance(command, _DELIVERIES) and self._quarantine.covers(case):
            raise Quarantined(f"案件 {case} 已隔离", f"Expected {case} not to be quarantined")
        try:
            return self._inner.dispatch(
                command, actor, command_id=command_id, on_behalf_of=on_behalf_of
            )
        except (CommandRejected, ConcurrencyConflict):
            raise
        except Exception as crash:
            if not self._passes(crash) and self._store.version(case):
                self._quarantine.put(command, command_id or "", crash)
            raise

    def prepared(self, pinned: Mapping[str, Digest]) -> PreparedCase:
        """As Dispatcher.prepared."""
        return self._inner.prepared(pinned)

    def live(self, instance_id: str) -> LiveInstance:
        """As Dispatcher.live."""
        return self._inner.live(instance_id)


def fault_of(crash: Exception) -> str:
    """The kind of the crash and the place in our code: its message may hold a person's data."""
    frames = traceback.extract_tb(crash.__traceback__)
    place = f" {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(crash).__name__}{place}"
