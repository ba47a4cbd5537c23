"""Answers requests that move control by hand, or correct a case."""

from __future__ import annotations

from collections.abc import Callable

from api import acting, show
from api.auth import Visit
from api.case_actions import case_actions
from api.pending import own_actions, pending
from api.reading import case_of, item_of
from api.schemas import moves as shapes
from api.schemas.cases import Instance
from api.wire import to_json, to_variables
from engine.core.moves import NO_MOVES, ExtraKind
from engine.dispatcher import Outcome
from engine.errors import InvalidState, NotFound
from engine.moving import Moving, ReturnTo, Who


def _moving(visit: Visit) -> Moving:
    return Moving(visit.house.runtime)


def _who(visit: Visit) -> Who:
    return Who(actor=visit.person, command_id=visit.command_id)


def destinations(visit: Visit) -> shapes.Destinations:
    """Where the work item may be returned to, the nearest first."""
    actor = visit.absent or visit.person
    found = _moving(visit).destinations(item_of(visit).id, actor)
    return shapes.Destinations(
        items=[
            shapes.Destination(
                element_id=one.element_id,
                process=one.process,
                zh=one.name.zh,
                en=one.name.en,
                by=one.by,
                is_start=one.is_start,
            )
            for one in found
        ]
    )


def give_back(visit: Visit, body: shapes.ReturnRequest) -> Instance:
    """Return the work item."""
    asked = ReturnTo(to=body.to, reason=body.reason, straight=body.straight)
    who = Who(actor=visit.person, command_id=visit.command_id, absent=visit.absent)
    return _on_item(visit, lambda item: _moving(visit).give_back(item, asked, who))


def take_back(visit: Visit, reason: str) -> Instance:
    """Undo one's own completion of the work item."""
    view = item_of(visit)
    done = _moving(visit).take_back(view.id, reason, _who(visit))
    return _instance(visit, done)


def _on_item(visit: Visit, act: Callable[[str], Outcome]) -> Instance:
    view = item_of(visit)
    try:
        done = act(view.id)
    except (NotFound, InvalidState) as refused:
        raise acting.explained(visit, view.id) or refused from None
    return _instance(visit, done)


def _instance(visit: Visit, done: Outcome) -> Instance:
    return show.instance(visit.house, show.case_of(visit.house, done.instance_id))


def withdraw(visit: Visit, reason: str) -> Instance:
    """Give one's own case up."""
    return _instance(visit, _moving(visit).withdraw(case_of(visit).id, reason, _who(visit)))


def again(visit: Visit) -> shapes.Again:
    """What the case was started with."""
    process, variables = _moving(visit).started_with(case_of(visit).id)
    return shapes.Again(
        process=process, variables={name: to_json(value) for name, value in variables.items()}
    )


def suspend(visit: Visit, reason: str) -> Instance:
    """Let the case rest."""
    return _instance(visit, _moving(visit).suspend(case_of(visit).id, reason, _who(visit)))


def resume(visit: Visit, reason: str) -> Instance:
    """Let the case go on."""
    return _instance(visit, _moving(visit).resume(case_of(visit).id, reason, _who(visit)))


def jump(visit: Visit, body: shapes.JumpRequest) -> Instance:
    """Move tokens to an element."""
    case = case_of(visit).id
    return _instance(
        visit, _moving(visit).jump(case, body.tokens, (body.to, body.reason), _who(visit))
    )


def revive(visit: Visit, body: shapes.ReviveRequest) -> Instance:
    """Let the ended case begin again."""
    case = case_of(visit).id
    return _instance(visit, _moving(visit).revive(case, body.to, body.reason, _who(visit)))


def correct(visit: Visit, body: shapes.VariablesRequest) -> Instance:
    """Set variables of the case."""
    variables, case = to_variables(body.variables), case_of(visit).id
    return _instance(visit, _moving(visit).correct(case, variables, body.reason, _who(visit)))


def change_approvers(visit: Visit, body: shapes.ApproversRequest) -> Instance:
    """Say who does a task that is still ahead."""
    choice = (body.element_id, body.people)
    case = case_of(visit).id
    return _instance(visit, _moving(visit).change_approvers(case, choice, body.reason, _who(visit)))


def review_late(visit: Visit, body: shapes.LateReviewRequest) -> Instance:
    """Have a task that was left out looked at afterwards."""
    asked, case = (body.element_id, body.to), case_of(visit).id
    return _instance(visit, _moving(visit).review_late(case, asked, body.reason, _who(visit)))


def standing(visit: Visit) -> shapes.Standing:
    """What people have moved in the case, or let rest."""
    live = visit.house.runtime.live(case_of(visit).id)
    state = live.state
    moves = state.moves or NO_MOVES
    return shapes.Standing(
        suspended=moves.suspended,
        pending=pending(visit, live),
        waiting=[
            shapes.Waiting(work_item_id=one, answer=waits.to, by=waits.by, since=waits.at)
            for one, waits in moves.returned.items()
        ],
        approvers=[
            shapes.Approvers(element_id=one, people=list(people))
            for one, people in moves.approvers.items()
        ],
        late=[one for one, extra in moves.extra.items() if extra.kind is ExtraKind.LATE],
        actions=[*own_actions(visit, live), *case_actions(visit.person, state)],
    )
