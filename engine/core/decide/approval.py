"""Decides rounds of opinions: what each opinion leads to, and how a round ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from engine.core.advance import Amend, AssignmentRequest, Move, Stop, TaskDone
from engine.core.answers import Answers
from engine.core.approval import (
    Place,
    Result,
    Round,
    Seat,
    SeatState,
    agrees,
    is_held,
    members,
    outcome,
    outcome_data,
    standing,
    to_ask,
)
from engine.core.ballot import CONTINUE, END, NODE, USUAL_ACTIONS, Mode
from engine.core.commands import CompleteWorkItem
from engine.core.decide import Decision
from engine.core.decide.work_item import claimed, open_item, refuse_completion
from engine.core.definition import AssignmentKind, Element
from engine.core.events import (
    ApprovalCanceled,
    ApprovalDecided,
    Event,
    IncidentRaised,
    InstanceRejected,
    OpinionGiven,
    SeatAsked,
    WorkItemCanceled,
    WorkItemCompleted,
    WorkItemCreated,
)
from engine.core.evolve import fold
from engine.core.evolve_approval import round_of
from engine.core.fact import fact
from engine.core.ids import Digest, Principal, UserId
from engine.core.people import Person
from engine.core.state import IncidentKind, InstanceState, WorkItem
from engine.core.values import Value
from engine.errors import FieldError, InvalidForm, InvalidState, Text

Check = Callable[[WorkItem], tuple[Mapping[str, Value], Digest]]


@fact
class Occasion:
    """What deciding about a work item may use besides the command: when, whom it may ask, the user
    task, what is allowed there, and who acts for the actor, if somebody does."""

    now: datetime
    answers: Answers
    element: Element
    home: str = ""  # the process of the case itself
    start: str | None = None  # its none start event
    actions: frozenset[str] = USUAL_ACTIONS
    substitute: Person | None = None


# -- an opinion -----------------------------------------------------------------------------------


def decide_vote(
    state: InstanceState,
    actor: Person,
    command: CompleteWorkItem,
    occasion: Occasion,
    check: Check,
) -> Decision:
    """A completion with an opinion: in a round it counts, and may decide it."""
    item = open_item(state, command.work_item_id)
    refuse_completion(actor, item)
    refuse_unready(state, item)
    data, digest = check(item)
    round_ = round_of(state, item.id)
    if round_ is None and item.id in state.approvals:
        raise InvalidState("此项还没有找到办理人", f"Expected people to be found for {item.id}")
    completed = WorkItemCompleted(
        work_item_id=item.id,
        element_id=item.element_id,
        by=actor.id,
        at=occasion.now,
        data=data,
        form_digest=digest,
    )
    said = (command.opinion.strip(), command.signature)
    given = opinion_given(actor, item, (_agrees(round_, data), *said), occasion)
    events = (*claimed(actor, item), *((given,) if round_ or any(said) else ()), completed)
    if round_ is None:
        return Decision(events=events, stimulus=TaskDone(token=item.token, data=data, by=actor.id))
    return onward(state, events, round_.id, occasion, actor.id)


def _agrees(round_: Round | None, data: Mapping[str, Value]) -> bool | None:
    """Without a field that says yes or no, whoever completes agrees. Raises InvalidForm."""
    if round_ is None or not round_.decision:
        return True if round_ is not None else None
    value = data.get(round_.decision)
    if value is None:
        text = Text(zh="请填写是否同意", en=f"Expected {round_.decision} to say yes or no")
        raise InvalidForm((FieldError(path=round_.decision, rule="required", text=text),))
    return agrees(value, round_.agree)


def opinion_given(
    actor: Person, item: WorkItem, said: tuple[bool | None, str, str], occasion: Occasion
) -> OpinionGiven:
    """What was said (agrees, opinion, signature), by whoever acts."""
    agreed, opinion, signature = said
    speaker = occasion.substitute or actor
    return OpinionGiven(
        work_item_id=item.id,
        element_id=item.element_id,
        by=speaker.id,
        name=speaker.name,
        at=occasion.now,
        agrees=agreed,
        opinion=opinion,
        on_behalf_of=actor.id if occasion.substitute is not None else None,
        signature=Digest(signature) if signature else None,
    )


def refuse_unready(state: InstanceState, item: WorkItem) -> None:
    """Raises InvalidState when the work item waits for advice, or only asks for advice."""
    round_ = round_of(state, item.id)
    if round_ is None:
        return
    if is_held(round_, item.id):
        raise InvalidState(
            "此项在等前加签人的意见", f"Expected the advice that {item.id} waits for to be given"
        )
    seat = round_.seat(item.id)
    if seat is not None and seat.place is Place.BEFORE:
        raise InvalidState(
            "此项只征求您的意见，请提交意见",
            f"Expected an opinion on {item.id}, which is not yours to complete",
        )


def onward(
    state: InstanceState,
    events: tuple[Event, ...],
    round_id: str,
    occasion: Occasion,
    by: UserId,
) -> Decision:
    """These events, and what they lead to in the round: the next are asked, or it is decided."""
    after = fold(state, state.id, events)
    round_ = after.approvals[round_id]
    result = outcome(round_)
    if result is None:
        return Decision(events=(*events, *_next_asked(after, round_, occasion)))
    decided = _decided(round_, result, occasion.now)
    rest = canceled_items(after, round_)
    way = _effect(round_, result, occasion, by)
    ends = _rejected(round_, by, occasion.now) if type(way.stimulus) is Stop else ()
    return replace(way, events=(*events, decided, *ends, *rest), reason=way.reason and decided.zh)


def _rejected(round_: Round, by: UserId, now: datetime) -> tuple[Event, ...]:
    element_id = round_.work.element_id
    return (InstanceRejected(element_id=element_id, round_id=round_.id, by=by, at=now),)


def _effect(round_: Round, result: Result, occasion: Occasion, by: UserId) -> Decision:
    """What the diagram is told: that the task is done, that the case is over, or that control goes
    back, after the data of the round was set as if the task was done."""
    data, effect = outcome_data(round_, result), round_.on_reject
    if result is Result.AGREED or effect in {"", CONTINUE}:
        return Decision(stimulus=TaskDone(token=round_.token, data=data, by=by))
    if effect == END:
        return Decision(stimulus=Stop(by=by), reason=effect)
    work, tokens = round_.work, (round_.token,)
    set_first = Amend(
        token=round_.token, values=data, by=by, element=work.element_id, process=work.process
    )
    if effect.startswith(NODE):
        back = Move(tokens=tokens, target=effect.removeprefix(NODE), process=work.process, by=by)
    elif occasion.start:
        back = Move(tokens=tokens, target=occasion.start, process=occasion.home, by=by, hold=True)
    else:
        raise InvalidState(
            "此流程不能由人发起，不能退回发起人",
            "Expected a case that a person began, to go back to the initiator",
        )
    return Decision(first=set_first, stimulus=back)


def _decided(round_: Round, result: Result, now: datetime) -> ApprovalDecided:
    stand = [standing(round_, seat) for seat in members(round_)]
    agreed, refused = stand.count(Result.AGREED), stand.count(Result.REFUSED)
    way = _MODES[round_.mode]
    verdict = ("通过", "agreed") if result is Result.AGREED else ("未通过", "refused")
    threshold = f" {round_.threshold}" if round_.threshold else ""
    return ApprovalDecided(
        round_id=round_.id,
        element_id=round_.work.element_id,
        result=str(result),
        agreed=agreed,
        refused=refused,
        at=now,
        zh=f"{way.zh}{threshold}{verdict[0]}：{agreed} 同意、{refused} 拒绝，共 {len(stand)} 席",
        en=f"{way.en}{threshold} {verdict[1]}: {agreed} for, {refused} against, of {len(stand)}",
    )


_MODES: Final[Mapping[Mode, Text]] = {
    Mode.SINGLE: Text(zh="审批", en="Approval"),
    Mode.ALL: Text(zh="会签", en="Approval by all"),
    Mode.ANY: Text(zh="或签", en="Approval by any"),
    Mode.RATIO: Text(zh="票签", en="Vote"),
    Mode.SEQUENTIAL: Text(zh="依次审批", en="Approval one by one"),
}


def canceled_items(state: InstanceState, round_: Round) -> tuple[Event, ...]:
    """The open work items of the round end."""
    items = dict.fromkeys((round_.id, *(seat.item for seat in round_.seats)))
    return tuple(WorkItemCanceled(work_item_id=i) for i in items if i in state.work_items)


def interrupted(state: InstanceState, canceled: WorkItemCanceled) -> tuple[Event, ...]:
    """What the interpreter's withdrawal of a user task means: the end of its round, if it has one
    (the event itself where it has none and is open)."""
    round_ = state.approvals.get(canceled.work_item_id)
    if round_ is None:
        return (canceled,) if canceled.work_item_id in state.work_items else ()
    ended = ApprovalCanceled(round_id=round_.id, element_id=round_.work.element_id)
    return (*canceled_items(state, round_), ended)


# -- whose turn it is -----------------------------------------------------------------------------


def _next_asked(state: InstanceState, round_: Round, occasion: Occasion) -> Iterator[Event]:
    for seat in to_ask(round_):
        yield from ask(state, round_, seat, occasion)


def ask(state: InstanceState, round_: Round, seat: Seat, occasion: Occasion) -> Iterator[Event]:
    """Creates the work item of a seat, for who stands for that person now; an incident when
    nobody does."""
    request = AssignmentRequest(kind=AssignmentKind.USER, value=seat.who)
    others = people_of(state, round_) - {seat.who}
    excluded = frozenset(str(one) for one in (*round_.work.excluded, *others) if one)
    found = occasion.answers.resolve(request, state.initiator, excluded)
    work = round_.work
    yield SeatAsked(round_id=round_.id, work_item_id=seat.item)
    yield WorkItemCreated(
        work_item_id=seat.item,
        element_id=work.element_id,
        token=round_.token,
        name=work.name,
        name_en=work.name_en,
        form_id=work.form_id,
        candidates=tuple(map(Principal, found.principals)),
        excluded=work.excluded,
        assignee=UserId(found.people[0]) if len(found.people) == 1 else None,
        created_at=occasion.now,
        due_at=work.due_at,
        priority=work.priority,
        zh=_ADDED.zh if seat.added_by else work.zh,
        en=_ADDED.en if seat.added_by else work.en,
        process=work.process,
        unresolved=() if found.principals else ((str(request.kind), request.value),),
    )
    if not found.principals:
        yield _nobody(round_, seat)


_ADDED: Final = Text(zh="因为有人请您加签", en="Somebody asked for your opinion too")


def _nobody(round_: Round, seat: Seat) -> IncidentRaised:
    return IncidentRaised(
        incident_id=f"{seat.item}-i",
        kind=IncidentKind.NOBODY_FOUND,
        element_id=round_.work.element_id,
        token=round_.token,
        zh=f"“{round_.work.name}”轮到 {seat.who}，但此人不能办理，也没有接办的人",
        en=f"It is the turn of {seat.who}, who cannot act, and nobody took over from them",
        work_item_id=seat.item,
    )


def people_of(state: InstanceState, round_: Round) -> frozenset[UserId]:
    """Everybody who has or had a seat in the round, as it stands: who has the work item now, or
    gave the opinion, or is still to be asked."""
    spoke = {one.item: (one.by, one.on_behalf_of) for one in round_.opinions}
    found: set[UserId | None] = set()
    for seat in round_.seats:
        item = state.work_items.get(seat.item)
        if item is not None:
            found.update((item.assignee, item.owner) if item.assignee else (seat.who,))
        elif seat.state is not SeatState.REMOVED:
            found.update(spoke.get(seat.item, (seat.who,)))
    return frozenset(one for one in found if one)


def refuse_second_seat(state: InstanceState, item: WorkItem, person: Person) -> None:
    """Raises InvalidState when the person has another voice in this item's round."""
    round_ = round_of(state, item.id)
    if round_ is None:
        return
    others = replace(round_, seats=tuple(s for s in round_.seats if s.item != item.id))
    if person.id in people_of(state, others) or person.id == item.assignee:
        raise InvalidState(
            f"{person.name}已参加这一轮审批",
            f"Expected somebody who has no voice in this round yet, {person.id} has one",
        )
