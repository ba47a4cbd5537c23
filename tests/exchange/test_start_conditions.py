"""Processes that begin when a condition becomes true: once for each time, and by nothing else."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from engine import Engine, open_engine
from engine.clock import FixedClock
from engine.errors import DeploymentRefused
from engine.exchange.conditions import judge
from tests.exchange.given import END, NOW, SIGNAL, event, process

HOUR = timedelta(hours=1)


def when(text: str, more: str = "", data: str = "", key: str = "warm") -> bytes:
    """A process that begins when the condition becomes true."""
    condition = (
        f'<conditionalEventDefinition><condition xsi:type="tFormalExpression">{text}</condition>'
        "</conditionalEventDefinition>"
    )
    body = data + event("startEvent", "when", condition + more) + END
    return process(key, body, "when done")


AFTERNOON = "time(now()).hour &gt;= 12"
"""True from noon until midnight, in the office's zone; NOW is nine o'clock there."""


def cases(engine: Engine) -> int:
    engine.run_due()
    return len(list(engine.runtime.store.instance_ids()))


def test_condition_begins_a_case_each_time_it_becomes_true(
    engine: Engine, clock: FixedClock
) -> None:
    engine.deploy(when(AFTERNOON), by="admin")
    found = []
    for hour in (9, 11, 12, 13, 23, 24, 35, 36, 40):
        clock.set(NOW + (hour - 9) * HOUR)
        found.append((hour, cases(engine)))

    assert found == [
        (9, 0), (11, 0), (12, 1), (13, 1), (23, 1), (24, 1), (35, 1), (36, 2), (40, 2),
    ]  # fmt: skip
    (first, second) = engine.runtime.store.instance_ids()
    assert {engine.case(case).initiator for case in (first, second)} == {"system"}
    (noted,) = [
        row
        for row in engine.runtime.store.all_rows()
        if row.type == "StartTriggerOccurred" and row.instance_id.endswith(":00000001")
    ]
    assert b"time(now())" in noted.body


def test_condition_that_holds_already_begins_one_case_and_none_for_the_next_version(
    engine: Engine,
) -> None:
    engine.deploy(when("1 = 1"), by="admin")
    assert cases(engine) == 1
    engine.deploy(when("1 = 1") + b"<!-- again -->", by="admin")
    assert cases(engine) == 1
    engine.deploy(when("2 = 2"), by="admin")  # another condition
    assert cases(engine) == 2


def test_condition_is_judged_on_the_lines_of_a_data_store(engine: Engine) -> None:
    drawn = '<dataStoreReference id="stock" name="stock"/>'
    engine.deploy(when('count(stock[state = "low"]) &gt; 1', data=drawn), by="admin")
    filling = (
        '<serviceTask id="fill" name="fill" guicheng:connector="register.append">'
        "<extensionElements>"
        '<guicheng:input name="register" value="= &quot;stock&quot;"/>'
        '<guicheng:input name="line" value="= {state: &quot;low&quot;}"/>'
        "</extensionElements></serviceTask>"
    )
    begin = '<startEvent id="begin" name="begin"/>'
    engine.deploy(process("fills", begin + filling + END, "begin fill done"), by="admin")
    counted = []
    for _ in range(3):
        engine.start("fills", {}, by="gm")
        counted.append(cases(engine))

    assert counted == [1, 3, 4]  # the second line begins the case


def test_condition_of_a_multiple_start_is_one_of_its_triggers(
    engine: Engine, clock: FixedClock
) -> None:
    engine.deploy(when(AFTERNOON, SIGNAL), by="admin")
    assert len(engine.broadcast("fire", by="admin").started) == 1
    clock.set(NOW + 4 * HOUR)

    assert cases(engine) == 2


def test_condition_noted_before_a_crash_begins_its_one_case_after_it(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    with open_engine(url, clock=clock) as engine:
        engine.deploy(when(AFTERNOON), by="admin")
        clock.set(NOW + 4 * HOUR)
        (trigger,) = engine.runtime.store.start_conditions()
        with monkeypatch.context() as crash:
            crash.setattr("engine.exchange.conditions.gather", lambda *_: None)
            assert judge(engine.runtime.exchange, trigger) == 1
        assert not list(engine.runtime.store.instance_ids())
    clock.set(NOW + 16 * HOUR)  # it is morning: what became true yesterday still begins its case
    with open_engine(url, clock=clock) as engine:
        assert cases(engine) == 1
        assert cases(engine) == 1


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("amount &gt; 5", "feel-compiles"),
        ("initiator.id = &quot;gm&quot;", "conditional-start"),
        ("parameters.missing + 1 = 2 and initiator = null", "conditional-start"),
        ("1 + 1", "expression-types"),
        ('if today() &gt; date("2000-01-01") then 5 else 6', "expression-types"),
    ],
)
def test_condition_that_cannot_be_judged_before_there_is_a_case_is_refused(
    engine: Engine, text: str, rule: str
) -> None:
    with pytest.raises(DeploymentRefused) as refused:
        engine.deploy(when(text), by="admin")
    assert rule in {one.rule for one in refused.value.findings}
    assert Decimal(0) == cases(engine)
