"""Rounds through the whole engine: every mode in every structure, what a refusal does, replay."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from engine import Engine
from engine.core.events import ApprovalDecided, ApprovalOpened, InstanceTerminated, WorkItemCanceled
from engine.embedding import OpenItem
from engine.errors import InvalidForm, InvalidState, NotFound, NotPermitted
from engine.handlers.state_plain import plain_state, read_state
from tests.approval.given import ADMIN, ASSIGNED, MEMBERS, ONE, STRUCTURES, process

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def approval(mode: str, **more: str) -> str:
    given = {"mode": mode, "decision": "agree", "resultVariable": "approval", **more}
    attributes = " ".join(f'{name}="{value}"' for name, value in given.items())
    return f"<guicheng:approval {attributes}/>"


def begin(
    engine: Engine, inner: str, attributes: str = "", structure: str = "sequence", **more: bool
) -> str:
    engine.deploy(process(inner, attributes, structure, **more), by="admin", draft=True)
    return engine.start("draft:asked", {}, by="office-director").id


def asked(engine: Engine, case: str) -> dict[str, OpenItem]:
    """Who has a work item of `sign` now."""
    items = engine.worklist(instance=case)
    return {str(item.assignee): item for item in items if item.element_id == "sign"}


def say(engine: Engine, case: str, who: str, *, agree: bool, **more: Any) -> None:
    data = {"agree": agree, "note": f"{who}说"}
    engine.complete(asked(engine, case)[who].id, data, by=who, **more)


def unchanged_by_restart(engine: Engine, case: str) -> bool:
    """A snapshot reads back equal, and re-execution leads to the same bytes."""
    state = engine.runtime.live(case).state
    kept = orjson.loads(orjson.dumps(plain_state(state)))
    return read_state(kept) == state and engine.replay(case).equal


@pytest.mark.parametrize("structure", STRUCTURES)
def test_all_members_decide_in_every_structure(engine: Engine, structure: str) -> None:
    case = begin(engine, ASSIGNED + approval("all"), structure=structure)

    assert set(asked(engine, case)) == set(MEMBERS)
    for who in MEMBERS:
        say(engine, case, who, agree=True)
        assert unchanged_by_restart(engine, case)
    if structure == "multi-instance":  # and once more, for the second instance
        for who in MEMBERS:
            say(engine, case, who, agree=True)

    assert not asked(engine, case)
    assert not engine.runtime.live(case).state.approvals
    assert engine.witness(case).agreed


@pytest.mark.parametrize(
    ("terms", "votes", "result"),
    [
        (approval("all"), "yn", "refused"),
        (approval("any"), "y", "agreed"),
        (approval("any"), "n", "refused"),
        (approval("ratio", threshold="2/3"), "yy", "agreed"),
        (approval("ratio", threshold="2/3"), "nn", "refused"),
        (approval("ratio", threshold="= 1/2"), "yny", "agreed"),
        (approval("ratio", threshold="= &quot;2/3&quot;", weights="= {gm: 4}"), "y", "agreed"),
        (approval("sequential"), "yyy", "agreed"),
        (approval("sequential"), "yn", "refused"),
    ],
)
def test_round_stops_when_it_is_decided_and_tells_the_diagram(
    engine: Engine, terms: str, votes: str, result: str
) -> None:
    case = begin(engine, ASSIGNED + terms)

    for who, vote in zip(MEMBERS, votes, strict=False):
        assert "sequential" not in terms or set(asked(engine, case)) == {who}
        say(engine, case, who, agree=vote == "y")

    assert [item.element_id for item in engine.worklist(instance=case)] == ["after"]
    told = engine.variables(case)
    assert told["agree"] is (result == "agreed")
    assert told["note"] == f"{MEMBERS[len(votes) - 1]}说"
    assert told["approval"]["result"] == result
    assert [one["by"] for one in told["approval"]["opinions"]] == list(MEMBERS[: len(votes)])
    assert [one["agree"] for one in told["approval"]["opinions"]] == [v == "y" for v in votes]
    assert unchanged_by_restart(engine, case)
    assert engine.witness(case).agreed


def test_rest_of_a_decided_round_is_canceled_and_says_so(engine: Engine) -> None:
    case = begin(engine, ASSIGNED + approval("any"))
    last = asked(engine, case)["seal-keeper"]

    say(engine, case, "gm", agree=True)

    events = [entry.content for entry in engine.history(case)]
    [decided] = [e for e in events if isinstance(e, ApprovalDecided)]
    assert decided.zh == "或签通过：1 同意、0 拒绝，共 3 席"
    assert {e.work_item_id for e in events if isinstance(e, WorkItemCanceled)} >= {last.id}
    with pytest.raises(NotFound):
        engine.complete(last.id, {"agree": True}, by="seal-keeper")


def test_refusal_that_ends_the_case_says_why(engine: Engine) -> None:
    case = begin(engine, ASSIGNED + approval("all", onReject="end"), structure="parallel")

    say(engine, case, "gm", agree=False)

    assert engine.case(case).status == "rejected"
    assert not engine.worklist(instance=case)
    [ended] = [e.content for e in engine.history(case) if isinstance(e.content, InstanceTerminated)]
    assert (ended.by, ended.reason) == ("gm", "会签未通过：0 同意、1 拒绝，共 3 席")
    assert unchanged_by_restart(engine, case)


@pytest.mark.parametrize("structure", STRUCTURES)
def test_refusal_goes_back_to_the_step_it_names_with_what_was_said(
    engine: Engine, structure: str
) -> None:
    terms = approval("all", onReject="node:first")
    case = begin(engine, ASSIGNED + terms, structure=structure, first=True)
    [first] = engine.worklist(instance=case)
    engine.complete(first.id, {"note": "初稿"}, by="admin")

    say(engine, case, "gm", agree=True)
    say(engine, case, "cashier", agree=False)

    assert [item.element_id for item in engine.worklist(instance=case)] == ["first"]
    told = engine.variables(case)
    if structure not in ("multi-instance", "sub-process"):  # their variables end with them
        assert told["approval"]["result"] == "refused"
    assert unchanged_by_restart(engine, case)
    [first] = engine.worklist(instance=case)
    engine.complete(first.id, {"note": "二稿"}, by="admin")
    assert set(asked(engine, case)) == set(MEMBERS)
    assert unchanged_by_restart(engine, case)


def test_refusal_goes_back_to_the_initiator_to_revise(engine: Engine) -> None:
    case = begin(engine, ASSIGNED + approval("any", onReject="initiator"))

    say(engine, case, "gm", agree=False)

    [revised] = engine.worklist(instance=case)
    assert (revised.element_id, revised.assignee) == ("start", "office-director")
    assert unchanged_by_restart(engine, case)


def test_single_approval_is_offered_as_ever_and_ends_by_its_decision(engine: Engine) -> None:
    role = '<guicheng:assignment kind="role" value="gm"/>'
    case = begin(engine, role + approval("single", onReject="end", agree="同意"))
    [item] = engine.worklist(instance=case)

    with pytest.raises(InvalidForm):
        engine.complete(item.id, {}, by="gm")
    engine.complete(item.id, {"agree": "不同意"}, by="gm")

    assert engine.case(case).status == "rejected"
    assert unchanged_by_restart(engine, case)


def test_interruption_ends_the_round_with_all_its_work(engine: Engine) -> None:
    case = begin(engine, ASSIGNED + approval("all"), structure="sub-process")
    say(engine, case, "gm", agree=True)

    engine.terminate(case, reason="作废", by="admin")

    assert not engine.worklist(instance=case)
    assert not engine.runtime.live(case).state.approvals
    assert unchanged_by_restart(engine, case)


def test_members_are_resolved_from_roles_each_once_without_the_excluded(engine: Engine) -> None:
    inner = ASSIGNED + '<guicheng:assignment kind="role" value="gm"/>' + ONE
    case = begin(engine, inner + approval("all"), 'guicheng:separateFrom="initiator"')
    assert sorted(asked(engine, case)) == sorted(MEMBERS)

    engine.deploy(
        process(inner + approval("all"), 'guicheng:separateFrom="initiator"'),
        by="admin",
        draft=True,
    )
    own = engine.start("draft:asked", {}, by="admin").id
    assert "admin" not in asked(engine, own)


def test_round_that_finds_nobody_begins_when_somebody_is_found(engine: Engine) -> None:
    nobody = '<guicheng:assignment kind="group" value="board"/>'
    case = begin(engine, nobody + approval("all"))
    [incident] = engine.incidents(case)
    with pytest.raises(InvalidState):
        engine.retry(incident.id, by="admin")
    roster = engine.runtime.roster
    change = {"groups": {"board": {"name": "评审会", "members": ["gm", "cashier"]}}}
    roster.apply(roster.plan_change(change), engine.runtime.person("admin"))

    engine.retry(incident.id, by="admin")

    assert not engine.incidents(case)
    assert set(asked(engine, case)) == {"gm", "cashier"}
    for who in ("gm", "cashier"):
        say(engine, case, who, agree=True)
    assert engine.variables(case)["approval"]["agreed"] == 2
    assert unchanged_by_restart(engine, case)


def test_members_cannot_do_the_work_of_each_other(engine: Engine) -> None:
    case = begin(engine, ASSIGNED + approval("all"))

    with pytest.raises(NotPermitted):
        engine.complete(asked(engine, case)["gm"].id, {"agree": True}, by="cashier")


def test_who_has_approved_before_is_left_out_of_the_round_and_named(engine: Engine) -> None:
    inner = ASSIGNED + ADMIN + approval("all")
    case = begin(engine, inner, 'guicheng:samePerson="once"', first=True)
    [first] = engine.worklist(instance=case)

    engine.complete(first.id, {}, by="admin")

    assert set(asked(engine, case)) == set(MEMBERS)
    [opened] = [e.content for e in engine.history(case) if isinstance(e.content, ApprovalOpened)]
    assert opened.left_out == ("admin",)


def test_member_whose_turn_comes_is_looked_up_anew(engine: Engine) -> None:
    case = begin(engine, ASSIGNED + approval("sequential"))
    roster = engine.runtime.roster
    plan = roster.plan_leaving("cashier", "hr-manager")
    roster.apply(plan, engine.runtime.person("admin"))

    say(engine, case, "gm", agree=True)

    assert set(asked(engine, case)) == {"hr-manager"}
    assert unchanged_by_restart(engine, case)
