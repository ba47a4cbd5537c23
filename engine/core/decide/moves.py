"""Decides what people move: return, take back, withdraw (退回、拿回、撤回)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime

from engine.core import events as ev
from engine.core import policy
from engine.core.advance import Amend, Move, Reopen, Stop
from engine.core.calendar import WorkingCalendar
from engine.core.commands_moves import (
    ReturnWorkItem,
    TakeBackDecision,
    TakeBackTurn,
    TakeBackWorkItem,
    WithdrawInstance,
)
from engine.core.deadlines import resumed
from engine.core.decide import Decision
from engine.core.decide.resting import deadlines_after
from engine.core.decide.work_item import claimed, open_item, refuse_completion
from engine.core.definition import Element, Kind, ProcessDefinition
from engine.core.fact import fact
from engine.core.ids import UserId, user_principal
from engine.core.kept_round import KeptRound
from engine.core.moves import NO_MOVES, ExtraKind, Withdrawal
from engine.core.people import Person
from engine.core.pressing import declared
from engine.core.state import InstanceState, InstanceStatus, Waiting, WorkItem, WorkItemState
from engine.errors import InvalidCommand, InvalidState, NotPermitted


@fact
class Target:
    """The element of the diagram that work goes to, and the process that it is in."""

    process: str
    element: Element


def refuse_while_waiting(state: InstanceState, work_item_id: str) -> None:
    """Raises InvalidState for a work item that waits for the answer to its return."""
    waits = state.moves.returned.get(work_item_id) if state.moves is not None else None
    if waits is not None:
        answer = state.work_items[waits.to]
        who = answer.assignee or "、".join(answer.candidates)
        raise InvalidState(
            f"此项已退回，正等待{who}答复，答复后才能继续办理",
            f"Expected the answer of {who} first: {work_item_id} was returned straight",
        )


def require_reason(reason: str, zh: str, en: str) -> None:
    """Raises InvalidCommand without a reason that the history can keep."""
    if not reason.strip():
        raise InvalidCommand(f"{zh}须说明原因", f"Expected a reason to {en}")


def decide_return(
    state: InstanceState, actor: Person, command: ReturnWorkItem, target: Target, now: datetime
) -> Decision:
    """Who may complete the work item gives it back to a task that was done, or to the initiator."""
    item = open_item(state, command.work_item_id)
    refuse_completion(actor, item)
    require_reason(command.reason, "退回", "return it")
    if state.moves is not None and item.id in state.moves.extra:
        raise InvalidState("此项不在流程之中，不能退回", "Expected work that the flow waits for")
    hold = target.element.kind is Kind.START_EVENT
    if not hold and target.element.id not in state.performers:
        raise InvalidState(
            f"“{target.element.name or target.element.id}”在本案中尚未办理过，不能退回到那里",
            f"Expected a task that was done in this case, {target.element.id} was not",
        )
    returned = _returned(item, actor, command, now)
    if command.straight:
        if hold:
            raise InvalidCommand("退回发起人后须重新走流程", "Expected to go forward again")
        return _straight(state, item, command, (returned, target))
    stimulus = Move(
        tokens=(item.token,), target=command.to, process=command.process, by=actor.id, hold=hold
    )
    return Decision(events=(*claimed(actor, item), returned), stimulus=stimulus)


def _returned(
    item: WorkItem, actor: Person, command: ReturnWorkItem, now: datetime
) -> ev.WorkItemReturned:
    return ev.WorkItemReturned(
        work_item_id=item.id,
        element_id=item.element_id,
        by=actor.id,
        at=now,
        to=command.to,
        reason=command.reason,
        straight=command.straight,
        performer=command.performer.id if command.performer else None,
        due_at=command.due_at,
    )


def _straight(
    state: InstanceState,
    item: WorkItem,
    command: ReturnWorkItem,
    parts: tuple[ev.WorkItemReturned, Target],
) -> Decision:
    """Control stays; who did the earlier task gets its work item once more, beside the flow."""
    returned, target = parts
    if command.performer is None:
        raise InvalidState(
            "原办理人已不在职，请改为退回后重新流转",
            "Expected somebody still here who did that task; return it to go forward again",
        )
    added = extra_events(
        state,
        (target, command.performer, item.token),
        (ExtraKind.ANSWER, item.id, returned.by, command.reason),
        returned.at,
    )
    return Decision(events=(returned, *added))


def extra_events(
    state: InstanceState,
    to: tuple[Target, Person, int],
    why: tuple[ExtraKind, str, UserId, str],
    now: datetime,
) -> tuple[ev.Event, ...]:
    """A work item beside the flow, for one person. Raises NotPermitted where duties are to be
    kept separate."""
    (target, person, token), (kind, of, by, reason) = to, why
    element, task = target.element, target.element.required_user_task()
    excluded = policy.excluded_by_separation(state, task.separate_from)
    number = (state.moves or NO_MOVES).serial + 1
    created = ev.WorkItemCreated(
        work_item_id=f"{state.id}-x{number}",
        element_id=element.id,
        token=token,
        name=element.name or element.id,
        name_en=element.name_en,
        form_id=task.form_id,
        candidates=(user_principal(person.id),),
        excluded=tuple(UserId(login) for login in sorted(excluded)),
        assignee=person.id,
        created_at=now,
        priority=declared(task.priority),
        zh=_WHY[kind][0],
        en=_WHY[kind][1],
        process=target.process,
    )
    item = WorkItem(
        id=created.work_item_id, element_id=element.id, token=token, process=target.process,
        form_id=task.form_id, state=WorkItemState.RESERVED, candidates=created.candidates,
        excluded=created.excluded,
    )  # fmt: skip
    if not policy.may_receive(person, item):
        raise NotPermitted(
            f"不能交给{person.name}：须职责分离，或此人只能查看",
            f"Expected somebody who may do this work: {person.id} is kept separate or only reads",
        )
    added = ev.WorkItemAdded(
        work_item_id=created.work_item_id, kind=kind, of=of, by=by, reason=reason
    )
    return added, created


_WHY = {
    ExtraKind.ANSWER: (
        "退回给原办理人，答复后回到退回人",
        "Returned to who did it, to be answered",
    ),
    ExtraKind.LATE: (
        "补审：流程已跳过此环节，事后审核",
        "A review afterwards of what was left out",
    ),
}


def answered(
    state: InstanceState, item: WorkItem, decision: Decision, calendar: WorkingCalendar | None
) -> Decision:
    """A work item beside the flow was completed: its answer goes to who asked, or nowhere."""
    completed = next(one for one in decision.events if isinstance(one, ev.WorkItemCompleted))
    extra = (state.moves or NO_MOVES).extra[item.id]
    if extra.kind is ExtraKind.LATE:
        return Decision(events=decision.events)
    waits = (state.moves or NO_MOVES).returned[extra.of]
    pause = (waits.at, completed.at)
    paused, waited = completed.at - waits.at, state.work_items[extra.of]
    reopened = ev.WorkItemReopened(
        work_item_id=extra.of,
        to=waited.assignee or waits.by,  # who took their work over, if any
        at=completed.at,
        due_at=resumed(waits.due_at, *pause, calendar) if waits.due_at is not None else None,
    )
    later = deadlines_after(waited, pause, calendar)
    timers = [
        ev.TimerScheduled(
            timer_id=timer.id,
            element_id=timer.element_id,
            token=timer.token,
            due_at=timer.due_at + paused,
        )
        for timer in state.timers.values()
        if timer.token == item.token and timer.due_at is not None
    ]
    amend = Amend(
        token=item.token,
        values=completed.data,
        by=completed.by,
        element=item.element_id,
        process=item.process,
    )
    return Decision(events=(*decision.events, reopened, *later, *timers), stimulus=amend)


def decide_take_back(
    state: InstanceState, actor: Person, command: TakeBackWorkItem, now: datetime
) -> Decision:
    """Who completed the work item undoes it while nobody has made use of that. What it led to is
    in the command, from the log; here it is only held against what is open now."""
    _refuse_used(state, command)
    jobs = [state.jobs[one] for one in command.led_to if one in state.jobs]
    sent = [ev.JobCanceled(job_id=job.id) for job in jobs if not job.token]
    taken = ev.WorkItemTakenBack(
        work_item_id=command.completed_item,
        element_id=command.element_id,
        by=actor.id,
        at=now,
        reason=command.reason,
    )
    move = Move(
        tokens=tuple(_tokens(state, command.led_to)),
        target=command.element_id,
        process=command.process,
        by=actor.id,
        scopes=tuple(map(int, command.scopes)),
    )
    undoes = frozenset(command.led_to)
    if isinstance(command, TakeBackTurn):
        _refuse_undecided(state, actor, command.turns.turns[0].round)
        asked = {one.name: getattr(move, one.name) for one in fields(move)}
        again = Reopen(**asked, turns=command.turns)
        turns = command.turns
        return Decision(events=(taken, *sent), stimulus=again, undoes=undoes, restores=turns)
    kept = command.restores if isinstance(command, TakeBackDecision) else None
    _refuse_undecided(state, actor, kept)
    return Decision(events=(taken, *sent), stimulus=move, undoes=undoes, restores=kept)


def _refuse_undecided(state: InstanceState, actor: Person, kept: KeptRound | None) -> None:
    if kept is not None and (kept.by != actor.id or kept.round_id in state.approvals):
        raise InvalidState("这一轮还没有决定", "Expected a round that the actor has decided")


def _refuse_used(state: InstanceState, command: TakeBackWorkItem) -> None:
    waits = {**state.timers, **state.jobs, **state.subscriptions}
    returned = state.moves.returned if state.moves is not None else {}
    for one, assignee in command.led_to.items():
        item = state.work_items.get(one)
        if one in waits or (
            item is not None and (item.assignee or "") == assignee and one not in returned
        ):
            continue
        raise InvalidState(
            "后续环节已有人处理，不能拿回：可请其退回给您",
            f"Expected nobody to have acted on what followed, but {one} is used; ask for a return",
        )


def _tokens(state: InstanceState, ids: Iterable[str]) -> Iterable[int]:
    found: dict[int, None] = {}
    for one in ids:
        holders: tuple[WorkItem | Waiting | None, ...] = (
            state.work_items.get(one),
            state.timers.get(one),
            state.jobs.get(one),
            state.subscriptions.get(one),
        )
        found.update((holder.token, None) for holder in holders if holder and holder.token)
    return found


def decide_withdrawal(
    state: InstanceState,
    actor: Person,
    command: WithdrawInstance,
    definition: ProcessDefinition,
    now: datetime,
) -> Decision:
    """The initiator ends their case, as far as its process lets them; who is asked to revise what
    they handed in may always give up instead."""
    if actor.id != state.initiator.id:
        raise NotPermitted("只有发起人可以撤回", "Expected the initiator to withdraw the case")
    if state.status is not InstanceStatus.ACTIVE:
        raise InvalidState("案件已经结束", f"Expected {state.id} to be active")
    if not _may_withdraw(state, definition):
        raise InvalidState(
            "此流程不允许撤回，或已有人办理：可请当前办理人退回给您",
            "Expected a process that lets its initiator withdraw, and nobody else to have acted",
        )
    withdrawn = ev.InstanceWithdrawn(by=actor.id, at=now, reason=command.reason)
    return Decision(events=(withdrawn,), stimulus=Stop(by=actor.id))


def may_withdraw(actor: Person, state: InstanceState, definition: ProcessDefinition) -> bool:
    """Whether the case would be withdrawn if this person asked for it now."""
    mine = actor.id == state.initiator.id and state.status is InstanceStatus.ACTIVE
    return mine and _may_withdraw(state, definition)


def _may_withdraw(state: InstanceState, definition: ProcessDefinition) -> bool:
    start = definition.start_event()
    revises = start is not None and any(
        item.element_id == start.id and item.assignee == state.initiator.id
        for item in state.work_items.values()
    )
    if revises or definition.withdraw is Withdrawal.ALWAYS:
        return True
    others = {who for people in state.performers.values() for who in people}
    return definition.withdraw is not Withdrawal.NEVER and others <= {state.initiator.id}
