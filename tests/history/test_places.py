"""Two processes of one case may use the same id: each step is told by the name of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from engine import Engine, open_engine
from engine.codec import decode_event, is_command
from engine.history.control import Control
from engine.history.places import Places
from engine.history.playback import play
from engine.history.sentences import Names, belongings, sentence

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:guicheng="urn:guicheng:bpmn:1" id="d" targetNamespace="urn:test">'
)
TURNS = (
    '<multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>2</loopCardinality>'
    "</multiInstanceLoopCharacteristics>"
)


def flow(source: str, target: str) -> str:
    return f'<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}"/>'


def approve(name: str) -> str:
    return (
        f'<userTask id="approve" name="{name}"><extensionElements>'
        '<guicheng:assignment kind="user" value="gm"/></extensionElements></userTask>'
    )


def process(key: str, body: str) -> bytes:
    ends = '<startEvent id="s" name="开始"/><endEvent id="e" name="完成"/>'
    whole = f'<process id="{key}" name="{key}" isExecutable="true">{ends}{body}</process>'
    return f"{HEAD}{whole}</definitions>".encode()


def way(key: str, choice: str) -> str:
    """Both ways lead to the end, past a gateway of one name in each process."""
    other = '<sequenceFlow id="o" sourceRef="way" targetRef="e"><conditionExpression xsi:type='
    return (
        f'<exclusiveGateway id="way" name="{choice}" default="way-e"/>{flow("way", "e")}{other}'
        '"tFormalExpression">1 = 2</conditionExpression></sequenceFlow>'
    )


@pytest.fixture
def engine() -> Iterator[Engine]:
    with open_engine("memory:") as engine:
        yield engine


@pytest.mark.parametrize("turns", ["", TURNS], ids=["once", "in-turns"])
def test_step_of_a_called_process_has_the_name_that_it_has_there(
    engine: Engine, turns: str
) -> None:
    call = f'<callActivity id="c" name="用印" calledElement="use">{turns}</callActivity>'
    flows = flow("s", "approve") + flow("approve", "c") + flow("c", "way")
    buys = process("buys", approve("批准采购") + call + way("buys", "要合同？") + flows)
    flows = flow("s", "approve") + flow("approve", "way")
    uses = process("use", approve("审批用印") + way("use", "要登记？") + flows)
    engine.deploy(buys, uses, by="admin", draft=True)
    case = engine.start("buys", {}, by="admin").id

    while items := engine.worklist(instance=case):
        engine.complete(items[0].id, {}, by="gm")

    rows, bundle = engine.runtime.store.rows(case), engine.runtime.live(case).case.bundle
    events = [decode_event(row.type, row.body) for row in rows if not is_command(row.type)]
    names = Places(bundle, events).names(Names(belongs=belongings(events)))
    said = [sentence(event, names).zh for event in events]
    times = 2 if turns else 1
    assert said.count("gm完成了“批准采购”") == 1
    assert said.count("gm完成了“审批用印”") == times
    assert said.count("“审批用印”结束") == times
    assert said.count("经过“要登记？”") == times
    assert said.count("经过“要合同？”") == 1

    told = play(bundle, rows, lambda event: event)
    known = told.places.names(Names())
    chosen = [known.within(w.process).element(w.element_id).zh for s in told.steps for w in s.ways]
    assert chosen == ["要登记？"] * times + ["要合同？"]


SEVERAL = TURNS.replace('"true"', '"false"')
LOOP = '<standardLoopCharacteristics testBefore="false" loopMaximum="2"/>'


def call(element: str, called: str, turns: str = "") -> str:
    named = f'id="{element}" name="{element}" calledElement="{called}"'
    return f"<callActivity {named}>{turns}</callActivity>"


def line(*elements: str) -> str:
    return "".join(map(flow, elements, elements[1:]))


@pytest.mark.parametrize("turns", ["", TURNS, SEVERAL, LOOP], ids=["once", "turns", "all", "loop"])
def test_control_stands_in_the_process_that_the_engine_has_it_in(
    engine: Engine, turns: str
) -> None:
    """Ids of elements and flows are the same in all three; one is called from two places."""
    body = approve("甲") + call("c", "inner", turns) + call("k", "outer")
    around = approve("乙") + call("c", "inner", turns) + line("s", "c", "approve", "e")
    engine.deploy(
        process("main", body + line("s", "approve", "c", "k", "e")),
        process("outer", around),
        process("inner", approve("丙") + line("s", "approve", "e")),
        by="admin",
        draft=True,
    )
    case = engine.start("main", {}, by="admin").id
    stood = []

    while items := engine.worklist(instance=case):
        live = engine.runtime.live(case)
        rows = engine.runtime.store.rows(case)
        control = Control(live.case.bundle)
        for row in rows:
            if not is_command(row.type):
                control.tell(decode_event(row.type, row.body))
        found = [(live.process_of(token), element) for element, token in live.positions()]
        own = {"main": ""}
        assert control.positions() == Counter((own.get(key, key), one) for key, one in found)
        (asked_in,) = {key for key, one in found if one == "approve"}
        stood.append(asked_in)
        engine.complete(items[0].id, {}, by="gm")

    times = 2 if turns else 1
    assert stood == ["main", *["inner"] * times, *["inner"] * times, "outer"]
    bundle = engine.runtime.live(case).case.bundle
    told = play(bundle, engine.runtime.store.rows(case), lambda it: it)
    assert [(step.process, step.element_id) for step in told.steps[1:]] == [
        (own.get(key, key), "approve") for key in stood
    ]
    passed = Counter(spot for step in told.steps for spot in step.visited)
    assert passed["", "approve"] == passed["outer", "approve"] == 1
    assert passed["inner", "approve"] == 2 * times
    taken = Counter(spot for step in told.steps for spot in step.flows)
    assert (taken["", "s-approve"], taken["outer", "s-approve"]) == (1, 0)
    assert (taken["inner", "s-approve"], taken["inner", "approve-e"]) == (2 * times, 2 * times)


def test_process_that_calls_itself_stands_in_itself(engine: Engine) -> None:
    ends = '<sequenceFlow id="o" sourceRef="way" targetRef="e"><conditionExpression xsi:type='
    choice = (
        f'<exclusiveGateway id="way" default="way-c"/>{flow("way", "c")}{ends}'
        '"tFormalExpression">deep = true</conditionExpression></sequenceFlow>'
    )
    back = '<extensionElements><guicheng:input name="deep" value="= true"/></extensionElements>'
    flows = line("s", "approve", "way") + line("c", "e")
    body = approve("批") + choice + call("c", "p", back) + flows
    engine.deploy(process("p", body), by="admin", draft=True)
    case = engine.start("p", {"deep": False}, by="admin").id

    engine.complete(engine.worklist(instance=case)[0].id, {}, by="gm")

    live, rows = engine.runtime.live(case), engine.runtime.store.rows(case)
    found = [(live.process_of(token), element) for element, token in live.positions()]
    assert found == [("p", "c"), ("p", "approve")]
    told = play(live.case.bundle, rows, lambda it: it)
    assert told.steps[-1].positions == {("", "c"): 1, ("", "approve"): 1}
    engine.complete(engine.worklist(instance=case)[0].id, {}, by="gm")
    assert engine.runtime.live(case).positions() == ()
