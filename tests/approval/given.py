"""One user task `sign` that several people decide, inside each of five structures."""

from __future__ import annotations

from itertools import pairwise

MEMBERS = ("gm", "cashier", "seal-keeper")
ASSIGNED = "".join(f'<guicheng:assignment kind="user" value="{one}"/>' for one in MEMBERS)
ONE = '<guicheng:assignment kind="user" value="gm"/>'
ALL = '<guicheng:approval mode="all" decision="agree" resultVariable="approval"/>'
STRUCTURES = ("sequence", "parallel", "round", "sub-process", "multi-instance")
"""Where an operation has to be right; in `round` the task is itself a 会签."""

_OUTSIDE = '<userTask id="other" name="旁边"><extensionElements>{0}</extensionElements></userTask>'
AFTER = '<userTask id="after" name="后续"><extensionElements>{0}</extensionElements></userTask>'
ADMIN = '<guicheng:assignment kind="user" value="admin"/>'


def task(inner: str, attributes: str = "", marker: str = "") -> str:
    """The user task `sign`."""
    return (
        f'<userTask id="sign" name="会签" {attributes}>'
        f"<extensionElements>{inner}</extensionElements>{marker}</userTask>"
    )


FIRST = AFTER.replace("after", "first")


def process(
    inner: str, attributes: str = "", structure: str = "sequence", *, first: bool = False
) -> bytes:
    """A process with the task in this structure; then `after`, for the administrator, and perhaps
    `first`."""
    marker = ""
    if structure == "multi-instance":
        marker = (
            '<multiInstanceLoopCharacteristics isSequential="true">'
            "<loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"
        )
    sign = task(inner, attributes, marker)
    after = AFTER.format(ADMIN)
    earlier = FIRST.format(ADMIN) if first else ""
    body = {
        "parallel": _parallel(sign),
        "sub-process": _chained(f'<subProcess id="inside">{_inside(sign)}</subProcess>', "inside"),
    }.get(structure) or _chained(sign, "sign")
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
             xmlns:guicheng="urn:guicheng:bpmn:1" id="d" targetNamespace="urn:test">
  <process id="asked" name="请示" isExecutable="true" guicheng:variables="agree;note">
    <startEvent id="start"/>{earlier}{after}<endEvent id="end"/>
    {body.replace('"start"', '"first"') + _flows("start", "first", name="e") if first else body}
  </process>
</definitions>
""".encode()


def _flows(*way: str, name: str = "f") -> str:
    return "".join(
        f'<sequenceFlow id="{name}{number}" sourceRef="{one}" targetRef="{two}"/>'
        for number, (one, two) in enumerate(pairwise(way))
    )


def _chained(sign: str, name: str) -> str:
    return sign + _flows("start", name, "after", "end")


def _inside(sign: str) -> str:
    events = '<startEvent id="begin"/><endEvent id="done"/>'
    return events + sign + _flows("begin", "sign", "done", name="g")


def _parallel(sign: str) -> str:
    gates = '<parallelGateway id="fork"/><parallelGateway id="join"/>'
    return (
        gates
        + sign
        + _OUTSIDE.format(ADMIN)
        + _flows("start", "fork", "sign", "join", "after", "end")
        + _flows("fork", "other", "join", name="h")
    )
