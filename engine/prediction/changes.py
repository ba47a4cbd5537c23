"""Finds what would change the way: tries the other side of each comparison that was read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from engine.core.commands import CompleteWorkItem, StartInstance
from engine.core.definition import Bundle
from engine.core.values import Value
from engine.dmn import CompiledDecision, DecisionTable
from engine.errors import Text
from engine.feel.thresholds import Threshold, cell_thresholds, thresholds
from engine.prediction.model import Change, Prediction
from engine.prediction.telling import Telling

if TYPE_CHECKING:
    from engine.prediction.predict import Request

_HOLDS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}
_OPPOSITE: Final = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One prediction that other values are compared with."""

    request: Request
    telling: Telling
    found: Prediction


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """A comparison that was read on the way, and where."""

    at: Text
    threshold: Threshold


def changes_of(trial: Trial, run: Callable[[Request], Prediction | None]) -> tuple[Change, ...]:
    """Each change that was tried out and leads elsewhere, at most `tries` runs."""
    sent = _sent(trial.request)
    if sent is None or trial.request.tries <= 0:
        return ()
    changes: list[Change] = []
    left = trial.request.tries
    for question, value, condition in _tries(trial, sent):
        if left <= 0:
            break
        left -= 1
        forced = {**trial.request.forced, question.threshold.name: value}
        other = run(replace(trial.request, forced=forced, tries=0))
        if other is not None and _way(other) != _way(trial.found):
            changes.append(_change(trial, (question, value, condition), sent, other))
    return tuple(changes)


def _sent(request: Request) -> Mapping[str, Value] | None:
    """The variables that the command itself sets or that its form shows."""
    command = request.command
    if isinstance(command, StartInstance):
        return command.variables
    return command.data if isinstance(command, CompleteWorkItem) else None


def _tries(trial: Trial, sent: Mapping[str, Value]) -> Iterator[tuple[_Question, Value, str]]:
    """Each value to try with the condition that it fulfils, every one once."""
    seen: set[tuple[str, str]] = set()
    own = _own_names(trial.request, sent)
    for question in _questions(trial):
        name = question.threshold.name
        if name not in own or "." in name:
            continue
        limit = _limit(question.threshold, trial.request.case.bundle)
        now = _value_now(trial, sent, name)
        for value, condition in _other_side(question.threshold, limit, now):
            if (name, str(value)) not in seen and value != now:
                seen.add((name, str(value)))
                yield question, value, condition


def _own_names(request: Request, sent: Mapping[str, Value]) -> frozenset[str]:
    """What the form of the command can set."""
    bundle, command = request.case.bundle, request.command
    form_id = ""
    if isinstance(command, StartInstance):
        start = bundle.process.start_event()
        form_id = (start.form_id if start else None) or ""
    elif isinstance(command, CompleteWorkItem) and request.state is not None:
        item = request.state.work_items.get(command.work_item_id)
        form_id = item.form_id if item else ""
    form: Any = bundle.forms.get(form_id)
    return frozenset(sent) | (form.keys() if form is not None else frozenset())


def _questions(trial: Trial) -> Iterator[_Question]:
    """The comparisons of every gateway that was passed and every decision that was asked."""
    bundle, telling = trial.request.case.bundle, trial.telling
    for element_id in dict.fromkeys(branch.element_id for branch in trial.found.branches):
        process = telling.process_with(element_id)
        for flow in process.elements[element_id].outgoing if process else ():
            condition = process.flows[flow].condition if process else None
            for one in thresholds(condition.text) if condition else ():
                yield _Question(at=telling.name(element_id), threshold=one)
    for event in telling.decided:
        decision = bundle.decisions.get(event.decision_id)
        for one in _of_decision(decision):
            yield _Question(at=telling.name(event.element_id), threshold=one)


def _of_decision(decision: object) -> Iterator[Threshold]:
    if not isinstance(decision, CompiledDecision):
        return
    for table in decision.tables():
        yield from _of_table(table)


def _of_table(table: DecisionTable) -> Iterator[Threshold]:
    for column, clause in enumerate(table.inputs):
        name = clause.text.strip()
        for rule in table.rules:
            yield from cell_thresholds(rule.inputs[column].text, name)


def _limit(threshold: Threshold, bundle: Bundle) -> Value:
    if not threshold.other:
        return threshold.value
    value: Any = {"parameters": bundle.parameters}
    for part in threshold.other.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _value_now(trial: Trial, sent: Mapping[str, Value], name: str) -> Value:
    for branch in trial.found.branches:
        for read, value in branch.reads:
            if read == name:
                return value
    for event in trial.telling.decided:
        for read, value in event.inputs:
            if read == name:
                return value
    return sent.get(name)


def _other_side(threshold: Threshold, limit: Value, now: Value) -> Iterator[tuple[Value, str]]:
    """Values that the comparison answers otherwise than the one that it has now."""
    name, operator = threshold.name, threshold.operator
    if limit is None or (isinstance(limit, bool) and not isinstance(now, bool | None)):
        return
    for value in _around(limit):
        holds = _HOLDS[operator](value, limit)
        if holds == _is_so(operator, now, limit):
            continue
        told = operator if holds else _OPPOSITE[operator]
        yield value, f"{name} {told} {_shown(limit)}"
        return


def _is_so(operator: str, now: Value, limit: Value) -> bool:
    try:
        return now is not None and bool(_HOLDS[operator](now, limit))
    except TypeError:
        return False


def _around(limit: Value) -> tuple[Value, ...]:
    if isinstance(limit, bool):
        return (limit, not limit)
    if isinstance(limit, Decimal):
        exponent = limit.as_tuple().exponent
        step = Decimal(1).scaleb(min(int(exponent), 0))
        return (limit, limit + step, limit - step)
    return (limit,) if isinstance(limit, str) else ()


def _shown(value: Value) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    return str(value).lower() if isinstance(value, bool) else str(value)


Way = tuple[tuple[str, tuple[str, ...]], ...]


def _way(found: Prediction) -> Way:
    return tuple((step.element_id, step.people) for step in found.steps)


def _change(
    trial: Trial,
    tried: tuple[_Question, Value, str],
    sent: Mapping[str, Value],
    other: Prediction,
) -> Change:
    question, value, condition = tried
    now = {step.element_id: step.name for step in trial.found.steps}
    then = {step.element_id: step.name for step in other.steps}
    return Change(
        name=question.threshold.name,
        now=_value_now(trial, sent, question.threshold.name),
        condition=condition,
        tried=value,
        element=question.at,
        added=tuple(name for key, name in then.items() if key not in now),
        dropped=tuple(name for key, name in now.items() if key not in then),
        people=tuple(dict.fromkeys(login for step in other.steps for login in step.people)),
    )
