"""Deadlocks, dead elements, doubled work and endless loops are found, with the way to them."""

from __future__ import annotations

import pytest

from engine.bpmn.lint import as_line
from engine.bpmn.reader import read_bpmn
from engine.bpmn.rules import check
from engine.bpmn.soundness import levels_of, soundness_of
from engine.bpmn.soundness.conditions import exclude_each_other
from engine.bpmn.soundness.net import Net
from engine.bpmn.soundness.search import explore
from engine.core.definition import Expression, ProcessDefinition
from engine.fuzz.generate import random_process
from engine.offline import lint_paths
from engine.paths import forms_dir, processes_dir
from tests.bpmn.rules.given import event, findings, flow, flows, inside, nodes, process

SHAPE = {
    "bounded",
    "no-deadlock",
    "no-dead-element",
    "no-doubling",
    "doubled-way",
    "option-to-end",
    "searched-whole",
}
ENDS = nodes(s="startEvent", e="endEvent")
AB = nodes(a="userTask", b="userTask")


def shape_of(body: str) -> set[str]:
    return set(findings(process(ENDS + body))) & SHAPE


@pytest.mark.parametrize(
    "body",
    [
        AB + nodes(x="exclusiveGateway", j="exclusiveGateway") + flows("s>x>a>j>e", "x>b>j"),
        AB + nodes(x="parallelGateway", j="parallelGateway") + flows("s>x>a>j>e", "x>b>j"),
        AB + nodes(x="inclusiveGateway", j="inclusiveGateway") + flows("s>x>a>j>e", "x>b>j"),
        AB + nodes(x="exclusiveGateway", j="inclusiveGateway") + flows("s>x>a>j>e", "x>b>j"),
        AB + nodes(x="parallelGateway", j="inclusiveGateway") + flows("s>x>a>j>e", "x>b>j"),
        AB + nodes(j="exclusiveGateway", x="exclusiveGateway") + flows("s>j>a>x>e", "x>b>j"),
        AB + nodes(x="parallelGateway", f="endEvent") + flows("s>x>a>e", "x>b>f"),
        AB
        + '<boundaryEvent id="w" attachedToRef="a"><timerEventDefinition/></boundaryEvent>'
        + nodes(j="exclusiveGateway")
        + flows("s>a>j>e", "w>b>j"),
        AB
        + '<endEvent id="stop"><terminateEventDefinition/></endEvent>'
        + nodes(x="parallelGateway")
        + flows("s>x>a>stop", "x>b>e"),
    ],
)
def test_sound_shape_has_no_finding(body: str):
    assert shape_of(body) == set()


MESSAGE = event("intermediateCatchEvent", "m1", "message")
TIMER = event("intermediateCatchEvent", "t1", "timer")
LINKS = event("intermediateThrowEvent", "l1", "link") + event(
    "intermediateCatchEvent", "l2", "link"
)
INNER = nodes(i="startEvent", u="userTask", z="endEvent") + flows("i>u>z")
REMINDED = inside("subProcess", "p1", INNER) + event(
    "boundaryEvent", "w", "timer", attachedToRef="p1", cancelActivity="false"
)
HANDLED = inside(
    "subProcess",
    "es",
    event("startEvent", "o", "timer", isInterrupting="false")
    + nodes(h="userTask", f="endEvent")
    + flows("o>h>f"),
    triggeredByEvent="true",
)
SOUND = {
    "event-based gateway": MESSAGE
    + TIMER
    + nodes(g="eventBasedGateway", j="exclusiveGateway")
    + flows("s>g>m1>j>e", "g>t1>j"),
    "link": LINKS + flows("s>l1", "l2>e"),
    "sub-process with a reminder beside": REMINDED + nodes(r="endEvent") + flows("s>p1>e", "w>r"),
    "event sub-process": HANDLED + flows("s>e"),
    "transaction with cancel": inside(
        "transaction",
        "p1",
        INNER
        + nodes(y="exclusiveGateway")
        + event("endEvent", "c", "cancel")
        + flows("i>y>c", "y>u"),
    ).replace('<sequenceFlow id="i_u" sourceRef="i" targetRef="u"></sequenceFlow>', "")
    + event("boundaryEvent", "w", "cancel", attachedToRef="p1")
    + nodes(n="endEvent")
    + flows("s>p1>e", "w>n"),
    "compensation": nodes(t="userTask")
    + event("boundaryEvent", "b", "compensation", attachedToRef="t")
    + '<userTask id="undo" isForCompensation="true"/>'
    + '<association id="as" sourceRef="b" targetRef="undo" associationDirection="One"/>'
    + event("intermediateThrowEvent", "c", "compensation")
    + flows("s>t>c>e"),
    "multi-instance": '<userTask id="t"><multiInstanceLoopCharacteristics><loopCardinality>3'
    "</loopCardinality></multiInstanceLoopCharacteristics></userTask>" + flows("s>t>e"),
    "quantities": '<userTask id="t" completionQuantity="2"/><userTask id="u" startQuantity="2"/>'
    + flows("s>t>u>e"),
    "ad-hoc": inside("adHocSubProcess", "p1", nodes(x="userTask", y="userTask")) + flows("s>p1>e"),
    "inclusive split with a default": AB
    + '<inclusiveGateway id="x" default="x_d"/>'
    + nodes(d="userTask", j="inclusiveGateway")
    + flow("x", "a", "p")
    + flow("x", "b", "q")
    + flows("s>x>d>j>e", "a>j", "b>j"),
    "inclusive join in a loop": AB
    + nodes(m="exclusiveGateway", x="inclusiveGateway", j="inclusiveGateway", g="exclusiveGateway")
    + flows("s>m>x>a>j>g>m", "x>b>j", "g>e"),
    "two ways out of a task that exclude each other": AB
    + nodes(t="userTask", j="exclusiveGateway")
    + flow("t", "a", 'd = "yes"')
    + flow("t", "b", 'd = "no"')
    + flows("s>t", "a>j>e", "b>j"),
    "several starts": event("startEvent", "s2", "message")
    + nodes(j="exclusiveGateway")
    + flows("s>j>e", "s2>j"),
    "complex join": AB
    + nodes(x="parallelGateway")
    + '<complexGateway id="j"><activationCondition>activationCount &gt; 0</activationCondition>'
    "</complexGateway>" + flows("s>x>a>j>e", "x>b>j"),
}


@pytest.mark.parametrize("body", SOUND.values(), ids=SOUND.keys())
def test_sound_form_of_every_part_of_bpmn_has_no_finding(body: str):
    assert shape_of(body) == set()


def test_ways_out_of_a_task_that_can_hold_together_may_double_the_work():
    body = AB + nodes(t="userTask", j="exclusiveGateway", k="userTask")
    body += flow("t", "a", "amount &gt; 5") + flow("t", "b", "urgent")
    assert shape_of(body + flows("s>t", "a>j>k>e", "b>j")) == {"no-doubling"}


@pytest.mark.parametrize(
    ("one", "other", "is_apart"),
    [
        ('d = "yes"', 'd = "no"', True),
        ('d = "yes"', 'd != "yes"', True),
        ('d = "yes"', 'e = "no"', False),
        ("a", "not(a)", True),
        ("a = true", "a != true", True),
        ("a > 5", "a <= 5", True),
        ("a > 5", "a >= 6", False),
        ("a between 1 and 3", "a > 3", True),
        ("5 < a", "a < 5", True),
        ('d in ("x", "y")', 'd = "z"', True),
        ('d in ("x", "y")', 'd = "y"', False),
        ('d = "x" and e', 'd = "y" or (d = "z" and e)', True),
        ('d = "x" and e', 'd = "y" or e', False),
        ("a.b = 1", "a.b = 2", True),
        ("a = null", "a != null", True),
        ("f(a)", "not(f(a))", False),
        ("a >", "a < 1", False),
    ],
)
def test_conditions_exclude_each_other_only_where_their_text_proves_it(
    one: str, other: str, *, is_apart: bool
):
    first, second = Expression(text=one), Expression(text=other)
    assert exclude_each_other(first, second) is is_apart
    assert exclude_each_other(second, first) is is_apart


def test_start_by_a_message_that_leads_to_a_deadlock_is_found():
    body = event("startEvent", "s2", "message") + nodes(j="parallelGateway")
    assert "no-deadlock" in shape_of(body + flows("s>j>e", "s2>j"))


def test_element_behind_a_terminating_end_in_every_order_is_not_called_dead():
    body = nodes(x="parallelGateway", a="userTask") + event("endEvent", "stop", "terminate")
    assert shape_of(body + flows("s>x>a>e", "x>stop")) == set()


def test_what_ships_is_sound_and_clean():
    found = lint_paths([processes_dir(), forms_dir()])
    assert [as_line(finding) for finding in found] == []
    read = [read_bpmn(path.read_bytes()) for path in processes_dir().rglob("*.bpmn")]
    levels = [level for one in read for process in one for level in soundness_of(process)]
    assert len(levels) >= len(read) > 5
    assert all(level.found.is_complete for level in levels)


def test_random_process_that_is_known_to_be_right_has_no_error():
    for seed in range(60):
        for definition in read_bpmn(random_process(seed).draw().encode()):
            assert [one for one in check(definition) if one.severity == "error"] == [], seed


def test_process_with_too_many_states_is_not_called_sound():
    found = findings(big(width=14, depth=2, kind="inclusiveGateway"))
    assert found["searched-whole"].severity == "warning"


def test_parallel_join_after_a_choice_is_a_deadlock_with_its_path():
    gates = nodes(x="exclusiveGateway", j="parallelGateway")
    definition = process(ENDS + AB + gates + flows("s>x>a>j>e", "x>b>j"))
    finding = findings(definition)["no-deadlock"]
    assert (finding.severity, finding.element_id) == ("error", "j")
    assert "s → x → a" in finding.text.zh


def test_parallel_join_inside_a_loop_that_waits_for_itself_is_a_deadlock():
    gates = nodes(j="parallelGateway", x="exclusiveGateway")
    assert "no-deadlock" in shape_of(AB + gates + flows("s>j>a>x>e", "x>b>j"))


def test_join_of_a_boundary_path_that_may_not_happen_is_a_deadlock():
    timer = '<boundaryEvent id="w" attachedToRef="a"><timerEventDefinition/></boundaryEvent>'
    body = AB + timer + nodes(j="parallelGateway") + flows("s>a>j>e", "w>b>j")
    assert "no-deadlock" in shape_of(body)


def test_parallel_paths_into_an_exclusive_merge_do_the_work_twice():
    body = AB + nodes(x="parallelGateway", j="exclusiveGateway", t="userTask")
    finding = findings(process(ENDS + body + flows("s>x>a>j>t>e", "x>b>j")))["no-doubling"]
    assert finding.severity == "error"
    assert finding.element_id == "j_t"


def test_doubled_work_is_lawful_where_it_is_declared():
    merge = '<exclusiveGateway id="j" guicheng:multiMerge="true"/>'
    body = AB + nodes(x="parallelGateway", t="userTask") + merge
    assert shape_of(body + flows("s>x>a>j>t>e", "x>b>j")) == set()
    later = nodes(y="parallelGateway", c="userTask", d="userTask", k="exclusiveGateway")
    later += nodes(u="userTask")
    split = flows("s>y>x>a>j>t>e", "x>b>j", "y>c>k>u>e", "y>d>k")
    assert shape_of(body + later + split) == {
        "no-doubling"
    }  # another one, of which nothing is said


def test_two_tokens_that_only_reach_the_same_end_are_a_warning():
    body = AB + nodes(x="parallelGateway", j="exclusiveGateway")
    found = findings(process(ENDS + body + flows("s>x>a>j>e", "x>b>j")))
    assert found["doubled-way"].severity == "warning"
    assert "no-doubling" not in found


def test_reminder_of_each_round_of_a_loop_is_what_it_is_for():
    body = AB + nodes(m="exclusiveGateway", x="exclusiveGateway", r="userTask", z="endEvent")
    body += event("boundaryEvent", "w", "timer", attachedToRef="a", cancelActivity="false")
    loop = flow("x", "m", "again")
    assert not findings(process(ENDS + body + flows("s>m>a>x>b>e", "w>r>z") + loop)).keys() & {
        "no-doubling", "doubled-way", "bounded",
    }  # fmt: skip


def test_task_that_two_parallel_ways_lead_into_is_done_twice():
    body = AB + nodes(x="parallelGateway", t="userTask")
    assert "no-doubling" in shape_of(body + flows("s>x>a>t>e", "x>b>t"))


def test_parallel_loop_without_a_way_out_never_ends():
    body = AB + nodes(x="parallelGateway", u="userTask", j="exclusiveGateway")
    assert shape_of(body + flows("s>x>a>e", "x>j>b>u>j")) == {"option-to-end"}


def test_conditional_flow_of_a_task_is_a_choice():
    body = nodes(n="endEvent") + '<userTask id="t" default="t_e"/>'
    assert shape_of(body + flows("s>t>e") + flow("t", "n", "x")) == set()


def test_inner_level_of_a_sub_process_is_checked_by_itself():
    inner = (
        nodes(i="startEvent", x="exclusiveGateway", j="parallelGateway", z="endEvent")
        + AB
        + flows("i>x>a>j>z", "x>b>j")
    )
    assert "no-deadlock" in shape_of(f'<subProcess id="p1">{inner}</subProcess>' + flows("s>p1>e"))


def big(width: int, depth: int, kind: str = "parallelGateway") -> ProcessDefinition:
    """Parallel branches of choices, one after the other."""
    body = ENDS + nodes(x=kind, j=kind) + flows("s>x", "j>e")
    for branch in range(width):
        before = "x"
        for step in range(depth):
            split, left, right, join = (f"{k}{branch}_{step}" for k in "smnt")
            body += nodes(**{split: "exclusiveGateway", join: "exclusiveGateway"})
            body += nodes(**{left: "userTask", right: "userTask"})
            body += flows(f"{before}>{split}>{left}>{join}", f"{split}>{right}>{join}")
            before = join
        body += flows(f"{before}>j")
    return process(body)


def test_search_of_a_hundred_elements_sees_about_as_many_states():
    """By count, not by clock: parallel branches do not multiply."""
    small, large = big(width=8, depth=3), big(width=8, depth=6)
    assert len(small.elements) == 100
    seen = [level.found.markings for one in (small, large) for level in soundness_of(one)]
    assert seen[0] < 2 * len(small.elements)
    assert seen[1] < 2 * len(large.elements)
    assert not {finding.rule for finding in check(small)} & SHAPE


def test_search_gives_up_at_its_bound():
    (level,) = levels_of(big(width=2, depth=2))
    net = Net(level)
    assert explore(net).is_complete
    assert not explore(net, bound=3).is_complete
