"""Compensation of loops and multi-instance activities, instance by instance (13.3.6, 13.5.5)."""

from __future__ import annotations

from dataclasses import replace

from engine.core.definition import Element, Kind, MultiInstance, StandardLoop
from tests.bpmn.kernel.case import Case
from tests.bpmn.kernel.scope_builders import undo_end, undoable, undone_by
from tests.builders import feel, process, start, sub, user

EACH = MultiInstance(collection=feel("rooms"), input_item="room")
ROOMS = {"rooms": ["a1", "b2", "c3"]}


def repeated(task, loop):
    host, *rest = task
    return (replace(host, loop=loop), *rest)


def complete_all(case):
    while case.instance.work_items:
        item = min(case.instance.work_items.values(), key=lambda one: one.token)
        yield item.element_id, case.variables_of(item.token)
        case.complete_token(item.token)


def test_every_completed_instance_is_undone_with_its_item():
    task = repeated(undoable("a"), EACH)
    case = Case(process("p", start(), task, undo_end("e"), flows="start a e"), variables=ROOMS)
    rooms = [seen["room"] for element, seen in complete_all(case) if element == "undo-a"]

    assert rooms == ["c3", "b2", "a1"]
    assert case.is_over()


def test_multi_instance_sub_process_is_undone_instance_by_instance():
    inside = sub("a", start("si"), undoable("b"), undoable("c"))
    inside = repeated(inside, replace(EACH, sequential=True))
    case = Case(
        process("p", start(), inside, undo_end("e", "a"), flows="start a e; si b c"),
        variables=ROOMS,
    )
    undone = [(e, seen["room"]) for e, seen in complete_all(case) if e.startswith("undo")]

    assert undone == [(f"undo-{task}", room) for room in ("c3", "b2", "a1") for task in ("c", "b")]
    assert case.is_over()


def test_terminated_instances_are_not_undone():
    loop = replace(EACH, completion_condition=feel("nrOfCompletedInstances = 2"))
    task = repeated(undoable("a"), loop)
    case = Case(process("p", start(), task, undo_end("e"), flows="start a e"), variables=ROOMS)

    assert sum(element == "undo-a" for element, _ in complete_all(case)) == 2


def test_every_turn_of_a_standard_loop_is_undone():
    task = repeated(undoable("a"), StandardLoop(maximum=3))
    case = Case(process("p", start(), task, undo_end("e"), flows="start a e"))

    assert sum(element == "undo-a" for element, _ in complete_all(case)) == 3
    assert case.is_over()


def test_a_thousand_completed_activities_are_undone():
    loop = MultiInstance(cardinality=feel("1000"))
    task = (
        replace(user("a"), kind=Kind.TASK, user_task=None, loop=loop),
        undone_by("a", "back"),
        Element(id="back", kind=Kind.TASK, for_compensation=True),
    )
    case = Case(process("p", start(), task, undo_end("e"), flows="start a e"), budget=100_000)

    assert case.is_over()
    assert case.trace().count("back") == 1000
