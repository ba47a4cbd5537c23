"""Control that people move is carried out on SpiffWorkflow too, and compared like all else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from engine.core import advance as adv
from engine.core.definition import Element, ProcessDefinition
from engine.core.values import Value
from engine.errors import InvalidState
from engine.kernel import Kernel
from engine.spiff import SpiffInterpreter
from tests.bpmn.kernel.activities import multi, signal
from tests.builders import (
    boundary,
    call,
    end,
    inclusive,
    moment,
    parallel,
    process,
    service,
    start,
    sub,
    timer_catch,
    timer_event,
    user,
    xor,
)
from tests.spiff.lockstep import Pair

FORKED = process(
    "p", start(), user("x"), parallel("f"), user("a1"), user("a2"), user("b"), user("c"),
    parallel("j"), user("z"), end(), flows="start x f a1 a2 j z end; f b c j",
)  # fmt: skip
"""x, then a1 a2 beside b c, joined before z."""


def done(case: Pair, *tasks: str) -> Pair:
    for task in tasks:
        case.complete(task)
    return case


def finished(case: Pair) -> list[str]:
    """Complete what is open, oldest first, to the end; gives the order."""
    order: list[str] = []
    while case.open():
        order.append(case.open()[0])
        case.complete(order[-1])
    assert case.is_over
    assert case.agrees()
    return order


DEEP: tuple[Element, ...] = sub(
    "s", start("si"), user("a"), *sub("t", start("ti"), user("d"), user("e"), parallel("tf"),
                                      user("g"), user("h"), parallel("tj"))
)  # fmt: skip
INNER = process(
    "p", start(), *DEEP, user("z"), end(),
    boundary("st", "s", timer_event('duration("P1D")')), end("late"),
    flows="start s z end; st late; si a t; ti d e tf g tj; tf h tj",
)  # fmt: skip
CALLED = process("q", start("qs"), user("qa"), user("qb"), end("qe"), flows="qs qa qb qe")
CALLING = process("p", start(), call("k", "q"), user("z"), end(), flows="start k z end")
INSTANCES: tuple[Element, ...] = multi(sub("s", start("si"), user("a"), user("b")), cardinality="2")
EACH = process("p", start(), user("x"), *INSTANCES, end(), flows="start x s end; si a b")
GUARDED = process(
    "p", start(), user("a"), user("b"), user("n"), end(), end("ne"),
    boundary("t", "a", timer_event('duration("P1D")'), interrupting=False),
    flows="start a b end; t n ne",
)  # fmt: skip
NESTED = process(
    "p", start(), parallel("f"), parallel("g"), user("a"), user("b"), parallel("k"),
    user("c"), parallel("j"), user("z"), end(), flows="start f g a k j z end; g b k; f c j",
)  # fmt: skip
SOME = process(
    "p", start(), inclusive("f"), user("a"), user("b"), inclusive("j"), user("z"), end(),
    flows="start f; f>a: true; f>b: true; a j z end; b j",
)  # fmt: skip


@pytest.mark.parametrize(
    ("drawn", "before", "move", "after"),
    [
        (FORKED, ["x", "a1"], ("a1", "a2"), ["b", "a1", "c", "a2", "z"]),
        (FORKED, ["x", "b", "c", "a1"], ("x", "a2"), ["x", "a1", "b", "a2", "c", "z"]),
        (FORKED, ["x", "a1", "a2", "b", "c"], ("a2", "z"), ["a2", "z"]),
        (FORKED, ["x", "a1", "a2", "b"], ("b", "c"), ["b", "c", "z"]),
        (FORKED, ["x", "a1", "a2", "b", "c"], ("x", "z"), ["x", "a1", "b", "a2", "c", "z"]),
        (NESTED, ["a", "b", "c"], ("a", "z"), ["a", "z"]),
        (GUARDED, ["!t", "a"], ("a", "b"), ["a", "b"]),
        (SOME, ["a", "b"], ("a", "z"), ["a", "z"]),
        (SOME, ["a"], ("=z", "b"), ["z", "z"]),
        (EACH, ["x", "a"], ("a", "b"), ["a", "a", "b", "b"]),
        (EACH, ["x"], ("x", "a"), ["x", "a", "a", "b", "b"]),
        (EACH, ["x", "a", "a"], ("s", "b"), ["a", "a", "b", "b"]),
        (INNER, ["a", "d", "e", "g", "h"], ("e", "z"), ["e", "g", "h", "z"]),
        (INNER, ["a", "d", "e", "g", "h"], ("g", "z"), ["g", "z"]),
        (INNER, ["a", "d", "e", "g"], ("d", "h"), ["d", "e", "g", "h", "z"]),
        (INNER, ["a", "d"], ("a", "e"), ["a", "d", "e", "g", "h", "z"]),
        (FORKED, ["x"], ("=c", "b"), ["a1", "c", "a2", "z"]),
    ],
)  # fmt: skip
def test_move_is_witnessed(
    drawn: ProcessDefinition, before: list[str], move: tuple[str, str], after: list[str]
) -> None:
    case = Pair(drawn)
    for task in before:
        case.fire(task[1:]) if task.startswith("!") else case.complete(task)

    case.move(move[0].lstrip("="), move[1], exactly=move[0].startswith("="))

    assert case.agrees()
    assert finished(case) == after


def test_move_into_a_called_process_that_ended_enters_the_call_anew() -> None:
    case = done(Pair(CALLING, CALLED), "qa", "qb")

    case.move("qb", "z", process="q")
    case.move("qa", "qb", process="q")

    assert finished(case) == ["qa", "qb", "z"]


def test_turn_of_an_activity_inside_of_turns_is_known_when_it_is_moved() -> None:
    inner = multi(sub("s", start("si"), user("a")), cardinality="2")
    called = process("q", start("qs"), *inner, end("qe"), flows="qs s qe; si a")
    calls = multi((call("k", "q"),), cardinality="2")
    case = Pair(process("p", start(), user("x"), *calls, end(), flows="start x k end"), called)
    done(case, "x", "a")
    turn = next(token for place, token in case.pair.positions(case.state) if place == "s")

    case.send(adv.Move(tokens=(turn,), target="x", process="p", by="li", exactly=True))

    assert case.agrees()
    assert finished(case) == ["x", "a", "a", "a", "a"]


def test_taken_back_work_begins_again_inside_of_what_is_still_there() -> None:
    case = done(Pair(INNER), "a", "d")
    stands = dict(Kernel().positions(case.state.first))
    around = (stands["t"], stands["s"], 0)
    case.send(adv.Move(tokens=(), target="d", process="p", by="li", scopes=around))

    assert case.open() == ["d"]
    assert dict(Kernel().positions(case.state.first))["t"] == stands["t"]
    assert finished(case) == ["d", "e", "g", "h", "z"]


def test_ended_case_begins_again_whatever_was_left_at_its_joins() -> None:
    case = done(Pair(FORKED), "x", "b", "c").stop()
    case.is_over = False

    case.move("a2")

    assert case.open() == ["a2"]
    assert finished(case) == ["a2", "z"]
    case.is_over = False
    case.move("x")
    assert len(finished(case)) == 6


def test_initiator_revises_what_they_handed_in() -> None:
    drawn = process(
        "p", replace(start(), form_id="f"), user("a"), user("b"), end(), flows="start a b end"
    )
    case = done(Pair(drawn, variables={"amount": "1"}), "a")

    case.move("start", "b", hold=True)
    assert case.open() == ["start"]
    case.move("start", "start", hold=True)  # and again, before they have
    case.complete("start", amount="2")

    assert case.variables()["amount"] == "2"
    assert finished(case) == ["a", "b"]


@pytest.mark.parametrize("stuck_at", ["g", "r", "w", "m", "t"])
def test_what_is_stuck_or_waits_for_a_clock_is_moved_by_hand(stuck_at: str) -> None:
    """A gateway without a true branch, a service, a task whose outputs fail, instances without a
    list, and a timer."""
    drawn = process(
        "p", start(), user("a"), xor("g"), service("r", inputs={"n": "1 + d"}),
        user("w", outputs={"n": "1 + d"}), multi(user("m"), collection="d"),
        timer_catch("t", 'duration("P1D")'), user("z"), end(),
        flows='start a g; g>r: way = "r"; g>w: way = "w"; g>m: way = "m"; g>t: way = "t";'
        " r z end; w z; m z; t z",
    )  # fmt: skip
    case = Pair(drawn, names=("way", "d", "n"), variables={"d": "x"})
    case.complete("a", way=stuck_at, d="x")
    if stuck_at == "w":
        case.complete("w")

    [(at, token)] = Kernel().positions(case.state.first)
    assert at == stuck_at
    case.send(adv.Move(tokens=(token,), target="a", process="p", by="li"))
    [(at, token)] = Kernel().positions(case.state.first)
    assert at == "a"
    case.waiting = {"a": [token]}
    case.complete("a", way="t", d="x").fire("t")

    assert finished(case) == ["z"]


def test_move_into_what_has_no_witness_says_so() -> None:
    handler = sub("es", start("se", event=signal("stop")), user("c"), triggered_by_event=True)
    drawn = process(
        "p", start(), user("x"), *sub("s", start("si"), user("a"), *handler), end(),
        boundary("t", "s", timer_event('duration("P1D")')), end("late"),
        flows="start x s end; si a; se c; t late",
    )  # fmt: skip
    case = Pair(drawn).move("a", "x", exactly=True)

    assert case.open() == ["a"]
    assert "an event sub-process is not drawn" in (case.pair.silent or "")


def test_answer_that_moves_nothing_goes_through_the_outputs_of_who_was_asked() -> None:
    drawn = process(
        "p", start(), user("a", outputs={"sum": "given"}), user("b"), end(), flows="start a b end"
    )
    case = Pair(drawn, names=("given", "sum")).complete("a", given="1")

    for element, values in (("a", {"given": "2"}), ("", {"sum": "3"})):
        token = case.waiting["b"][0] if element else 0
        answer = dict[str, Value](values)
        case.send(adv.Amend(token=token, values=answer, by="li", element=element, process="p"))
        assert case.variables() == {"sum": next(iter(values.values()))}

    assert finished(case) == ["b"]


def test_moves_survive_a_restart() -> None:
    spiff, case = SpiffInterpreter(), done(Pair(FORKED), "x", "a1", "a2", "b", "c")
    case.move("a2", "z").send(adv.Amend(token=0, values={"amount": "1"}, by="admin"))

    prepared, plain = case.prepared[1], spiff.dump(case.state.second)
    again = spiff.load(prepared, plain)

    assert spiff.dump(again) == plain
    assert spiff.positions(again) == spiff.positions(case.state.second)
    assert spiff.variables(again) == {"amount": "1"}


def test_server_on_spiff_refuses_the_moves_that_the_kernel_refuses() -> None:
    case = done(Pair(FORKED), "x", "a1")
    spiff, before = SpiffInterpreter(), case.state
    at_b = next(at for element, at in spiff.positions(before.second) if element == "b")
    for target, more in (
        ("a2", {}), ("j", {"exactly": True}), ("start", {"hold": True, "tokens": (999,)}),
        ("b", {"tokens": ()}), ("nowhere", {}), ("x", {"hold": True}), ("z", {}),
    ):  # fmt: skip
        given: dict[str, Any] = {"tokens": (at_b,), "process": "p", "by": "li", **more}
        with pytest.raises(InvalidState):
            spiff.advance(
                case.prepared[1], before.second, adv.Move(target=target, **given), moment()
            )


class Straying(Kernel):
    """A kernel that carries out a move otherwise than it was asked."""

    def __init__(self, **changes: Any) -> None:
        super().__init__()
        self.changes = changes

    def advance(
        self, prepared: Any, state: Any, stimulus: adv.Stimulus, at: adv.Moment
    ) -> adv.Advance:
        if isinstance(stimulus, adv.Move):
            stimulus = replace(stimulus, **self.changes)
        return super().advance(prepared, state, stimulus, at)


@pytest.mark.parametrize(
    ("changes", "ours", "theirs"),
    [
        ({"target": "a1"}, "to a1 of p, canceled ['a2'], restored []",
         "to x of p, canceled ['a2', 'b'], restored []"),
        ({"exactly": True}, "to x of p, canceled ['a2'], restored []",
         "to x of p, canceled ['a2', 'b'], restored []"),
        ({"hold": True, "target": "start"}, "to start of p, canceled ['a2', 'b'], restored []",
         "to x of p, canceled ['a2', 'b'], restored []"),
    ],
)  # fmt: skip
def test_wrong_move_is_a_disagreement_that_names_it(
    changes: dict[str, Any], ours: str, theirs: str
) -> None:
    case = Pair(FORKED, first=Straying(**changes))
    done(case, "x", "a1").move("x", "a2")

    found = case.pair.disagreement
    assert found is not None
    assert (found.what, found.first, found.second) == ("control moved", (ours,), (theirs,))


def test_one_token_too_many_is_a_disagreement_that_names_it() -> None:
    """The first of them takes the sibling's token along, from inside its branch."""
    case = done(Pair(FORKED, first=Straying(exactly=True, tokens=(4, 5))), "x")
    case.move("a1", "a1")

    found = case.pair.disagreement
    assert found is not None
    assert found.first == ("to a1 of p, canceled ['a1', 'b'], restored ['c-j']",)
    assert found.second == ("to a1 of p, canceled ['a1'], restored []",)
