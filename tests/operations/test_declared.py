"""What the diagram declares about moves: which are allowed, and when a case may be withdrawn."""

from __future__ import annotations

import pytest

from engine import Engine
from engine.bpmn.reader import read_bpmn
from engine.core.moves import Withdrawal
from engine.errors import DeploymentRefused, InvalidState, NotPermitted
from engine.moving import ReturnTo
from tests.operations.conftest import Office
from tests.operations.structures import INITIATOR, A, X, chain, diagram, task

BODY = task("x") + task("a") + chain("s", "x", "a", "e")


@pytest.mark.parametrize("value", Withdrawal)
def test_process_says_when_it_may_be_withdrawn(value: Withdrawal) -> None:
    (definition,) = read_bpmn(diagram("p", BODY, f'guicheng:withdraw="{value}"'))

    assert definition.withdraw is value


def test_process_that_says_something_else_is_refused() -> None:
    with pytest.raises(DeploymentRefused, match="withdraw"):
        read_bpmn(diagram("p", BODY, 'guicheng:withdraw="sometimes"'))


def deployed(engine: Engine, key: str, content: bytes) -> Office:
    engine.runtime.deploy([(f"{key}.bpmn", content)], engine.runtime.person("admin"))
    return Office(engine, key)


def test_withdrawal_is_as_declared(engine: Engine) -> None:
    never = deployed(engine, "never", diagram("never", BODY, 'guicheng:withdraw="never"'))
    with pytest.raises(InvalidState):
        never.moving.withdraw(never.id, "", never.who(INITIATOR))
    always = deployed(engine, "always", diagram("always", BODY, 'guicheng:withdraw="always"'))
    always.complete("x")
    always.moving.withdraw(always.id, "", always.who(INITIATOR))

    assert engine.case(always.id).status == "withdrawn"


def test_what_the_task_does_not_declare_is_refused(engine: Engine) -> None:
    plain = diagram("plain", BODY.replace("return take-back ", ""))
    office = deployed(engine, "plain", plain)
    office.complete("x")

    with pytest.raises(NotPermitted, match="actions"):
        office.moving.give_back(office.item("a"), ReturnTo(to="x", reason="r"), office.who(A))
    with pytest.raises(NotPermitted, match="actions"):
        office.moving.take_back(office.done["x"], "", office.who(X))
    assert office.moving.destinations(office.item("a"), engine.runtime.person(A)) == []
