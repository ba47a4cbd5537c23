"""A few small processes, written as files, for tests of the whole command path."""

from __future__ import annotations

import json

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:guicheng="urn:guicheng:bpmn:1"
  id="d" targetNamespace="urn:guicheng:test">
"""

APPROVAL = "office-approval"
GATE = "office-gate"


def process(key: str, body: str, flows: str) -> bytes:
    """A BPMN file of one process. `flows`: lines `id source target [condition]`."""
    drawn: list[str] = []
    into: dict[str, list[str]] = {}
    out: dict[str, list[str]] = {}
    for line in flows.strip().splitlines():
        flow, source, target, *condition = line.split(maxsplit=3)
        out.setdefault(source, []).append(flow)
        into.setdefault(target, []).append(flow)
        inner = f"<conditionExpression>{condition[0]}</conditionExpression>" if condition else ""
        drawn.append(
            f'<sequenceFlow id="{flow}" sourceRef="{source}" targetRef="{target}">'
            f"{inner}</sequenceFlow>"
        )
    text = f'{_HEAD}<process id="{key}" name="{key}" isExecutable="true">{body}{"".join(drawn)}'
    return f"{text}</process></definitions>".encode()


def user_task(key: str, form: str, assignment: str, rights: str = "", extra: str = "") -> str:
    """A user task; `assignment` is the attributes of its assignment."""
    return (
        f'<userTask id="{key}" name="{key}" guicheng:formId="{form}" {extra}><extensionElements>'
        f"<guicheng:assignment {assignment}/>{rights}</extensionElements></userTask>"
    )


def form(form_id: str, *components: dict[str, object]) -> bytes:
    """A form-js file."""
    schema = {
        "type": "default",
        "schemaVersion": 19,
        "id": form_id,
        "components": [{"id": f"f{n}", **one} for n, one in enumerate(components)],
    }
    return json.dumps(schema, ensure_ascii=False).encode()


_AMOUNT = {"type": "number", "key": "amount", "label": "金额", "decimalDigits": 2}
_DECISION = {
    "type": "radio",
    "key": "decision",
    "label": "决定",
    "values": [{"label": "同意", "value": "agree"}, {"label": "拒绝", "value": "refuse"}],
    "validate": {"required": True},
}
_EDIT_DECISION = '<guicheng:fieldRight field="decision" access="edit"/>'
_EDIT_ALL = '<guicheng:fieldRights default="edit"/>'
_START = '<startEvent id="begin" name="开始"/>'
_END = '<endEvent id="done" name="完成"/>'

OFFICE_FILES = [
    ("amount.form", form("amount", _AMOUNT)),
    ("approve.form", form("approve", _AMOUNT, _DECISION)),
    (
        "approval.bpmn",
        process(
            APPROVAL,
            '<startEvent id="begin" name="开始" guicheng:formId="amount"/>'
            + user_task("approve", "approve", 'kind="department-head"', _EDIT_DECISION)
            + _END,
            "f1 begin approve\nf2 approve done",
        ),
    ),
    (
        "pool.bpmn",
        process(
            "office-pool",
            _START
            + user_task("sell", "amount", 'kind="role" value="salesperson"', _EDIT_ALL)
            + _END,
            "f1 begin sell\nf2 sell done",
        ),
    ),
    (
        "gate.bpmn",
        process(
            GATE,
            _START
            + user_task("fill", "amount", 'kind="initiator"', _EDIT_ALL)
            + '<exclusiveGateway id="which" name="哪一档?"/>'
            + '<endEvent id="large" name="大额"/><endEvent id="huge" name="巨额"/>',
            "f1 begin fill\nf2 fill which\nf3 which large amount &gt; 100 and amount &lt; 1000\n"
            "f4 which huge amount &gt;= 1000",
        ),
    ),
    (
        "endless.bpmn",
        process(
            "office-endless",
            _START
            + '<exclusiveGateway id="again" name=""/><exclusiveGateway id="out" name="够了?" '
            'default="f3"/>' + _END,
            "f1 begin again\nf2 again out\nf3 out again\nf4 out done 1 = 2",
        ),
    ),
    (
        "nobody.bpmn",
        process(
            "office-nobody",
            _START + user_task("drive", "amount", 'kind="superior"', _EDIT_ALL) + _END,
            "f1 begin drive\nf2 drive done",
        ),
    ),
]
