"""What the exchange is wired with, and how it starts a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from engine.core.commands import Command, StartInstance
from engine.core.definition import Bundle
from engine.core.ids import Digest, InstanceId
from engine.core.people import SYSTEM, Person
from engine.core.values import Value
from engine.dispatcher import Outcome
from engine.handlers.case import LiveInstance, PreparedCase
from engine.ports import Clock, IdGenerator, Store


class Dispatching(Protocol):
    """The dispatcher, or the worker's guarded way to it."""

    def dispatch(
        self,
        command: Command,
        actor: Person,
        *,
        command_id: str | None = None,
        on_behalf_of: Person | None = None,
    ) -> Outcome: ...

    def prepared(self, pinned: Mapping[str, Digest]) -> PreparedCase: ...

    def live(self, instance_id: str) -> LiveInstance: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeTools:
    """Wired by bootstrap. `pin` tells what a case of a process started now is bound to."""

    store: Store
    dispatcher: Dispatching
    clock: Clock
    ids: IdGenerator
    pin: Callable[[str], Mapping[str, Digest]]

    def newest(self, process: str) -> Bundle:
        """What a case of a process started now would run on. Raises NotFound."""
        return self.dispatcher.prepared(self.pin(process)).bundle


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One trigger that occurred: where it begins a case, and what it brought. The command id is
    derived from what occurred, so that a repetition after a crash starts no second case."""

    process: str
    element_id: str
    command_id: str
    payload: Mapping[str, Value]
    part: str = ""  # which trigger of its start event, as engine.start_conditions names it
    message_id: str = ""
    key: str = ""  # that the sender gave


def start_case(
    tools: ExchangeTools, occurred: Occurrence, on_behalf_of: Person | None = None
) -> Outcome:
    """Begin a case of the newest version, as the system. Raises CommandRejected."""
    command = StartInstance(
        instance_id=InstanceId(tools.ids.new()),
        process=occurred.process,
        variables={},
        pinned=tools.pin(occurred.process),
        start_event=occurred.element_id,
        payload=occurred.payload,
        message_id=occurred.message_id,
        correlation_key=occurred.key,
    )
    return tools.dispatcher.dispatch(
        command, SYSTEM, command_id=occurred.command_id, on_behalf_of=on_behalf_of
    )
