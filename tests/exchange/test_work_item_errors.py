"""Who may complete a work item may end it with an error, or escalate from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import Engine
from engine.errors import CommandRejected, NotPermitted
from tests.exchange.given import BEGIN, END, event, process
from tests.properties.office import form, user_task

_ERROR = '<errorEventDefinition errorRef="broken"/>'
_LATE = '<escalationEventDefinition escalationRef="late"/>'
_SELL = user_task("sell", "sale", 'kind="role" value="salesperson"')
_CAUGHT = event("boundaryEvent", "caught", _ERROR, 'attachedToRef="sell"', into="why")
_TOLD = event(
    "boundaryEvent", "told", _LATE, 'attachedToRef="sell" cancelActivity="false"', into="told_of"
)
_ENDS = '<endEvent id="failed" name="失败"/><endEvent id="heard" name="知悉"/>'
SALE = process(
    "sale",
    BEGIN + _SELL + _CAUGHT + _TOLD + END + _ENDS,
    "begin sell done; caught failed; told heard",
)


@pytest.fixture(autouse=True)
def deployed(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "sale.form"
    path.write_bytes(form("sale", {"type": "textfield", "key": "note", "label": "备注"}))
    engine.deploy(path, SALE, by="admin")


def offered(engine: Engine) -> tuple[str, str, str]:
    """A case, its work item, and somebody to whom it is offered."""
    case = engine.start("sale", {}, by="gm").id
    (item,) = engine.worklist(instance=case)
    return case, item.id, item.candidates[0]


def test_caught_error_ends_the_work_item(engine: Engine) -> None:
    case, item, seller = offered(engine)

    engine.throw_error(item, "BROKEN", message="out of stock", by=seller, data={"part": "7"})

    assert engine.case(case).end_events == ("failed",)
    assert engine.variables(case)["why"] == {
        "part": "7", "code": "BROKEN", "message": "out of stock",
    }  # fmt: skip
    view = engine.runtime.store.work_item(item)
    assert view is not None
    assert (view.state, view.ended_by) == ("failed", seller)
    kinds = [entry.type for entry in engine.history(case)]
    assert "WorkItemFailed" in kinds
    assert "WorkItemCanceled" not in kinds


def test_uncaught_error_is_an_incident_and_the_work_item_stays_open(engine: Engine) -> None:
    case, item, seller = offered(engine)

    engine.throw_error(item, "OTHER", by=seller)

    (incident,) = engine.incidents(case)
    assert (incident.element_id, incident.kind) == ("sell", "uncaught-error")
    assert [one.assignee for one in engine.worklist(instance=case)] == [seller]
    engine.throw_error(item, "BROKEN", by=seller)
    assert engine.incidents(case) == []
    assert engine.case(case).end_events == ("failed",)


def test_work_item_is_completed_after_an_uncaught_error(engine: Engine) -> None:
    case, item, seller = offered(engine)
    engine.throw_error(item, "OTHER", by=seller)

    engine.complete(item, {}, by=seller)

    assert engine.incidents(case) == []
    assert engine.case(case).end_events == ("done",)


def test_escalation_goes_beside_the_open_work_item(engine: Engine) -> None:
    case, item, seller = offered(engine)

    engine.escalate(item, "LATE", by=seller, data={"days": "3"})

    assert engine.variables(case)["told_of"] == {"days": "3", "code": "LATE"}
    assert [one.assignee for one in engine.worklist(instance=case)] == [seller]
    engine.complete(item, {}, by=seller)
    assert set(engine.case(case).end_events) == {"done", "heard"}


def test_escalation_that_nobody_catches_changes_nothing_else(engine: Engine) -> None:
    case, item, seller = offered(engine)

    engine.escalate(item, "OTHER", by=seller)

    assert "WorkItemEscalated" in [entry.type for entry in engine.history(case)]
    assert engine.incidents(case) == []
    assert len(engine.worklist(instance=case)) == 1


@pytest.mark.parametrize("act", ["throw_error", "escalate"])
def test_only_who_may_complete_it_may_do_so(engine: Engine, act: str) -> None:
    case, item, _ = offered(engine)
    before = engine.runtime.store.rows(case)

    for outsider in ("gm", "admin", "auditor"):
        with pytest.raises(NotPermitted):
            getattr(engine, act)(item, "BROKEN", by=outsider)

    assert engine.runtime.store.rows(case) == before


@pytest.mark.parametrize("act", ["throw_error", "escalate"])
def test_ended_work_item_throws_nothing(engine: Engine, act: str) -> None:
    case, item, seller = offered(engine)
    engine.complete(item, {}, by=seller)

    with pytest.raises(CommandRejected):
        getattr(engine, act)(item, "BROKEN", by=seller)

    assert engine.case(case).end_events == ("done",)
