"""Adding, removing, advising, delegating and appointing, in each of the five structures."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine import Engine
from engine.approving import Asking
from engine.core.commands import Command, CopyInstance
from engine.core.events import OpinionGiven, WorkItemAppointed
from engine.core.ids import InstanceId
from engine.errors import CommandRejected, InvalidCommand, InvalidState, NotPermitted
from tests.approval.case import EVERYTHING, HELPER, OTHER, Case, add
from tests.approval.given import STRUCTURES


@pytest.mark.parametrize("structure", STRUCTURES)
def test_who_is_added_before_advises_and_only_then_it_goes_on(
    engine: Engine, structure: str
) -> None:
    case = Case(engine, structure)

    case.do("gm", add("before"))

    assert case.inbox("gm") == []
    with pytest.raises(InvalidState, match="advice"):
        case.complete("gm")
    with pytest.raises(InvalidState, match="opinion"):
        case.complete(HELPER)
    for who, why in (("gm", "advice"), (HELPER, "opinion")):
        with pytest.raises(InvalidState, match=why):
            engine.throw_error(case.items()[who].id, "E1", by=who)
    case.do(HELPER, lambda asking: asking.to_advise("可以,注意数量", None))
    assert len(case.inbox("gm")) == 1
    case.complete("gm")
    case.finish_others()
    assert case.is_past(structure)
    said = [e.content for e in engine.history(case.id) if isinstance(e.content, OpinionGiven)]
    assert (said[0].by, said[0].agrees, said[0].opinion) == (HELPER, None, "可以,注意数量")


def test_who_was_added_before_and_let_go_of_it_advises_without_claiming(engine: Engine) -> None:
    case = Case(engine)
    case.do("gm", add("before"))
    engine.release(case.items()[HELPER].id, by=HELPER)

    case.do(HELPER, lambda asking: asking.to_advise("可以", True), on="None")

    case.complete("gm")
    assert case.is_past("sequence")


@pytest.mark.parametrize("structure", STRUCTURES)
def test_who_is_added_after_acts_when_i_agreed(engine: Engine, structure: str) -> None:
    case = Case(engine, structure)

    case.do("gm", add("after", HELPER, OTHER))
    assert HELPER not in case.items()
    case.complete("gm")

    assert {HELPER, OTHER} <= set(case.items())
    case.finish_others()
    case.complete(OTHER)
    case.complete(HELPER)
    assert case.is_past(structure)


@pytest.mark.parametrize("structure", STRUCTURES)
def test_who_is_added_beside_joins_and_who_is_removed_is_not_asked(
    engine: Engine, structure: str
) -> None:
    case = Case(engine, structure)

    case.do("gm", add("beside", HELPER, OTHER))
    case.do("gm", lambda asking: asking.to_remove(OTHER, "出差"))

    assert OTHER not in case.items()
    assert case.inbox(OTHER) == []
    case.complete("gm")
    case.finish_others()
    case.complete(HELPER)
    assert case.is_past(structure)


@pytest.mark.parametrize("structure", STRUCTURES)
def test_delegated_work_comes_back_with_an_opinion(engine: Engine, structure: str) -> None:
    case = Case(engine, structure)

    case.do("gm", lambda asking: asking.to_delegate(HELPER, "请先看合同"))

    assert case.inbox("gm") == []
    for refused in (
        lambda: case.complete(HELPER),
        lambda: case.do(HELPER, lambda asking: asking.to_transfer(OTHER, "转")),
        lambda: engine.release(case.items()[HELPER].id, by=HELPER),
    ):
        with pytest.raises(InvalidState):
            refused()
    case.do(HELPER, lambda asking: asking.to_advise("条款无误", True))
    assert case.inbox(HELPER) == []
    case.complete("gm")
    case.finish_others()
    assert case.is_past(structure)


@pytest.mark.parametrize("structure", STRUCTURES)
def test_administrator_appoints_whoever_may_do_it(engine: Engine, structure: str) -> None:
    case = Case(engine, structure, 'guicheng:actions="none"')

    case.do("admin", lambda asking: asking.to_appoint(HELPER, "总经理休假"), on="gm")

    assert "gm" not in case.items()
    case.complete(HELPER)
    case.finish_others()
    assert case.is_past(structure)
    [appointed] = [
        e.content for e in engine.history(case.id) if isinstance(e.content, WorkItemAppointed)
    ]
    assert (appointed.by, appointed.to, appointed.reason) == ("admin", HELPER, "总经理休假")


@pytest.mark.parametrize(
    ("who", "make", "action"),
    [
        ("gm", add("before"), "add-sign"),
        ("gm", lambda asking: asking.to_delegate(HELPER, "看看"), "delegate"),
        ("gm", lambda asking: asking.to_transfer(HELPER, "出差"), "transfer"),
        ("office-director", lambda asking: asking.to_urge("急"), "urge"),
        ("gm", lambda asking: copied(asking.to_urge("").instance_id, asking), "copy"),
    ],
)
def test_what_the_task_does_not_allow_is_refused_by_name(
    engine: Engine, who: str, make: Callable[[Asking], Command], action: str
) -> None:
    case = Case(engine, "sequence", 'guicheng:actions="claim"')

    with pytest.raises(NotPermitted, match=action):
        case.do(who, make, on="gm")

    assert list(case.items()) == ["gm"]


def copied(case: InstanceId, asking: Asking) -> CopyInstance:
    return CopyInstance(instance_id=case, to=(asking.to_delegate(HELPER, "").to,))


SEPARATED = EVERYTHING + ' guicheng:separateFrom="initiator"'


@pytest.mark.parametrize(
    ("who", "make"),
    [
        ("gm", lambda asking: asking.to_add(("office-director",), "beside", "加")),
        ("gm", lambda asking: asking.to_add(("office-director",), "after", "加")),
        ("gm", lambda asking: asking.to_add(("office-director",), "before", "加")),
        ("gm", lambda asking: asking.to_delegate("office-director", "委")),
        ("gm", lambda asking: asking.to_transfer("office-director", "转")),
        ("admin", lambda asking: asking.to_appoint("office-director", "指")),
    ],
)
def test_separation_of_duties_holds_on_every_route(
    engine: Engine, who: str, make: Callable[[Asking], Command]
) -> None:
    case = Case(engine, "sequence", SEPARATED)

    with pytest.raises(NotPermitted, match="kept separate"):
        case.do(who, make, on="gm")

    assert list(case.items()) == ["gm"]


@pytest.mark.parametrize(
    ("who", "make", "refusal"),
    [
        ("gm", add("under"), InvalidCommand),
        ("gm", lambda a: a.to_add((), "beside", "加"), InvalidCommand),
        ("gm", lambda a: a.to_add((HELPER,), "beside", " "), InvalidCommand),
        ("gm", lambda a: a.to_add(("nobody",), "beside", "加"), InvalidCommand),
        ("gm", lambda a: a.to_add(("cashier",), "beside", "加"), InvalidState),
        ("cashier", add("before"), InvalidState),
        (HELPER, add("before"), NotPermitted),
        ("gm", lambda a: a.to_remove("cashier", "减"), NotPermitted),
        ("admin", lambda a: a.to_remove("gm", " "), InvalidCommand),
        ("gm", lambda a: a.to_delegate("gm", "委"), InvalidState),
        ("gm", lambda a: a.to_delegate("cashier", "委"), InvalidState),
        ("gm", lambda a: a.to_transfer("cashier", "转"), InvalidState),
        ("gm", lambda a: a.to_advise("好", True), InvalidState),
        ("gm", lambda a: a.to_appoint(HELPER, "指"), NotPermitted),
        ("admin", lambda a: a.to_appoint("gm", "指"), InvalidState),
        ("admin", lambda a: a.to_appoint(HELPER, ""), InvalidCommand),
    ],
)
def test_operation_out_of_place_is_refused_and_changes_nothing(
    engine: Engine,
    who: str,
    make: Callable[[Asking], Command],
    refusal: type[CommandRejected],
) -> None:
    case = Case(engine, "round")
    before = case.items()

    with pytest.raises(CommandRejected) as raised:
        case.do(who, make, on="gm")

    assert type(raised.value) is refusal or (who == "cashier" and raised.type is NotPermitted)
    assert case.items() == before


def test_round_keeps_at_least_one_voice(engine: Engine) -> None:
    case = Case(engine)
    case.do("gm", add("beside"))
    case.do("admin", lambda asking: asking.to_remove("gm", "离岗"), on="gm")

    with pytest.raises(InvalidState, match="left"):
        case.do("admin", lambda asking: asking.to_remove(HELPER, "也走"), on=HELPER)

    case.complete(HELPER)
    assert case.is_past("sequence")
