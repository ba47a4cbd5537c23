"""User tasks: offered to people, completed with the data of a form (BPMN 2.0.2, 13.3.3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final, NoReturn, TypeVar

from engine.core import events as ev
from engine.core.advance import NO_DATA, AssignmentRequest, WorkOffered
from engine.core.ballot import Terms, as_share, as_weights
from engine.core.deadlines import MOST, Pending, in_time
from engine.core.definition import MAY_BE_EMPTY
from engine.core.pressing import as_priority
from engine.core.state import IncidentKind
from engine.core.values import Value, YearMonthDuration
from engine.errors import Text
from engine.kernel import timers
from engine.kernel.behaviours.behaviour import complete
from engine.kernel.behaviours.waiting import WaitingElement
from engine.kernel.failures import Stuck
from engine.kernel.formula import Formula
from engine.kernel.model import Candidates, Node, given
from engine.kernel.run import Run
from engine.kernel.state import Phase, Status, Token
from engine.kernel.variables import accept, assign, evaluate

T = TypeVar("T")


class UserTask(WaitingElement):
    __slots__ = ()

    def prepare(self, run: Run, token: Token, node: Node) -> WorkOffered:
        return offer(run, token, node)

    def start(self, run: Run, token: Token, node: Node, prepared: WorkOffered) -> None:
        run.emit(prepared)

    def answered(self, run: Run, token: Token, node: Node, data: Value) -> None:
        run.resume(token, Phase.FINISH, data)

    def finish(self, run: Run, token: Token, node: Node) -> None:
        data = token.data["data"]
        if node.outputs:
            values = evaluate(run, node.outputs, {**run.visible(token.scope), **data})
            assign(run, token.scope, values, "engine", node.id)
        else:
            accept(run, token.scope, data, token.data["by"], node.id)
        complete(run, token, node)

    def again(self, run: Run, token: Token, node: Node) -> None:
        run.emit(self.prepare(run, token, node))

    def canceled(self, run: Run, token: Token) -> None:
        if token.status is Status.WAITING:
            withdraw(run, token)


def offer(run: Run, token: Token, node: Node) -> WorkOffered:
    """The work for people at this element. Raises Stuck."""
    return WorkOffered(
        element=node.element,
        token=token.id,
        process=run.scopes[token.scope].process,
        assignments=_requests(run, token, node),
        due_at=_due(run, token, node) if node.due else None,
        skip_data=_skip_data(run, token, node) if node.skip_data else NO_DATA,
        deadlines=_deadlines(run, token, node) if node.deadlines else None,
        priority=_priority(run, token, node) if node.priority else None,
        terms=_terms(run, token, node) if node.threshold or node.weights else None,
    )


def withdraw(run: Run, token: Token) -> None:
    """People need not do the token's work any more."""
    run.emit(ev.WorkItemCanceled(work_item_id=f"{run.moment.instance_id}-{token.id}"))


def _requests(run: Run, token: Token, node: Node) -> tuple[AssignmentRequest, ...]:
    requests: list[AssignmentRequest] = []
    for candidates in node.candidates:
        if candidates.fixed is not None:
            requests.append(candidates.fixed)
        else:
            requests.extend(_evaluated(run, token, candidates))
    return tuple(requests)


def _evaluated(run: Run, token: Token, candidates: Candidates) -> list[AssignmentRequest]:
    """One request for each text that the expression gives."""
    formula = given(candidates.expression)
    variables = run.visible(token.scope)
    value = formula.value(variables, run.now)
    if value is None and candidates.kind in MAY_BE_EMPTY:
        return []
    texts = value if type(value) is list else [value]
    if not all(type(text) is str for text in texts):
        raise formula.unfit(value, variables, Text(zh="文本或文本列表", en="a string or strings"))
    return [AssignmentRequest(kind=candidates.kind, value=text) for text in texts]


def _priority(run: Run, token: Token, node: Node) -> int:
    how = (run.visible(token.scope), as_priority, _PRIORITY)
    return _fit(run, given(node.priority), how)


def _skip_data(run: Run, token: Token, node: Node) -> Mapping[str, Value]:
    formula = given(node.skip_data)
    variables = run.visible(token.scope)
    return _context(formula, formula.value(variables, run.now), variables)


def _context(formula: Formula, value: Value, variables: Mapping[str, Value]) -> Mapping[str, Value]:
    if isinstance(value, dict):
        return value
    raise formula.unfit(value, variables, Text(zh="上下文", en="a context"))


def _terms(run: Run, token: Token, node: Node) -> Terms:
    """What the expressions of its approval come to."""
    seen = run.visible(token.scope)
    return Terms(
        threshold=_fit(run, node.threshold, (seen, as_share, _SHARE)) if node.threshold else "",
        weights=_fit(run, node.weights, (seen, as_weights, _WEIGHTS)) if node.weights else (),
    )


def _fit(
    run: Run, formula: Formula, how: tuple[Mapping[str, Value], Callable[[Value], T | None], Text]
) -> T:
    variables, read, expected = how
    value = formula.value(variables, run.now)
    found = read(value)
    if found is None:
        raise formula.unfit(value, variables, expected)
    return found


_PRIORITY: Final = Text(zh="0 到 100 的整数", en="a whole number from 0 to 100")
_SHARE: Final = Text(zh="大于 0、不超过 1 的比例", en="a share above 0 and at most 1")
_WEIGHTS: Final = Text(zh="登录名到非负数的上下文", en="a context of logins with numbers from 0")


def _due(run: Run, token: Token, node: Node) -> datetime:
    formula = given(node.due)
    variables = run.visible(token.scope)
    value = formula.value(variables, run.now)
    return _moment(run, node, value) or _unfit_moment(formula, value, variables)


def _moment(run: Run, node: Node, value: Value) -> datetime | None:
    """The moment, or the one after the duration from now; None for anything else."""
    try:
        if isinstance(value, timedelta | YearMonthDuration):
            return timers.later(run.moment.now, value)
        if isinstance(value, datetime):
            return timers.to_utc(value)
    except (OverflowError, ValueError) as error:
        zh, en = "办理期限超出公元 9999 年", "The due date is beyond the year 9999"
        raise Stuck(IncidentKind.EXPRESSION, node.element, zh, en) from error
    return None


def _unfit_moment(formula: Formula, value: Value, variables: Mapping[str, Value]) -> NoReturn:
    raise formula.unfit(value, variables, Text(zh="日期时间或时长", en="a moment or a duration"))


def _deadlines(run: Run, token: Token, node: Node) -> Pending:
    """The moments that the expressions come to, each giving one or several, and what counts as
    filled in when the timeout completes the work."""
    variables = run.visible(token.scope)
    moments: list[tuple[str, datetime]] = []
    data: Mapping[str, Value] = {}
    for kind, formula in node.deadlines:
        value = formula.value(variables, run.now)
        if kind == "data":
            data = _context(formula, value, variables)
            continue
        for one in value if type(value) is list else [value]:
            at = _moment(run, node, one) or _unfit_moment(formula, one, variables)
            moments.append((kind, at))
    if len(moments) > MOST:
        zh, en = f"一项待办最多 {MOST} 个期限", f"Expected at most {MOST} deadlines of one task"
        raise Stuck(IncidentKind.EXPRESSION, node.element, zh, en)
    task = node.element.required_user_task()
    action = task.deadlines.action if task.deadlines else ""
    return Pending(moments=in_time(moments), action=action, data=data)
