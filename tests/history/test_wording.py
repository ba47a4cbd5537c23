"""Re-execution compares what was decided exactly, and counts what was only worded otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from engine import Engine, open_engine
from engine.bootstrap import Options
from engine.clock import FixedClock
from engine.codec import decode_envelope, decode_event, encode_plain
from engine.core.events import EVENT_TYPES
from engine.core.evolve import fold
from engine.evidence import check_evidence, evidence
from engine.handlers.load import commands_of
from engine.history.chain import GENESIS, link_all
from engine.history.seal import seal
from engine.history.wording import places
from engine.judging import judge
from engine.ports import Append
from engine.scenarios.player import office_time
from engine.views import LogRow

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:guicheng="urn:guicheng:bpmn:1" id="d" targetNamespace="urn:test">
"""
ASKED = f"""{_HEAD}
  <process id="asked" name="请示" isExecutable="true" guicheng:variables="amount;seen">
    <startEvent id="begin"/>
    <sequenceFlow id="a" sourceRef="begin" targetRef="big"/>
    <exclusiveGateway id="big" name="大额?" default="small"/>
    <sequenceFlow id="large" sourceRef="big" targetRef="sign">
      <conditionExpression xsi:type="tFormalExpression">amount &gt; 100</conditionExpression>
    </sequenceFlow>
    <sequenceFlow id="small" sourceRef="big" targetRef="done"/>
    <userTask id="sign" name="会签">
      <extensionElements>
        <guicheng:assignment kind="user" value="gm"/>
        <guicheng:assignment kind="user" value="cashier"/>
        <guicheng:approval mode="all" decision="agree" onReject="end"/>
      </extensionElements>
    </userTask>
    <sequenceFlow id="b" sourceRef="sign" targetRef="done"/>
    <endEvent id="done"/>
  </process>
</definitions>
""".encode()

Change = Callable[[str, dict[str, Any]], None]
"""Alters the plain form of one event, told its type."""

PICTURE = {"zh": "图一", "en": "figure one"}
"""What a person entered, of the shape of the engine's sentences."""


def opened(url: str) -> Engine:
    options = Options(clock=FixedClock(office_time("2026-11-23T09:00")), quick_passwords=True)
    engine = open_engine(url, options=options)
    engine.deploy(ASKED, by="admin", draft=True)
    return engine


def begun(engine: Engine) -> str:
    """A case for which one of two has spoken, with a reason for the way to them."""
    case = engine.start("asked", {"amount": 200, "seen": PICTURE}, by="admin").id
    speak(engine, case, "gm", agree=True, opinion="可以")
    return case


def speak(engine: Engine, case: str, who: str, *, agree: bool, opinion: str) -> None:
    items = {one.assignee or one.candidates[0]: one.id for one in engine.worklist(instance=case)}
    engine.complete(items[who], {"agree": agree}, by=who, opinion=opinion)


@pytest.fixture(scope="module")
def office() -> Iterator[Engine]:
    with opened("memory:") as engine:
        yield engine


def changed(row: LogRow, change: Change) -> bytes:
    if row.command_id is not None:
        return row.body
    plain = orjson.loads(row.body)
    change(row.type, plain)
    return encode_plain(plain)


def copied(office: Engine, case: str, other: Engine, change: Change) -> None:
    """The case as another release would have recorded it: events changed so, the chain right."""
    rows = office.runtime.store.rows(case)
    bodies = [(row.type, changed(row, change)) for row in rows]
    hashes = link_all(GENESIS, case, 1, bodies)
    written = [
        row._replace(body=body, hash=digest, seq=0)
        for row, (_, body), digest in zip(rows, bodies, hashes, strict=True)
    ]
    state, version = None, 0
    for command, recorded in commands_of(written):
        envelope = decode_envelope(command.body)
        events = [decode_event(row.type, row.body) for row in recorded]
        state = fold(state, case, events)
        group = (command, *recorded)
        other.runtime.store.append(
            Append(case, version, group, events, state, envelope.at, envelope.actor.id)
        )
        version = group[-1].version


def otherwise(row_type: str, plain: dict[str, Any]) -> None:
    """Every sentence of the engine in the words of another release."""
    kind = EVENT_TYPES[row_type]
    for name in places(kind).words:
        plain[name] = f"从前的说法 {plain[name]}"
    for name in places(kind).holders:
        if plain[name] is not None:
            plain[name] |= {"zh": "从前的说法", "en": "as it was said then"}
    if row_type == "InstanceTerminated" and "会签" in plain["reason"]:
        plain["reason"] = f"从前的说法 {plain['reason']}"


def test_case_in_other_words_is_equal_counted_and_goes_on(office: Engine, tmp_path: Path) -> None:
    case = begun(office)
    with opened(f"sqlite:///{tmp_path}/cases.db") as other:
        copied(office, case, other, otherwise)
        seal(other.runtime.store)

        verdict = other.replay(case)
        checks = {one.key: one for one in judge(other.runtime, case)}
        alone = {one.key: one for one in check_evidence(evidence(other.runtime, case))}
        speak(other, case, "cashier", agree=True, opinion="同意")  # loaded cold, from those rows
        ended = other.replay(case)

    assert (office.replay(case).identical, verdict.equal, verdict.identical) == (True, True, False)
    assert verdict.reworded == 4  # the way, the round that was opened, and its two work items
    assert {str(one.outcome) for one in checks.values()} == {"passed"}
    assert "其中 4 个的说明文字或格式出自当时的版本" in checks["replay"].text.zh
    assert "exactly as decided then; 4 of them" in alone["replay"].text.en
    assert all(one.passed for one in alone.values())
    assert (ended.equal, ended.reworded, ended.commands) == (True, 4, 3)


def test_verdict_that_ends_a_case_is_the_engines_although_a_reason_is_a_persons(
    office: Engine,
) -> None:
    refused, stopped = begun(office), begun(office)
    speak(office, refused, "cashier", agree=False, opinion="材料不全")
    office.terminate(stopped, reason="误发，会签作废", by="admin")

    with opened("memory:") as other:
        copied(office, refused, other, otherwise)
        copied(office, stopped, other, otherwise)
        ended, told = other.replay(refused), other.replay(stopped)

    assert ended.equal, ended.difference
    assert ended.reworded == 6  # the four, the verdict, and the end that cites it
    assert told.difference is not None
    assert told.difference.recorded.startswith("InstanceTerminated")
    assert "误发，会签作废" in told.difference.replayed


def setting(wanted: str, *way: str, to: object) -> Change:
    """In every event of this type what lies there becomes `to`; the engine's words change too."""

    def change(row_type: str, plain: dict[str, Any]) -> None:
        otherwise(row_type, plain)
        if row_type == wanted:
            for name in way[:-1]:
                plain = plain[name] or {}  # a way without a condition has no reason
            plain[way[-1]] = to

    return change


def without(wanted: str, name: str) -> Change:
    def change(row_type: str, plain: dict[str, Any]) -> None:
        if row_type == wanted:
            del plain[name]

    return change


@pytest.mark.parametrize(
    ("wanted", "change"),
    [
        ("FlowTaken", setting("FlowTaken", "reason", "result", to=False)),
        ("FlowTaken", setting("FlowTaken", "reason", "result", to=1)),
        ("FlowTaken", setting("FlowTaken", "reason", "expression", to="amount > 99")),
        ("WorkItemCreated", setting("WorkItemCreated", "candidates", to=["user:cashier"])),
        ("WorkItemCreated", setting("WorkItemCreated", "name", to="签字")),
        ("OpinionGiven", setting("OpinionGiven", "opinion", to="不可以")),
        ("VariablesChanged", setting("VariablesChanged", "new", "seen", "zh", to="图二")),
        ("WorkItemCreated", without("WorkItemCreated", "form_id")),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_case_of_which_something_else_was_altered_differs_there(
    office: Engine, wanted: str, change: Change
) -> None:
    case = begun(office)
    memory = office.runtime.store.memory  # type: ignore[attr-defined]
    memory.cases[case] = [row._replace(body=changed(row, change)) for row in memory.cases[case]]

    verdict = office.replay(case)

    assert not verdict.equal
    assert verdict.difference is not None
    assert verdict.difference.recorded.startswith(wanted)


def test_row_of_a_release_that_knew_a_field_less_is_the_same_fact(office: Engine) -> None:
    case = begun(office)
    less = without("WorkItemCreated", "unresolved")
    memory = office.runtime.store.memory  # type: ignore[attr-defined]
    memory.cases[case] = [row._replace(body=changed(row, less)) for row in memory.cases[case]]

    verdict = office.replay(case)

    assert (verdict.equal, verdict.reworded) == (True, 2)


def test_fields_of_the_engines_words_are_these_and_nobody_elses() -> None:
    worded = {name for name, kind in EVENT_TYPES.items() if any(places(kind))}
    sentences = {
        name for name, kind in EVENT_TYPES.items() if {"zh", "en"} & set(kind.__annotations__)
    }

    assert worded == sentences | {"FlowTaken"}
    assert {words for kind in EVENT_TYPES.values() if (words := places(kind).words)} == {
        ("zh", "en")
    }
    assert places(EVENT_TYPES["FlowTaken"]).holders == ("reason",)
