"""The step budget, retries, and what incidents leave untouched."""

from decimal import Decimal

import pytest

from engine.core.advance import Retry
from engine.errors import InvalidState
from tests.bpmn.kernel.case import Case
from tests.builders import none_throw, parallel, process, start, sub, user, xor

ENDLESS = process("p", start(), xor("g"), none_throw("t"), flows="start g t g")


def test_endless_loop_is_an_incident_when_the_step_budget_is_used_up():
    case = Case(ENDLESS, budget=100)

    assert case.incident().kind == "step-budget"
    assert len(case.positions()) == 1
    assert "100" in case.incident().zh


def test_retry_after_the_step_budget_goes_on_where_it_stopped():
    case = Case(ENDLESS, budget=10)
    stuck_at = case.positions()

    assert case.retry(stuck_at[0])[0] == "resolved by admin"
    assert case.incident().kind == "step-budget"


def test_other_runnable_tokens_go_on_at_the_next_stimulus():
    definition = process(
        "p",
        start(),
        parallel("f"),
        user("first"),
        xor("g"),
        none_throw("t"),
        user("a"),
        user("b"),
        flows="start f first; f g t g; f a; f b",
    )
    case = Case(definition, budget=50)
    assert case.trace()[-1] == "incident step-budget"
    assert "offer a" not in case.trace()

    case.budget = 10_000
    case.complete("first")

    assert not case.live.ready
    assert case.trace()[-4:] == ("+a", "offer a", "+b", "offer b")


def test_runnable_tokens_left_over_are_canceled_with_their_scope():
    inside = sub("s", start("si"), parallel("f"), user("a"), user("b"))
    definition = process("p", start(), *inside, flows="start s; si f a; f b")
    case = Case(definition, budget=4)
    assert case.live.ready

    case.stop()

    assert case.is_over()


def test_scope_with_runnable_tokens_left_over_is_not_completed():
    definition = process(
        "p", start(), parallel("f"), none_throw("a"), none_throw("b"), flows="start f a; f b"
    )
    case = Case(definition, budget=2)
    assert case.trace()[-1] == "incident step-budget"
    case.budget = 100

    assert case.retry("a")[-1] == "completed"
    assert case.is_over()


def test_retry_sets_variables_where_they_belong():
    inside = sub("s", start("si"), xor("g"), user("a"))
    definition = process("p", start(), *inside, flows="start s; si g; g>a: ok")
    case = Case(definition, variables={"ok": False})
    case.retry("g", ok=True)

    (changed,) = [one for one in case.happened if hasattr(one, "new")]
    assert (changed.scope, changed.by, changed.element_id) == (0, "admin", "g")


def test_retry_is_rejected_when_nothing_is_there():
    case = Case(process("p", start(), user("a"), flows="start a"))

    with pytest.raises(InvalidState):
        case.send(Retry(token=99, variables={}, by="admin"))


def test_retry_is_rejected_when_the_element_is_not_stuck():
    inside = sub("s", start("si"), user("a"))
    case = Case(process("p", start(), *inside, flows="start s; si a"))
    before = case.state

    with pytest.raises(InvalidState):
        case.retry("s", x=Decimal(1))
    assert case.state == before
    assert case.variables() == {}


def test_incident_ids_are_counted_with_everything_else():
    case = Case(ENDLESS, budget=10)

    assert case.incident().incident_id == f"c1-i{case.live.serial}"


def test_incident_of_a_completion_replaces_the_one_of_an_error_that_nobody_caught():
    task = user("a", outputs={"x": "n + 1"})
    case = Case(process("p", start(), task, flows="start a"), names=["n"])
    case.throw("a", "E")

    assert case.complete("a", n="no number")[-2:] == ("resolved by engine", "incident expression")
    assert case.retry("a")[-1] == "incident expression"


@pytest.mark.parametrize(
    ("condition", "happens"),
    [
        ("x = null", "null"),
        ("x != 3", "null"),
        ("x = 3", "other"),
        ("if x = null then true else x > 5", "null"),
        ("x > 5", "incident expression"),
    ],
)
def test_declared_variable_that_nobody_has_set_is_null(condition: str, happens: str):
    definition = process(
        "p",
        start(),
        xor("g"),
        user("null"),
        user("other"),
        flows=f"start g; g>null: {condition}; g>other: else",
    )
    case = Case(definition, names=["x"])

    assert case.trace()[-1] in (happens, f"offer {happens}")
