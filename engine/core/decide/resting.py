"""Decides what a case that rests keeps, and what follows when it goes on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from engine.core.advance import MessageCame, SignalCame
from engine.core.calendar import WorkingCalendar
from engine.core.deadlines import in_time, resumed
from engine.core.decide import Decision
from engine.core.events import DeadlinesSet, DueMoved, Event, TriggerHeld
from engine.core.moves import Held
from engine.core.state import InstanceState, Waiting, WorkItem, WorkItemState
from engine.core.values import Value


def is_suspended(state: InstanceState) -> bool:
    """Whether nobody works on the case for the time being."""
    return state.moves is not None and state.moves.suspended


def held(
    waiting: Waiting, said: tuple[Mapping[str, Value], str], now: datetime, *taken: Event
) -> Decision:
    """What came (its data, and the key that its sender gave) is kept until the case goes on."""
    data, key = said
    event = TriggerHeld(
        subscription_id=waiting.id,
        element_id=waiting.element_id,
        kind=waiting.kind or "message",
        name=waiting.name,
        at=now,
        data=data,
        correlation_key=key,
    )
    return Decision(events=(*taken, event))


def delivered(state: InstanceState, one: Held) -> MessageCame | SignalCame | None:
    """What the case gets now; nothing where what came before it has ended what waited."""
    waiting = state.subscriptions.get(one.subscription_id) or next(
        (
            again
            for again in state.subscriptions.values()
            if (again.element_id, again.token, again.name) == (one.element_id, one.token, one.name)
        ),
        None,
    )
    if waiting is None:
        return None
    if one.kind == "signal":
        return SignalCame(subscription_id=waiting.id, data=one.data)
    return MessageCame(
        subscription_id=waiting.id, data=one.data, correlation_key=one.correlation_key
    )


def goes_on(
    state: InstanceState, now: datetime, calendar: WorkingCalendar | None
) -> Iterator[Event]:
    """The clocks of open work, but for what was returned, stood still as long as the case."""
    since = state.moves.suspended_at if state.moves is not None else None
    if since is None:
        return
    for item in state.work_items.values():
        if item.state is WorkItemState.RETURNED:
            continue
        if item.due_at is not None:
            yield DueMoved(
                work_item_id=item.id,
                due_at=resumed(item.due_at, since, now, calendar),
                before=item.due_at,
                zh="挂起期间不计时",
                en="the time of the suspension does not count",
            )
        yield from deadlines_after(item, (since, now), calendar)


def deadlines_after(
    item: WorkItem, pause: tuple[datetime, datetime], calendar: WorkingCalendar | None
) -> Iterator[Event]:
    """The deadlines of a work item after its clock stood still."""
    pending = item.deadlines
    if pending is None:
        return
    moments = [(kind, resumed(at, *pause, calendar)) for kind, at in pending.moments]
    yield DeadlinesSet(
        work_item_id=item.id, moments=in_time(moments), action=pending.action, data=pending.data
    )
