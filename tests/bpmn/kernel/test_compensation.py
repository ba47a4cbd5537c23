"""Compensation: what is undone, in which order, once (BPMN 2.0.2, 10.5.6 and 13.5.5)."""

from decimal import Decimal

import pytest

from engine.core.definition import (
    DataItem,
    DataKind,
)
from engine.errors import DeploymentRefused
from tests.bpmn.kernel.case import Case
from tests.bpmn.kernel.scope_builders import (
    on_undo,
    undo_end,
    undo_throw,
    undoable,
    undone_by,
)
from tests.builders import (
    boundary,
    boundary_error,
    call,
    end,
    error_end,
    none_throw,
    parallel,
    process,
    start,
    sub,
    timer_event,
    user,
    xor,
)


def run_through(case, *steps):
    for step in steps:
        case.complete(step)
    return case


def test_compensation_throw_undoes_one_activity_and_waits_for_it():
    flows = "start a undo after end"
    parts = (start(), undoable("a"), undo_throw("undo", "a"), user("after"), end())
    case = Case(process("p", *parts, flows=flows))

    assert case.complete("a") == (
        "-a",
        "a>undo",
        "undo a",
        "+undo",
        "+undo-a",
        "offer undo-a",
    )
    assert case.complete("undo-a") == (
        "-undo-a",
        "-undo",
        "undo>after",
        "+after",
        "offer after",
    )
    case.complete("after")
    assert case.is_over()


def test_everything_in_the_scope_is_undone_in_reverse_order_of_completion():
    parts = (start(), parallel("f"), undoable("a"), undoable("b"), parallel("j"), undo_end("e"))
    case = Case(process("p", *parts, flows="start f a j e; f b j"))
    run_through(case, "b", "a")

    assert case.positions() == ["e", "undo-a"]
    case.complete("undo-a")
    assert case.positions() == ["e", "undo-b"]
    assert case.complete("undo-b") == ("-undo-b", "-e", "completed e")
    assert case.is_over()


def test_what_was_not_completed_is_not_undone():
    parts = (start(), parallel("f"), undoable("a"), undoable("b"), undo_throw("u"), end())
    case = Case(process("p", *parts, flows="start f a u end; f b"))

    assert case.complete("a")[2] == "undo a"
    assert case.positions() == ["b", "u", "undo-a"]


def test_an_activity_is_undone_only_once():
    parts = (start(), undoable("a"), undo_throw("u1"), undo_throw("u2"), end())
    case = Case(process("p", *parts, flows="start a u1 u2 end"))
    run_through(case, "a")

    assert case.complete("undo-a")[-6:] == (
        "-u1",
        "u1>u2",
        "u2",
        "u2>end",
        "end",
        "completed end",
    )


def test_throw_with_nothing_to_undo_goes_on_at_once():
    case = Case(
        process(
            "p",
            start(),
            xor("g"),
            undoable("a"),
            undo_throw("u"),
            end(),
            flows="""
            start g
            g>u: else
            g>a: false
            u end""",
        )
    )

    assert case.trace()[-4:] == ("u", "u>end", "end", "completed end")


def test_every_round_of_a_loop_is_undone():
    parts = (start(), xor("again"), undoable("a"), xor("g"), undo_end("e"))
    flows = "start again a g; g>again: more; g>e: else"
    case = Case(process("p", *parts, flows=flows), names=["more"])
    case.complete("a", more=True)
    case.complete("a", more=True)

    assert case.complete("a", more=False)[-4] == "undo a,a,a"
    run_through(case, "undo-a", "undo-a", "undo-a")
    assert case.is_over()


def test_throw_that_does_not_wait_goes_on_beside_the_compensation():
    parts = (start(), undoable("a"), undo_throw("u", wait=False), user("after"), end())
    case = Case(process("p", *parts, flows="start a u after end"))
    run_through(case, "a")

    assert sorted(case.positions()) == ["after", "u", "undo-a"]
    run_through(case, "after")
    assert not case.is_over()
    assert case.complete("undo-a") == ("-undo-a", "-u", "completed end")


def test_completed_sub_process_is_undone_by_undoing_what_is_inside():
    inside = sub("s", start("si"), undoable("a"), undoable("b"), end("se"))
    parts = (start(), *inside, undo_throw("u", "s"), end())
    case = Case(process("p", *parts, flows="start s u end; si a b se"))
    run_through(case, "a")

    assert case.complete("b")[-5:] == ("undo s", "+u", "+s", "+undo-b", "offer undo-b")
    run_through(case, "undo-b")
    assert case.complete("undo-a") == (
        "-undo-a",
        "-s",
        "-u",
        "u>end",
        "end",
        "completed end",
    )
    assert case.is_over()


def test_sub_process_without_anything_to_undo_inside_is_undone_at_once():
    inside = sub("s", start("si"), xor("g"), user("a"), undoable("b"), end("se"))
    parts = (start(), *inside, undo_throw("u"), end())
    flows = "start s u end; si g; g>a: else; g>b: false; a se; b se"
    case = Case(process("p", *parts, flows=flows))

    assert case.complete("a")[-8:] == (
        "undo s",
        "+u",
        "+s",
        "-s",
        "-u",
        "u>end",
        "end",
        "completed end",
    )


def test_handler_of_a_sub_process_replaces_what_is_inside():
    inside = sub("s", start("si"), undoable("a"), end("se"))
    parts = (
        start(),
        *inside,
        undone_by("s", "whole"),
        user("whole", for_compensation=True),
        undo_end("e"),
    )
    case = Case(process("p", *parts, flows="start s e; si a se"))
    run_through(case, "a")

    assert case.positions() == ["e", "whole"]
    run_through(case, "whole")
    assert case.is_over()


def test_compensation_event_sub_process_decides_how_its_sub_process_is_undone():
    handler = on_undo("h", user("look"), undo_throw("u", "a"), end("he"))
    inside = sub("s", start("si"), undoable("a"), undoable("b"), end("se"), handler)
    case = Case(
        process(
            "p",
            start(),
            inside,
            undo_end("e"),
            flows="""
            start s e
            si a b se
            h-start look u he""",
        )
    )
    run_through(case, "a", "b")

    assert case.positions() == ["e", "s", "h", "look"]
    assert case.complete("look")[-2:] == ("+undo-a", "offer undo-a")
    assert case.complete("undo-a")[-5:] == ("he", "-h", "-s", "-e", "completed e")
    assert case.is_over()


def test_compensation_event_sub_process_does_not_run_by_itself():
    handler = on_undo("h", user("look"), end("he"))
    inside = sub("s", start("si"), user("a"), end("se"), handler)
    flows = "start s end; si a se; h-start look he"
    case = Case(process("p", start(), inside, end(), flows=flows))

    assert case.positions() == ["s", "a"]


def test_handler_sees_the_variables_of_its_sub_process_as_they_were_at_its_end():
    inside = sub("s", start("si"), undoable("a"), end("se"))
    definition = process(
        "p",
        start(),
        inside,
        undo_end("e"),
        flows="start s e; si a se",
        data={"d": DataItem(id="d", name="seat", kind=DataKind.OBJECT, scope="s")},
    )
    case = Case(definition, names=["seat"])
    case.complete("a", seat=Decimal(7))

    assert case.variables("undo-a")["seat"] == Decimal(7)
    assert "seat" not in case.variables()


def test_handler_writes_variables_of_the_case():
    parts = (start(), undoable("a"), undo_throw("u"), user("after"))
    case = Case(process("p", *parts, flows="start a u after"), names=["refunded"])
    case.complete("a", refunded=False)
    case.complete("undo-a", refunded=True)

    assert case.variables()["refunded"] is True


def test_called_process_is_undone_by_undoing_what_is_inside():
    called = process("q", start("qs"), undoable("a"), end("qe"), flows="qs a qe")
    case = Case(process("p", start(), call("c", "q"), undo_end("e"), flows="start c e"), called)
    case.complete("a", note="x")

    assert case.positions() == ["e", "c", "undo-a"]
    assert case.variables("undo-a") == {"note": "x"}
    run_through(case, "undo-a")
    assert case.is_over()


def test_called_process_is_undone_by_its_compensation_event_sub_process():
    handler = on_undo("h", user("look"), end("he"))
    called = process("q", start("qs"), user("a"), handler, flows="qs a; h-start look he")
    case = Case(process("p", start(), call("c", "q"), undo_end("e"), flows="start c e"), called)
    run_through(case, "a")

    assert case.positions() == ["e", "c", "h", "look"]
    run_through(case, "look")
    assert case.is_over()


def test_interrupted_sub_process_leaves_nothing_to_undo():
    inside = sub("s", start("si"), undoable("a"), error_end("fail", "E"))
    parts = (start(), inside, boundary_error("catch", "s", "E"), undo_throw("u"), user("after"))
    case = Case(process("p", *parts, flows="start s; si a fail; catch u after"))

    assert case.complete("a")[-4:] == ("u", "u>after", "+after", "offer after")
    assert case.live.done == {}


def test_compensation_that_is_interrupted_goes_away_whole():
    inside = sub("s", start("si"), undoable("a"), undo_throw("u"), end("se"))
    late = boundary("late", "s", timer_event('"PT1H"'))
    case = Case(
        process("p", start(), inside, late, end(), flows="start s end; si a u se; late end")
    )
    run_through(case, "a")

    assert case.fire("late")[:5] == (
        "fired late",
        "xundo-a by late",
        "offer canceled",
        "xu by late",
        "xs by late",
    )
    assert case.is_over()


def test_incident_in_a_handler_can_be_retried():
    parts = (
        start(),
        user("a"),
        undone_by("a", "fix"),
        user("fix", for_compensation=True, outputs={"left": "seats + 1"}),
        undo_end("e"),
    )
    case = Case(process("p", *parts, flows="start a e"), names=["seats", "left"])
    run_through(case, "a")

    assert case.complete("fix")[-1] == "incident expression"
    case.retry("fix", seats=Decimal(1))
    assert case.is_over()


def test_error_in_a_handler_leaves_the_scope_of_the_throw():
    handler = sub("fix", start("fi"), error_end("fail", "E"), for_compensation=True)
    inside = sub("s", start("si"), user("a"), undone_by("a", "fix"), handler, undo_throw("u"))
    parts = (start(), inside, boundary_error("catch", "s", "E"), user("after"))
    case = Case(process("p", *parts, flows="start s; si a u; fi fail; catch after"))

    assert case.complete("a")[-2:] == ("+after", "offer after")
    assert case.positions() == ["after"]


def test_process_without_compensation_events_remembers_nothing():
    case = Case(process("p", start(), undoable("a"), user("b"), flows="start a b"))
    run_through(case, "a")

    assert case.live.done == {}


def test_parallel_throws_share_what_is_to_be_undone():
    parts = (
        start(),
        undoable("a"),
        parallel("f"),
        undo_throw("u1"),
        undo_throw("u2"),
        parallel("j"),
        end(),
    )
    case = Case(process("p", *parts, flows="start a f u1 j end; f u2 j"))
    run_through(case, "a")

    assert case.positions() == ["u1", "j", "undo-a"] or sorted(case.positions()) == [
        "j",
        "u1",
        "undo-a",
    ]
    run_through(case, "undo-a")
    assert case.is_over()


@pytest.mark.parametrize(
    ("rule", "parts", "flows"),
    [
        ("compensation-flow", (undoable("a"),), "undo-a end"),
        ("compensation-flow", (undoable("a"), none_throw("x")), "on-a x"),
        ("compensation-handler", (undoable("a", by="nobody"),), ""),
        ("compensation-handler", (undoable("a", by="b"), user("b")), "end b"),
        ("compensation-target", (undo_throw("u", "nobody"),), "start u"),
        (
            "compensation-target",
            (*sub("s", start("si"), undoable("a")), undo_throw("u", "a")),
            "start s u; si a",
        ),
    ],
)
def test_compensation_that_cannot_be_run_is_refused(rule, parts, flows):
    with pytest.raises(DeploymentRefused) as refused:
        Case(process("p", start(), *parts, end("z"), user("end"), flows=f"start z; {flows}"))

    assert rule in {finding.rule for finding in refused.value.findings}
