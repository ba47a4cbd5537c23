"""Small processes that wait for, send and begin with messages and signals, and their office."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import pairwise

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:guicheng="urn:guicheng:bpmn:1"
  id="d" targetNamespace="urn:guicheng:test">
<message id="paid" name="paid"/><signal id="fire" name="fire"/>
<error id="broken" name="broken" errorCode="BROKEN"/>
<escalation id="late" name="late" escalationCode="LATE"/>
"""
END = '<endEvent id="done" name="完成"/>'
BEGIN = '<startEvent id="begin" name="开始"/>'


def timer(kind: str, text: str) -> str:
    """A timer definition."""
    return (
        f'<timerEventDefinition><time{kind} xsi:type="tFormalExpression">{text}</time{kind}>'
        "</timerEventDefinition>"
    )


MESSAGE = '<messageEventDefinition messageRef="paid"/>'
KEYED = 'guicheng:correlationKey="= order"'
"""The attribute of an event that correlates by the variable `order`."""
SIGNAL = '<signalEventDefinition signalRef="fire"/>'


def event(
    tag: str, element_id: str, definition: str = "", attributes: str = "", into: str = ""
) -> str:
    """An event element; `into` is the variable that gets what it brought."""
    output = (
        f'<extensionElements><guicheng:output name="{into}" value="= result"/></extensionElements>'
        if into
        else ""
    )
    return f'<{tag} id="{element_id}" name="{element_id}" {attributes}>{output}{definition}</{tag}>'


def process(key: str, body: str, flows: str, attributes: str = "") -> bytes:
    """A file of one process; `flows` are chains of ids, one a line or between semicolons."""
    drawn = []
    for number, chain in enumerate(filter(None, re.split(r"[\n;]", flows))):
        ids = chain.split()
        for step, (source, target) in enumerate(pairwise(ids)):
            flow = f'id="f{number}-{step}" sourceRef="{source}" targetRef="{target}"'
            drawn.append(f"<sequenceFlow {flow}/>")
    text = f'<process id="{key}" name="{key}" isExecutable="true" {attributes}>'
    return f"{_HEAD}{text}{body}{''.join(drawn)}</process></definitions>".encode()


ORDER = 'guicheng:variables="order"'
WAITS = process(
    "waits",
    BEGIN + event("intermediateCatchEvent", "wait", MESSAGE, KEYED, into="money") + END,
    "begin wait done",
    ORDER,
)
HEARS = process(
    "hears", BEGIN + event("intermediateCatchEvent", "hear", SIGNAL, into="what") + END,
    "begin hear done",
)  # fmt: skip
TELLS = process(
    "tells",
    BEGIN + event("intermediateThrowEvent", "tell", MESSAGE, KEYED) + END,
    "begin tell done",
    ORDER,
)
SHOUTS = process(
    "shouts", BEGIN + event("intermediateThrowEvent", "shout", SIGNAL) + END, "begin shout done"
)
_FIRST = 'guicheng:correlationKey="= initiator.id"'
OPENS = process(
    "opens",
    event("startEvent", "paid-first", MESSAGE, _FIRST, into="money") + END,
    "paid-first done",
)
ALARMS = process(
    "alarms", event("startEvent", "fire-first", SIGNAL, into="what") + END, "fire-first done"
)
