"""One turn of a multi-instance activity that people take back is open again on SpiffWorkflow.

Told is whose turn it is, and of which activity. What that brings back (the turns that were open
then, their variables, what the others gave) is what was seen here when the turn ended.
docs/adr/0014, 0021.
"""

from __future__ import annotations

from collections import deque
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.core import advance as adv
from engine.core.events import TurnReopened
from engine.errors import InvalidState
from engine.spiff import tree, waiting
from engine.spiff.advancing import notice_canceled, run
from engine.spiff.failures import BeyondWitness, Stuck
from engine.spiff.live import Live, place_of, role_of
from engine.spiff.model import Role
from engine.spiff.repetition import Repetition, Stood


def reopen(live: Live, stimulus: adv.Reopen) -> None:
    """While the activity goes on. In a sequence, the turn that followed is cancelled. Raises
    InvalidState where the turn is not over."""
    whole, place = stimulus.turns.whole, stimulus.turns.taken
    active, repetition = live.active.get(whole), live.repetitions.get(whole)
    if active is None or repetition is None:
        raise InvalidState("整个环节已不在进行", f"Expected {stimulus.target} to be under way")
    if place in repetition.open.values() or place not in repetition.done:
        raise InvalidState("这一次尚未办结", f"Expected turn {place + 1} to be over")
    main = live.main_of(active)
    if main is None:
        raise BeyondWitness(
            f"SpiffWorkflow 没有在执行 {stimulus.target}",
            f"Expected SpiffWorkflow to run {stimulus.target}",
        )
    _tell(live, whole, stimulus)
    if _is_sequence(main):
        _cancel_following(live, main, repetition, place)
    else:
        repetition.completed -= 1
    repetition.collected.pop(place, None)
    repetition.again.append((place, dict(repetition.done.pop(place))))
    main.task_spec.create_child(main, place)


def enter(live: Live, task: Any, stimulus: adv.Reopen) -> None:
    """Once more into an activity that had ended with this turn: `task` is the way in, placed and
    not begun. Raises InvalidState."""
    was, place = live.over.get(stimulus.turns.whole), stimulus.turns.taken
    if role_of(task) is not Role.ENTER_MANY:
        raise InvalidState("此环节不重复", f"Expected {stimulus.target} to have several instances")
    if was is None or was.last is None or was.last.place != place:
        raise InvalidState(
            "整个环节不是因这一次办结的", f"Expected turn {place + 1} to have been the last one"
        )
    live.assign(live.scope(task), was.before, "engine", stimulus.target)
    tree.begin(task)
    try:
        waiting.open_whole(live, task)
    except Stuck as stuck:
        raise InvalidState(stuck.text.zh, stuck.text.en) from stuck
    token = live.token(task)
    live.repetitions[token] = _as_it_stood(live, task, was, was.last)
    live.budget += len(was.last.others) + 1
    _tell(live, token, stimulus)
    run(live, task)


def _as_it_stood(live: Live, task: Any, was: Repetition, last: Stood) -> Repetition:
    turns = [(last.place, was.done[last.place]), *last.others.items()]
    begun = last.completed + len(turns)
    marker = place_of(task).parts.repeat
    in_sequence = marker is not None and marker.marker.sequential
    return Repetition(
        items=was.items,
        since=live.advances,
        ahead=len(was.items) - last.completed if in_sequence else len(turns),
        completed=last.completed,
        begun=begun,
        collected=dict(last.collected),
        again=deque((place, dict(variables)) for place, variables in turns),
        done={place: own for place, own in was.done.items() if place != last.place},
    )


def _cancel_following(live: Live, main: Any, repetition: Repetition, place: int) -> None:
    """As if no turn after the place had begun; SpiffWorkflow counts from there again."""
    for own in list(repetition.open):
        del repetition.open[own]
        live.scopes.pop(own, None)
    for child in main.children:
        if role_of(child) is Role.INSTANCE and not child.has_state(TaskState.FINISHED_MASK):
            child.cancel()
    notice_canceled(live, place_of(main).parts.element.id)
    for later in [one for one in repetition.done if one > place]:
        del repetition.done[later]
        repetition.collected.pop(later, None)
    repetition.begun, repetition.completed = place + 1, place
    following = len(repetition.items) - place - 1
    main.internal_data["current"] = main.internal_data["cardinality"] - following


def _is_sequence(main: Any) -> bool:
    repeat = place_of(main).parts.repeat
    return repeat is not None and bool(repeat.marker.sequential)


def _tell(live: Live, whole: int, stimulus: adv.Reopen) -> None:
    live.emit(
        TurnReopened(
            element_id=stimulus.target,
            token=whole,
            was=stimulus.turns.whole,
            turn=stimulus.turns.taken + 1,
            by=stimulus.by,
        )
    )
