"""Ad-hoc sub-processes: by themselves and chosen by people (BPMN 2.0.2, 10.3.5, 13.3.5)."""

import pytest

from engine.core.advance import AdHocFinished
from engine.errors import DeploymentRefused, InvalidState
from tests.bpmn.kernel.case import Case
from tests.bpmn.kernel.scope_builders import ad_hoc, undo_throw, undoable
from tests.builders import (
    boundary,
    boundary_error,
    end,
    moment,
    none_throw,
    parallel,
    process,
    start,
    timer_event,
    user,
    xor,
)

TWO = (user("a"), user("b"))


def around(inside, *more, flows="", **facts):
    names = facts.pop("names", ["done"])
    definition = process("p", start(), inside, user("z"), *more, flows=f"start h z; {flows}")
    return Case(definition, names=names, **facts)


def test_parallel_activities_begin_together_and_all_must_be_done():
    case = around(ad_hoc("h", *TWO))
    assert case.positions() == ["h", "a", "b"]

    assert case.complete("b") == ("-b",)
    assert case.complete("a")[:4] == ("-a", "-h", "h>z", "+z")


def test_sequential_activities_begin_one_after_the_other():
    case = around(ad_hoc("h", *TWO, sequential=True))
    assert case.positions() == ["h", "a"]

    assert case.complete("a") == ("-a", "+b", "offer b")
    assert case.complete("b")[:3] == ("-b", "-h", "h>z")


def test_completion_condition_ends_it_and_cancels_what_is_active():
    case = around(ad_hoc("h", *TWO, until="done"))

    assert case.complete("a", done=True)[:5] == (
        "set done",
        "-a",
        "xb by h",
        "offer canceled",
        "-h",
    )
    assert case.positions() == ["z"]


def test_completion_condition_that_does_not_hold_lets_the_others_go_on():
    case = around(ad_hoc("h", *TWO, until="done"))
    case.complete("a", done=False)

    assert case.complete("b", done=True)[2] == "-h"


def test_completion_condition_lets_what_is_active_end_when_it_does_not_cancel():
    case = around(ad_hoc("h", *TWO, until="done", cancel_remaining=False))

    assert case.complete("a", done=True) == ("set done", "-a")
    assert case.positions() == ["h", "b"]
    assert case.complete("b")[:2] == ("-b", "-h")


def test_nothing_begins_after_the_completion_condition_held():
    inside = ad_hoc("h", *TWO, user("c"), until="done", cancel_remaining=False)
    case = around(inside, flows="a c")
    case.complete("a", done=True)

    assert case.positions() == ["h", "b"]


def test_completion_condition_ends_a_sequential_one_before_the_rest():
    case = around(ad_hoc("h", *TWO, until="done", sequential=True))

    assert case.complete("a", done=True)[2] == "-h"


def test_flows_inside_are_followed():
    case = around(ad_hoc("h", *TWO, user("c"), sequential=True), flows="a c")

    assert case.complete("a")[-2:] == ("+c", "offer c")
    assert case.complete("c")[-2:] == ("+b", "offer b")
    assert case.complete("b")[1] == "-h"


def test_failing_completion_condition_is_an_incident_at_the_sub_process():
    case = around(ad_hoc("h", *TWO, until="done > 1"))

    assert case.complete("a", done="x")[-1] == "incident expression"
    assert case.incident().element_id == "h"
    assert case.retry("h", done=None)[-1] == "incident expression"
    case.complete("b", done="x")
    case.retry("h", done=2)
    assert case.positions() == ["z"]


def test_condition_that_does_not_hold_with_nothing_left_is_an_incident():
    case = around(ad_hoc("h", *TWO, until="done"))
    case.complete("a", done=False)

    assert case.complete("b")[-1] == "incident interpreter"
    case.retry("h", done=True)
    assert case.positions() == ["z"]


def test_no_true_branch_inside_is_an_incident_of_the_activity():
    inside = ad_hoc("h", user("a"), user("b"), user("c"), until="done")
    case = around(inside, flows="a>c: done")

    assert "incident no-true-branch" in case.complete("a", done=False)
    assert sorted(case.positions()) == ["a", "b", "h"]


def test_boundary_timer_interrupts_it():
    late = boundary("late", "h", timer_event('"PT1H"'))
    case = around(ad_hoc("h", *TWO, role="staff"), late, end(), flows="late end")
    case.activate("h", "a")

    assert case.fire("late")[1:5] == (
        "xa by late",
        "offer canceled",
        "xh by late",
        "offer canceled",
    )
    assert case.is_over()


def test_error_inside_is_caught_around():
    caught = boundary_error("catch", "h", "E")
    case = around(ad_hoc("h", *TWO), caught, end(), flows="catch end")
    case.throw("a", "E")

    assert case.is_over()


def test_people_are_offered_the_choice_and_nothing_begins_by_itself():
    case = around(ad_hoc("h", *TWO, role="staff"))

    assert case.trace()[-2:] == ("+h", "offer h")
    assert case.positions() == ["h"]
    assert case.instance.work_items["c1-2"].candidates == ("role:staff",)


def test_people_begin_each_activity_as_often_as_they_like():
    case = around(ad_hoc("h", *TWO, role="staff"))

    assert case.activate("h", "b") == ("+b", "offer b")
    case.activate("h", "b")
    case.complete("b")
    case.complete("b")
    assert case.positions() == ["h"]


def test_people_declare_it_done_and_what_is_active_is_cancelled():
    case = around(ad_hoc("h", *TWO, role="staff"))
    case.activate("h", "a")

    assert case.finish("h")[:5] == ("xa by h", "offer canceled", "-h", "h>z", "+z")
    assert case.instance.performers["h"] == ("anna",)


def test_declared_done_waits_for_what_is_active_when_it_does_not_cancel():
    case = around(ad_hoc("h", *TWO, role="staff", cancel_remaining=False))
    case.activate("h", "a")

    assert case.finish("h") == ()
    with pytest.raises(InvalidState):
        case.activate("h", "b")
    assert case.complete("a")[:2] == ("-a", "-h")


def test_completion_condition_ends_the_choice():
    case = around(ad_hoc("h", *TWO, role="staff", until="done"))
    case.activate("h", "a")

    assert case.complete("a", done=True)[2:5] == ("offer canceled", "-h", "h>z")
    assert not any(item.element_id == "h" for item in case.instance.work_items.values())


def test_people_cannot_declare_it_done_before_its_condition_holds():
    case = around(ad_hoc("h", *TWO, role="staff", until="done"), variables={"done": False})

    with pytest.raises(InvalidState):
        case.kernel.advance(
            case.prepared, case.state, AdHocFinished(token=case.token("h"), by="anna"), moment()
        )


def test_sequential_choice_is_one_at_a_time():
    case = around(ad_hoc("h", *TWO, role="staff", sequential=True))
    case.activate("h", "a")

    with pytest.raises(InvalidState):
        case.activate("h", "b")
    case.complete("a")
    assert case.activate("h", "b")[0] == "+b"


def test_people_cannot_choose_what_is_not_offered():
    case = around(ad_hoc("h", *TWO, user("c"), role="staff"), flows="a c")

    for wrong in ("c", "z", "nothing"):
        with pytest.raises(InvalidState):
            case.activate("h", wrong)


def test_activity_without_choice_cannot_be_chosen():
    case = around(ad_hoc("h", *TWO))

    with pytest.raises(InvalidState):
        case.activate("h", "a")
    with pytest.raises(InvalidState):
        case.activate("a", "b")


def test_what_was_completed_inside_is_undone():
    case = around(ad_hoc("h", undoable("a"), undoable("b")), undo_throw("u"), flows="z u")
    for element in ("b", "a", "z"):
        case.complete(element)

    assert case.positions() == ["u", "h", "undo-a"]
    case.complete("undo-a")
    case.complete("undo-b")
    assert case.is_over()


@pytest.mark.parametrize("inside", [(start("x"), user("a")), (user("a"), end("x")), (xor("x"),)])
def test_ad_hoc_sub_process_with_wrong_content_is_refused(inside):
    with pytest.raises(DeploymentRefused) as refused:
        around(ad_hoc("h", *inside))

    assert "ad-hoc-content" in {finding.rule for finding in refused.value.findings}


def test_activity_done_at_once_counts():
    case = around(ad_hoc("h", none_throw("n"), user("a"), until="done"))

    assert case.complete("a", done=True)[-3:] == ("h>z", "+z", "offer z")


def test_completion_condition_on_what_nobody_has_set_does_not_hold_yet():
    case = around(ad_hoc("h", *TWO, until="done"))

    assert case.complete("a") == ("-a",)
    assert case.complete("b", done=True)[2] == "-h"


def test_what_waits_at_a_join_does_not_hold_it_open_after_the_condition_held():
    inside = ad_hoc(
        "h", *TWO, user("c"), parallel("j"), user("d"), until="done", cancel_remaining=False
    )
    case = around(inside, flows="a j d; b j")
    case.complete("a", done=False)
    case.complete("c", done=True)
    assert sorted(case.positions()) == ["b", "h", "j"]

    assert case.complete("b")[-4:] == ("-h", "h>z", "+z", "offer z")
