"""Timers of cases: each turn fires once, at its own time, however the clock is moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.bootstrap import MEMORY, Options, shipped_organisation
from engine.clock import CountingIds, FixedClock
from engine.core.events import TimerFired
from engine.core.values import Value
from engine.embedding import Engine, open_engine
from engine.passing import pass_time

BEFORE: Final = datetime(2027, 3, 27, 0, 0, tzinfo=UTC)  # Berlin's clocks change on the 28th
ORGANISATION: Final = shipped_organisation()
DIAGRAM: Final = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">
<process id="p" isExecutable="true"><startEvent id="s"/><userTask id="t"/>
<boundaryEvent id="b" attachedToRef="t" cancelActivity="false"><timerEventDefinition>
<timeCycle>{}</timeCycle></timerEventDefinition></boundaryEvent><endEvent id="e"/>
<endEvent id="o"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/>
<sequenceFlow id="g" sourceRef="t" targetRef="e"/><sequenceFlow id="h" sourceRef="b" targetRef="o"/>
</process></definitions>"""
CYCLES: Final = st.sampled_from(
    [
        "R4/PT7H",
        "R5/2027-03-27T02:30:00@Europe/Berlin/P1D",
        "R3/P1D/2027-03-30T02:30:00@Europe/Berlin",
        "R2/2027-03-01T00:00/P1W",
    ]
)
STEPS: Final = st.lists(st.integers(1, 80), min_size=1, max_size=6)


def opened(cycle: str, clock: FixedClock) -> tuple[Engine, str]:
    options = Options(clock=clock, ids=CountingIds(), organisation=ORGANISATION)
    engine = open_engine(MEMORY, options=options)
    diagram = DIAGRAM.format(cycle).encode()
    engine.runtime.deploy([("p.bpmn", diagram)], engine.runtime.person("admin"), draft=True)
    return engine, engine.start("p", dict[str, Value](), by="admin").id


def fired(engine: Engine, case: str) -> list[datetime]:
    """When each turn was recorded to happen."""
    found, at = list[datetime](), BEFORE
    for entry in engine.history(case):
        if entry.type.startswith("Command:"):
            at = entry.content.at
        elif isinstance(entry.content, TimerFired):
            found.append(at)
    return found


def played(cycle: str, hours: list[int]) -> list[datetime]:
    """The turns of a case while the clock is moved on by these hours, one after the other."""
    clock = FixedClock(BEFORE)
    engine, case = opened(cycle, clock)
    with engine:
        for step in hours:
            pass_time(
                engine.runtime.store,
                engine.runtime.worker,
                clock,
                clock.now() + timedelta(hours=step),
            )
            assert engine.run_due() == 0
        return fired(engine, case)


@given(cycle=CYCLES, hours=STEPS)
@settings(max_examples=25)
def test_turns_do_not_depend_on_how_the_clock_is_moved(cycle: str, hours: list[int]) -> None:
    """In steps or at once, the same turns happen, and none before its time."""
    at_once = played(cycle, [sum(hours)])

    assert played(cycle, hours) == at_once
    assert all(BEFORE <= one <= BEFORE + timedelta(hours=sum(hours)) for one in at_once)


def test_every_turn_happens_once_at_its_clock_time() -> None:
    turns = played("R5/2027-03-27T02:30:00@Europe/Berlin/P1D", [24 * 30])

    assert [one.strftime("%m-%d %H:%M") for one in turns] == [
        "03-27 01:30",
        "03-28 01:30",  # 02:30 does not exist: 03:30
        "03-29 00:30",
        "03-30 00:30",
        "03-31 00:30",
    ]
