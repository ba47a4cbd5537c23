"""The processes that are measured: five approvals with a rework loop, and a long loop."""

from __future__ import annotations

import json
from typing import Final

_HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:guicheng="urn:guicheng:bpmn:1"
  id="bench" targetNamespace="urn:guicheng:bench">
"""
LEVELS: Final = 5
CHAIN: Final = "bench-chain"
LOOP: Final = "bench-loop"
ROLES: Final = ("office-director", "deputy-gm", "finance-manager", "hr-manager", "gm")


def _task(number: int, into: tuple[str, ...], out: tuple[str, ...], default: str = "") -> str:
    flows = "".join(f"<incoming>{f}</incoming>" for f in into)
    flows += "".join(f"<outgoing>{f}</outgoing>" for f in out)
    chosen = f' default="{default}"' if default else ""
    return (
        f'<userTask id="approve-{number}" name="第{number}级审批" guicheng:nameEn="Level {number}"'
        f' guicheng:formId="bench_approval"{chosen}><extensionElements>'
        f'<guicheng:assignment kind="role" value="{ROLES[number - 1]}"/>'
        f'<guicheng:fieldRights default="edit"/></extensionElements>{flows}</userTask>'
    )


def _flow(name: str, source: str, target: str, condition: str = "") -> str:
    inner = (
        f'<conditionExpression xsi:type="tFormalExpression">{condition}</conditionExpression>'
        if condition
        else ""
    )
    head = f'<sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">'
    return f"{head}{inner}</sequenceFlow>"


def chain_bpmn() -> bytes:
    """Five approvals in a row; after the third a gateway may send the case back to the first."""
    parts = [
        f'<process id="{CHAIN}" name="五级审批" guicheng:nameEn="Five approvals" '
        'isExecutable="true">',
        '<startEvent id="begin" name="提交" guicheng:nameEn="Submitted" '
        'guicheng:formId="bench_request"><outgoing>f0</outgoing></startEvent>',
        _task(1, ("f0", "again"), ("f1",)),
        _task(2, ("f1",), ("f2",)),
        _task(3, ("f2",), ("f3",)),
        '<exclusiveGateway id="good" name="材料齐全?" guicheng:nameEn="Complete?" default="f4">'
        "<incoming>f3</incoming><outgoing>f4</outgoing><outgoing>again</outgoing>"
        "</exclusiveGateway>",
        _task(4, ("f4",), ("f5",)),
        _task(5, ("f5",), ("f6",)),
        '<endEvent id="done" name="已批准" guicheng:nameEn="Approved"><incoming>f6</incoming>'
        "</endEvent>",
        _flow("f0", "begin", "approve-1"),
        _flow("f1", "approve-1", "approve-2"),
        _flow("f2", "approve-2", "approve-3"),
        _flow("f3", "approve-3", "good"),
        _flow("f4", "good", "approve-4"),
        _flow("again", "good", "approve-1", 'decision = "return"'),
        _flow("f5", "approve-4", "approve-5"),
        _flow("f6", "approve-5", "done"),
        "</process></definitions>",
    ]
    return (_HEAD + "\n".join(parts)).encode()


def loop_bpmn() -> bytes:
    """One task in a loop that goes on while its answer says so."""
    parts = [
        f'<process id="{LOOP}" name="循环" guicheng:nameEn="Loop" isExecutable="true">',
        '<startEvent id="begin" name="提交" guicheng:nameEn="Submitted" '
        'guicheng:formId="bench_request"><outgoing>f0</outgoing></startEvent>',
        _task(1, ("f0", "again"), ("f1",)),
        '<exclusiveGateway id="more" name="继续?" guicheng:nameEn="More?" default="f2">'
        "<incoming>f1</incoming><outgoing>f2</outgoing><outgoing>again</outgoing>"
        "</exclusiveGateway>",
        '<endEvent id="done" name="完成" guicheng:nameEn="Done"><incoming>f2</incoming></endEvent>',
        _flow("f0", "begin", "approve-1"),
        _flow("f1", "approve-1", "more"),
        _flow("f2", "more", "done"),
        _flow("again", "more", "approve-1", 'decision = "return"'),
        "</process></definitions>",
    ]
    return (_HEAD + "\n".join(parts)).encode()


def _form(form_id: str, components: list[dict[str, object]]) -> bytes:
    schema = {"type": "default", "schemaVersion": 19, "id": form_id, "components": components}
    return json.dumps(schema, ensure_ascii=False).encode()


def request_form() -> bytes:
    """What the requester fills: about 300 bytes of data."""
    return _form(
        "bench_request",
        [
            {"type": "textfield", "id": "a", "key": "title", "label": "事项",
             "validate": {"required": True, "maxLength": 100}},
            {"type": "number", "id": "b", "key": "amount", "label": "金额", "decimalDigits": 2,
             "validate": {"required": True, "min": 0}},
            {"type": "textarea", "id": "c", "key": "reason", "label": "理由",
             "validate": {"required": True, "minLength": 5}},
        ],
    )  # fmt: skip


def approval_form() -> bytes:
    """What each approver fills."""
    return _form(
        "bench_approval",
        [
            {"type": "radio", "id": "d", "key": "decision", "label": "决定",
             "values": [{"label": "同意", "value": "agree"}, {"label": "退回", "value": "return"}],
             "validate": {"required": True}},
            {"type": "textarea", "id": "e", "key": "opinion", "label": "意见",
             "validate": {"maxLength": 500}},
        ],
    )  # fmt: skip


def files() -> list[tuple[str, bytes]]:
    """All that is deployed for the measurements."""
    return [
        ("bench-chain.bpmn", chain_bpmn()),
        ("bench-loop.bpmn", loop_bpmn()),
        ("bench_request.form", request_form()),
        ("bench_approval.form", approval_form()),
    ]
