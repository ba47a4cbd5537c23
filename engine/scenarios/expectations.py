"""Compares what a scenario expects of a case with what the engine shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from engine.core.events import FlowTaken, JobCompleted, MessageThrown
from engine.core.values import Value
from engine.embedding import Engine
from engine.outcome import outcome_of

_ZONE: Final = ZoneInfo("Asia/Shanghai")


def differences(engine: Engine, case: str, expected: Mapping[str, Any]) -> list[str]:
    """One sentence for each expectation that does not hold. Open incidents are a difference
    unless their number is expected."""
    wanted = expected if "outcome" in expected else {"incidents": 0, **expected}
    return [
        difference
        for name, value in wanted.items()
        for difference in _CHECKS[name](engine, case, value)
    ]


def _unequal(what: str, expected: Value, found: Value) -> Iterator[str]:
    if expected != found:
        yield f"expected {what} {expected!r}, got {found!r}"


def _open(
    engine: Engine, case: str, expected: Mapping[str, Any] | list[str] | None
) -> Iterator[str]:
    """A list names the open tasks, each as often as it is open; a mapping also says for whom."""
    if isinstance(expected, list):
        found = sorted(item.element_id for item in engine.worklist(instance=case))
        yield from _unequal("open tasks", sorted(map(str, expected)), found)
        return
    items = {item.element_id: sorted(item.candidates) for item in engine.worklist(instance=case)}
    wanted = expected or {}
    yield from _unequal("open tasks", sorted(wanted), sorted(items))
    for element, candidates in wanted.items():
        if candidates is not None and element in items:
            yield from _unequal(f"candidates of {element}", sorted(candidates), items[element])


def _assignee(engine: Engine, case: str, expected: Mapping[str, Any]) -> Iterator[str]:
    """`{element: login}`: who has the task, also by transfer or delegation; null: nobody."""
    items = {item.element_id: item.assignee for item in engine.worklist(instance=case)}
    for element, login in expected.items():
        yield from _unequal(f"assignee of {element}", login, items.get(element, "no open task"))


def _end(engine: Engine, case: str, expected: list[str]) -> Iterator[str]:
    yield from _unequal("end events", sorted(expected), sorted(engine.case(case).end_events))


def _outcome(engine: Engine, case: str, expected: str) -> Iterator[str]:
    found = outcome_of(engine.case(case).status, engine.incidents(case))
    yield from _unequal("outcome", expected, found)


def _status(engine: Engine, case: str, expected: str) -> Iterator[str]:
    yield from _unequal("status", expected, str(engine.case(case).status))


def _variables(engine: Engine, case: str, expected: Mapping[str, Value]) -> Iterator[str]:
    found = engine.variables(case)
    for name, value in expected.items():
        yield from _unequal(f"variable {name}", value, found.get(name))


def _flows(engine: Engine, case: str, expected: list[str]) -> Iterator[str]:
    rows = engine.history(case)
    taken = {row.content.flow_id for row in rows if isinstance(row.content, FlowTaken)}
    for flow in expected:
        if flow not in taken:
            yield f"expected flow {flow} to be taken"


def _registers(engine: Engine, case: str, expected: Mapping[str, Any]) -> Iterator[str]:
    for register, lines in expected.items():
        for key, fields in lines.items():
            line = engine.runtime.store.register_line(register, str(key))
            found = {} if line is None else line.data
            for name, value in fields.items():
                yield from _unequal(f"{register} {key} {name}", value, found.get(name))


def _notices(engine: Engine, case: str, expected: Mapping[str, Any]) -> Iterator[str]:
    """`{login or role: how many}`: the notices of this case."""
    sent: dict[str, int] = {}
    for row in engine.history(case):
        result = row.content.result if isinstance(row.content, JobCompleted) else None
        if isinstance(result, Mapping) and result.keys() == {"to", "text"}:
            for to in result["to"]:
                sent[to] = sent.get(to, 0) + 1
    yield from _unequal("notices", dict(expected), sent)


def _sent(engine: Engine, case: str, expected: Mapping[str, Any]) -> Iterator[str]:
    """`{message: how many}`: the messages that this case has sent."""
    sent: dict[str, int] = {}
    for row in engine.history(case):
        if isinstance(row.content, MessageThrown):
            sent[row.content.message] = sent.get(row.content.message, 0) + 1
    yield from _unequal("messages sent", dict(expected), sent)


def _due(engine: Engine, case: str, expected: Mapping[str, Any]) -> Iterator[str]:
    items = {item.element_id: item.view.due_at for item in engine.worklist(instance=case)}
    for element, text in expected.items():
        wanted = datetime.fromisoformat(str(text)).replace(tzinfo=_ZONE)
        yield from _unequal(f"due time of {element}", wanted, items.get(element))


def _incidents(engine: Engine, case: str, expected: int) -> Iterator[str]:
    found = engine.incidents(case)
    if len(found) != expected:
        yield f"expected {expected} incidents, got {[one.en for one in found]}"


_CHECKS: Final[Mapping[str, Callable[[Engine, str, Any], Iterator[str]]]] = {
    "open": _open,
    "assignee": _assignee,
    "end": _end,
    "status": _status,
    "outcome": _outcome,
    "variables": _variables,
    "flows": _flows,
    "registers": _registers,
    "notices": _notices,
    "sent": _sent,
    "due": _due,
    "incidents": _incidents,
}
