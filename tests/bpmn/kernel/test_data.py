"""Data objects, properties, inputs, outputs and stores (BPMN 2.0.2, 10.4.1, 10.4.2, 13.3.2)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from engine.core.advance import ErrorThrown, JobDone, TaskDone
from engine.core.definition import DataKind, MultiInstance
from engine.core.events import JobCreated, MessageThrown, VariablesChanged
from engine.errors import DeploymentRefused
from tests.bpmn.kernel.case import Case
from tests.bpmn.kernel.scope_builders import data, moves, store, undo_end, undoable
from tests.builders import (
    boundary,
    boundary_error,
    call,
    end,
    feel,
    message_catch,
    message_throw,
    process,
    service,
    start,
    sub,
    timer_event,
    user,
)

INPUT, OUTPUT = DataKind.INPUT, DataKind.OUTPUT
OBJECT, PROPERTY = DataKind.OBJECT, DataKind.PROPERTY
FIVE = Decimal(5)


def about(task, *items, variables=None, more=(), flows="", **facts):
    definition = process(
        "p", start(), task, user("z"), *more, flows=f"start a z; {flows}", data=data(*items)
    )
    names = facts.pop("names", ["amount", "total", "note"])
    return Case(definition, variables=variables, names=names, **facts)


def test_data_input_is_filled_before_the_activity_begins_and_is_its_own():
    task = user("a", data_inputs=moves(("price", "amount * 2")))
    case = about(task, ("price", INPUT, "a"), variables={"amount": FIVE})

    assert case.variables("a") == {"amount": FIVE, "price": Decimal(10)}
    assert "price" not in case.variables()


def test_data_output_is_handed_on_when_the_activity_is_completed():
    task = user("a", data_outputs=moves(("total", "answer + 1")))
    case = about(task, ("answer", OUTPUT, "a"))
    finish(case, answer=FIVE)

    assert case.variables() == {"total": Decimal(6)}


def finish(case, **values):
    item = max(case.instance.work_items.values(), key=lambda one: one.token)
    case.send(TaskDone(token=item.token, data=values, by="anna"))


def test_data_output_may_have_the_name_of_the_variable_that_it_fills():
    task = user("a", data_inputs=moves(("note", "note")), data_outputs=moves(("note", "note")))
    case = about(task, ("note", INPUT, "a"), ("note", OUTPUT, "a"), variables={"note": "old"})
    finish(case, note="new")

    assert case.variables() == {"note": "new"}


def test_property_of_an_activity_ends_with_it():
    task = user("a")
    case = about(task, ("draft", PROPERTY, "a"))
    finish(case, draft="x", note="y")

    assert case.variables() == {"note": "y"}


def test_missing_required_input_is_an_incident_that_names_it():
    task = user("a", data_inputs=moves(("price", "amount"), ("text", "note")))
    case = about(task, ("price", INPUT, "a"), ("text", INPUT, "a"))

    assert case.incident().kind == "data-missing"
    assert "price, text" in case.incident().en
    case.retry("a", amount=FIVE, note="x")
    assert case.instance.work_items


def test_missing_optional_input_is_null():
    items = data(("price", INPUT, "a"), optional=True)
    task = user("a", data_inputs=moves(("price", "amount")))
    definition = process("p", start(), task, flows="start a", data=items)
    case = Case(definition, names=["amount"])

    assert case.variables("a") == {"price": None}
    assert case.instance.work_items


def test_assignments_fill_parts_of_an_input():
    parts = moves(
        ("order", 'context put(if order = null then {} else order, ["who"], note)'),
        ("order", 'context put(if order = null then {} else order, ["sum"], amount)'),
    )
    case = about(
        service("a", data_inputs=parts),
        ("order", INPUT, "a"),
        variables={"amount": FIVE, "note": "x"},
    )

    (job,) = case.events(JobCreated)
    assert job.inputs == {"order": {"who": "x", "sum": FIVE}}


def test_service_task_gets_its_data_inputs_and_fills_its_data_output():
    task = service(
        "a", data_inputs=moves(("price", "amount")), data_outputs=moves(("total", "answer"))
    )
    case = about(task, ("price", INPUT, "a"), ("answer", OUTPUT, "a"), variables={"amount": FIVE})
    (job,) = case.events(JobCreated)
    assert job.inputs == {"price": FIVE}

    case.send(JobDone(token=job.token, result=Decimal(9)))
    assert case.variables()["total"] == Decimal(9)


def test_called_process_gets_data_inputs_and_gives_data_outputs():
    called = process(
        "q",
        start("qs"),
        user("work"),
        flows="qs work",
        data=data(("price", INPUT, None), ("answer", OUTPUT, None)),
    )
    task = call(
        "a", "q", data_inputs=moves(("price", "amount")), data_outputs=moves(("total", "answer"))
    )
    items = data(("price", INPUT, "a"), ("answer", OUTPUT, "a"))
    definition = process("p", start(), task, user("z"), flows="start a z", data=items)
    case = Case(definition, called, variables={"amount": FIVE}, names=["total"])
    assert case.variables("work") == {"price": FIVE}
    case.complete("work", answer=Decimal(7))

    assert case.variables() == {"amount": FIVE, "total": Decimal(7)}


def test_boundary_events_watch_the_activity_with_its_data():
    late = boundary("late", "a", timer_event('"PT1H"'))
    task = user("a", data_inputs=moves(("price", "amount")))
    case = about(
        task,
        ("price", INPUT, "a"),
        variables={"amount": FIVE},
        more=(late, end()),
        flows="late end",
    )
    case.fire("late")

    assert case.is_over()


def test_error_of_an_activity_with_data_is_caught():
    caught = boundary_error("caught", "a", "E")
    task = service("a", data_inputs=moves(("price", "amount")))
    case = about(
        task,
        ("price", INPUT, "a"),
        variables={"amount": FIVE},
        more=(caught, end()),
        flows="caught end",
    )
    (job,) = case.events(JobCreated)

    case.send(ErrorThrown(token=job.token, code="E"))
    assert case.is_over()


def test_repeated_activity_reads_its_data_once_and_hands_on_at_the_end():
    loop = MultiInstance(
        sequential=True,
        collection=feel("lines"),
        input_item="line",
        output_collection="answers",
        output_item="answer",
    )
    task = user(
        "a",
        loop=loop,
        data_inputs=moves(("lines", "note")),
        data_outputs=moves(("total", "count(answers)")),
    )
    case = about(
        task, ("lines", INPUT, "a"), ("answers", OUTPUT, "a"), variables={"note": ["x", "y"]}
    )
    finish(case, answer="1")
    finish(case, answer="2")

    assert case.variables()["total"] == Decimal(2)
    assert case.positions() == ["z"]


def test_failing_output_keeps_the_answer_and_can_be_retried():
    task = user("a", data_outputs=moves(("total", "answer * amount")))
    case = about(task, ("answer", OUTPUT, "a"), variables={"amount": "x"})
    finish(case, answer=FIVE)
    assert case.trace()[-1] == "incident expression"

    case.retry("a", amount=Decimal(2))
    assert case.variables()["total"] == Decimal(10)


def test_data_object_of_a_sub_process_is_fresh_each_time():
    inside = sub("a", start("si"), user("b"))
    definition = process(
        "p",
        start(),
        inside,
        end(),
        flows="start a; a>a: more; a>end: else; si b",
        data=data(("seat", OBJECT, "a")),
    )
    case = Case(definition, names=["more"])
    case.complete("b", seat="7", more=True)

    assert case.variables("b")["seat"] is None
    assert "seat" not in case.variables()


def test_sub_process_with_inputs_and_objects_of_its_own():
    inside = sub(
        "a",
        start("si"),
        user("b"),
        data_inputs=moves(("price", "amount")),
        data_outputs=moves(("total", "answer")),
    )
    items = (("price", INPUT, "a"), ("answer", OUTPUT, "a"), ("seat", OBJECT, "a"))
    case = about(inside, *items, variables={"amount": FIVE}, flows="si b")
    assert case.variables("b") == {"amount": FIVE, "price": FIVE, "answer": None, "seat": None}
    finish(case, answer=FIVE, seat="7")

    assert case.variables() == {"amount": FIVE, "total": FIVE}


def test_activity_with_data_is_undone_with_its_data():
    task, *rest = undoable("a")
    task = replace(task, data_inputs=moves(("price", "amount")))
    definition = process(
        "p",
        start(),
        task,
        *rest,
        undo_end("e"),
        flows="start a e",
        data=data(("price", INPUT, "a")),
    )
    case = Case(definition, variables={"amount": FIVE})
    finish(case)

    assert case.variables("undo-a")["price"] == FIVE
    case.complete("undo-a")
    assert case.is_over()


def test_throwing_event_sends_its_data_inputs():
    task = message_throw("a", "m", data_inputs=moves(("price", "amount")))
    case = about(task, ("price", INPUT, "a"), variables={"amount": FIVE})

    (thrown,) = case.events(MessageThrown)
    assert thrown.data == {"price": FIVE}


def test_catching_event_hands_its_data_output_on():
    task = message_catch("a", "m", data_outputs=moves(("total", "got.sum")))
    case = about(task, ("got", OUTPUT, "a"))
    case.message("a", sum=FIVE)

    assert case.variables() == {"total": FIVE}


def test_data_store_is_read_before_the_activity_begins():
    task = user("a", data_inputs=moves(("seal", 'Seals[key = "1"][1]'), store="seals"))
    items = {**data(("seal", INPUT, "a")), **store("seals", "Seals")}
    case = Case(process("p", start(), task, flows="start a", data=items))
    (job,) = case.events(JobCreated)
    assert (job.connector, job.inputs) == ("register.lines", {"registers": ["seals"]})
    assert not case.instance.work_items

    case.job_done("a", {"seals": [{"key": "1", "name": "x"}, {"key": "2"}]})
    (changed,) = case.events(VariablesChanged)
    assert changed.new == {"seal": {"key": "1", "name": "x"}}
    assert case.instance.work_items


def test_data_store_is_written_when_the_activity_is_completed():
    task = user("a", data_outputs=moves(("Seals", "line"), store="seals"))
    items = {**data(("line", OUTPUT, "a")), **store("seals", "Seals")}
    case = Case(process("p", start(), task, user("z"), flows="start a z", data=items))
    finish(case, line={"key": "1"})
    (job,) = case.events(JobCreated)
    assert job.connector == "register.save"
    assert job.inputs == {"lines": [{"register": "seals", "line": {"key": "1"}}]}

    case.job_done("a", [])
    assert case.positions() == ["z"]


def test_data_store_that_could_not_be_read_is_asked_again():
    task = user("a", data_inputs=moves(("seal", "Seals[1]"), store="seals"))
    items = {**data(("seal", INPUT, "a")), **store("seals", "Seals")}
    case = Case(process("p", start(), task, flows="start a", data=items))

    assert case.retry("a") == ("job canceled", "job register.lines")
    case.throw("a", "E")
    assert case.retry("a")[-1] == "job register.lines"
    case.job_done("a", {"seals": [{"key": "1"}]})
    assert case.instance.work_items


def test_what_is_written_to_a_data_store_must_be_lines():
    task = user("a", data_outputs=moves(("Seals", "line"), store="seals"))
    items = {**data(("line", OUTPUT, "a")), **store("seals", "Seals")}
    case = Case(process("p", start(), task, flows="start a", data=items))
    finish(case, line="no line")

    assert case.trace()[-1] == "incident expression"


def test_event_with_a_data_store_is_refused():
    task = message_throw("a", "m", data_inputs=moves(("x", "Seals"), store="seals"))

    with pytest.raises(DeploymentRefused) as refused:
        Case(process("p", start(), task, flows="start a", data=store("seals", "Seals")))
    assert "data-store-place" in {finding.rule for finding in refused.value.findings}
