"""Call activities: another process in the same case, behind a wall."""

from decimal import Decimal

import pytest

from engine.core.advance import Begin, WorkOffered
from engine.core.definition import Binding, Bundle, Element, EventDefinition, Kind, Trigger
from engine.core.events import ElementActivated, VariablesChanged
from engine.errors import DeploymentRefused
from engine.kernel import Kernel
from tests.bpmn.kernel.case import Case
from tests.builders import (
    boundary,
    boundary_error,
    call,
    end,
    error_end,
    moment,
    parallel,
    process,
    start,
    sub,
    terminate,
    user,
    xor,
)

CALLED = process("q", start("qs"), user("work"), end("qe"), flows="qs work qe")


def caller(inputs=None, outputs=None):
    return process(
        "p", start(), call("c", "q", inputs, outputs), user("after"), flows="start c after"
    )


def test_call_activity_runs_the_called_process_in_the_same_case():
    case = Case(caller(), CALLED)

    assert case.trace() == ("start", "start>c", "+c", "qs", "qs>work", "+work", "offer work")
    assert case.complete("work") == (
        "-work",
        "work>qe",
        "qe",
        "-c",
        "c>after",
        "+after",
        "offer after",
    )


def test_elements_of_a_called_process_name_it():
    case = Case(caller(), CALLED)

    activated = {one.element_id: one.process for one in case.events(ElementActivated)}
    assert activated == {"c": "", "work": "q"}
    assert case.events(WorkOffered)[0].process == "q"


def test_elements_of_a_sub_process_in_a_called_process_name_it():
    inside = sub("s", start("si"), user("work"))
    case = Case(caller(), process("q", start("qs"), *inside, flows="qs s; si work"))

    assert case.events(ElementActivated)[-1].process == "q"


def test_called_process_sees_its_inputs_only():
    case = Case(
        caller({"total": "amount * 2"}),
        CALLED,
        variables={"amount": Decimal(5), "secret": "x"},
    )

    assert case.variables("work") == {"total": Decimal(10)}
    changed = case.events(VariablesChanged)[-1]
    assert (changed.scope, changed.new) == (case.token("c"), {"total": Decimal(10)})


def test_only_outputs_come_back_and_see_the_called_variables_as_result():
    case = Case(
        caller({"total": "amount"}, {"answer": "result.total + result.extra"}),
        CALLED,
        variables={"amount": Decimal(5)},
    )
    case.complete("work", extra=Decimal(1), hidden=True)

    assert case.variables() == {"amount": Decimal(5), "answer": Decimal(6)}


def test_nothing_comes_back_without_outputs():
    case = Case(caller(), CALLED)
    case.complete("work", extra=Decimal(1))

    assert case.variables() == {}


def test_failing_input_is_an_incident_before_the_call():
    case = Case(caller({"total": "amount * 2"}), CALLED, names=["amount"])

    assert case.trace()[-1] == "incident expression"
    assert case.retry("c", amount=Decimal(1))[2] == "+c"


def test_failing_output_keeps_what_the_called_process_did():
    case = Case(caller(None, {"answer": "result.extra * factor"}), CALLED, names=["factor"])

    assert case.complete("work", extra=Decimal(2))[-1] == "incident expression"
    case.retry("c", factor=Decimal(3))

    assert case.variables()["answer"] == Decimal(6)


def test_terminate_in_a_called_process_lets_the_caller_go_on():
    called = process("q", start("qs"), user("a"), user("b"), terminate(), flows="qs a; a b; a stop")
    case = Case(caller(), called)

    assert case.complete("a")[-4:] == ("-c", "c>after", "+after", "offer after")


def test_error_of_a_called_process_is_caught_by_the_caller():
    called = process("q", start("qs"), user("a"), error_end("fail", "E1"), flows="qs a fail")
    main = process(
        "p",
        start(),
        call("c", "q"),
        boundary_error("catch", "c", "E1"),
        user("repair"),
        flows="start c; catch repair",
    )
    case = Case(main, called)

    assert case.complete("a") == (
        "-a",
        "a>fail",
        "fail",
        "error E1 to catch",
        "xc by catch",
        "catch",
        "catch>repair",
        "+repair",
        "offer repair",
    )


def test_recursion_ends_where_the_model_says():
    main = process(
        "p",
        start(),
        xor("g"),
        call("c", "p", {"n": "n - 1"}, {"n": "result.n"}),
        end(),
        flows="start g; g>c: n > 0; g>end: else; c end",
    )
    case = Case(main, variables={"n": Decimal(100)})

    assert case.is_over()


def test_endless_recursion_is_an_incident_that_can_be_stopped():
    main = process("p", start(), call("c", "p"), flows="start c")
    case = Case(main)

    assert case.incident().kind == "interpreter"
    assert len(case.positions()) == 1001
    case.stop()
    assert case.is_over()


def test_deepest_recursion_returns_through_every_level():
    main = process(
        "p",
        start(),
        xor("g"),
        user("deepest"),
        call("c", "p", {"n": "n - 1"}),
        end(),
        flows="start g; g>c: n > 0; g>deepest: else; c end; deepest end",
    )
    case = Case(main, variables={"n": Decimal(999)})

    case.complete("deepest")

    assert case.is_over()


def test_escalation_of_a_called_process_is_caught_by_the_caller():
    event = EventDefinition(trigger=Trigger.ESCALATION, escalation_code="X")
    thrown = Element(id="tell", kind=Kind.THROW_EVENT, event=event)
    called = process("q", start("qs"), thrown, user("work"), flows="qs tell work")
    main = process(
        "p",
        start(),
        call("c", "q"),
        boundary("heard", "c", event, interrupting=False),
        user("look"),
        flows="start c; heard look",
    )
    case = Case(main, called)

    assert sorted(case.positions()) == ["c", "look", "work"]


def test_event_sub_process_of_a_called_process_catches_its_error():
    event = EventDefinition(trigger=Trigger.ERROR, error_code="E")
    handler = sub("h", start("hs", event=event), user("mend"), triggered_by_event=True)
    called = process(
        "q",
        start("qs"),
        user("work"),
        error_end("fail", "E"),
        handler,
        flows="qs work fail; hs mend",
    )
    case = Case(caller(), called)
    case.complete("work")
    assert case.positions() == ["c", "h", "mend"]

    case.complete("mend")
    assert case.positions() == ["after"]


def test_called_process_without_start_event_begins_everywhere_that_nothing_leads_to():
    case = Case(caller(), process("q", user("one"), user("two")))

    assert case.positions() == ["c", "one", "two"]


def test_called_process_that_only_a_trigger_begins_is_refused():
    event = EventDefinition(trigger=Trigger.MESSAGE, message="m")
    called = process("q", start("qs", event=event), user("work"), flows="qs work")

    with pytest.raises(DeploymentRefused) as refused:
        Case(caller(), called)
    assert "called-start" in {finding.rule for finding in refused.value.findings}


def test_called_versions_run_side_by_side():
    old = process("q", start("qs"), user("old"), flows="qs old")
    new = process("q", start("qs"), user("new"), flows="qs new")
    main = process(
        "p",
        start(),
        parallel("f"),
        call("c", "q"),
        call("d", "q", called_binding=Binding.VERSION, called_version="1"),
        flows="start f c; f d",
    )
    kernel = Kernel()
    given = Bundle(process=main, called={"q": new, "q@1": old})
    advance = kernel.advance(kernel.prepare(given), None, Begin(variables={}), moment())

    assert [e for e, _ in kernel.positions(advance.state)] == ["c", "d", "new", "old"]
    offered = [one.process for one in advance.happened if isinstance(one, WorkOffered)]
    assert offered == ["q", "q@1"]
