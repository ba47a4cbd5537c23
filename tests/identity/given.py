"""A small process with one or two user tasks, written in the vocabulary of people."""

from __future__ import annotations

from itertools import pairwise

NAMES = "approved;reviewer;superior"


def process(assignment: str, attributes: str = "", *, before: str = "", marker: str = "") -> bytes:
    """Start, perhaps a task for `before`, the task `approve` with the assignment, end."""
    first = f'<userTask id="first" name="初审">{_given(before)}</userTask>' if before else ""
    way = ["start", *(["first"] if before else []), "approve", "end"]
    flows = "".join(
        f'<sequenceFlow id="f{number}" sourceRef="{one}" targetRef="{other}"/>'
        for number, (one, other) in enumerate(pairwise(way))
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
             xmlns:guicheng="urn:guicheng:bpmn:1" id="d" targetNamespace="urn:test">
  <process id="asked" name="请示" isExecutable="true" guicheng:variables="{NAMES}">
    <startEvent id="start"/>{first}
    <userTask id="approve" name="批准" {attributes}>{_given(assignment)}{marker}</userTask>
    <endEvent id="end"/>{flows}
  </process>
</definitions>
""".encode()


def _given(assignment: str) -> str:
    return f"<extensionElements><guicheng:assignment {assignment}/></extensionElements>"
