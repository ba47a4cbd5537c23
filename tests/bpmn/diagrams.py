"""Tiny BPMN files for tests: a definitions wrapper around whatever the test is about."""

from __future__ import annotations

from engine.errors import DeploymentRefused, Finding

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:guicheng="urn:guicheng:bpmn:1" id="defs" targetNamespace="urn:test">'
)


def diagram(body: str, *, attributes: str = "", roots: str = "") -> bytes:
    """One executable process `p` with this body; `roots` stand before it."""
    return (
        f'{HEAD}{roots}<process id="p" name="流程" isExecutable="true" {attributes}>'
        f"{body}</process></definitions>"
    ).encode()


def straight(task: str, *, roots: str = "") -> bytes:
    """start -> `task` (whose id must be `t`) -> end."""
    return diagram(
        f'<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>{task}'
        '<sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/>',
        roots=roots,
    )


def errors_of(refused: DeploymentRefused) -> dict[str, Finding]:
    """The errors of a refusal by rule (the last one of each)."""
    return {f.rule: f for f in refused.findings if f.severity == "error"}
