"""Case numbers, titles and summaries by their templates, from the file to the lists."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from threading import Barrier

import pytest

from engine.bootstrap import Options, Runtime, open_runtime
from engine.clock import FixedClock
from engine.core.ids import UserId
from engine.embedding import Engine
from engine.errors import InvalidForm
from engine.views import InstanceQuery, VariableFilter, WorklistQuery

AT_ONCE = 50
YEAR_END = datetime(2026, 12, 31, 15, 59, tzinfo=UTC)
"""One minute before the new year in the office."""
FILE = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:guicheng="urn:guicheng:bpmn:1" targetNamespace="urn:guicheng:tests" id="d">
  <process id="stamp" name="用印" guicheng:nameEn="Stamp" isExecutable="true"
      guicheng:family="tests" guicheng:title='= "用印:" + what'
      guicheng:summary='= string(copies) + " 份," + initiator.name'
      guicheng:caseNumber="{unit}-{年}-{序号3}" guicheng:searchable="copies">
    <startEvent id="begin" name="提出" guicheng:nameEn="Asked" guicheng:formId="stamp"/>
    <sequenceFlow id="f1" sourceRef="begin" targetRef="work"/>
    <userTask id="work" name="盖章" guicheng:nameEn="Stamp" guicheng:formId="stamp">
      <extensionElements>
        <guicheng:assignment kind="initiator"/>
      </extensionElements>
    </userTask>
    <sequenceFlow id="f2" sourceRef="work" targetRef="over"/>
    <endEvent id="over" name="完" guicheng:nameEn="Over"/>
  </process>
</definitions>""".encode()
KINDS = {"what": "textfield", "unit": "textfield", "copies": "number"}
FORM = json.dumps(
    {
        "type": "default",
        "schemaVersion": 19,
        "id": "stamp",
        "components": [
            {"type": kind, "key": key, "label": key, "id": key} for key, kind in KINDS.items()
        ],
    }
).encode()
CLERK = "salesperson"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(YEAR_END)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def runtime(request: pytest.FixtureRequest, tmp_path: Path, clock: FixedClock) -> Iterator[Runtime]:
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    if request.param == "postgres":
        url = request.getfixturevalue("migrated_postgres_url")
    opened = open_runtime(url, Options(clock=clock))
    opened.deploy([("stamp.bpmn", FILE), ("stamp.form", FORM)], opened.person("admin"))
    yield opened
    opened.close()


def start(engine: Engine, what: str, unit: str = "YZ", copies: int = 1) -> str:
    values = {"what": what, "unit": unit, "copies": Decimal(copies)}
    return engine.start("stamp", values, by=CLERK).id


def numbers(engine: Engine) -> list[str]:
    query = InstanceQuery(limit=AT_ONCE * 2)
    return sorted(one.number for one in engine.runtime.store.instances(query).items)


def test_templates_reach_every_list_and_are_found(runtime: Runtime, clock: FixedClock) -> None:
    engine = Engine(runtime)
    first = start(engine, "采购合同", copies=3)
    start(engine, "任命书", unit="RS", copies=12)
    clock.set(YEAR_END.replace(minute=0, hour=16))
    start(engine, "采购合同")

    person = runtime.person(CLERK)
    mine = WorklistQuery(user=UserId(CLERK), principals=person.principals())
    (shown,) = runtime.store.worklist(replace(mine, text="yz-2026-001")).items

    assert numbers(engine) == ["RS-2026-001", "YZ-2026-001", "YZ-2027-001"]
    assert (shown.instance_id, shown.number) == (first, "YZ-2026-001")
    assert shown.title == "用印:采购合同"
    assert shown.summary == f"3 份,{person.name}"
    for text, count in (("合同", 2), ("命", 1), ("12 份", 1), ("2026-0", 2), ("份", 3)):
        assert len(runtime.store.worklist(replace(mine, text=text)).items) == count, text
        assert len(runtime.store.instances(InstanceQuery(text=text)).items) == count, text
    many = (VariableFilter("copies", ">", Decimal(9)),)
    assert [one.number for one in runtime.store.worklist(replace(mine, variables=many)).items] == [
        "RS-2026-001"
    ]


def test_fifty_starts_at_once_get_a_number_each_without_a_gap(runtime: Runtime) -> None:
    engine = Engine(runtime)
    barrier = Barrier(AT_ONCE)

    def begin(number: int) -> str:
        barrier.wait(60)
        return start(engine, f"第 {number} 件", unit="AB"[number % 2])

    with ThreadPoolExecutor(AT_ONCE) as pool:
        begun = set(pool.map(begin, range(AT_ONCE)))

    assert len(begun) == AT_ONCE
    half = AT_ONCE // 2
    assert numbers(engine) == [
        f"{unit}-2026-{number:03}" for unit in "AB" for number in range(1, half + 1)
    ]


def test_start_that_is_refused_takes_no_number(runtime: Runtime) -> None:
    engine = Engine(runtime)
    start(engine, "a")
    with pytest.raises(InvalidForm):
        engine.start("stamp", {"what": "b", "unit": "YZ", "copies": "many"}, by=CLERK)
    start(engine, "c")

    assert numbers(engine) == ["YZ-2026-001", "YZ-2026-002"]
