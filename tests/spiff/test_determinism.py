"""The same stimuli lead to the same happenings, however often and from whatever state."""

from __future__ import annotations

import inspect
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from SpiffWorkflow import task as spiff_task
from SpiffWorkflow.bpmn.specs.event_definitions import timer as spiff_timer

from engine.core.advance import Begin, Retry, TaskDone, TimerDue
from engine.errors import IntegrityViolation, InvalidCommand, InvalidState
from engine.spiff import SpiffInterpreter, determinism
from tests.builders import (
    NOW,
    boundary,
    bundle,
    end,
    moment,
    parallel,
    process,
    start,
    timer_event,
    user,
    xor,
)

DEFINITION = process(
    "p",
    start(),
    parallel("f"),
    user("a"),
    boundary("late", "a", timer_event('duration("PT1H")'), interrupting=False),
    user("b"),
    xor("g"),
    user("c"),
    end(),
    flows="start f; f a end; f b g; late c; g>c: x > 1; g>end: else",
)
STEPS = (
    (Begin(variables={"day": NOW.date()}), NOW),
    (TimerDue(timer_id="c1-t1"), NOW + timedelta(hours=1)),
    (TaskDone(token=0, data={"y": Decimal("2.50")}, by="li"), NOW + timedelta(hours=2)),
    (Retry(token=0, variables={"x": Decimal(2)}, by="admin"), NOW + timedelta(hours=3)),
)


def prepared():
    return SpiffInterpreter().prepare(bundle(DEFINITION, names=["x", "y", "day"]))


def played(executable, *, load_between=False):
    """All steps; the tokens of the answers are looked up. Gives every happening and the state."""
    spiff, state, happened = SpiffInterpreter(), None, []
    for planned, now in STEPS:
        stimulus = planned
        if isinstance(planned, TaskDone | Retry):
            element = "b" if isinstance(planned, TaskDone) else "g"
            token = next(t for e, t in spiff.positions(state) if e == element)
            stimulus = replace(planned, token=token)
        answer = spiff.advance(executable, state, stimulus, moment(now))
        happened.append(answer.happened)
        state = answer.state
        if load_between:
            state = spiff.load(executable, json.loads(json.dumps(spiff.dump(state))))
    return happened, state


def test_seams_of_spiffworkflow_are_where_they_were():
    assert [name for _, name in determinism.SEAMS] == ["uuid4", "time", "datetime"]
    source = inspect.getsource(spiff_task)
    assert "uuid4()" in source
    assert source.count("time.time()") == 3
    assert inspect.getsource(spiff_timer).count("datetime.now(timezone.utc)") == 6


def test_seams_give_the_clock_and_ids_of_the_advance():
    ids = determinism.CountedIds()
    with determinism.inputs(NOW, ids):
        assert spiff_task.uuid4() == UUID(int=1)
        assert spiff_task.time.time() == NOW.timestamp()
        assert spiff_timer.datetime.now(UTC) == NOW
    assert spiff_task.uuid4().version == 4
    assert spiff_task.time.time() > 0
    assert isinstance(spiff_timer.datetime.now(UTC), datetime)
    assert ids.last == 1


def test_same_stimuli_lead_to_the_same_happenings():
    first, second = played(prepared())[0], played(prepared())[0]

    assert first == second


def test_snapshot_between_any_two_steps_changes_nothing():
    assert played(prepared(), load_between=True)[0] == played(prepared())[0]


def test_cases_in_threads_do_not_disturb_each_other():
    executable = prepared()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: played(executable)[0], range(24)))

    assert all(one == found[0] for one in found)


def test_state_may_be_used_again_after_it_was_used():
    spiff, executable = SpiffInterpreter(), prepared()
    state = spiff.advance(executable, None, Begin(variables={}), moment()).state
    before = (spiff.positions(state), spiff.variables(state), spiff.dump(state))
    token = dict(spiff.positions(state))["a"]
    done = TaskDone(token=token, data={"x": Decimal(1)}, by="li")
    first = spiff.advance(executable, state, done, moment())
    again = spiff.advance(executable, state, done, moment())

    assert first.happened == again.happened
    assert (spiff.positions(state), spiff.variables(state), spiff.dump(state)) == before


def test_rejected_stimulus_leaves_the_state_as_it_was():
    spiff, executable = SpiffInterpreter(), prepared()
    state = spiff.advance(executable, None, Begin(variables={}), moment()).state
    with pytest.raises(InvalidState):
        spiff.advance(executable, state, TimerDue(timer_id="c1-t99"), moment())

    assert spiff.advance(executable, state, TimerDue(timer_id="c1-t1"), moment()).happened


def test_start_that_does_not_exist_is_refused():
    with pytest.raises(InvalidCommand):
        SpiffInterpreter().advance(prepared(), None, Begin(variables={}, start_event="a"), moment())


def test_case_begins_once():
    spiff, executable = SpiffInterpreter(), prepared()
    state = spiff.advance(executable, None, Begin(variables={}), moment()).state
    with pytest.raises(InvalidState):
        spiff.advance(executable, state, Begin(variables={}), moment())


def test_snapshot_of_another_format_is_refused():
    with pytest.raises(IntegrityViolation):
        SpiffInterpreter().load(prepared(), {"format": 99, "stimuli": []})
