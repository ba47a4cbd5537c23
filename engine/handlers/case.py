"""What a handler holds of one case: the prepared definition and the live instance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from engine.core.definition import Bundle, Element
from engine.core.events import Event
from engine.core.fact import fact
from engine.core.numbering import NumberPart
from engine.core.state import InstanceState, WorkItem
from engine.core.values import Value
from engine.feel import Compiled
from engine.ports import Interpreter


@fact
class PreparedCase:
    """A bundle compiled for one interpreter; shared between the cases that are pinned to it."""

    bundle: Bundle
    executable: Any
    interpreter: Interpreter
    title: Compiled | None = None
    summary: Compiled | None = None
    number: tuple[tuple[NumberPart, Compiled | None], ...] = ()


@fact
class LiveInstance:
    """One instance at one version: state, interpreter state and the head of its hash chain.

    Never mutated: a command makes a new one, and a failure leaves the old one as it was.
    """

    state: InstanceState
    machine: Any
    version: int
    head: bytes
    case: PreparedCase
    commands: int = 0  # since the last snapshot
    size: int = 4096  # bytes, estimated: what the cache counts

    def variables(self, token: int | None = None) -> Mapping[str, Value]:
        """The variables visible at a token (None: those of the case itself)."""
        return self.case.interpreter.variables(self.machine, token)

    def positions(self) -> tuple[tuple[str, int], ...]:
        """(element id, token) where control stands."""
        return self.case.interpreter.positions(self.machine)

    def process_of(self, token: int) -> str:
        """The key of the process that this position is in."""
        return self.case.interpreter.process_of(self.machine, token)


class Performed(NamedTuple):
    """What one command led to: the events and what is true after them."""

    events: tuple[Event, ...]
    state: InstanceState
    machine: Any


def element_of(case: PreparedCase, item: WorkItem) -> Element:
    """The user task that a work item belongs to."""
    return case.bundle.process_of(item.process).elements[item.element_id]
