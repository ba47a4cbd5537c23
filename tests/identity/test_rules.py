"""Who gets a task: each way to find people, and the policies for nobody, oneself and once more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from engine import Engine, open_engine
from engine.bootstrap import Options
from engine.clock import FixedClock
from engine.connectors import BUILT_IN, Answer, ConnectorFault
from engine.core.events import WorkItemSkipped
from engine.core.people import SYSTEM
from engine.embedding import OpenItem
from engine.errors import DeploymentRefused
from tests.identity.given import process

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SEQUENTIAL = '<multiInstanceLoopCharacteristics isSequential="true"/>'
GROUPS = {"groups": {"club": {"name": "俱乐部", "members": ["gm", "cashier"]}}}
Begin = Callable[..., tuple[str, OpenItem | None]]


def duty(inputs: Any, registers: Any) -> Answer:
    if not inputs["value"]:
        raise ConnectorFault("没有班次", "Expected a shift")
    return Answer(result=["seal-keeper"] if inputs["value"] == "night" else ["cashier", "gm"])


@pytest.fixture
def engine() -> Iterator[Engine]:
    connectors = {**BUILT_IN, "duty": duty}
    options = Options(clock=FixedClock(NOW), quick_passwords=True, connectors=connectors)
    with open_engine("memory:", options=options) as opened:
        roster = opened.runtime.roster
        further = {"people": {"cashier": {"positions": [{"department": "hr", "position": "顾问"}]}}}
        roster.apply(roster.plan_change({**GROUPS, **further}), SYSTEM)
        yield opened


@pytest.fixture
def begin(engine: Engine) -> Begin:
    def started(
        assignment: str, attributes: str = "", variables: Any = None, **more: str
    ) -> tuple[str, OpenItem | None]:
        engine.deploy(process(assignment, attributes, **more), by="admin", draft=True)
        case = engine.start("asked", variables or {}, by="admin")
        found = engine.worklist(instance=case.id)
        return case.id, found[0] if found else None

    return started


@pytest.mark.parametrize(
    ("assignment", "logins", "why"),
    [
        ('kind="group" value="club"', ["cashier", "gm"], "因为您在“俱乐部”组中"),
        ('kind="group" value="nothing"', [], ""),
        ('kind="position" value="出纳@finance"', ["cashier"], "因为您是财务部的出纳"),
        ('kind="position" value="顾问@hr"', ["cashier"], "因为您是人力资源部的顾问"),
        (
            'kind="position" value="办公室主任"',
            ["office-director"],
            "因为您是综合办公室的办公室主任",
        ),
        ('kind="department-head" value="office"', ["office-director"], "因为您是综合办公室负责人"),
        ('kind="field" value="reviewer"', ["gm"], "因为表单中填写了您"),
        ('kind="initiator-choice" value="reviewer"', ["gm"], "因为发起人选择了您"),
        ('kind="previous-choice" value="reviewer"', ["gm"], "因为上一环节的办理人选择了您"),
        ('kind="field" value="superior"', [], ""),
        ('kind="connector" value="duty:night"', ["seal-keeper"], "因为“duty”指定由您办理"),
        ('kind="connector" value="duty:day"', ["cashier", "gm"], "因为“duty”指定由您办理"),
        ('kind="connector" value="duty"', [], ""),
        ('kind="connector" value="missing"', [], ""),
    ],
)
def test_assignment_finds_these_people_and_says_why(
    engine: Engine, begin: Begin, assignment: str, logins: list[str], why: str
) -> None:
    case, item = begin(assignment, variables={"reviewer": "gm", "superior": None})

    assert item is not None
    found = {person.id for login in item.candidates for person in [engine.runtime.person(login)]}
    assert sorted(found) == logins or item.view.candidates == ("group:club",)
    assert item.view.reason_zh == why
    assert bool(engine.incidents(case)) is not bool(logins)
    assert engine.replay(case).equal


@pytest.mark.parametrize(
    ("value", "levels"),
    [
        ("", ["office-director", "deputy-gm", "gm"]),
        ('value="2"', ["office-director", "deputy-gm"]),
        ('value="9"', ["office-director", "deputy-gm", "gm"]),
        ('value="role:deputy-gm"', ["office-director", "deputy-gm"]),
        ('value="role:cashier"', ["office-director", "deputy-gm", "gm"]),
    ],
)
def test_superiors_approve_level_after_level(
    engine: Engine, begin: Begin, value: str, levels: list[str]
) -> None:
    case, _ = begin(f'kind="superiors" {value}', marker=SEQUENTIAL)
    asked = []
    while found := engine.worklist(instance=case):
        [item] = found
        asked.append(item.assignee)
        engine.complete(item.id, {}, by=str(item.assignee))

    assert asked == levels
    assert engine.case(case).status == "completed"
    assert engine.replay(case).equal


def test_superiors_of_who_has_none_are_nobody_found(engine: Engine) -> None:
    engine.deploy(process('kind="superiors"', marker=SEQUENTIAL), by="admin", draft=True)
    roster = engine.runtime.roster
    entries = {"people": {"admin": {"reports_to": None}}}
    roster.apply(roster.plan_change(entries), SYSTEM)
    case = engine.start("asked", {}, by="admin")

    [incident] = engine.incidents(case.id)
    assert incident.kind == "nobody-found"


@pytest.mark.parametrize(
    ("assignment", "marker"),
    [
        ('kind="superiors"', ""),
        ('kind="superiors"', "<multiInstanceLoopCharacteristics/>"),
        ('kind="superiors"', "<standardLoopCharacteristics/>"),
        ('kind="superiors" value="zero"', SEQUENTIAL),
        ('kind="group"', ""),
        ('kind="position"', ""),
    ],
)
def test_incomplete_vocabulary_is_refused(engine: Engine, assignment: str, marker: str) -> None:
    with pytest.raises(DeploymentRefused) as refused:
        engine.deploy(process(assignment, marker=marker), by="admin", draft=True)

    assert {f.rule for f in refused.value.findings} & {"vocabulary-value"}


@pytest.mark.parametrize("name", ["nobodyFound", "sameAsInitiator", "samePerson"])
def test_unknown_policy_is_refused(engine: Engine, name: str) -> None:
    with pytest.raises(DeploymentRefused) as refused:
        engine.deploy(
            process('kind="role" value="gm"', f'guicheng:{name}="often"'), by="admin", draft=True
        )

    assert any(name in finding.text.en for finding in refused.value.findings)


def test_nobody_found_goes_to_the_administrator(begin: Begin) -> None:
    _, item = begin('kind="user" value="nobody"', 'guicheng:nobodyFound="administrator"')

    assert item is not None
    assert item.assignee == "admin"


def test_nobody_found_is_passed_over_with_a_record(engine: Engine, begin: Begin) -> None:
    policies = 'guicheng:nobodyFound="skip" guicheng:skipData="= {approved: true}"'
    case, item = begin('kind="user" value="nobody"', policies)

    assert item is None
    skipped = [e.content for e in engine.history(case) if isinstance(e.content, WorkItemSkipped)]
    assert [(one.element_id, one.zh) for one in skipped] == [("approve", "找不到办理人")]
    assert engine.variables(case)["approved"] is True
    assert engine.case(case).status == "completed"
    assert engine.replay(case).equal


@pytest.mark.parametrize(
    ("policy", "assignee", "status"),
    [
        ("self", "admin", "active"),
        ("superior", "office-director", "active"),
        ("skip", None, "completed"),
    ],
)
def test_initiator_who_would_approve_their_own_case(
    engine: Engine, begin: Begin, policy: str, assignee: str | None, status: str
) -> None:
    case, item = begin('kind="user" value="admin"', f'guicheng:sameAsInitiator="{policy}"')

    assert (item.assignee if item else None) == assignee
    assert engine.case(case).status == status
    assert engine.replay(case).equal


def test_own_case_goes_to_another_administrator(engine: Engine, begin: Begin) -> None:
    roster = engine.runtime.roster
    entries = {"people": {"hr-admin": {"roles": ["hr-admin", "administrator"]}}}
    roster.apply(roster.plan_change(entries), SYSTEM)
    _, item = begin('kind="user" value="admin"', 'guicheng:sameAsInitiator="administrator"')

    assert item is not None
    assert item.assignee == "hr-admin"


def test_initiator_among_others_leaves_it_to_them(begin: Begin, engine: Engine) -> None:
    roster = engine.runtime.roster
    groups = {"groups": {"club": {"members": ["admin", "gm"]}}}
    roster.apply(roster.plan_change(groups), SYSTEM)
    _, item = begin('kind="group" value="club"', 'guicheng:sameAsInitiator="skip"')

    assert item is not None
    assert item.assignee == "gm"


@pytest.mark.parametrize(
    ("policy", "before", "asked_again"),
    [
        ("never", "gm", True),
        ("once", "gm", False),
        ("consecutive", "gm", False),
        ("once", "cashier", True),
        ("consecutive", "cashier", True),
    ],
)
def test_same_person_is_asked_again_or_not(
    engine: Engine, begin: Begin, policy: str, before: str, asked_again: bool
) -> None:
    case, first = begin(
        'kind="role" value="gm"',
        f'guicheng:samePerson="{policy}"',
        before=f'kind="user" value="{before}"',
    )
    assert first is not None
    engine.complete(first.id, {}, by=before)

    assert bool(engine.worklist(instance=case)) is asked_again
    assert engine.replay(case).equal
    assert engine.runtime.live(case).state.last_performer == before
