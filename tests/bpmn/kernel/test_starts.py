"""How cases begin (BPMN 2.0.2, 10.5.2, 13.2): of themselves or by a trigger."""

from decimal import Decimal

import pytest

from engine.core.advance import Begin
from engine.core.definition import TimerKind
from engine.errors import DeploymentRefused, InvalidCommand
from engine.kernel import Kernel
from tests.bpmn.kernel.case import Case
from tests.bpmn.kernel.event_builders import (
    all_of,
    any_of,
    catch,
    condition_event,
    link_event,
    on_event,
    signal_event,
    throw,
)
from tests.builders import (
    boundary_error,
    bundle,
    call,
    end,
    mapped,
    message_event,
    moment,
    parallel,
    process,
    start,
    sub,
    timer_event,
    user,
)


def begun(definition, at, *, variables=None, **payload):
    first = Begin(variables=variables or {}, start_event=at, payload=payload)
    return Case(definition, first=first)


@pytest.mark.parametrize(
    "event",
    [
        message_event("m"),
        signal_event("s"),
        timer_event('"R/PT1H"', TimerKind.CYCLE),
        condition_event("true"),
        any_of(message_event("m"), signal_event("s")),
        all_of(message_event("m"), signal_event("s")),
    ],
)
def test_start_by_a_trigger_brings_its_data(event):
    first = start("come", event=event, outputs=mapped({"sum": "result.sum"}))
    case = begun(process("p", first, user("a"), flows="come a"), "come", sum=Decimal(5))

    assert case.trace() == ("set sum", "come", "come>a", "+a", "offer a")
    assert case.variables() == {"sum": Decimal(5)}


def test_only_the_start_event_that_came_begins():
    definition = process(
        "p",
        start(),
        start("mail", event=message_event("m")),
        start("alarm", event=signal_event("s")),
        user("a"),
        user("b"),
        flows="start a; mail b; alarm b",
    )

    assert begun(definition, "mail").positions() == ["b"]
    assert Case(definition).positions() == ["a"]


def test_process_with_triggered_starts_only_cannot_begin_of_itself():
    kernel = Kernel()
    definition = process("p", start(event=message_event("m")), user("a"), flows="start a")
    prepared = kernel.prepare(bundle(definition))

    with pytest.raises(InvalidCommand):
        kernel.advance(prepared, None, Begin(variables={}), moment())


@pytest.mark.parametrize("wrong", ["a", "sub_start", "nowhere"])
def test_begin_is_rejected_at_what_no_trigger_starts(wrong):
    kernel = Kernel()
    inner = on_event("sub", message_event("m"))
    prepared = kernel.prepare(bundle(process("p", start(), user("a"), *inner, flows="start a")))

    with pytest.raises(InvalidCommand):
        kernel.advance(prepared, None, Begin(variables={}, start_event=wrong), moment())


def test_process_without_start_event_begins_wherever_nothing_leads():
    definition = process("p", user("a"), user("b"), end(), flows="a end")
    case = Case(definition)

    assert case.positions() == ["a", "b"]
    case.complete("b")
    assert case.complete("a")[-1] == "completed end"
    assert case.is_over()


def test_implicit_beginning_leaves_out_what_is_begun_otherwise():
    definition = process(
        "p",
        user("a"),
        boundary_error("oops", "a"),
        user("undo", for_compensation=True),
        throw("go", link_event("L")),
        catch("come", link_event("L")),
        *on_event("sub", message_event("m")),
        flows="a go",
    )

    assert Case(definition).positions() == ["a"]


def test_sub_process_without_start_event_begins_wherever_nothing_leads():
    inside = sub("s", user("a"), user("b"), *on_event("es", message_event("m")))
    case = Case(process("p", start(), *inside, flows="start s"))

    assert [one for one in case.positions() if one != "s"] == ["a", "b"]


def test_called_process_without_start_event_is_run():
    called = process("q", user("work"))
    case = Case(process("p", start(), call("c", "q"), flows="start c"), called)

    case.complete("work")
    assert case.is_over()


def test_called_process_begins_at_its_none_start_event_only():
    called = process(
        "q",
        start("mail", event=message_event("m")),
        start("none"),
        user("work"),
        user("other"),
        flows="none work; mail other",
    )
    case = Case(process("p", start(), call("c", "q"), flows="start c"), called)

    assert case.positions() == ["c", "work"]


def test_start_events_meet_at_a_common_task():
    definition = process(
        "p",
        start("one", event=message_event("m")),
        start("two", event=message_event("n")),
        user("a"),
        flows="one a; two a",
    )

    assert begun(definition, "two").complete("a") == ("-a", "completed")


def test_sub_process_where_nothing_can_begin_is_refused():
    inside = sub("s", user("a"), user("b"))
    definition = process("p", start(), *inside, flows="start s; a b a")

    with pytest.raises(DeploymentRefused) as refused:
        Kernel().prepare(bundle(definition))
    assert refused.value.findings[0].rule == "sub-process-start"


def test_parallel_split_out_of_a_start_event():
    definition = process("p", start(), parallel("f"), user("a"), user("b"), flows="start f a; f b")

    assert Case(definition).positions() == ["a", "b"]
