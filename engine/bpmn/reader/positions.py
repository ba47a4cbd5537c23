"""Which event definitions may stand at which position (BPMN 2.0.2, tables of clause 10.5)."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from engine.bpmn.reader.names import Node, local_of, truth
from engine.core.definition import SUB_PROCESSES, Kind, Trigger


class Position(StrEnum):
    """Where an event stands, as far as it decides what the event may be."""

    START = "start event of a process"
    INNER_START = "start event of a sub-process"
    EVENT_START = "interrupting start event of an event sub-process"
    QUIET_EVENT_START = "non-interrupting start event of an event sub-process"
    CATCH = "intermediate catch event"
    BOUNDARY = "interrupting boundary event"
    QUIET_BOUNDARY = "non-interrupting boundary event"
    THROW = "intermediate throw event"
    END = "end event"


ZH: Final[dict[Position, str]] = {
    Position.START: "流程的开始事件",
    Position.INNER_START: "子流程的开始事件",
    Position.EVENT_START: "事件子流程的中断开始事件",
    Position.QUIET_EVENT_START: "事件子流程的非中断开始事件",
    Position.CATCH: "中间捕获事件",
    Position.BOUNDARY: "中断边界事件",
    Position.QUIET_BOUNDARY: "非中断边界事件",
    Position.THROW: "中间抛出事件",
    Position.END: "结束事件",
}

_COMMON: Final = frozenset({Trigger.MESSAGE, Trigger.TIMER, Trigger.CONDITIONAL, Trigger.SIGNAL})
_SEVERAL: Final = frozenset({Trigger.MULTIPLE, Trigger.PARALLEL_MULTIPLE})
_QUIET: Final = _COMMON | _SEVERAL | {Trigger.ESCALATION}
_LOUD: Final = _QUIET | {Trigger.ERROR, Trigger.COMPENSATION}
_THROWN: Final = frozenset(
    {
        Trigger.NONE,
        Trigger.MESSAGE,
        Trigger.ESCALATION,
        Trigger.COMPENSATION,
        Trigger.SIGNAL,
        Trigger.MULTIPLE,
    }
)

ALLOWED: Final[dict[Position, frozenset[Trigger]]] = {
    Position.START: _COMMON | _SEVERAL | {Trigger.NONE},
    Position.INNER_START: frozenset({Trigger.NONE}),
    Position.EVENT_START: _LOUD,
    Position.QUIET_EVENT_START: _QUIET,
    Position.CATCH: _COMMON | _SEVERAL | {Trigger.LINK},
    Position.BOUNDARY: _LOUD | {Trigger.CANCEL},
    Position.QUIET_BOUNDARY: _QUIET | {Trigger.COMPENSATION},
    Position.THROW: _THROWN | {Trigger.LINK},
    Position.END: _THROWN | {Trigger.ERROR, Trigger.CANCEL, Trigger.TERMINATE},
}
"""Compensation neither interrupts nor not: on a boundary, cancelActivity says nothing about it."""

NEVER_A_PART: Final = frozenset({Trigger.LINK})
"""A link is a place and not something that happens, so it is no part of a multiple event."""


def position_of(node: Node, kind: Kind) -> Position:
    """Where this event stands."""
    if kind is Kind.START_EVENT:
        return _start(node)
    if kind is Kind.BOUNDARY_EVENT:
        loud = truth(node.get("cancelActivity") or "true") is not False
        return Position.BOUNDARY if loud else Position.QUIET_BOUNDARY
    return {
        Kind.CATCH_EVENT: Position.CATCH,
        Kind.THROW_EVENT: Position.THROW,
        Kind.END_EVENT: Position.END,
    }[kind]


def _start(node: Node) -> Position:
    holder = node.getparent()
    if holder is None or local_of(holder) not in SUB_PROCESSES:
        return Position.START
    if truth(holder.get("triggeredByEvent") or "false") is not True:
        return Position.INNER_START
    loud = truth(node.get("isInterrupting") or "true") is not False
    return Position.EVENT_START if loud else Position.QUIET_EVENT_START
