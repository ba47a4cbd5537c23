"""Key-based correlation: the first message of a case gives the key, later ones must carry it."""

from __future__ import annotations

import pytest

from engine import Engine
from engine.clock import FixedClock
from engine.errors import CommandRejected
from engine.exchange import Message
from tests.exchange.given import BEGIN, END, event, process

KEY = (
    '<message id="asked" name="asked"/><message id="said" name="said"/><collaboration id="c">'
    '<participant id="pa" processRef="talk"/><correlationKey id="order">'
    "<correlationPropertyRef>no</correlationPropertyRef></correlationKey></collaboration>"
    '<correlationProperty id="no"><correlationPropertyRetrievalExpression messageRef="asked">'
    "<messagePath>number</messagePath></correlationPropertyRetrievalExpression>"
    '<correlationPropertyRetrievalExpression messageRef="said"><messagePath>about</messagePath>'
    "</correlationPropertyRetrievalExpression></correlationProperty>"
)
ASKED = '<messageEventDefinition messageRef="asked"/>'
SAID = '<messageEventDefinition messageRef="said"/>'
HEARD = event("intermediateCatchEvent", "hear", SAID, into="answer")


def talk(body: str, flows: str) -> bytes:
    """A process whose messages take part in one correlation key without a subscription."""
    text = process("talk", body + END, flows, 'guicheng:variables="mine"').decode()
    head, _, rest = text.partition("<message ")
    return f"{head}{KEY}<message {rest}".encode()


def sends(number: str) -> str:
    inputs = f'<guicheng:input name="number" value="= {number}"/>'
    return (
        f'<sendTask id="ask" name="ask" messageRef="asked"><extensionElements>{inputs}'
        "</extensionElements></sendTask>"
    )


def tell(engine: Engine, message_id: str, name: str, key: str = "", **data: str):
    return engine.send_message(Message(id=message_id, name=name, key=key, data=data), by="admin")


@pytest.mark.parametrize("key", ["A", ""])
def test_message_that_begins_a_case_gives_the_key(engine: Engine, key: str) -> None:
    engine.deploy(talk(event("startEvent", "on", ASKED) + HEARD, "on hear done"), by="admin")
    (case,) = tell(engine, "1", "asked", key, number="A").started
    (other,) = tell(engine, "2", "asked", number="B").started
    with pytest.raises(CommandRejected):
        tell(engine, "3", "said", about="C")

    assert tell(engine, "4", "said", key, about="A").received_by == (case,)
    assert engine.case(case).status == "completed"
    assert engine.variables(case)["correlation:order"] == "A"
    assert engine.case(other).status == "active"


def test_message_that_was_sent_first_gives_the_key(engine: Engine) -> None:
    engine.deploy(talk(BEGIN + sends("7") + HEARD, "begin ask hear done"), by="admin")
    case = engine.start("talk", {}, by="gm").id
    with pytest.raises(CommandRejected):
        tell(engine, "1", "said", "8")

    assert tell(engine, "2", "said", "7").received_by == (case,)


def test_first_message_that_is_received_may_have_any_key_and_gives_it(engine: Engine) -> None:
    again = event("intermediateCatchEvent", "again", SAID)
    engine.deploy(talk(BEGIN + HEARD + again, "begin hear again done"), by="admin")
    case = engine.start("talk", {}, by="gm").id
    assert tell(engine, "1", "said", about="A").received_by == (case,)
    other = engine.start("talk", {}, by="gm").id
    assert tell(engine, "2", "said", "B").received_by == (other,)

    assert tell(engine, "3", "said", "B").received_by == (other,)
    assert tell(engine, "4", "said", "A").received_by == (case,)


def test_who_waits_for_any_message_waits_for_the_key_when_it_is_known(engine: Engine) -> None:
    split = '<parallelGateway id="split" name=""/><parallelGateway id="join" name=""/>'
    pause = (
        '<intermediateCatchEvent id="pause" name="pause"><signalEventDefinition signalRef="fire"/>'
        "</intermediateCatchEvent>"
    )
    body = BEGIN + split + HEARD + pause + sends("7")
    flows = "begin split hear join done; split pause ask join"
    engine.deploy(talk(body, flows), by="admin")
    case = engine.start("talk", {}, by="gm").id
    engine.broadcast("fire", by="admin")
    engine.run_due()
    with pytest.raises(CommandRejected):
        tell(engine, "1", "said", "8")

    assert tell(engine, "2", "said", "7").received_by == (case,)
    assert engine.case(case).status == "completed"


def test_message_with_another_key_than_the_conversation_is_an_incident(
    engine: Engine, clock: FixedClock
) -> None:
    body = event("startEvent", "on", ASKED) + sends("9") + HEARD
    engine.deploy(talk(body, "on ask hear done"), by="admin")
    (case,) = tell(engine, "1", "asked", number="A").started

    (incident,) = engine.incidents()
    assert incident.instance_id == case
    assert "关联键" in incident.zh
