"""Automatic stretches of any length: committed in slices, stopped when they are endless."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import Engine, open_engine
from engine.bootstrap import Options
from engine.clock import FixedClock
from tests.exchange.given import BEGIN, END, NOW, event, process


def loops(times: int, key: str = "long") -> bytes:
    """A task that repeats itself so often, beside one that a person could do meanwhile."""
    split = '<parallelGateway id="both" name=""/>'
    turn = f'<standardLoopCharacteristics loopMaximum="{times}"/>'
    body = f'{BEGIN}{split}<task id="turn" name="turn">{turn}</task>'
    wait = event("intermediateCatchEvent", "pause", '<signalEventDefinition signalRef="fire"/>')
    return process(key, body + wait + END, "begin both pause done; both turn done")


ENDLESS = process(
    "endless",
    BEGIN
    + '<parallelGateway id="both" name=""/><exclusiveGateway id="again" name=""/>'
    + '<task id="turn" name="turn"/>'
    + event("intermediateCatchEvent", "pause", '<signalEventDefinition signalRef="fire"/>'),
    "begin both again turn again; both pause",
)
LOOPING = ENDLESS.replace(
    b'<task id="turn" name="turn"/>',
    b'<task id="turn" name="turn"><standardLoopCharacteristics loopMaximum="2"/></task>',
)
"""As endless, but its counters change."""


@pytest.mark.parametrize("restarted", [False, True])
def test_long_stretch_is_committed_in_slices_and_replays(tmp_path: Path, restarted: bool) -> None:
    url, clock = f"sqlite:///{tmp_path / 'cases.db'}", FixedClock(NOW)
    with open_engine(url, clock=clock) as engine:
        engine.deploy(loops(11_000), by="admin", draft=True)
        case = engine.start("draft:long", {}, by="admin").id
        before = engine.runtime.live(case).version
        assert engine.broadcast("fire", by="admin").received_by == (case,)  # not blocked
        if not restarted:
            engine.run_due()
    with open_engine(url, clock=clock) as engine:
        engine.run_due()
        assert engine.case(case).status == "completed"
        passed = [one.type for one in engine.history(case)].count("ElementPassed")
        assert passed > 11_000
        assert not engine.runtime.store.due_jobs(clock.now(), 10)
        assert engine.runtime.live(case).version > before
        assert engine.replay(case).equal
        assert engine.verify().ok


@pytest.mark.parametrize(
    ("file", "most", "steps"), [(ENDLESS, 1_000_000, "30000"), (LOOPING, 20_000, "20000")]
)
def test_endless_loop_is_an_incident(file: bytes, most: int, steps: str) -> None:
    options = Options(clock=FixedClock(NOW), max_steps=most)
    with open_engine("memory:", options=options) as engine:
        engine.deploy(file, by="admin", draft=True)
        case = engine.start("draft:endless", {}, by="admin").id
        assert not engine.incidents()
        assert not _awaited(engine, case)
        engine.run_due()
        (incident,) = engine.incidents()

        assert incident.kind == "step-budget"
        assert steps in incident.zh  # at once where nothing but tokens changes
        assert _awaited(engine, case)  # each slice begins where the last one did not get to
        assert engine.replay(case).equal
        engine.retry(incident.id, by="admin")
        assert not engine.incidents()


def _awaited(engine: Engine, case: str) -> bool:
    return "SignalAwaited" in [one.type for one in engine.history(case)]


def test_case_that_ends_between_two_slices_owes_no_further_one() -> None:
    with open_engine("memory:", clock=FixedClock(NOW)) as engine:
        engine.deploy(ENDLESS, by="admin", draft=True)
        case = engine.start("draft:endless", {}, by="admin").id
        (job,) = engine.runtime.store.due_jobs(engine.runtime.clock.now(), 10)
        assert job.name == "engine.go-on"
        engine.terminate(case, reason="endless", by="admin")

        assert not engine.runtime.store.due_jobs(engine.runtime.clock.now(), 10)
        assert engine.run_due() == 0
