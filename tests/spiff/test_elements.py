"""Every element kind on both interpreters in lock-step: they must offer, take and end the same."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from engine.core.calendar import WorkingCalendar
from engine.core.deadlines import Deadlines, TimeoutAction
from engine.core.definition import Assignment, AssignmentKind, Binding, TimerKind
from engine.dmn import Decision, DecisionModel, LiteralExpression, compile_decision
from tests.builders import (
    bundle,
    call,
    end,
    error_end,
    feel,
    inclusive,
    mapped,
    message_catch,
    message_end,
    message_throw,
    none_throw,
    parallel,
    process,
    rule,
    service,
    start,
    sub,
    terminate,
    timer_catch,
    user,
    xor,
)
from tests.spiff.lockstep import Pair


def test_user_and_service_tasks_agree_in_sequence():
    case = Pair(
        process(
            "p",
            start(),
            user("a", outputs={"total": "price * 2"}),
            service("s", inputs={"sum": "total"}, outputs={"no": "result.serial"}),
            end(),
            flows="start a s end",
        ),
        names=["price", "total", "no"],
    )
    case.complete("a", price=Decimal("1.50")).done("s", {"serial": Decimal(7)})

    assert case.is_over
    assert case.agrees()
    assert case.variables()["total"] == Decimal("3.00")
    assert case.variables()["no"] == Decimal(7)


def test_offer_agrees_on_due_date_and_candidates():
    by_name = Assignment(kind=AssignmentKind.USER, expression=feel("keepers"))
    task = user("a", due=feel("workdays after(now(), 3)"), assignments=(by_name,))
    definition = process("p", start(), task, flows="start a")
    case = Pair(definition, variables={"keepers": ["li", "wu"]}, calendar=WorkingCalendar())

    assert case.agrees()


@pytest.mark.parametrize("late", ['now() + duration("P1D")', "9999"])
def test_deadlines_of_work_agree(late: str):
    declared = Deadlines(
        reminder=feel('[duration("PT4H"), duration("P1D")]'),
        timeout=feel(late),
        action=TimeoutAction.PASS,
        data=feel('{note: "late"}'),
    )
    task = user("a")
    task = replace(task, user_task=replace(task.required_user_task(), deadlines=declared))
    case = Pair(process("p", start(), task, end(), flows="start a end"), names=("note",))

    assert case.agrees()
    assert [one[0] for one in case.incidents] == (["expression"] if late == "9999" else [])


@pytest.mark.parametrize(
    ("amount", "chosen"), [(Decimal(5), "b"), (Decimal(50), "c"), (Decimal(1), "d")]
)
def test_exclusive_gateway_agrees(amount, chosen):
    case = Pair(
        process(
            "p",
            start(),
            xor("g"),
            *(user(one) for one in "bcd"),
            xor("m"),
            end(),
            flows="start g; g>b: x > 3 and x < 9; g>c: x > 3; g>d: else; b m; c m; d m; m end",
        ),
        variables={"x": amount},
    )
    case.complete(chosen)

    assert case.is_over
    assert case.agrees()


@pytest.mark.parametrize("first", ["b", "c"])
def test_parallel_split_and_join_agree_in_any_order(first):
    case = Pair(
        process(
            "p",
            start(),
            parallel("g"),
            user("b"),
            user("c"),
            parallel("j"),
            user("d"),
            flows="start g; g b j; g c j; j d",
        )
    )
    case.complete(first).complete("c" if first == "b" else "b").complete("d")

    assert case.is_over
    assert case.agrees()


@pytest.mark.parametrize("chosen", [{"b"}, {"c"}, {"b", "c"}, set()])
def test_inclusive_split_and_join_agree(chosen):
    flows = "start g; g>b: wb; g>c: wc; g>d: else; b j; c j; d j; j e"
    case = Pair(
        process(
            "p",
            start(),
            inclusive("g"),
            *(user(one) for one in "bcde"),
            inclusive("j"),
            flows=flows,
        ),
        variables={"wb": "b" in chosen, "wc": "c" in chosen},
    )
    for one in sorted(chosen) or ["d"]:
        case.complete(one)
    case.complete("e")

    assert case.is_over
    assert case.agrees()


def test_flows_of_an_activity_agree_with_conditions_default_and_bare_flow():
    definition = process(
        "p",
        start(),
        user("a"),
        *(user(one) for one in "bcde"),
        flows="start a; a>b: x > 1; a>c: x > 2; a>d; a>e: else",
    )
    for value in (0, 2, 3):
        case = Pair(definition, names=["x"]).complete("a", x=Decimal(value))
        assert case.agrees(), value


def test_several_plain_flows_of_an_activity_agree():
    case = Pair(process("p", start(), user("a"), user("b"), user("c"), flows="start a; a>b; a>c"))
    case.complete("a").complete("b").complete("c")

    assert case.is_over
    assert case.agrees()


def test_two_flows_between_the_same_elements_are_told_apart():
    flows = "start g; g>a: x; g>a: not(x); g>end: else"
    for value in (True, False):
        case = Pair(
            process("p", start(), xor("g"), user("a"), end(), flows=flows), variables={"x": value}
        )
        assert case.agrees()


def test_loop_agrees():
    flows = "start a g; g>a: n < 4; g>end: else"
    task = user("a", outputs={"n": "n + 1"})
    case = Pair(
        process("p", start(), task, xor("g"), end(), flows=flows), variables={"n": Decimal(0)}
    )
    for _ in range(4):
        case.complete("a")

    assert case.is_over
    assert case.agrees()


def test_decision_agrees():
    expression = LiteralExpression(text='if days > 3 then "gm" else "head"', type_ref="string")
    decision = Decision(id="tier", name="tier", variable="tier", expression=expression)
    model = DecisionModel(id="m", name="m", namespace="urn:m", decisions=(decision,))
    element = rule("r", "tier", "who", inputs=mapped({"days": "n"}))
    case = Pair(
        process("p", start(), element, user("a"), flows="start r a"),
        variables={"n": Decimal(5)},
        names=["days", "who"],
        decisions={"tier": compile_decision(model, "tier")},
    )

    assert case.agrees()
    assert case.variables()["who"] == "gm"


def test_call_activity_agrees_and_keeps_variables_apart():
    called = process("q", start(), user("b", outputs={"y": "x + 1"}), end(), flows="start b end")
    main = process(
        "p",
        start(),
        call("c", "q", {"x": "n * 2"}, {"n": "result.y"}),
        user("a"),
        flows="start c a",
    )
    case = Pair(main, called, variables={"n": Decimal(1)}, names=["x", "y"])
    case.complete("b").complete("a")

    assert case.is_over
    assert case.agrees()
    assert dict(case.variables()) == {"n": Decimal(3)}


def test_call_of_itself_agrees():
    main = process(
        "p",
        start(),
        xor("g"),
        call("c", "p", {"n": "n - 1"}),
        user("a"),
        flows="start g; g>c: n > 0; g>a: else; c a",
    )
    case = Pair(main, variables={"n": Decimal(2)})
    case.complete("a").complete("a").complete("a")

    assert case.is_over
    assert case.agrees()


def test_sub_process_agrees_with_and_without_start_and_end():
    inside = sub("s", user("b"), user("c"))
    whole = sub("t", start("ts"), user("d"), end("te"))
    case = Pair(process("p", start(), inside, whole, end(), flows="start s t end; ts d te"))
    case.complete("b").complete("c").complete("d")

    assert case.is_over
    assert case.agrees()


def test_terminate_agrees_in_process_and_sub_process():
    inside = sub("s", start("si"), parallel("f"), user("b"), user("c"), terminate("halt"))
    case = Pair(
        process(
            "p",
            start(),
            parallel("g"),
            inside,
            user("d"),
            terminate(),
            flows="start g; g s stop; g d; si f; f b halt; f c",
        )
    )
    case.complete("b")

    assert case.is_over
    assert case.agrees()


def test_timer_catch_agrees_for_dates_durations_and_cycles():
    case = Pair(
        process(
            "p",
            start(),
            timer_catch("t", 'date and time("2026-12-01T09:00:00")', TimerKind.DATE),
            timer_catch("u", 'duration("P1M")'),
            timer_catch("v", '"R2/2026-12-24T08:00:00@Asia/Shanghai/PT1H"', TimerKind.CYCLE),
            timer_catch("w", 'date("2026-12-31")', TimerKind.DATE),
            end(),
            flows="start t u v w end",
        )
    )
    for one in "tuvw":
        case.fire(one)

    assert case.is_over
    assert case.agrees()


def test_messages_agree_caught_and_thrown():
    case = Pair(
        process(
            "p",
            start(),
            message_throw("out", "asked", "no", inputs=mapped({"what": "no"})),
            none_throw("mark"),
            message_catch("in", "answered", "no", outputs=mapped({"reply": "result.text"})),
            message_end("bye", "closed", '"all"'),
            flows="start out mark in bye",
        ),
        variables={"no": Decimal(7)},
        names=["reply"],
    )
    case.message("in", text="yes")

    assert case.is_over
    assert case.agrees()
    assert case.variables()["reply"] == "yes"


def test_elements_named_like_internals_agree():
    case = Pair(process("End", start("Start"), user("Root"), end("End"), flows="Start Root End"))
    case.complete("Root")

    assert case.is_over
    assert case.agrees()


def test_uncaught_error_end_agrees_and_can_be_tried_again():
    case = Pair(process("p", start(), user("a"), error_end("e", "x"), flows="start a e"))
    case.complete("a").retry("e")

    assert case.incidents == [("uncaught-error", "e")] * 2
    assert case.agrees()


def test_stop_agrees_and_leaves_nothing():
    inside = sub("s", user("b"), parallel("g"), user("c"))
    case = Pair(process("p", start(), user("a"), inside, flows="start a; start s; g>b; g>c"))
    case.stop()

    assert case.is_over
    assert case.agrees()


def test_bundle_is_prepared_once_for_all_cases():
    definition = process("p", start(), user("a"), flows="start a")
    one, other = Pair(definition), Pair(definition)
    other.prepared = one.prepared
    one.complete("a")

    assert one.is_over
    assert not other.is_over
    assert bundle(definition).process is definition


def test_called_versions_run_side_by_side():
    old = process("q@1", start("qs"), user("old"), flows="qs old")
    new = process("q", start("qs"), user("new"), flows="qs new")
    older = call("d", "q", called_binding=Binding.VERSION, called_version="1")
    main = process("p", start(), parallel("f"), call("c", "q"), older, flows="start f c; f d")
    case = Pair(main, new, old).complete("new").complete("old")

    assert case.is_over
    assert case.agrees()
