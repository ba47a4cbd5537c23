"""Proving many cases at once asks the witness about each of them, whatever else is shared."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine import Engine, open_engine
from engine.bootstrap import Options
from engine.clock import FixedClock
from engine.history.proof import bear_witness
from engine.history.witness import PairedInterpreter
from engine.kept import Kept
from engine.proving import Compiled, Prover

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ROUND = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
             xmlns:guicheng="urn:guicheng:bpmn:1" id="d" targetNamespace="urn:test">
  <process id="round" name="r" isExecutable="true">
    <startEvent id="s"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="e"/>
    <endEvent id="e"/>
  </process>
</definitions>
"""


@pytest.fixture
def engine() -> Engine:
    """An engine whose compiled cases are shared, as those of the scenarios are."""
    return open_engine("memory:", clock=FixedClock(NOW), options=Options(kept=Kept()))


def two_cases(engine: Engine) -> list[str]:
    engine.deploy(ROUND, by="admin")
    return [engine.start("round", {}, by="gm").id for _ in range(2)]


def test_witness_is_asked_about_each_case_although_compiled_cases_are_shared(
    engine: Engine,
) -> None:
    cases, prover = two_cases(engine), Prover(engine.runtime, Compiled())

    assert all(prover.witness(case).agreed for case in cases)
    assert all(prover.replay(case).identical for case in cases)
    assert engine.witness(cases[0]).agreed


def test_witness_that_was_never_asked_does_not_count_as_agreed(engine: Engine) -> None:
    case, *_ = two_cases(engine)
    another = engine.runtime.another_interpreter
    pair = PairedInterpreter(another("kernel"), another("spiff", witness=True))

    verdict = bear_witness(engine.runtime.store, engine.runtime.cases, case, pair)  # not the pair's

    assert verdict.no_witness
    assert not verdict.agreed
    assert "never asked" in verdict.reason
