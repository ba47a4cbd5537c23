"""Two pools of one file, joined by a message and BPMN's own correlation, each run as a process."""

from __future__ import annotations

from engine import open_engine
from tests.bpmn.diagrams import HEAD

ROOTS = """<message id="m" name="order"/><collaboration id="c">
<participant id="a" processRef="buyer"/><participant id="b" processRef="seller"/>
<messageFlow id="mf" sourceRef="send" targetRef="got"/><correlationKey id="key">
<correlationPropertyRef>no</correlationPropertyRef></correlationKey></collaboration>
<correlationProperty id="no"><correlationPropertyRetrievalExpression messageRef="m">
<messagePath>number</messagePath></correlationPropertyRetrievalExpression></correlationProperty>"""
BUYER = """<process id="buyer" isExecutable="true"><startEvent id="s"/>
<sequenceFlow id="f" sourceRef="s" targetRef="send"/><sendTask id="send" messageRef="m">
<extensionElements><guicheng:input name="number" value="= {number}"/></extensionElements></sendTask>
<sequenceFlow id="g" sourceRef="send" targetRef="e"/><endEvent id="e"/></process>"""
SELLER = """<process id="seller" isExecutable="true"><dataObject id="d" name="mine"/>
<startEvent id="s2"/><sequenceFlow id="f2" sourceRef="s2" targetRef="u"/><task id="u">
<ioSpecification><dataOutput id="o"/><inputSet/><outputSet/></ioSpecification>
<dataOutputAssociation><targetRef>d</targetRef><assignment><from>7</from><to>mine</to></assignment>
</dataOutputAssociation></task><sequenceFlow id="f3" sourceRef="u" targetRef="got"/>
<receiveTask id="got" messageRef="m"/><sequenceFlow id="f4" sourceRef="got" targetRef="z"/>
<endEvent id="z"/><correlationSubscription correlationKeyRef="key">
<correlationPropertyBinding correlationPropertyRef="no"><dataPath>mine</dataPath>
</correlationPropertyBinding></correlationSubscription></process>"""


def sellers_history(number: int) -> list[str]:
    """What happens to a seller who waits for order 7 when order `number` is sent."""
    text = HEAD + ROOTS + BUYER.format(number=number) + SELLER + "</definitions>"
    with open_engine("memory:") as engine:
        person = engine.runtime.person("admin")
        engine.runtime.deploy([("pools.bpmn", text.encode())], person, draft=True)
        seller = engine.start("draft:seller", {}, by="admin")
        engine.start("draft:buyer", {}, by="admin")
        engine.run_due()
        return [entry.type for entry in engine.history(seller.id)]


def test_message_between_pools_finds_the_case_that_its_key_means():
    assert sellers_history(7)[-1] == "InstanceCompleted"


def test_message_of_another_key_is_not_taken():
    assert "MessageReceived" not in sellers_history(8)
