"""Two processes of one case may use the same id: each step is told by the name of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine import Engine, open_engine
from engine.codec import decode_event, is_command
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
