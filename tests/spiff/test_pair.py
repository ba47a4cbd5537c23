"""The pair notices every kind of difference, and is silent rather than wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.core import advance as adv
from engine.core import events as ev
from engine.core.definition import AssignmentKind
from engine.history.witness import PairedInterpreter
from engine.kernel import Kernel
from engine.spiff import SpiffInterpreter
from tests.builders import (
    NOW,
    boundary,
    bundle,
    end,
    moment,
    parallel,
    process,
    service,
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
    boundary("late", "a", timer_event('duration("PT1H")')),
    service("s", inputs={"v": "1"}),
    end(),
    flows="start f; f a end; f s end",
)
STUCK = process("p", start(), xor("g"), user("a"), user("b"), flows="start g; g>a: x; g>b: x")


class Mistaken(Kernel):
    """A kernel that tells one kind of happening otherwise; `change` gives None to hide it."""

    def __init__(self, kind, change):
        super().__init__()
        self._kind = kind
        self._change = change

    def advance(self, prepared, state, stimulus, moment):
        answer = super().advance(prepared, state, stimulus, moment)
        told = [self._change(one) if type(one) is self._kind else one for one in answer.happened]
        return replace(answer, happened=tuple(one for one in told if one is not None))


def begun(first, definition=DEFINITION, **variables):
    """The pair after the case began on both."""
    pair = PairedInterpreter(first, SpiffInterpreter())
    prepared = pair.prepare(bundle(definition, names=["x"]))
    pair.advance(prepared, None, adv.Begin(variables=variables), moment())
    return pair


def hidden(one):
    return None


def test_pair_agrees_without_a_mistake():
    pair = begun(Kernel())

    assert (pair.disagreement, pair.silent) == (None, None)


@pytest.mark.parametrize(
    ("kind", "change", "what"),
    [
        (ev.FlowTaken, hidden, "flow taken"),
        (ev.FlowTaken, lambda one: replace(one, flow_id="a-end"), "flow taken"),
        (adv.WorkOffered, hidden, "work offered"),
        (adv.WorkOffered, lambda one: replace(one, due_at=NOW), "work offered"),
        (
            adv.WorkOffered,
            lambda one: replace(
                one, assignments=(adv.AssignmentRequest(kind=AssignmentKind.INITIATOR),)
            ),
            "work offered",
        ),
        (ev.TimerScheduled, hidden, "timer"),
        (
            ev.TimerScheduled,
            lambda one: replace(one, due_at=one.due_at + timedelta(seconds=1)),
            "timer",
        ),
        (ev.JobCreated, lambda one: replace(one, inputs={}), "job"),
        (ev.JobCreated, lambda one: replace(one, connector="other"), "job"),
    ],
)
def test_pair_notices_what_is_told_otherwise(kind, change, what):
    pair = begun(Mistaken(kind, change))

    assert pair.disagreement is not None
    assert pair.disagreement.what == what
    assert pair.silent is None


def test_pair_notices_an_incident_of_another_kind():
    wrong = Mistaken(ev.IncidentRaised, lambda one: replace(one, kind="expression"))

    assert begun(Kernel(), STUCK, x=False).disagreement is None
    found = begun(wrong, STUCK, x=False).disagreement
    assert found is not None
    assert (found.what, found.first, found.second) == (
        "incident",
        ("expression at g",),
        ("no-true-branch at g",),
    )


def test_pair_notices_an_end_that_is_none():
    ended = process("p", start(), end(), flows="start end")
    pair = begun(Mistaken(ev.InstanceCompleted, hidden), ended)

    assert pair.disagreement is not None
    assert pair.disagreement.what == "ended"


def test_pair_is_silent_where_there_is_no_witness():
    flows = "start m f; f>j; f>j; j g; g>m: x; g>end: else"
    looping = process(
        "p", start(), xor("m"), parallel("f"), parallel("j"), xor("g"), end(), flows=flows
    )
    pair = begun(Kernel(), looping, x=False)

    assert pair.disagreement is None
    assert "counts its rounds wrongly" in (pair.silent or "")
