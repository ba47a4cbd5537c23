"""Administrators step in: jump, correct, suspend and resume, revive, choose approvers, review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from engine import Engine
from engine.approving import Asking
from engine.clock import FixedClock
from engine.core.commands import HandOverWork
from engine.core.events import ControlMoved, VariablesChanged
from engine.core.ids import InstanceId
from engine.errors import CommandRejected, InvalidCommand, InvalidState, NotPermitted
from engine.exchange import Message
from engine.moving import ReturnTo
from tests.operations.conftest import Office
from tests.operations.structures import INITIATOR, STRUCTURES, A, B, C, X, Z

EVERYWHERE = pytest.mark.parametrize("structure", STRUCTURES)
ADMIN = "admin"


def token_at(office: Office, element: str) -> int:
    positions = office.engine.runtime.live(office.id).positions()
    return next(token for at, token in positions if at == element)


@EVERYWHERE
def test_jump_takes_exactly_the_named_tokens(engine: Engine, structure: str) -> None:
    office = Office(engine, structure)
    office.complete("x")
    office.moving.jump(office.id, [token_at(office, "a")], ("b", "跳过"), office.who(ADMIN))

    assert ("b", B) in office.open()
    assert ("a", A) not in office.open()
    office.finish()


@EVERYWHERE
def test_jump_to_before_and_behind_keeps_joins_right(engine: Engine, structure: str) -> None:
    office = Office(engine, structure)
    office.moving.jump(office.id, [token_at(office, "x")], ("z", "直接办结"), office.who(ADMIN))
    assert office.open() == [("z", Z)]
    inside = "p" if structure in ("sub", "instances") else "b"
    office.moving.jump(office.id, [token_at(office, "z")], (inside, "还是要办"), office.who(ADMIN))
    office.finish()


@EVERYWHERE
def test_correction_keeps_what_was_before(engine: Engine, structure: str) -> None:
    office = Office(engine, structure)
    changes = {"amount": Decimal(7)}
    office.moving.correct(office.id, changes, "录入错误", office.who(ADMIN))

    assert engine.variables(office.id)["amount"] == Decimal(7)
    changed = [one.content for one in engine.history(office.id) if one.type == "VariablesChanged"]
    assert isinstance(changed[-1], VariablesChanged)
    assert (changed[-1].old, changed[-1].new) == ({"amount": Decimal(1)}, changes)
    assert changed[-1].by == ADMIN
    office.finish()


@EVERYWHERE
def test_suspended_case_lets_nobody_work_until_it_is_resumed(
    engine: Engine, structure: str
) -> None:
    office = Office(engine, structure)
    office.complete("x")
    item = office.item("a")
    office.moving.suspend(office.id, "调查", office.who(ADMIN))
    for refused in (
        lambda: engine.complete(item, {}, by=A),
        lambda: engine.claim(item, by=A),
        lambda: office.moving.suspend(office.id, "再挂", office.who(ADMIN)),
    ):
        with pytest.raises(InvalidState, match="suspended"):
            refused()
    assert office.moving.standing(office.id).suspended
    office.moving.resume(office.id, "查清", office.who(ADMIN))
    office.finish()


@EVERYWHERE
def test_ended_case_begins_again_where_it_is_told_to(engine: Engine, structure: str) -> None:
    office = Office(engine, structure)
    office.complete("x")
    engine.terminate(office.id, reason="误", by=ADMIN)
    where = "p" if structure == "instances" else "b"
    office.moving.revive(office.id, where, "不该终止", office.who(ADMIN))

    assert engine.case(office.id).status == "active"
    assert office.open() == ([("a", A)] if where == "p" else [("b", B)])
    office.finish()


@EVERYWHERE
def test_chosen_approver_gets_the_task_that_is_still_ahead(engine: Engine, structure: str) -> None:
    office = Office(engine, structure)
    office.moving.change_approvers(office.id, ("b", ["file-keeper"]), "出差", office.who(ADMIN))
    office.complete("x", "a")

    assert ("b", "file-keeper") in office.open()
    office.finish()


@EVERYWHERE
def test_late_review_is_recorded_and_moves_nothing(engine: Engine, structure: str) -> None:
    office = Office(engine, structure)
    office.complete("x")
    office.moving.jump(office.id, [token_at(office, "a")], ("b", "急"), office.who(ADMIN))
    before = engine.runtime.live(office.id).positions()
    office.moving.review_late(office.id, ("a", A), "补手续", office.who(ADMIN))

    assert ("a", A) in office.open()
    engine.complete(office.item("a"), {"note": "late"}, by=A)
    assert engine.runtime.live(office.id).positions() == before
    assert engine.variables(office.id)["note"] != "late"
    office.finish()


def test_late_review_takes_no_further_signers_and_ends_with_the_case(engine: Engine) -> None:
    office = Office(engine, "sequence")
    office.complete("x")
    office.moving.jump(office.id, [token_at(office, "a")], ("z", "急"), office.who(ADMIN))
    office.moving.review_late(office.id, ("b", B), "补手续", office.who(ADMIN))
    further = Asking(engine.runtime.people, office.item("b")).to_add([A], "before", "先看")
    with pytest.raises(InvalidState, match="不能加签"):
        engine.dispatch(further, by=B)
    office.complete("z")

    assert engine.case(office.id).status == "completed"
    assert office.open() == []
    office.check()


TIMED = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:guicheng="urn:guicheng:bpmn:1" id="d" targetNamespace="urn:test">
  <message id="m" name="news"/>
  <process id="timed" name="timed" isExecutable="true" guicheng:nameEn="timed">
    <startEvent id="s" name="s"/><sequenceFlow id="f0" sourceRef="s" targetRef="g"/>
    <parallelGateway id="g" name="g"/>
    <sequenceFlow id="f1" sourceRef="g" targetRef="t"/>
    <sequenceFlow id="f2" sourceRef="g" targetRef="r"/>
    <intermediateCatchEvent id="t" name="t"><timerEventDefinition>
      <timeDuration>duration("P1D")</timeDuration></timerEventDefinition></intermediateCatchEvent>
    <receiveTask id="r" name="r" messageRef="m" guicheng:correlationKey="= &quot;k&quot;"/>
    <sequenceFlow id="f3" sourceRef="t" targetRef="j"/>
    <sequenceFlow id="f4" sourceRef="r" targetRef="j"/>
    <parallelGateway id="j" name="j"/><sequenceFlow id="f5" sourceRef="j" targetRef="e"/>
    <endEvent id="e" name="e"/>
  </process></definitions>"""


def test_timers_and_messages_wait_while_a_case_is_suspended(
    engine: Engine, clock: FixedClock
) -> None:
    engine.deploy(TIMED.encode(), by=ADMIN)
    office = Office.__new__(Office)
    office.engine, office.id = engine, engine.start("timed", {}, by=INITIATOR).id
    office.moving = Office(engine, "sequence").moving
    office.moving.suspend(office.id, "调查", office.who(ADMIN))
    clock.advance(timedelta(days=2))
    news = Message(id="n1", name="news", key="k", time_to_live=timedelta(days=9))
    assert engine.send_message(news, by=ADMIN).received_by == (office.id,)  # which holds it
    assert engine.run_due() == 0

    office.moving.resume(office.id, "", office.who(ADMIN))
    engine.run_due()
    assert engine.case(office.id).status == "completed"
    office.check()


Refused = tuple[Callable[[Office], object], type[CommandRejected]]

REFUSED: dict[str, Refused] = {
    "jump by another": (lambda o: o.moving.jump(o.id, [1], ("z", "r"), o.who(X)), NotPermitted),
    "jump without reason": (
        lambda o: o.moving.jump(o.id, [token_at(o, "x")], ("z", " "), o.who(ADMIN)), InvalidCommand,
    ),
    "jump of nothing": (
        lambda o: o.moving.jump(o.id, [], ("z", "r"), o.who(ADMIN)), InvalidCommand,
    ),
    "jump of no token": (
        lambda o: o.moving.jump(o.id, [99], ("z", "r"), o.who(ADMIN)), InvalidState,
    ),
    "jump to nowhere": (
        lambda o: o.moving.jump(o.id, [token_at(o, "x")], ("q", "r"), o.who(ADMIN)), InvalidCommand,
    ),
    "correct another type": (
        lambda o: o.moving.correct(o.id, {"amount": "7"}, "r", o.who(ADMIN)), InvalidCommand,
    ),
    "correct what is not": (
        lambda o: o.moving.correct(o.id, {"qqq": "7"}, "r", o.who(ADMIN)), InvalidCommand,
    ),
    "revive what goes on": (
        lambda o: o.moving.revive(o.id, "z", "r", o.who(ADMIN)), InvalidState,
    ),
    "resume what goes on": (lambda o: o.moving.resume(o.id, "", o.who(ADMIN)), InvalidState),
    "approver who is not": (
        lambda o: o.moving.change_approvers(o.id, ("b", ["zzz"]), "r", o.who(ADMIN)),
        InvalidCommand,
    ),
    "late review of what is open": (
        lambda o: o.moving.review_late(o.id, ("x", C), "r", o.who(ADMIN)), InvalidState,
    ),
    "late review by an auditor": (
        lambda o: o.moving.review_late(o.id, ("z", "auditor"), "r", o.who(ADMIN)), NotPermitted,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_unlawful_intervention_changes_nothing(engine: Engine, name: str) -> None:
    office = Office(engine, "parallel")
    act, refusal = REFUSED[name]
    before = engine.runtime.live(office.id).version

    with pytest.raises(refusal):
        act(office)
    assert engine.runtime.live(office.id).version == before


def test_jump_says_what_it_took(engine: Engine) -> None:
    office = Office(engine, "sequence")
    office.moving.jump(office.id, [token_at(office, "x")], ("b", "跳过"), office.who(ADMIN))
    office.finish()

    moved = [one.content for one in engine.history(office.id) if one.type == "ControlMoved"]
    assert isinstance(moved[0], ControlMoved)
    assert moved[0].canceled == ("x",)


def test_suspended_case_that_was_terminated_goes_on_when_it_is_revived(engine: Engine) -> None:
    office = Office(engine, "sequence")
    office.moving.suspend(office.id, "调查", office.who(ADMIN))
    engine.terminate(office.id, reason="误", by=ADMIN)
    office.moving.revive(office.id, "b", "不该终止", office.who(ADMIN))

    assert not office.moving.standing(office.id).suspended
    office.finish()


def test_prediction_takes_the_answer_before_what_waits_for_it(engine: Engine) -> None:
    office = Office(engine, "sequence")
    office.complete("x", "a")
    asked = ReturnTo(to="a", reason="请补充", straight=True)
    office.moving.give_back(office.item("b"), asked, office.who(B))

    ahead = engine.predict(office.item("a"), {"note": "n"}, by=A)
    assert "b" in str(ahead)
    assert "z" in str(ahead)


def test_answer_goes_to_who_took_over_from_who_asked(engine: Engine) -> None:
    office = Office(engine, "sequence")
    office.complete("x", "a")
    waiting = office.item("b")
    asked = ReturnTo(to="a", reason="请补充", straight=True)
    office.moving.give_back(waiting, asked, office.who(B))
    left = HandOverWork(instance_id=InstanceId(office.id), leaver=B, successor=C)
    engine.runtime.dispatch(left, engine.runtime.person(ADMIN))
    with pytest.raises(InvalidState, match="answer"):
        engine.complete(waiting, {}, by=C)
    engine.complete(office.item("a"), {}, by=A)

    assert office.open() == [("b", C)]
    office.finish()
