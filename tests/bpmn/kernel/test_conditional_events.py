"""Conditional events (BPMN 2.0.2, 10.5.1, 13.5.2): occur when their condition becomes true."""

from tests.bpmn.kernel.case import Case
from tests.bpmn.kernel.event_builders import catch, condition_event, on_event
from tests.builders import (
    boundary,
    call,
    end,
    parallel,
    process,
    service,
    start,
    user,
)

BIG = condition_event("amount > 5")


def beside(*elements, flows="", **more):
    """A case with the elements and, in parallel, user tasks that set the amount."""
    definition = process(
        "p",
        start(),
        parallel("f"),
        user("set"),
        user("set2"),
        *elements,
        flows=f"start f set set2; f {elements[0].id}; {flows}",
    )
    return Case(definition, names=["amount"], **more)


def test_condition_that_is_true_already_does_not_wait():
    case = beside(catch("c", BIG), variables={"amount": 9})

    assert case.positions() == ["set"]


def test_condition_waits_until_it_becomes_true():
    case = beside(catch("c", BIG), end(), flows="c end", variables={"amount": 1})
    assert case.positions() == ["set", "c"]

    assert case.complete("set", amount=9) == (
        "set amount",
        "-set",
        "set>set2",
        "-c",
        "c>end",
        "end",
        "+set2",
        "offer set2",
    )
    assert case.live.conditions == ()


def test_condition_without_data_as_yet_is_not_true():
    case = beside(catch("c", BIG))

    assert "c" in case.positions()
    case.complete("set", amount=9)
    assert "c" not in case.positions()


def test_condition_sees_what_a_connector_brought():
    definition = process(
        "p",
        start(),
        parallel("f"),
        service("s", outputs={"amount": "result"}),
        catch("c", BIG),
        flows="start f s; f c",
    )
    case = Case(definition, names=["amount"])

    case.job_done("s", 7)
    assert case.is_over()


def test_condition_that_is_of_the_wrong_kind_is_an_incident_when_reached():
    case = beside(catch("c", condition_event("amount")), variables={"amount": "much"})

    assert case.incident().element_id == "c"
    assert case.retry("c", amount=True)[-1] == "-c"


def test_condition_that_turns_unfit_is_an_incident_and_goes_on_waiting():
    case = beside(catch("c", condition_event("amount")))
    case.complete("set", amount="much")
    assert case.incident().element_id == "c"

    assert "-c" in case.retry("c", amount=True)


def test_incident_of_a_condition_comes_back_when_nothing_was_mended():
    case = beside(catch("c", condition_event("amount")))
    case.complete("set", amount="much")

    assert case.retry("c") == ("resolved by admin", "incident expression")


def test_interrupting_boundary_condition_cancels_its_activity():
    late = boundary("late", "a", BIG)
    case = beside(user("a"), late, user("b"), flows="late b")

    assert case.complete("set", amount=9)[3:6] == ("xa by late", "offer canceled", "late")
    assert sorted(case.positions()) == ["b", "set2"]


def test_boundary_condition_that_is_true_already_interrupts_at_once():
    case = beside(user("a"), boundary("late", "a", BIG), variables={"amount": 9})

    assert "xa by late" in case.trace()


def test_non_interrupting_condition_occurs_each_time_that_it_becomes_true():
    late = boundary("late", "a", BIG, interrupting=False)
    case = beside(user("a"), late, user("b"), flows="late b; set2>set")
    case.complete("set", amount=9)
    assert case.positions().count("b") == 1

    case.complete("set2", amount=10)  # still true: no second time
    assert case.positions().count("b") == 1
    case.complete("set", amount=1)
    assert case.positions().count("b") == 1
    case.complete("set2", amount=9)
    assert case.positions().count("b") == 2


def test_condition_ends_with_its_activity():
    case = beside(user("a"), boundary("late", "a", BIG))
    case.complete("a")

    assert case.live.conditions == ()
    assert "late" not in case.complete("set", amount=9)


def test_completion_of_the_activity_itself_goes_before_its_boundary_condition():
    case = beside(user("a"), boundary("late", "a", BIG))

    assert case.complete("a", amount=9) == ("set amount", "-a")


def test_condition_of_an_event_sub_process_takes_the_place_of_the_rest():
    handler = on_event("es", BIG, user("h"))
    case = beside(user("a"), *handler, flows="es_start h")

    happened = case.complete("set", amount=9)
    assert happened[3:7] == ("xa by es_start", "offer canceled", "+es", "es_start")
    assert case.positions() == ["es", "h"]


def test_condition_in_a_called_process_sees_that_process_only():
    called = process("q", start("qs"), catch("c", BIG), flows="qs c")
    definition = process(
        "p",
        start(),
        parallel("f"),
        user("set"),
        user("set2"),
        call("k", "q"),
        flows="start f set set2; f k",
    )
    case = Case(definition, called, names=["amount"])

    case.complete("set", amount=9)
    assert "c" in case.positions()


def test_two_conditions_that_become_true_together_occur_in_the_order_of_waiting():
    case = beside(catch("c", BIG), catch("d", BIG), end("x"), end("y"), flows="f d y; c x")

    happened = case.complete("set", amount=9)
    assert "-c" in happened
    assert "-d" in happened


def test_first_condition_that_interrupts_keeps_the_second_from_occurring():
    early = boundary("one", "a", BIG)
    also = boundary("two", "a", BIG)
    case = beside(user("a"), early, also, end("x"), end("y"), flows="one x; two y")

    happened = case.complete("set", amount=9)
    assert "one" in happened
    assert "two" not in happened


def test_process_without_conditions_asks_none():
    case = Case(process("p", start(), user("a"), flows="start a"))
    case.complete("a", amount=9)

    assert case.live.conditions == ()
