"""One turn of a multi-instance task is taken back; the others stay as they are."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

import pytest

from engine import Engine
from engine.core.events import Event, TurnReopened
from engine.errors import InvalidState, NotPermitted
from engine.history.control import after
from engine.history.sentences import Names, sentence
from tests.contract.test_rebuild import projections
from tests.operations.conftest import Office
from tests.operations.structures import FORM, SECOND, A, B, C, Z, chain, diagram, task

PEOPLE: Final = (A, B, C)
_LISTED: Final = "[" + ", ".join(f"&quot;{one}&quot;" for one in PEOPLE) + "]"
EARLY: Final = "<completionCondition>nrOfCompletedInstances = 2</completionCondition>"
_TWICE: Final = (
    '<multiInstanceLoopCharacteristics isSequential="false"><loopCardinality>2</loopCardinality>'
    "</multiInstanceLoopCharacteristics>"
)
_BOTH: Final = f'<guicheng:assignment kind="user" value="{SECOND}"/><guicheng:approval mode="all"/>'


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


def process(way: str = "at-once", structure: str = "sequence", **how: str) -> bytes:
    """With the task in a sequence, a branch, a sub-process, or in each instance of one."""
    one = how.pop("data", "") or each(way, **how)
    attributes = 'guicheng:variables="answers who"'
    body = one + task("z") + chain("s", "each", "z", "e")
    if structure == "sub":
        inside = f'<startEvent id="ps"/>{one}<endEvent id="pe"/>{chain("ps", "each", "pe")}'
        body = f'<subProcess id="p">{inside}</subProcess>' + task("z") + chain("s", "p", "z", "e")
    if structure == "parallel":
        gates = '<parallelGateway id="f"/><parallelGateway id="j"/>'
        body = one + task("c") + task("z") + gates + chain("s", "f", "each", "j", "z", "e")
        body += chain("f", "c", "j")
    if structure == "instances":
        inside = f'<startEvent id="ps"/>{one}{task("b")}<endEvent id="pe"/>'
        inside += chain("ps", "each", "b", "pe") + _TWICE
        body = f'<subProcess id="p">{inside}</subProcess>' + task("z") + chain("s", "p", "z", "e")
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

    def opine(self, *said: tuple[str, str]) -> None:
        """Each says what they think in the round of somebody's turn."""
        live, worklist = self.engine.runtime.live, self.engine.worklist
        for login, whose in said:
            items = [i for i in worklist(instance=self.id) if i.assignee == login]
            state = live(self.id).state
            item = next(
                i.id
                for i in items
                if live(self.id).variables(state.work_items[i.id].token)["who"] == whose
            )
            self.engine.complete(item, {"note": login}, by=login)
            self.mine[f"{login} of {whose}"] = item

    def rounds(self) -> dict[str, list[str]]:
        """Who has said something, by whose turn it is."""
        live = self.engine.runtime.live(self.id)
        return {
            str(live.variables(one.token)["who"]): [said.by for said in one.opinions]
            for one in live.state.approvals.values()
        }

    def take_back(self, login: str) -> None:
        who = self.who(login.partition(" ")[0])
        self.moving.take_back(self.mine[login], "填错", who)
        self.unchanged()

    def unchanged(self) -> None:
        """By executing the log again, and by loading anew."""
        assert self.engine.verify(self.id).ok
        assert self.engine.replay(self.id).equal
        verdict = self.engine.witness(self.id)
        assert verdict.agreed or "not drawn for SpiffWorkflow" in verdict.reason, str(verdict)
        known = self.engine.runtime.live(self.id)
        self.engine.runtime.cache.discard(self.id)
        again = self.engine.runtime.live(self.id)
        interpreter, plain = again.case.interpreter, known.case.interpreter.dump(known.machine)
        assert interpreter.load(again.case.executable, plain) == known.machine
        assert (again.state, again.machine) == (known.state, known.machine)

    def is_as_told(self) -> bool:
        """Whether control stands where the events alone say that it does."""
        live = self.engine.runtime.live(self.id)
        events = [e.content for e in self.engine.history(self.id) if isinstance(e.content, Event)]
        stands = Counter(("", element) for element, _ in live.positions())
        return after(live.case.bundle, events) == stands

    def asked(self) -> list[str]:
        return [login for element, login in self.open() if element == "each"]

    def counts(self) -> tuple[int, int, int]:
        """(active, completed, terminated) of the activity."""
        [loop] = self.engine.runtime.live(self.id).machine.loops.values()
        return loop.active, loop.completed, loop.terminated

    def own(self, login: str) -> dict[str, Any]:
        """The variables of this person's turn."""
        live = self.engine.runtime.live(self.id)
        item = next(i for i in live.state.work_items.values() if i.assignee == login)
        seen = live.variables(item.token)
        return {name: seen[name] for name in ("loopCounter", "who", "note")}

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
    assert case.is_as_told()
    assert case.own(A) == {"loopCounter": 1, "who": A, "note": A}  # what was filled in is there
    assert case.own(C) == {"loopCounter": 3, "who": C, "note": None}
    [again] = [one.content for one in engine.history(case.id) if one.type == "TurnReopened"]
    assert isinstance(again, TurnReopened)
    assert (again.turn, again.token) == (1, again.was)
    assert sentence(again, Names()).zh == "“each”第 1 次重新办理，其余各次照旧"
    with pytest.raises(InvalidState, match="not taken back yet"):
        case.take_back(A)
    case.turn(C, A)
    assert case.answers() == [A, B, C]
    assert engine.witness(case.id).agreed  # to the end, as SpiffWorkflow goes on from there


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
    assert case.is_as_told()
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
    assert case.is_as_told()

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


def test_rounds_of_all_turns_stand_as_before_the_opinion_that_ended_the_activity(
    engine: Engine,
) -> None:
    case = Turns(engine, "at-once", inside=_BOTH, condition=EARLY)
    case.opine((A, A), (SECOND, A), (C, C), (B, B), (SECOND, B))
    assert not case.asked()

    case.take_back(f"{SECOND} of {B}")

    assert case.rounds() == {B: [B], C: [C]}
    assert case.asked() == [SECOND, SECOND]
    assert case.counts() == (2, 1, 0)
    case.take_back(f"{C} of {C}")
    assert case.rounds() == {B: [B], C: []}
    case.take_back(f"{SECOND} of {A}")
    assert case.rounds() == {A: [A], B: [B], C: []}
    case.opine((SECOND, B), (SECOND, A))
    assert case.answers() == [SECOND, SECOND, None]


def test_round_of_a_turn_in_a_sequence_opens_again_and_the_next_one_is_cancelled(
    engine: Engine,
) -> None:
    case = Turns(engine, "sequential", inside=_BOTH)
    case.opine((A, A), (SECOND, A))
    assert case.rounds() == {B: []}

    case.take_back(f"{SECOND} of {A}")

    assert case.rounds() == {A: [A]}
    case.opine((SECOND, A), (SECOND, B), (B, B), (C, C), (SECOND, C))
    case.take_back(f"{SECOND} of {C}")
    assert case.rounds() == {C: [C]}
    case.opine((SECOND, C))
    assert case.answers() == [SECOND, B, SECOND]


def test_turn_is_not_taken_back_once_the_next_has_acted(engine: Engine) -> None:
    case = Turns(engine, "at-once")
    case.turn(A, B, C)
    case.complete("z")
    for login in PEOPLE:
        with pytest.raises(InvalidState):
            case.take_back(login)


def test_turn_of_several_candidates_is_theirs_again_and_the_others_are_offered(
    engine: Engine,
) -> None:
    other = f'<guicheng:assignment kind="user" value="{SECOND}"/>'
    case = Turns(engine, "at-once", inside=other, condition=EARLY)
    for place, login in ((0, SECOND), (1, SECOND)):
        item = engine.worklist(instance=case.id)[0].id
        engine.claim(item, by=login)
        engine.complete(item, {"note": login}, by=login)
        case.mine[f"{login} {place}"] = item

    case.take_back(f"{SECOND} 1")

    assert case.open() == [("each", ""), ("each", SECOND)]


def test_turn_within_an_instance_of_a_sub_process_leaves_the_other_instance_alone(
    engine: Engine,
) -> None:
    case = Turns(engine, "at-once", "instances", condition=EARLY)
    everybody = sorted([A, B, C])
    case.turn(A, C)
    assert case.asked() == everybody

    case.take_back(C)

    assert case.asked() == sorted([*everybody, B, C])
    theirs = [i for i in engine.worklist(instance=case.id) if i.assignee == B]
    engine.complete(theirs[-1].id, {"note": B}, by=B)
    assert case.open() == sorted([*(("each", one) for one in everybody), ("b", B)])
    case.turn(A, C)
    case.complete("b", "z")
    assert engine.case(case.id).status == "completed"
    store = engine.runtime.store
    before = projections(store)
    store.rebuild()
    assert projections(store) == before


def test_turn_amid_data_of_the_activity_itself_is_taken_back_too(engine: Engine) -> None:
    data = '<dataObject id="o" name="note"/><dataObjectReference id="r" dataObjectRef="o"/>'
    own = (
        '<ioSpecification><dataInput id="in" name="given"/><inputSet><dataInputRefs>in'
        "</dataInputRefs></inputSet><outputSet/></ioSpecification><dataInputAssociation>"
        "<sourceRef>r</sourceRef><targetRef>in</targetRef></dataInputAssociation>"
    )
    plain = each("at-once")
    head = plain.index("<multiInstance")
    case = Turns(engine, data=data + plain[:head] + own + plain[head:])
    case.turn(B, A)
    case.take_back(B)
    assert case.counts() == (2, 1, 0)
    case.turn(C, B)
    assert not case.asked()
    case.take_back(B)
    assert case.asked() == [B]
    case.turn(B)
    assert case.answers() == [A, B, C]
