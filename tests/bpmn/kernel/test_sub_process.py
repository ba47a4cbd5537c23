"""Embedded sub-processes: their scope, their variables, their end."""

from decimal import Decimal

from engine.core.events import VariablesChanged
from tests.bpmn.kernel.case import Case
from tests.builders import end, none_throw, parallel, process, start, sub, user


def test_sub_process_is_completed_when_no_token_is_left_inside():
    inside = sub("s", start("si"), parallel("f"), user("a"), user("b"), end("se"))
    case = Case(process("p", start(), *inside, end(), flows="start s end; si f a se; f b"))
    assert case.trace()[:4] == ("start", "start>s", "+s", "si")

    assert case.complete("a") == ("-a", "a>se", "se")
    assert case.complete("b") == ("-b", "-s", "s>end", "end", "completed end")


def test_sub_process_without_start_event_begins_everywhere_that_nothing_leads_to():
    inside = sub("s", user("a"), user("b"), user("c"))
    case = Case(process("p", start(), *inside, end(), flows="start s end; a c"))

    assert case.positions() == ["s", "a", "b"]


def test_sub_process_reads_and_writes_the_variables_around_it():
    inside = sub("s", start("si"), user("a", outputs={"count": "count + 1"}))
    case = Case(
        process("p", start(), *inside, user("b"), flows="start s b; si a"),
        variables={"count": Decimal(1)},
    )
    case.complete("a")

    (changed,) = case.events(VariablesChanged)
    assert (changed.scope, changed.new) == (0, {"count": Decimal(2)})


def test_new_variables_of_a_sub_process_belong_to_the_case():
    inside = sub("s", start("si"), user("a"))
    case = Case(process("p", start(), *inside, user("b"), flows="start s b; si a"))
    case.complete("a", note="x")

    assert case.variables("b") == {"note": "x"}


def test_elements_inside_carry_the_scope_that_the_sub_process_opened():
    inside = sub("s", start("si"), user("a"))
    case = Case(process("p", start(), *inside, flows="start s; si a"))

    scopes = {one.element_id: one.scope for one in case.happened if hasattr(one, "scope")}
    assert scopes["s"] == 0
    assert scopes["a"] == case.token("s")


def test_nested_sub_processes_end_together():
    inside = sub("s", start("si"), sub("t", start("ti"), none_throw("x")))
    case = Case(process("p", start(), *inside, end(), flows="start s end; si t; ti x"))

    assert case.trace()[-5:] == ("-t", "-s", "s>end", "end", "completed end")
    assert case.is_over()


def test_sub_process_in_a_loop_opens_a_new_scope_each_time():
    inside = sub("s", start("si"), user("a"))
    definition = process(
        "p", start(), *inside, end(), flows="start s; s>s: again; s>end: else; si a"
    )
    case = Case(definition, names=["again"])
    case.complete("a", again=True)
    case.complete("a", again=True)
    case.complete("a", again=False)

    assert case.is_over()
    assert list(case.live.scopes) == [0]
