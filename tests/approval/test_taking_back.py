"""An opinion is taken back while its round goes on: by whose it is, unless somebody acted on it."""

from __future__ import annotations

import pytest

from engine import Engine
from engine.errors import InvalidState, NotPermitted
from engine.moving import Moving, Who
from tests.approval.case import EVERYTHING, HELPER, Case, add
from tests.approval.given import ALL, ASSIGNED, STRUCTURES, process

ALLOWED = EVERYTHING.replace("claim", "claim take-back")


def take_back(case: Case, who: str, item: str) -> None:
    person = case.engine.runtime.person(who)
    Moving(case.engine.runtime).take_back(item, "手误", Who(actor=person))
    assert case.is_unchanged_by_restart()


@pytest.mark.parametrize("structure", STRUCTURES)
def test_opinion_is_taken_back_in_every_structure(engine: Engine, structure: str) -> None:
    case = Case(engine, structure, ALLOWED)
    item = case.items()["gm"].id
    if structure != "round":
        case.do("gm", add("beside"))
    case.complete("gm")

    take_back(case, "gm", item)

    assert case.items()["gm"].id not in (item, "")
    assert case.inbox("gm") == [case.items()["gm"].id]
    case.complete("gm")
    case.finish_others()
    if HELPER in case.items():
        case.complete(HELPER)
    assert case.is_past(structure)


def test_round_has_nothing_left_of_an_opinion_that_was_taken_back(engine: Engine) -> None:
    case = Case(engine, "round", ALLOWED)
    items = {who: one.id for who, one in case.items().items()}
    case.complete("cashier")
    case.complete("gm")
    take_back(case, "gm", items["gm"])

    [round_] = engine.runtime.live(case.id).state.approvals.values()
    assert [one.by for one in round_.opinions] == ["cashier"]
    assert round_.data["note"] == "cashier"


def test_whom_an_opinion_had_asked_is_asked_again_after_it(engine: Engine) -> None:
    inner = ASSIGNED + ALL.replace('"all"', '"sequential"')
    case = Case(engine, "sequence", ALLOWED)
    engine.deploy(process(inner, ALLOWED), by="admin", draft=True)
    case.id = engine.start("draft:asked", {}, by="office-director").id
    first = case.items()["gm"].id
    case.complete("gm")
    assert set(case.items()) == {"cashier"}

    take_back(case, "gm", first)

    assert set(case.items()) == {"gm"}
    again = case.items()["gm"].id
    case.complete("gm")
    second = case.items()["cashier"].id
    case.complete("cashier")
    with pytest.raises(InvalidState, match="nobody to have acted"):
        take_back(case, "gm", again)
    take_back(case, "cashier", second)
    assert set(case.items()) == {"cashier"}


def test_opinion_is_taken_back_only_by_whose_it_is_and_where_the_task_allows_it(
    engine: Engine,
) -> None:
    case = Case(engine, "round", ALLOWED)
    item = case.items()["gm"].id
    with pytest.raises(InvalidState):
        take_back(case, "gm", item)
    case.complete("gm")
    with pytest.raises(NotPermitted, match="whose opinion"):
        take_back(case, "cashier", item)
    closed = Case(engine, "round")
    item = closed.items()["gm"].id
    closed.complete("gm")
    with pytest.raises(NotPermitted, match="taking back"):
        take_back(closed, "gm", item)
