"""Commands happen once or not at all: laws 7 and 8, races, and what incidents keep."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine import Engine, open_engine
from engine.bootstrap import Options
from engine.clock import FixedClock
from engine.embedding import OpenItem
from engine.errors import (
    DeploymentRefused,
    InvalidCommand,
    InvalidForm,
    InvalidState,
    NotFound,
    NotPermitted,
)
from tests.properties.office import APPROVAL, GATE, OFFICE_FILES

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture(params=["memory", "sqlite"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    url = "memory:" if request.param == "memory" else f"sqlite:///{tmp_path / 'office.db'}"
    with open_engine(url, clock=FixedClock(MORNING), options=Options()) as engine:
        engine.runtime.deploy(OFFICE_FILES, engine.runtime.person("admin"))
        yield engine


def start(engine: Engine, amount: str = "300") -> OpenItem:
    case = engine.start(APPROVAL, {"amount": Decimal(amount)}, by="salesperson")
    return engine.worklist(instance=case.id)[0]


def rows(engine: Engine, item: OpenItem) -> list[Any]:
    return engine.runtime.store.rows(item.instance_id)


@pytest.mark.parametrize(
    ("by", "data", "error"),
    [
        ("driver-nobody", {"decision": "agree"}, NotFound),
        ("cs-clerk", {"decision": "agree"}, NotPermitted),
        ("sales-manager", {"decision": "perhaps"}, InvalidForm),
        ("sales-manager", {"decision": "agree", "amount": Decimal(1)}, InvalidForm),
        ("sales-manager", {"decision": "agree", "bonus": "x"}, InvalidForm),
    ],
)
def test_law_7_a_rejected_command_appends_nothing(
    engine: Engine, by: str, data: dict[str, Any], error: type[Exception]
) -> None:
    item = start(engine)
    before = rows(engine, item)

    with pytest.raises(error):
        engine.complete(item.id, data, by=by)

    assert rows(engine, item) == before
    assert engine.worklist(instance=item.instance_id) == (item,)


def test_law_8_the_same_command_id_twice_happens_once(engine: Engine) -> None:
    item = start(engine)

    first = engine.complete(item.id, {"decision": "agree"}, by="sales-manager", command_id="once")
    before = rows(engine, item)
    second = engine.complete(item.id, {"decision": "agree"}, by="sales-manager", command_id="once")

    assert rows(engine, item) == before
    assert (second.repeated, second.events) == (True, first.events)


def test_law_8_starting_twice_with_one_command_id_makes_one_case(engine: Engine) -> None:
    data = {"amount": Decimal(5)}
    first = engine.start(APPROVAL, data, by="salesperson", command_id="start-once")
    second = engine.start(APPROVAL, data, by="salesperson", command_id="start-once")

    assert first.id == second.id
    assert list(engine.runtime.store.instance_ids()) == [first.id]


def test_a_command_id_of_another_request_is_refused(engine: Engine) -> None:
    item = start(engine)
    engine.complete(item.id, {"decision": "agree"}, by="sales-manager", command_id="mine")

    with pytest.raises(InvalidCommand):
        engine.start(APPROVAL, {"amount": Decimal(1)}, by="salesperson", command_id="mine")


def test_completing_what_is_done_is_refused(engine: Engine) -> None:
    item = start(engine)
    engine.complete(item.id, {"decision": "agree"}, by="sales-manager")

    with pytest.raises((InvalidState, NotFound)):
        engine.complete(item.id, {"decision": "agree"}, by="sales-manager")


def test_exactly_one_of_many_claims_wins(engine: Engine) -> None:
    case = engine.start("office-pool", {}, by="salesperson")
    item = engine.worklist(instance=case.id)[0]
    people = list(item.candidates) * 8

    def claim(login: str) -> str:
        try:
            engine.claim(item.id, by=login)
        except InvalidState:
            return ""
        return login

    with ThreadPoolExecutor(16) as pool:
        won = {login for login in pool.map(claim, people) if login}

    assert len(won) == 1
    assert engine.worklist(instance=case.id)[0].assignee in won


def test_a_gateway_without_a_true_branch_keeps_the_work_and_waits_for_an_operator(
    engine: Engine,
) -> None:
    case = engine.start(GATE, {}, by="salesperson")
    item = engine.worklist(instance=case.id)[0]

    engine.complete(item.id, {"amount": Decimal(50)}, by="salesperson")

    (incident,) = engine.incidents(case.id)
    assert (incident.kind, incident.element_id) == ("no-true-branch", "which")
    assert engine.variables(case.id)["amount"] == Decimal(50)
    assert any(entry.type == "WorkItemCompleted" for entry in engine.history(case.id))

    engine.retry(incident.id, {"amount": Decimal(500)}, by="admin", reason="金额填错")

    assert engine.incidents(case.id) == []
    assert engine.case(case.id).status == "completed"
    assert engine.replay(case.id).equal


def test_only_operators_may_retry(engine: Engine) -> None:
    case = engine.start(GATE, {}, by="salesperson")
    item = engine.worklist(instance=case.id)[0]
    engine.complete(item.id, {"amount": Decimal(50)}, by="salesperson")
    (incident,) = engine.incidents(case.id)

    with pytest.raises(NotPermitted):
        engine.retry(incident.id, {"amount": Decimal(500)}, by="salesperson")


def test_an_endless_automatic_loop_becomes_an_incident(engine: Engine) -> None:
    case = engine.start("office-endless", {}, by="salesperson")
    assert engine.incidents(case.id) == []  # its first slice is over, the next ones are due

    engine.run_due()

    (incident,) = engine.incidents(case.id)
    assert (incident.kind, engine.run_due()) == ("step-budget", 0)
    assert engine.case(case.id).status == "active"

    engine.terminate(case.id, reason="流程图有误", by="admin")

    assert engine.case(case.id).status == "terminated"
    assert engine.incidents(case.id) == []
    assert engine.replay(case.id).equal


def test_termination_needs_an_administrator_and_a_reason(engine: Engine) -> None:
    item = start(engine)

    with pytest.raises(NotPermitted):
        engine.terminate(item.instance_id, reason="不想办了", by="salesperson")
    with pytest.raises(InvalidCommand):
        engine.terminate(item.instance_id, reason=" ", by="admin")

    engine.terminate(item.instance_id, reason="重复提交", by="admin")
    assert engine.worklist(instance=item.instance_id) == ()
    assert engine.replay(item.instance_id).equal


def test_nobody_found_waits_for_an_operator_and_goes_on(engine: Engine) -> None:
    case = engine.start("office-nobody", {}, by="gm")  # who has no superior

    (incident,) = engine.incidents(case.id)
    assert incident.kind == "nobody-found"
    with pytest.raises(InvalidState):
        engine.retry(incident.id, by="admin")


def test_deployment_is_refused_to_employees_and_stores_nothing_when_refused(
    engine: Engine,
) -> None:
    before = engine.runtime.store.generation()

    with pytest.raises(NotPermitted):
        engine.runtime.deploy(OFFICE_FILES, engine.runtime.person("salesperson"))
    with pytest.raises(DeploymentRefused):
        engine.runtime.deploy([("x.bpmn", b"<a/>")], engine.runtime.person("admin"))

    assert engine.runtime.store.generation() == before


def test_a_command_id_used_with_other_data_or_for_another_item_is_refused(engine: Engine) -> None:
    first, second = start(engine), start(engine)
    engine.complete(first.id, {"decision": "agree"}, by="sales-manager", command_id="mine")

    with pytest.raises(InvalidCommand):
        engine.complete(second.id, {"decision": "agree"}, by="sales-manager", command_id="mine")
    with pytest.raises(InvalidCommand):
        engine.complete(first.id, {"decision": "refuse"}, by="sales-manager", command_id="mine")

    assert [one.id for one in engine.worklist(instance=second.instance_id)] == [second.id]
