"""Gives ids to elements without one, so that a draft of another tool can be understood."""

from __future__ import annotations

from engine.bpmn.reader.names import BPMN, Node, local_of, tag_of
from engine.bpmn.reader.problems import Problems
from engine.bpmn.reader.references import NEEDS_ID
from engine.errors import Text


def name_unnamed(root: Node, problems: Problems) -> None:
    """Changes the tree: `task_1`, `sequenceFlow_2` ... in document order, none of them taken."""
    taken = {node.get("id") for node in root.iter("*")}
    count = 0
    for node in root.iter("*"):
        if tag_of(node)[0] != BPMN or local_of(node) not in NEEDS_ID or node.get("id"):
            continue
        count += 1
        while f"{local_of(node)}_{count}" in taken:
            count += 1
        node.set("id", f"{local_of(node)}_{count}")
        problems.error(
            "missing-id",
            node,
            Text(
                zh=f"{local_of(node)} 没有 id，暂称 {node.get('id')}",
                en=f"A {local_of(node)} has no id and is called {node.get('id')} for now",
            ),
            Text(zh="给它一个稳定的 id", en="Give it a stable id"),
        )
