"""Reads a case's log for who did what last, and what a completion has led to since."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from engine.codec import decode_event
from engine.core import events as ev
from engine.core.approval import Round
from engine.core.evolve_approval import filled
from engine.core.kept_round import KeptRound
from engine.errors import InvalidState, NotFound, NotPermitted
from engine.handlers.load import commands_of
from engine.history.decided import called_now, recalled
from engine.history.repeated import refuse_repeated
from engine.views import LogRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One completed user task: the newest completion of its element."""

    work_item_id: str
    element_id: str
    process: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What the completion of a work item led to, all of it untouched so far. `led_to` are the
    work items with their assignee, timers, jobs and subscriptions that it brought; `scopes` are
    those that the element was in, inner first."""

    element_id: str
    process: str
    led_to: Mapping[str, str] = field(default_factory=dict)
    scopes: tuple[str, ...] = ()
    round: KeptRound | None = None  # which it decided
    turn: Turn | None = None  # where it was one of several of a multi-instance task


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Where in the log a turn was completed: by the command of the row `version`, at `token`."""

    token: int
    version: int


IsMultiple = Callable[[str, str], bool]
"""Whether the element of a process is a multi-instance activity."""

_OWNED: Final = ("work_item_id", "timer_id", "job_id", "subscription_id", "holder")
_BROUGHT: Final = (
    ev.WorkItemCreated,
    ev.TimerScheduled,
    ev.JobCreated,
    ev.MessageThrown,
    ev.SignalThrown,
    ev.MessageAwaited,
    ev.SignalAwaited,
)
_GONE: Final = (
    ev.WorkItemCanceled,
    ev.TimerCanceled,
    ev.JobCanceled,
    ev.MessageAwaitCanceled,
    ev.SignalAwaitCanceled,
)
_UNTOUCHED: Final = (
    *_GONE,
    ev.WorkItemCreated,
    ev.TimerScheduled,
    ev.WorkItemUrged,
    ev.DeadlinesSet,
    ev.DeadlinePassed,
    ev.DueMoved,
)
"""Events on what was brought that are nobody's acting on it."""


def done_tasks(rows: Sequence[LogRow]) -> list[Done]:
    """The user tasks that were done, each once, the one that was done last first."""
    where: dict[str, str] = {}
    found: dict[tuple[str, str], Done] = {}
    for event in _events(rows, ev.WorkItemCreated, ev.WorkItemCompleted):
        if isinstance(event, ev.WorkItemCreated):
            where[event.work_item_id] = event.process
            continue
        process = where.get(event.work_item_id, "")
        found.pop((process, event.element_id), None)
        found[process, event.element_id] = Done(
            work_item_id=event.work_item_id,
            element_id=event.element_id,
            process=process,
            by=event.by,
        )
    return list(reversed(found.values()))


def without_vote(rows: Sequence[LogRow], round_: Round, work_item_id: str) -> Round:
    """The open round with what everybody but this work item has filled in."""
    found = replace(round_, data={}, chosen=())
    events = list(_events(rows, ev.WorkItemCompleted, ev.RoundRestored))
    for place, event in enumerate(events):
        if isinstance(event, ev.RoundRestored):
            continue
        item = called_now(events[place:], event.work_item_id)
        if item != work_item_id and round_.seat(item) is not None:
            found = filled(found, event.data)
    return found


def called_since(rows: Sequence[LogRow], work_item_id: str) -> str:
    """The work item under which the opinion of this one stands by now."""
    return called_now(_events(rows, ev.RoundRestored), work_item_id)


def refuse_taken_back(rows: Sequence[LogRow], ids: Iterable[str]) -> None:
    """Raises InvalidState where the completion of one of these work items was taken back."""
    if any(one.work_item_id in ids for one in _events(rows, ev.WorkItemTakenBack)):
        raise InvalidState("此项已经拿回", "Expected a completion that was not taken back yet")


def followed(
    rows: Sequence[LogRow], work_item_id: str, login: str, is_multiple: IsMultiple
) -> Followed:
    """What this person's completion of the work item led to. Raises NotFound, NotPermitted; and
    InvalidState when somebody or something has acted on it since."""
    commands = commands_of(rows)
    steps = [tuple(_events(events)) for _, events in commands]
    place = next((n for n, step in enumerate(steps) if _completes(step, work_item_id)), None)
    if place is None:
        recalled(steps, rows[0].instance_id, work_item_id)
        raise NotFound("没有已办结的这一项", f"Expected a completed work item: {work_item_id}")
    completed = next(e for e in steps[place] if isinstance(e, ev.WorkItemCompleted))
    if completed.by != login:
        raise NotPermitted("只有办理人本人可以拿回", "Expected who has completed the work item")
    created = next(
        event
        for step in steps
        for event in step
        if isinstance(event, ev.WorkItemCreated) and event.work_item_id == work_item_id
    )
    decided = recalled(steps, rows[0].instance_id, work_item_id)
    _refuse_unended(steps[place], created)
    is_turn = is_multiple(created.process, created.element_id)
    if not is_turn:
        refuse_repeated(steps, place, created)
    led_to = _brought(steps[place], work_item_id)
    for step in steps[place + 1 :]:
        _refuse_touched(step, led_to)
    return Followed(
        element_id=created.element_id,
        process=created.process,
        led_to=led_to,
        scopes=_scopes(steps, created.token),
        round=decided,
        turn=Turn(token=created.token, version=commands[place][0].version) if is_turn else None,
    )


def _events(rows: Iterable[LogRow], *kinds: type[ev.Event]) -> Iterable[Any]:
    names = {kind.__name__ for kind in kinds}
    return (decode_event(row.type, row.body) for row in rows if _is_asked(row.type, names))


def _is_asked(row_type: str, names: set[str]) -> bool:
    return row_type in names if names else row_type in ev.EVENT_TYPES


def _completes(step: Iterable[ev.Event], work_item_id: str) -> bool:
    return any(
        isinstance(event, ev.WorkItemCompleted) and event.work_item_id == work_item_id
        for event in step
    )


def _refuse_unended(step: Iterable[ev.Event], created: ev.WorkItemCreated) -> None:
    """An answer beside the flow ends no task, and a refusal may lead back, or end the case."""
    ended = (e for e in step if isinstance(e, ev.ElementCompleted) and e.token == created.token)
    if next(ended, None) is not None:
        return
    if any(isinstance(event, ev.ApprovalDecided) for event in step):
        raise InvalidState(
            "这一轮的决定使案件结束或退回，不能拿回：退回的请重新办理，结束的由管理员恢复",
            "Expected a decision that control went on with, but it ended the case or led back: "
            "what came back is done anew, an administrator revives what has ended",
        )
    raise InvalidState(
        "这一项的办结没有推动流程，不能拿回",
        f"Expected a completion that control went on with, {created.work_item_id} was none",
    )


def _brought(step: Iterable[ev.Event], work_item_id: str) -> dict[str, str]:
    found: dict[str, str] = {}
    begun = False
    for event in step:
        begun = begun or _completes((event,), work_item_id)
        if not begun:
            continue
        if isinstance(event, _BROUGHT):
            found[_id_of(event)] = str(getattr(event, "assignee", None) or "")
        elif isinstance(event, _GONE):
            found.pop(_id_of(event), None)
    return found


def _refuse_touched(step: Iterable[ev.Event], led_to: Mapping[str, str]) -> None:
    for event in step:
        if not isinstance(event, _UNTOUCHED) and any(one in led_to for one in _ids_of(event)):
            who = str(getattr(event, "by", "engine"))
            raise InvalidState(
                f"后续环节已由{who}处理，不能拿回：可请其退回给您",
                f"Expected nobody to have acted on what followed, but {who} did; ask them to "
                "return it",
            )


def _id_of(event: ev.Event) -> str:
    return next(_ids_of(event), "")


def _ids_of(event: ev.Event) -> Iterator[str]:
    """What the event is about; also the work item at which somebody was added."""
    return (str(v) for n in _OWNED if (v := getattr(event, n, None)))


def _scopes(steps: Iterable[Iterable[ev.Event]], token: int) -> tuple[str, ...]:
    """The scopes around a token, inner first; the case itself last."""
    around = {
        event.token: event.scope
        for step in steps
        for event in step
        if isinstance(event, ev.ElementActivated)
    }
    found: list[str] = []
    while token in around:
        token = around[token]
        found.append(str(token))
    return tuple(found if found and found[-1] == "0" else (*found, "0"))
