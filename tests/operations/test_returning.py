"""Return, take back and withdraw, in a sequence, a branch, a sub-process and an instance."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine import Engine
from engine.approving import Asking
from engine.clock import FixedClock
from engine.errors import CommandRejected, InvalidCommand, InvalidState, NotPermitted
from engine.history.playback import play
from engine.moving import ReturnTo
from tests.operations.conftest import Office
from tests.operations.structures import INITIATOR, SECOND, STRUCTURES, WHO, A, B, X, Z

EVERYWHERE = pytest.mark.parametrize("structure", STRUCTURES)


def beside(structure: str) -> list[tuple[str, str]]:
    """What is open in the sibling branch."""
    return [("c", WHO["c"])] if structure == "parallel" else []


def deciders(structure: str) -> list[tuple[str, str]]:
    """Who is asked at a."""
    return [("a", SECOND), ("a", A)] if structure == "round" else [("a", A)]


def at_b(engine: Engine, structure: str) -> Office:
    office = Office(engine, structure)
    office.complete("x", "a")
    return office


@EVERYWHERE
def test_return_to_the_previous_task_gives_it_to_who_did_it(engine: Engine, structure: str) -> None:
    office = at_b(engine, structure)
    office.moving.give_back(office.item("b"), ReturnTo(reason="缺附件"), office.who(B))

    assert office.open() == sorted([*deciders(structure), *beside(structure)])
    assert "WorkItemReturned" in office.events()
    office.finish()


@EVERYWHERE
def test_return_to_an_earlier_task_takes_all_that_lies_between(
    engine: Engine, structure: str
) -> None:
    office = at_b(engine, structure)
    office.moving.give_back(office.item("b"), ReturnTo(to="x", reason="重来"), office.who(B))

    assert office.open() == [("x", X)]
    office.finish()


@EVERYWHERE
def test_return_from_behind_goes_into_what_has_ended(engine: Engine, structure: str) -> None:
    office = at_b(engine, structure)
    office.complete("b", *(["c"] if structure == "parallel" else []))
    asked = ReturnTo(to="a", reason="再看")
    if structure == "instances":
        with pytest.raises(InvalidState, match="itself"):
            office.moving.give_back(office.item("z"), asked, office.who(Z))
    else:
        office.moving.give_back(office.item("z"), asked, office.who(Z))
        assert office.open() == deciders(structure)
    office.finish()


@EVERYWHERE
def test_return_to_the_initiator_asks_them_to_revise(engine: Engine, structure: str) -> None:
    office = at_b(engine, structure)
    office.moving.give_back(office.item("b"), ReturnTo(to="initiator", reason="改"), office.who(B))

    assert office.open() == [("s", INITIATOR)]
    engine.complete(office.item("s"), {"note": "revised"}, by=INITIATOR)
    assert engine.variables(office.id)["note"] == "revised"
    assert office.open() == [("x", X)]
    office.finish()


def standing(engine: Engine, office: Office) -> set[str]:
    """Where the auditor sees the case after its last step."""
    case = engine.runtime.live(office.id).case
    told = play(case.bundle, engine.runtime.store.rows(office.id), lambda it: it)
    return {element for _, element in told.steps[-1].positions}


@EVERYWHERE
def test_straight_return_waits_for_the_answer(
    engine: Engine, clock: FixedClock, structure: str
) -> None:
    office = at_b(engine, structure)
    waiting = office.item("b")
    asked = ReturnTo(to="a", reason="请补充", straight=True)
    office.moving.give_back(waiting, asked, office.who(B))

    answers = SECOND if structure == "round" else A  # who did it last
    assert office.open() == sorted([("a", answers), ("b", B), *beside(structure)])
    assert {"a", "b"} <= standing(engine, office)
    with pytest.raises(InvalidState, match="answer"):
        engine.complete(waiting, {}, by=B)
    clock.advance(timedelta(hours=3))
    engine.complete(office.item("a"), {"note": "answered"}, by=answers)

    assert office.open() == sorted([("b", B), *beside(structure)])
    assert "a" not in standing(engine, office)
    token = engine.runtime.live(office.id).state.work_items[waiting].token
    assert engine.runtime.live(office.id).variables(token)["note"] == "answered"
    office.finish()


@EVERYWHERE
def test_taking_back_undoes_what_nobody_has_used(engine: Engine, structure: str) -> None:
    office = at_b(engine, structure)
    who = SECOND if structure == "round" else A  # who did it last, and so decided the round
    office.moving.take_back(office.done["a"], "填错", office.who(who))

    assert office.open() == sorted([("a", who), *beside(structure)])
    assert ("RoundRestored" in office.events()) is (structure == "round")
    office.finish()


@EVERYWHERE
def test_taking_back_is_refused_when_somebody_has_acted(engine: Engine, structure: str) -> None:
    office = at_b(engine, structure)
    office.complete("b")
    before = engine.runtime.live(office.id).version

    who = SECOND if structure == "round" else A
    with pytest.raises(InvalidState, match="acted"):
        office.moving.take_back(office.done["a"], "", office.who(who))
    with pytest.raises(NotPermitted):
        office.moving.take_back(office.done["b"], "", office.who(A))
    assert engine.runtime.live(office.id).version == before


def test_taking_back_what_waits_at_a_join_leaves_the_other_branch(engine: Engine) -> None:
    office = Office(engine, "parallel")
    office.complete("x", "a", "b")
    office.moving.take_back(office.done["b"], "", office.who(B))

    assert office.open() == [("b", B), ("c", WHO["c"])]
    office.finish()


def test_taking_back_what_made_a_join_go_on_restores_the_others(engine: Engine) -> None:
    office = Office(engine, "parallel")
    office.complete("x", "a", "c", "b")
    assert office.open() == [("z", Z)]
    office.moving.take_back(office.done["b"], "", office.who(B))

    assert office.open() == [("b", B)]
    office.finish()


@EVERYWHERE
def test_initiator_withdraws_until_somebody_has_decided(engine: Engine, structure: str) -> None:
    office = Office(engine, structure)
    with pytest.raises(NotPermitted):
        office.moving.withdraw(office.id, "", office.who(X))
    office.moving.withdraw(office.id, "不需要了", office.who(INITIATOR))

    assert engine.case(office.id).status == "withdrawn"
    assert office.open() == []
    assert office.moving.started_with(office.id)[1]["note"] == "n"
    office.check()

    later = at_b(engine, structure)
    with pytest.raises(InvalidState):
        later.moving.withdraw(later.id, "", later.who(INITIATOR))
    later.moving.give_back(later.item("b"), ReturnTo(to="initiator", reason="改"), later.who(B))
    later.moving.withdraw(later.id, "放弃", later.who(INITIATOR))
    assert engine.case(later.id).status == "withdrawn"


def test_destinations_are_those_that_a_return_would_reach(engine: Engine) -> None:
    office = Office(engine, "parallel")
    office.complete("x", "c", "a")

    found = office.moving.destinations(office.item("b"), engine.runtime.person(B))
    assert [(one.element_id, one.by) for one in found] == [
        ("a", A), ("x", X), ("s", INITIATOR),
    ]  # fmt: skip
    assert office.moving.destinations(office.item("b"), engine.runtime.person(A)) == []


@pytest.mark.parametrize(
    ("asked", "who", "refusal"),
    [
        (ReturnTo(to="a"), B, InvalidCommand),  # no reason
        (ReturnTo(to="a", reason="r"), A, NotPermitted),  # not theirs
        (ReturnTo(to="c", reason="r"), B, InvalidState),  # a branch beside
        (ReturnTo(to="z", reason="r"), B, InvalidState),  # not done
        (ReturnTo(to="initiator", reason="r", straight=True), B, InvalidCommand),
    ],
)
def test_unlawful_return_changes_nothing(
    engine: Engine, asked: ReturnTo, who: str, refusal: type[CommandRejected]
) -> None:
    office = Office(engine, "parallel")
    office.complete("x", "a", "c")
    before = engine.runtime.live(office.id).version

    with pytest.raises(refusal):
        office.moving.give_back(office.item("b"), asked, office.who(who))
    assert engine.runtime.live(office.id).version == before


def test_nobody_answers_for_a_member_who_was_removed_meanwhile(engine: Engine) -> None:
    office = Office(engine, "round")
    office.complete("x")
    (mine,) = [i for i in engine.worklist(instance=office.id) if i.assignee == A]
    office.moving.give_back(
        mine.id, ReturnTo(to="x", reason="请补充", straight=True), office.who(A)
    )
    (other,) = [i for i in engine.worklist(instance=office.id) if i.assignee == SECOND]
    engine.complete(other.id, {"note": "yes"}, by=SECOND)

    removed = Asking(engine.runtime.people, other.id).to_remove(A, "不再需要")
    engine.dispatch(removed, by="admin")

    assert office.open() == [("b", B)]
    office.finish()
