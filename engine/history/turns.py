"""Works out from a case's log how a multi-instance task stood before one of its turns was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from engine.codec import decode_event
from engine.core import events as ev
from engine.core.definition import MultiInstance
from engine.core.ids import UserId
from engine.core.kept_round import KeptRound, kept
from engine.core.kept_turns import KeptTurn, KeptTurns
from engine.core.state import InstanceState
from engine.core.values import Value
from engine.errors import IntegrityViolation, InvalidState
from engine.handlers.case import PreparedCase
from engine.handlers.load import CaseSource, Replayed, commands_of
from engine.history.decided import why_delegated
from engine.history.performed import Followed, Turn
from engine.history.replay import steps
from engine.views import LogRow


def turns_before(
    cases: CaseSource, case: PreparedCase, rows: Sequence[LogRow], found: Followed, login: str
) -> KeptTurns | None:
    """The turns to be open again when this person takes theirs back: only that one while the
    activity goes on, else all that were. None where the case's interpreter cannot. Raises
    InvalidState where the activity has ended otherwise than by this turn."""
    turn = found.turn
    if turn is None:
        return None
    state, machine = _before(cases, rows, turn.version)
    turns = case.interpreter.turns(machine, turn.token)
    if turns is None:
        return None
    since = _since(rows, turn.version)
    filled = _filled(since[0], int(found.scopes[0]))
    mine = turns.turns[0]
    mine = replace(mine, round=found.round, variables={**mine.variables, **filled})
    if _is_over(since[0], turns.whole):
        others = tuple(_with_round(state, one, (rows, turn, login)) for one in turns.turns[1:])
        before = _collection(case, found, case.interpreter.variables(machine, turn.token))
        return replace(turns, turns=(mine, *others), before=before)
    whole = _whole_now(since, turns.whole)
    return KeptTurns(whole=whole, taken=turns.taken, turns=(mine,), ended=False)


def _before(
    cases: CaseSource, rows: Sequence[LogRow], version: int
) -> tuple[InstanceState, object]:
    """What was true before the command of the row: all up to it executed again."""
    found: Replayed | None = None
    for step in steps(cases, [row for row in rows if row.version < version]):
        if not isinstance(step, Replayed):
            raise IntegrityViolation("历史无法重演", "Expected a history that can be replayed")
        found = step
    if found is None:
        raise IntegrityViolation("历史不完整", f"Expected a command before row {version}")
    return found.performed.state, found.performed.machine


Step = tuple[ev.Event, ...]


def _since(rows: Sequence[LogRow], version: int) -> list[Step]:
    """What the command of the row, and each one after it, led to."""
    return [
        tuple(decode_event(one.type, one.body) for one in events)
        for row, events in commands_of(rows)
        if row.version >= version
    ]


def _filled(step: Step, scope: int) -> dict[str, Value]:
    """What the completion has put into the turn's own variables: there to be corrected."""
    found: dict[str, Value] = {}
    for event in step:
        if isinstance(event, ev.VariablesChanged) and event.scope == scope:
            found.update(event.new)
    return found


def _is_over(step: Step, whole: int) -> bool:
    ends = ev.ElementCompleted | ev.ElementCanceled
    return any(isinstance(event, ends) and event.token == whole for event in step)


def _whole_now(since: Sequence[Step], whole: int) -> int:
    """The token of the activity by now: it may have ended, and been opened again. Raises
    InvalidState where it has ended."""
    over = False
    for step in since:
        for event in step:
            if isinstance(event, ev.TurnReopened) and event.was == whole:
                whole, over = event.token, False
        over = over or _is_over(step, whole)
    if over:
        raise InvalidState(
            "整个环节之后已由别的一次办结，或已取消：请最后办理的人先拿回，或由现在的办理人退回",
            "Expected the activity around the turn to go on, or to have ended with it: whoever did "
            "the last turn takes theirs back first, or whoever has the work now returns it",
        )
    return whole


def _with_round(
    state: InstanceState, turn: KeptTurn, whose: tuple[Sequence[LogRow], Turn, str]
) -> KeptTurn:
    """Another turn that was open, with its round if several had been asked."""
    rows, taken, login = whose
    round_ = state.approvals.get(f"{state.id}-{turn.token}")
    if round_ is None:
        return turn
    items = {s.item: state.work_items[s.item] for s in round_.seats if s.item in state.work_items}
    earlier = [row for row in rows if row.version < taken.version]
    events = [decode_event(r.type, r.body) for _, group in commands_of(earlier) for r in group]
    found: KeptRound = kept(
        round_, items, ("", UserId(login)), lambda item: why_delegated(events, item)
    )
    return replace(turn, round=found)


def _collection(
    case: PreparedCase, found: Followed, seen: Mapping[str, Value]
) -> Mapping[str, Value]:
    loop = case.bundle.process_of(found.process).elements[found.element_id].loop
    name = loop.output_collection if isinstance(loop, MultiInstance) else None
    return {name: seen.get(name)} if name else {}
