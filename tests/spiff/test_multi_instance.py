"""SpiffWorkflow's multi-instance activities: the kernel and they agree, instance by instance."""

from __future__ import annotations

from typing import Any

import pytest

from engine.core.definition import Assignment, AssignmentKind, Element, Kind
from tests.bpmn.kernel.activities import multi
from tests.builders import (
    boundary,
    boundary_error,
    call,
    end,
    error_end,
    feel,
    inclusive,
    message_event,
    parallel,
    process,
    service,
    start,
    sub,
    terminate,
    timer_event,
    user,
    xor,
)
from tests.spiff.lockstep import Pair

PEOPLE = ["li", "wang", "zhao"]
ITS_PERSON = Assignment(kind=AssignmentKind.USER, expression=feel("one"))
MANNERS = pytest.mark.parametrize("sequential", [False, True])


def case_of(activity: Any, *more: Any, flows: str = "", **given: Any) -> Pair:
    """start -> the activity -> z, which the case then waits at."""
    first = activity[0].id if isinstance(activity, tuple) else activity.id
    called = given.pop("called", ())
    definition = process(
        "p", start(), activity, user("z"), end(), *more, flows=f"start {first} z end; {flows}"
    )
    names = {"one", "opinion", "opinions", "got", "x", *given}
    return Pair(definition, *called, variables=given, names=names)


def answered(case: Pair, place: int, element: str = "a", **data: Any) -> Pair:
    """The instance at this place among those that wait answers."""
    waiting = case.waiting[element]
    waiting.insert(0, waiting.pop(place))
    return case.complete(element, **data)


def finished(case: Pair) -> bool:
    case.complete("z")
    return case.is_over and case.agrees()


def asked(sequential: bool = False, **more: Any) -> Element:
    """Each of the people is asked for an opinion."""
    made: Element = multi(
        user("a", assignments=(ITS_PERSON,)),
        collection="people",
        input_item="one",
        output_item="opinion",
        output_collection="opinions",
        sequential=sequential,
        **more,
    )
    return made


def test_everybody_is_asked_at_once_and_opinions_keep_their_places():
    case = case_of(asked(), people=PEOPLE)
    assert len(case.waiting["a"]) == len(PEOPLE)
    answered(case, 2, opinion="3")
    answered(case, 0, opinion="1")
    answered(case, 0, opinion="2")

    assert case.variables()["opinions"] == ["1", "2", "3"]
    assert finished(case)


def test_one_is_asked_after_the_other():
    case = case_of(asked(sequential=True), people=PEOPLE)
    for opinion in ("1", "2", "3"):
        assert len(case.waiting["a"]) == 1
        case.complete("a", opinion=opinion)

    assert case.variables()["opinions"] == ["1", "2", "3"]
    assert finished(case)


@MANNERS
@pytest.mark.parametrize("people", [[], ["li"]])
def test_nobody_or_one_to_ask(sequential: bool, people: list[str]):
    case = case_of(asked(sequential), people=people)
    for one in people:
        case.complete("a", opinion=one)

    assert case.variables()["opinions"] == people
    assert finished(case)


@MANNERS
def test_enough_opinions_end_the_asking(sequential: bool):
    enough = 'nrOfCompletedInstances >= 2 and nrOfActiveInstances <= 2 and opinion = "yes"'
    case = case_of(asked(sequential, completion_condition=enough), people=[*PEOPLE, "qian"])
    answered(case, 0, opinion="yes")
    answered(case, 0, opinion="no")
    answered(case, 0, opinion="yes")

    assert case.variables()["opinions"] == ["yes", "no", "yes", None]
    assert finished(case)


@MANNERS
def test_time_runs_out_before_everybody_answers(sequential: bool):
    late = boundary("late", "a", timer_event('duration("PT1H")'))
    case = case_of(asked(sequential), late, user("b"), flows="late b z", people=PEOPLE)
    answered(case, 0, opinion="yes")
    case.fire("late")

    assert not case.waiting["a"]
    assert finished(case.complete("b"))


def test_a_reminder_leaves_the_asking_as_it_is():
    event = message_event("hurry", '"k"')
    hurry = boundary("hurry", "a", event, interrupting=False)
    case = case_of(asked(), hurry, user("b"), flows="hurry b", people=PEOPLE)
    case.message("hurry").complete("b").message("hurry")
    for _ in PEOPLE:
        case.complete("a", opinion="yes")

    assert case.complete("b").agrees()
    assert finished(case)


@MANNERS
def test_each_instance_of_a_sub_process_has_its_own_answers(sequential: bool):
    inside = (
        start("s"),
        user("a"),
        xor("g"),
        user("more"),
        xor("m"),
        end("e"),
    )
    activity = multi(
        sub("each", *inside),
        collection="people",
        input_item="one",
        output_item="opinion",
        output_collection="opinions",
        sequential=sequential,
    )
    flows = 's a g; g>more: opinion = "no"; g>m: else; more m e'
    case = case_of(activity, flows=flows, people=PEOPLE)
    for opinion in ("yes", "no", "yes"):
        answered(case, 0, opinion=opinion)
        if opinion == "no":
            case.complete("more", opinion="perhaps")

    assert case.variables()["opinions"] == ["yes", "perhaps", "yes"]
    assert finished(case)


@MANNERS
@pytest.mark.parametrize("ending", [error_end("stop", "e1"), terminate("stop")])
def test_an_error_in_one_instance_ends_all_but_a_termination_only_its_own(
    ending: Element, sequential: bool
):
    inside = sub("each", start("s"), user("a"), xor("g"), ending, end("e"))
    activity = multi(inside, cardinality="3", sequential=sequential)
    flows = "s a g; g>stop: bad; g>e: else; failed b z"
    failed = boundary_error("failed", "each", "e1")
    case = case_of(activity, failed, user("b"), flows=flows, bad=False)
    answered(case, 0, bad=False)
    answered(case, 0, bad=True)
    if case.waiting.get("b"):
        assert not case.waiting["a"]
        case.complete("b")
    else:
        answered(case, 0, bad=False)

    assert finished(case)


@MANNERS
def test_each_call_is_given_its_item_and_gives_back_its_result(sequential: bool):
    called = process("c", start(), user("a"), end(), flows="start a end")
    activity = multi(
        call("each", "c", {"got": "one"}, {"opinion": 'result.got + "!"'}),
        collection="people",
        input_item="one",
        output_item="opinion",
        output_collection="opinions",
        sequential=sequential,
    )
    case = case_of(activity, called=(called,), people=PEOPLE)
    for _ in PEOPLE:
        case.complete("a")

    assert case.variables()["opinions"] == ["li!", "wang!", "zhao!"]
    assert finished(case)


def test_connectors_are_asked_for_each_item():
    job = service("a", inputs={"who": "one"}, outputs={"opinion": "result"})
    activity = multi(
        job,
        collection="people",
        input_item="one",
        output_item="opinion",
        output_collection="opinions",
    )
    case = case_of(activity, people=PEOPLE)
    for one in PEOPLE:
        case.done("a", one.upper())

    assert case.variables()["opinions"] == ["LI", "WANG", "ZHAO"]
    assert finished(case)


def test_what_is_no_list_is_an_incident_until_it_is_corrected():
    case = case_of(asked(), people="li")
    assert case.incidents == [("expression", "a")]

    case.retry("a", people=["li"]).complete("a", opinion="yes")

    assert case.variables()["opinions"] == ["yes"]
    assert finished(case)


def test_a_condition_that_cannot_be_worked_out_leaves_the_instance_until_it_is_corrected():
    case = case_of(asked(completion_condition="opinion"), people=PEOPLE)
    case.complete("a", opinion="yes")
    assert case.incidents == [("expression", "a")]

    assert case.agrees()


@MANNERS
def test_repeated_in_a_loop_and_beside_another_branch(sequential: bool):
    first, second = (multi(user(one), cardinality="2", sequential=sequential) for one in ("a", "b"))
    rest = (user("c"), parallel("f"), parallel("j"), xor("m"), xor("g"), end())
    flows = "start f; f b j; f c j; j m; m a g; g>m: x; g>end: else"
    case = Pair(process("p", start(), first, second, *rest, flows=flows), variables={"x": True})
    for element in ("b", "c", "b", "a", "a", "a", "a"):
        case.complete(element)

    assert case.agrees()
    assert len(case.waiting["a"]) == (1 if sequential else 2)


def test_inclusive_join_waits_for_all_instances():
    activity = multi(user("a"), cardinality="2")
    elements = (inclusive("g"), activity, user("b"), inclusive("j"), user("z"), end())
    flows = "start g; g>a: x; g>b: x; g>z: else; a j; b j; j z end"
    case = Pair(process("p", start(), *elements, flows=flows), variables={"x": True})
    for element in ("a", "b", "a"):
        case.complete(element)

    assert finished(case)


def test_stopping_the_case_stops_every_instance():
    case = case_of(asked(), people=PEOPLE).stop()

    assert case.is_over
    assert case.pair.disagreement is None


@MANNERS
def test_instances_that_never_wait_are_witnessed_unless_some_of_them_are_enough(sequential: bool):
    def case(**more: Any) -> Pair:
        automatic = sub("a", start("s"), end("e"))
        return case_of(
            multi(automatic, cardinality="3", sequential=sequential, **more), flows="s e"
        )

    early = case(completion_condition="nrOfCompletedInstances = 2")

    assert finished(case())
    assert ("which of them run first" in (early.pair.silent or "")) is not sequential


def test_multi_instance_of_what_is_not_a_waiting_activity_has_no_witness():
    case = case_of(multi(Element(id="a", kind=Kind.TASK), cardinality="2"))

    assert "a multi-instance task is not drawn" in (case.pair.silent or "")
