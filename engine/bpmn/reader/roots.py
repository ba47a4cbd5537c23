"""What stands beside the processes and is used by reference: messages, errors, signals ..."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.bpmn.reader.names import Node, bpmn, children, local_of, reference, text_of
from engine.bpmn.reader.problems import Problems
from engine.bpmn.reader.shape import ROOT_DEFINITIONS

_DEFINITIONS = frozenset(ROOT_DEFINITIONS.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Roots:
    """By id: names of messages and signals, codes of errors and escalations, the message that an
    operation takes, the role behind a resource, and event definitions used by reference."""

    messages: dict[str, str] = field(default_factory=dict)
    signals: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    escalations: dict[str, str] = field(default_factory=dict)
    operations: dict[str, str] = field(default_factory=dict)
    resources: dict[str, Node] = field(default_factory=dict)
    definitions: dict[str, Node] = field(default_factory=dict)


def read_roots(root: Node) -> Roots:
    """What the file declares."""
    return Roots(
        messages=_named(root, "message"),
        signals=_named(root, "signal"),
        errors=_coded(root, "error", "errorCode"),
        escalations=_coded(root, "escalation", "escalationCode"),
        operations=_operations(root),
        resources={node.get("id") or "": node for node in children(root, "resource")},
        definitions={
            node.get("id") or "": node
            for node in root.iterchildren("*")
            if local_of(node) in _DEFINITIONS
        },
    )


def message_of(node: Node, roots: Roots, problems: Problems) -> tuple[str | None, str | None]:
    """The id and name of the message that an event or task means, by itself or by operation.

    Both may be given when they mean the same message (BPMN 2.0.2, 10.3.3).
    """
    direct = _resolved(node, "messageRef", node.get("messageRef"), roots.messages, problems)
    operation = node.get("operationRef")
    for child in children(node, "operationRef"):
        operation = text_of(child)
    via = _resolved(node, "operationRef", operation, roots.operations, problems)
    if via is None:
        return direct, None if direct is None else roots.messages[direct] or None
    message = roots.operations[via]
    if message not in roots.messages:
        if message:
            problems.dangling(node, "inMessageRef", message)
        return direct, None if direct is None else roots.messages[direct] or None
    if direct is not None and direct != message:
        problems.dangling(node, "messageRef", direct)
    return message, roots.messages[message] or None


def _resolved(
    node: Node, attribute: str, ref: str | None, known: dict[str, str], problems: Problems
) -> str | None:
    if ref is None:
        return None
    found = reference(node, ref)
    if found in known:
        return found
    problems.dangling(node, attribute, ref)
    return None


def _named(root: Node, local: str) -> dict[str, str]:
    return {
        node.get("id") or "": (node.get("name") or "").strip() for node in children(root, local)
    }


def _coded(root: Node, local: str, attribute: str) -> dict[str, str]:
    return {
        node.get("id") or "": (node.get(attribute) or "").strip() for node in children(root, local)
    }


def _operations(root: Node) -> dict[str, str]:
    """Operation id -> id of the message that it takes; empty when it names none."""
    found: dict[str, str] = {}
    for node in root.iter(bpmn("operation")):
        refs = [reference(ref, text_of(ref)) for ref in children(node, "inMessageRef")]
        found[node.get("id") or ""] = refs[0] if refs else ""
    return found
