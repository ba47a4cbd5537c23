"""What a user task offers people: who is asked, until when, on which terms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from engine.core.advance import NO_DATA, AssignmentRequest, WorkOffered
from engine.core.ballot import Terms, as_share, as_weights
from engine.core.deadlines import MOST, Pending, in_time
from engine.core.definition import MAY_BE_EMPTY
from engine.core.pressing import as_priority
from engine.core.state import IncidentKind
from engine.core.values import Value, YearMonthDuration
from engine.spiff import timers
from engine.spiff.failures import Stuck
from engine.spiff.live import Live, place_of
from engine.spiff.model import Candidates, Parts
from engine.spiff.script_engine import Formula


def offer_of(live: Live, task: Any) -> WorkOffered:
    """What a user task offers now. Raises Stuck."""
    parts, scope = place_of(task).parts, live.scope(task)
    seen = live.visible(scope)
    found: list[AssignmentRequest] = []
    for one in parts.candidates:
        found.extend(_requests(live, one, seen))
    return WorkOffered(
        element=parts.element,
        token=live.token(task),
        process=place_of(task).process,
        assignments=tuple(found),
        due_at=_due(live, parts, seen),
        skip_data=_skip_data(live, parts, seen),
        terms=_terms(live, parts, seen),
        priority=_priority(live, parts, seen),
        deadlines=_deadlines(live, parts, seen) if parts.deadlines else None,
    )


def _requests(live: Live, one: Candidates, seen: Mapping[str, Value]) -> list[AssignmentRequest]:
    if one.expression is None:
        return [one.fixed] if one.fixed else []
    value = one.expression.value(seen, live.now)
    if value is None and one.kind in MAY_BE_EMPTY:
        return []
    texts = value if type(value) is list else [value]
    if any(type(text) is not str for text in texts):
        raise one.expression.unfit(value, "文本或文本列表", "a string or strings")
    return [AssignmentRequest(kind=one.kind, value=text) for text in texts]


def _skip_data(live: Live, parts: Parts, seen: Mapping[str, Value]) -> Mapping[str, Value]:
    if parts.skip_data is None:
        return NO_DATA
    value = parts.skip_data.value(seen, live.now)
    if isinstance(value, dict):
        return value
    raise parts.skip_data.unfit(value, "上下文", "a context")


def _priority(live: Live, parts: Parts, seen: Mapping[str, Value]) -> int | None:
    if parts.priority is None:
        return None
    value = parts.priority.value(seen, live.now)
    found = as_priority(value)
    if found is None:
        raise parts.priority.unfit(value, "0 到 100 的整数", "a whole number from 0 to 100")
    return found


def _terms(live: Live, parts: Parts, seen: Mapping[str, Value]) -> Terms | None:
    if parts.threshold is None and parts.weights is None:
        return None
    given = parts.threshold and parts.threshold.value(seen, live.now)
    threshold = as_share(given) if parts.threshold else ""
    if threshold is None and parts.threshold:
        raise parts.threshold.unfit(
            given, "大于 0、不超过 1 的比例", "a share above 0 and at most 1"
        )
    told = parts.weights and parts.weights.value(seen, live.now)
    weights = as_weights(told) if parts.weights else ()
    if weights is None and parts.weights:
        raise parts.weights.unfit(
            told, "登录名到非负数的上下文", "a context of logins with numbers from 0"
        )
    return Terms(threshold=threshold or "", weights=weights or ())


def _due(live: Live, parts: Parts, seen: Mapping[str, Value]) -> datetime | None:
    return None if parts.due is None else _moment(live, parts.due, parts.due.value(seen, live.now))


def _moment(live: Live, formula: Formula, value: Value) -> datetime:
    """A moment, or so long after now. Raises Stuck."""
    try:
        if isinstance(value, datetime):
            return timers.as_moment(value)
        if isinstance(value, timedelta | YearMonthDuration):
            return timers.after(live.moment.now, value)
    except timers.NotATime as error:
        raise formula.stuck("办理期限超出公元 9999 年", "beyond the year 9999") from error
    raise formula.unfit(value, "日期时间或时长", "a moment or a duration")


def _deadlines(live: Live, parts: Parts, seen: Mapping[str, Value]) -> Pending:
    """Reminders, escalation and timeout: each expression gives one moment or several."""
    found: list[tuple[str, datetime]] = []
    for kind, formula in parts.deadlines:
        value = formula.value(seen, live.now)
        several = value if type(value) is list else [value]
        found.extend((kind, _moment(live, formula, one)) for one in several)
    if len(found) > MOST:
        zh, en = f"一项待办最多 {MOST} 个期限", f"Expected at most {MOST} deadlines of one task"
        raise Stuck(IncidentKind.EXPRESSION, parts.element, zh, en)
    declared = parts.element.required_user_task().deadlines
    action = declared.action if declared is not None else ""
    return Pending(moments=in_time(found), action=action, data=_timeout_data(live, parts, seen))


def _timeout_data(live: Live, parts: Parts, seen: Mapping[str, Value]) -> Mapping[str, Value]:
    if parts.timeout_data is None:
        return {}
    value = parts.timeout_data.value(seen, live.now)
    if isinstance(value, dict):
        return value
    raise parts.timeout_data.unfit(value, "上下文", "a context")
