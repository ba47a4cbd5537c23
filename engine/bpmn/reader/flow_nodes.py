"""One flow node or sequence flow of a file -> its plain definition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.bpmn.reader import expressions
from engine.bpmn.reader.events import Roots, read_event
from engine.bpmn.reader.names import Node, children, line_of, local_of, reference, text_of, truth
from engine.bpmn.reader.problems import Problems
from engine.bpmn.reader.tasks import read_mappings, read_user_task
from engine.core.definition import Element, Kind, SequenceFlow
from engine.errors import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What reading one node needs of the rest of the file."""

    roots: Roots
    lanes: Mapping[str, str] = field(default_factory=dict)  # flow node id -> lane id
    incoming: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    outgoing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_element(
    node: Node, scope: Element | None, around: Surroundings, problems: Problems
) -> Element:
    """The element with everything that our vocabulary says about it."""
    kind = Kind(local_of(node))
    own = node.get("id") or ""
    default = node.get("default")
    attached = node.get("attachedToRef")
    return Element(
        id=own,
        kind=kind,
        name=(node.get("name") or "").strip(),
        name_en=expressions.ours(node, "nameEn") or "",
        documentation=documentation_of(node),
        line=line_of(node),
        scope=scope.id if scope else None,
        lane=around.lanes.get(own, scope.lane if scope else None),
        clauses=expressions.words(node, "clauses"),
        incoming=around.incoming.get(own, ()),
        outgoing=around.outgoing.get(own, ()),
        default_flow=None if default is None else reference(node, default),
        event=read_event(node, kind, around.roots, problems),
        attached_to=None if attached is None else reference(node, attached),
        interrupting=truth(node.get("cancelActivity") or "true") is not False,
        form_id=expressions.ours(node, "formId") if kind is Kind.START_EVENT else None,
        user_task=read_user_task(node, problems) if kind is Kind.USER_TASK else None,
        connector=expressions.ours(node, "connector"),
        decision_id=expressions.ours(node, "decisionId"),
        result_variable=expressions.ours(node, "resultVariable"),
        called_element=(node.get("calledElement") or "").strip() or None,
        inputs=read_mappings(node, "input", problems),
        outputs=read_mappings(node, "output", problems),
    )


def read_flow(node: Node, problems: Problems) -> SequenceFlow:
    """The flow; at most one condition."""
    conditions = children(node, "conditionExpression")
    if len(conditions) > 1:
        problems.error(
            "several-conditions",
            node,
            Text(zh="顺序流有多个条件", en="The sequence flow has several conditions"),
            Text(zh="只保留一个条件", en="Keep one condition"),
        )
    return SequenceFlow(
        id=node.get("id") or "",
        source=reference(node, node.get("sourceRef") or ""),
        target=reference(node, node.get("targetRef") or ""),
        name=(node.get("name") or "").strip(),
        condition=expressions.body(conditions[0], problems) if conditions else None,
        line=line_of(node),
    )


def documentation_of(node: Node) -> str:
    """The element's documentation; several pieces are paragraphs."""
    return "\n\n".join(filter(None, (text_of(piece) for piece in children(node, "documentation"))))
