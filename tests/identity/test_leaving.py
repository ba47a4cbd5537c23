"""Leaving (离职转办): one record, and every open and future assignment goes to the successor."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from engine import Engine, open_engine
from engine.bootstrap import Options
from engine.clock import FixedClock
from engine.core.events import WorkItemAssigned
from engine.core.ids import UserId, role_principal
from engine.core.people import SYSTEM
from engine.doors import Origin
from engine.errors import InvalidCommand, InvalidState, NotFound, NotPermitted
from engine.filters import SavedFilter
from tests.identity.given import process

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def engine() -> Iterator[Engine]:
    options = Options(clock=FixedClock(NOW), quick_passwords=True)
    with open_engine("memory:", options=options) as opened:
        opened.deploy(process('kind="role" value="cashier"'), by="admin", draft=True)
        yield opened


def leave(engine: Engine, login: str, to: str | None = None, by: str = "") -> object:
    actor = engine.runtime.person(by) if by else SYSTEM
    return engine.runtime.leaving.leave(login, actor, to)


def test_open_work_goes_to_the_superior_with_a_reason_in_the_history(engine: Engine) -> None:
    case = engine.start("asked", {}, by="admin")
    [item] = engine.worklist(instance=case.id)
    assert item.assignee == "cashier"

    leave(engine, "cashier")

    [item] = engine.worklist(instance=case.id)
    assert item.assignee == "finance-manager"
    last = engine.history(case.id)[-1].content
    assert isinstance(last, WorkItemAssigned)
    assert last.zh == "因为冯秀兰离职，由您接办"
    assert engine.replay(case.id).equal
    assert engine.verify().ok
    engine.complete(item.id, {}, by="finance-manager")


def test_future_work_of_the_role_goes_to_the_named_successor(engine: Engine) -> None:
    leave(engine, "cashier", "hr-admin")
    case = engine.start("asked", {}, by="admin")
    [item] = engine.worklist(instance=case.id)

    assert item.assignee == "hr-admin"
    assert item.view.reason_zh == "因为您接办“出纳”的工作"


def test_departments_reports_and_groups_go_to_the_successor(engine: Engine) -> None:
    runtime = engine.runtime
    groups = {"groups": {"club": {"name": "俱乐部", "members": ["hr-manager", "gm"]}}}
    runtime.roster.apply(runtime.roster.plan_change(groups), SYSTEM)
    leave(engine, "hr-manager", "hr-admin")

    people = runtime.people
    assert people.head_of("hr") == runtime.person("hr-admin")
    assert runtime.person("hr-admin").reports_to == "deputy-gm"
    assert [one.id for one in people.members_of("club")] == ["hr-admin", "gm"]
    assert not people.is_active(UserId("hr-manager"))


def test_sessions_and_password_end(engine: Engine) -> None:
    accounts = engine.runtime.accounts
    accounts.set_password("cashier", "correct horse battery")
    session = accounts.log_in("cashier", "correct horse battery", Origin(address="::1"))
    leave(engine, "cashier")

    assert accounts.find(session.token) is None
    assert not accounts.has_password("cashier")


def test_leaving_again_goes_on_and_changes_nothing_more(engine: Engine) -> None:
    case = engine.start("asked", {}, by="admin")
    leave(engine, "cashier")
    rows = len(engine.history(case.id))
    leave(engine, "cashier")

    assert len(engine.history(case.id)) == rows
    assert len([c for c in engine.runtime.people.changes() if c.name == "cashier"]) == 1


def test_who_has_open_work_leaves_by_handing_over_only(engine: Engine) -> None:
    engine.start("asked", {}, by="admin")
    roster = engine.runtime.roster

    with pytest.raises(InvalidCommand, match="1 items"):
        roster.apply(roster.plan_change({"people": {"cashier": {"active": False}}}), SYSTEM)


@pytest.mark.parametrize("to", ["cashier", "nobody"])
def test_successor_is_somebody_else_who_works_here(engine: Engine, to: str) -> None:
    with pytest.raises(InvalidCommand, match="somebody else who works here"):
        leave(engine, "cashier", to)


def test_only_administrators_have_somebody_leave(engine: Engine) -> None:
    with pytest.raises(NotPermitted):
        leave(engine, "cashier", by="finance-manager")
    with pytest.raises(NotFound):
        leave(engine, "nobody")
    with pytest.raises(InvalidState):
        engine.runtime.leaving.carry_out("cashier", SYSTEM)


def test_administrator_does_not_take_over_themselves(engine: Engine) -> None:
    with pytest.raises(NotPermitted, match="ask another administrator"):
        leave(engine, "hr-manager", "admin", by="admin")


def test_shared_filters_go_to_the_successor_and_private_ones_end(engine: Engine) -> None:
    filters, cashier = engine.runtime.filters, engine.runtime.person("cashier")
    for name, shared in (("早的", (role_principal("cashier"),)), ("我的", ())):
        filters.save(
            SavedFilter(
                id=name,
                owner=cashier.id,
                name=name,
                list="worklist",
                asked={"view": "mine"},
                shared_with=shared,
                made_at=NOW,
            ),
            cashier,
        )

    leave(engine, "cashier", "hr-admin")
    leave(engine, "cashier")

    assert [one.name for one in filters.of(engine.runtime.person("hr-admin"))] == ["早的"]
    assert filters.find("早的", cashier).owner == "hr-admin"
    with pytest.raises(NotFound):
        filters.find("我的", cashier)
