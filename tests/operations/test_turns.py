"""One turn of a multi-instance task is taken back; the others stay as they are."""

from __future__ import annotations

from typing import Any, Final

import pytest

from engine import Engine
from engine.core.events import TurnReopened, VariablesChanged
from engine.errors import InvalidState, NotPermitted
from engine.history.sentences import Names, sentence
from tests.operations.conftest import Office
from tests.operations.structures import FORM, INITIATOR, SECOND, A, B, C, Z, chain, diagram, task

PEOPLE: Final = (A, B, C)
_LISTED: Final = "[" + ", ".join(f"&quot;{one}&quot;" for one in PEOPLE) + "]"
EARLY: Final = "<completionCondition>nrOfCompletedInstances = 2</completionCondition>"
_BOTH: Final = (
    f'<guicheng:assignment kind="user" value="{SECOND}"/><guicheng:approval mode="all"/>'
)


def each(way: str, *, condition: str = "", inside: str = "") -> str:
    """The task `each`, once for each of the people: whoever it is assigned to in that turn."""
    return (
        '<userTask id="each" name="各人" guicheng:formId="note" guicheng:actions="take-back claim">'
        '<extensionElements><guicheng:assignment kind="user" value="= who"/>'
        f'{inside}<guicheng:fieldRights default="edit"/></extensionElements>'
        f'<multiInstanceLoopCharacteristics isSequential="{str(way == "sequential").lower()}" '
        f'guicheng:collection="= {_LISTED}" guicheng:inputItem="who" '
        f'guicheng:outputCollection="answers" guicheng:outputItem="note">{condition}'
        "</multiInstanceLoopCharacteristics></userTask>"
    )


def process(way: str, structure: str = "sequence", **how: str) -> bytes:
    one, attributes = each(way, **how), 'guicheng:variables="answers who"'
    body = one + task("z") + chain("s", "each", "z", "e")
    if structure == "sub":
        inside = f'<startEvent id="ps"/>{one}<endEvent id="pe"/>{chain("ps", "each", "pe")}'
        body = f'<subProcess id="p">{inside}</subProcess>' + task("z") + chain("s", "p", "z", "e")
    if structure == "parallel":
        gates = '<parallelGateway id="f"/><parallelGateway id="j"/>'
        body = one + task("c") + task("z") + gates + chain("s", "f", "each", "j", "z", "e")
        body += chain("f", "c", "j")
    return diagram("turns", body).replace(b'guicheng:variables="found"', attributes.encode())


class Turns(Office):
    """One case at its `each`, and whose turn is which."""

    def __init__(self, engine: Engine, *how: str, **more: str) -> None:
        files = [("turns.bpmn", process(*how, **more)), ("note.form", FORM)]
        engine.runtime.deploy(files, engine.runtime.person("admin"))
        super().__init__(engine, "turns")
        self.mine: dict[str, str] = {}

    def turn(self, *logins: str) -> None:
        """These people do their turns, each answering with their own login."""
        for login in logins:
            item = next(i for i in self.engine.worklist(instance=self.id) if i.assignee == login)
            self.engine.complete(item.id, {"note": login}, by=login)
            self.mine[login] = item.id

    def take_back(self, login: str) -> None:
        self.moving.take_back(self.mine[login], "填错", self.who(login))
        self.unchanged()

    def unchanged(self) -> None:
        """By executing the log again, and by loading anew."""
        assert self.engine.verify(self.id).ok
        assert self.engine.replay(self.id).equal
        known = self.engine.runtime.live(self.id)
        self.engine.runtime.cache.discard(self.id)
        again = self.engine.runtime.live(self.id)
        assert (again.state, again.machine) == (known.state, known.machine)

    def asked(self) -> list[str]:
        return [login for element, login in self.open() if element == "each"]

    def counts(self) -> tuple[int, int, int]:
        """(active, completed, terminated) of the activity."""
        [loop] = self.engine.runtime.live(self.id).machine.loops.values()
        return loop.active, loop.completed, loop.terminated

    def answers(self) -> Any:
        return self.engine.variables(self.id).get("answers")


EVERY = pytest.mark.parametrize("structure", ["sequence", "parallel", "sub"])


@EVERY
def test_turn_is_open_again_beside_the_others_while_the_activity_goes_on(
    engine: Engine, structure: str
) -> None:
    case = Turns(engine, "at-once", structure)
    case.turn(A, B)
    assert case.counts() == (1, 2, 0)

    case.take_back(A)

    assert case.asked() == sorted([A, C])
    assert case.counts() == (2, 1, 0)
    [again] = [one.content for one in engine.history(case.id) if one.type == "TurnReopened"]
    assert isinstance(again, TurnReopened)
    assert (again.turn, again.token) == (1, again.was)
    assert sentence(again, Names()).zh == "“each”第 1 次重新办理,其余各次照旧"
    with pytest.raises(InvalidState, match="not taken back yet"):
        case.take_back(A)
    case.turn(C, A)
    assert case.answers() == [A, B, C]
    verdict = engine.witness(case.id)
    assert verdict.no_witness
    assert "cannot open one turn" in verdict.reason


@EVERY
def test_turn_that_was_the_last_brings_the_activity_back_as_it_stood(
    engine: Engine, structure: str
) -> None:
    case = Turns(engine, "at-once", structure)
    case.turn(C, A, B)
    assert not case.asked()
    with pytest.raises(InvalidState, match="last turn takes theirs back first"):
        case.take_back(C)

    case.take_back(B)

    assert case.open() == sorted([("each", B), *([("c", C)] if structure == "parallel" else [])])
    assert case.counts() == (1, 2, 0)
    assert case.answers() is None
    with pytest.raises(NotPermitted):
        case.moving.take_back(case.mine[C], "", case.who(Z))
    case.take_back(C)
    assert case.asked() == sorted([B, C])
    case.turn(C, B)
    assert case.answers() == [A, B, C]
    case.complete(*(["c"] if structure == "parallel" else []), "z")
    assert engine.case(case.id).status == "completed"
    case.unchanged()


@EVERY
def test_turn_that_met_the_condition_brings_back_those_that_it_had_cancelled(
    engine: Engine, structure: str
) -> None:
    case = Turns(engine, "at-once", structure, condition=EARLY)
    case.turn(C, A)
    assert case.answers() == [A, None, C]

    case.take_back(A)

    assert case.asked() == sorted([A, B])
    assert case.counts() == (2, 1, 0)
    case.turn(B)
    assert case.answers() == [None, B, C]
    case.take_back(B)
    assert case.asked() == sorted([A, B])
    case.turn(A)
    assert case.answers() == [A, None, C]


@pytest.mark.parametrize("condition", ["", EARLY])
def test_turn_of_a_sequence_is_taken_back_while_the_next_has_not_acted(
    engine: Engine, condition: str
) -> None:
    case = Turns(engine, "sequential", condition=condition)
    case.turn(A)
    case.take_back(A)
    assert case.asked() == [A]
    assert case.counts() == (1, 0, 0)

    case.turn(A, B)
    with pytest.raises(InvalidState, match="acted"):
        case.take_back(A)
    case.take_back(B)
    assert case.asked() == [B]
    assert case.counts() == (1, 1, 0)
    case.turn(B)
    if not condition:
        case.turn(C)
        case.take_back(C)
        assert case.counts() == (1, 2, 0)
        case.turn(C)
    assert case.answers() == [A, B, None if condition else C]
    case.complete("z")
    assert engine.case(case.id).status == "completed"
    with pytest.raises(InvalidState):
        case.take_back(B if condition else C)


@pytest.mark.parametrize("way", ["at-once", "sequential"])
def test_turn_with_a_round_stands_as_before_the_opinion_that_decided_it(
    engine: Engine, way: str
) -> None:
    case = Turns(engine, way, inside=_BOTH, condition=EARLY)
    opened = case.asked()
    case.turn(A)
    second = [i.id for i in engine.worklist(instance=case.id) if i.assignee == SECOND]
    token = min(second, key=len)
    assert opened.count(SECOND) == (1 if way == "sequential" else 3)
    assert token


def test_turn_is_not_taken_back_once_the_next_has_acted(engine: Engine) -> None:
    case = Turns(engine, "at-once")
    case.turn(A, B, C)
    case.complete("z")
    for login in PEOPLE:
        with pytest.raises(InvalidState):
            case.take_back(login)
