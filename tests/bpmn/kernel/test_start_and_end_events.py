"""Start and end events without trigger, implicit ends, and terminate end events."""

import pytest

from engine.core.advance import Begin
from engine.errors import InvalidCommand, InvalidState
from engine.kernel import Kernel
from tests.bpmn.kernel.case import Case
from tests.bpmn.kernel.event_builders import on_event
from tests.builders import (
    bundle,
    end,
    message_event,
    moment,
    none_throw,
    parallel,
    process,
    start,
    sub,
    terminate,
    user,
)


def test_case_runs_from_start_to_end():
    case = Case(process("p", start(), none_throw("here"), end(), flows="start here end"))

    assert case.trace() == (
        "start",
        "start>here",
        "here",
        "here>end",
        "end",
        "completed end",
    )
    assert case.is_over()


def test_case_without_end_event_completes_when_no_token_is_left():
    case = Case(process("p", start(), user("a"), flows="start a"))

    assert case.complete("a") == ("-a", "completed")
    assert case.is_over()


def test_start_variables_belong_to_the_case_and_are_the_initiators():
    case = Case(process("p", start(), user("a"), flows="start a"), variables={"amount": 5})

    assert case.trace()[0] == "set amount"
    assert case.happened[0].by == "clerk"
    assert case.variables() == {"amount": 5}


def test_elements_named_like_anything_run():
    case = Case(process("p", start("Start"), user("End"), end("开始"), flows="Start End 开始"))

    assert case.complete("End")[-1] == "completed 开始"


def test_end_events_are_told_in_the_order_they_were_reached():
    definition = process(
        "p",
        start(),
        parallel("f"),
        user("a"),
        user("b"),
        end("enda"),
        end("endb"),
        flows="start f a enda; f b endb",
    )
    case = Case(definition)
    case.complete("b")

    assert case.complete("a")[-1] == "completed endb,enda"


def test_terminate_end_event_ends_everything_as_modelled():
    definition = process(
        "p", start(), parallel("f"), user("a"), user("b"), terminate(), flows="start f a; f b stop"
    )
    case = Case(definition)

    assert case.complete("b") == (
        "-b",
        "b>stop",
        "stop",
        "xa by stop",
        "offer canceled",
        "completed stop",
    )
    assert case.is_over()


def test_terminate_end_event_in_a_sub_process_ends_only_that():
    inside = sub("s", start("si"), parallel("f"), user("a"), user("b"), terminate())
    definition = process(
        "p", start(), *inside, user("c"), end(), flows="start s c end; si f a; f b stop"
    )
    case = Case(definition)

    assert case.complete("b")[3:] == (
        "xa by stop",
        "offer canceled",
        "-s",
        "s>c",
        "+c",
        "offer c",
    )


def test_begin_is_rejected_when_there_is_no_such_start_event():
    kernel = Kernel()
    prepared = kernel.prepare(bundle(process("p", start(), user("a"), flows="start a")))

    with pytest.raises(InvalidCommand):
        kernel.advance(prepared, None, Begin(variables={}, start_event="a"), moment())


def test_begin_is_rejected_when_the_case_has_begun():
    case = Case(process("p", start(), user("a"), flows="start a"))

    with pytest.raises(InvalidState):
        case.send(Begin(variables={}))


def test_stop_cancels_inner_most_first():
    inside = sub("s", start("si"), user("a"))
    case = Case(process("p", start(), *inside, end(), flows="start s end; si a"))

    assert case.stop() == ("xa", "offer canceled", "xs", "terminated by admin")
    assert case.is_over()


def test_stop_is_rejected_when_the_case_is_over():
    case = Case(process("p", start(), end(), flows="start end"))

    with pytest.raises(InvalidState):
        case.stop()


@pytest.mark.parametrize("interrupting", [True, False])
def test_end_event_of_an_event_sub_process_is_one_of_the_case(interrupting: bool):
    handler = on_event(
        "es", message_event("mail"), user("h"), end("handled"), interrupting=interrupting
    )
    inner = sub("s", start("si"), user("a"), end("inner"))
    flows = "start s end; si a inner; es_start h handled"
    case = Case(process("p", start(), *inner, end(), *handler, flows=flows))
    case.message("es_start")
    case.complete("h")
    if not interrupting:
        case.complete("a")

    assert case.trace()[-1] == ("completed handled" if interrupting else "completed handled,end")
