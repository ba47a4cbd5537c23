"""Checks diagram interchange against the model: drawn completely, and nothing that is not there."""

from __future__ import annotations

from engine.bpmn.reader.names import BPMN, BPMNDI, Node, reference, tag_of
from engine.bpmn.reader.overlaps import check_overlaps
from engine.bpmn.reader.problems import Problems
from engine.bpmn.reader.shape import READ_KINDS
from engine.errors import Text

_SHAPES = READ_KINDS
_FIX = Text(zh="运行 guicheng layout 文件", en="Run guicheng layout FILE")


def check_drawing(root: Node, problems: Problems) -> None:
    """Warnings only: what is run does not depend on how it is drawn."""
    drawn = _drawn(root)
    if not drawn:
        problems.warning(
            "no-diagram",
            root,
            Text(
                zh="文件没有图形信息（BPMNDiagram），打开时看不到图",
                en="The file has no diagram interchange: nothing would be seen",
            ),
            _FIX,
        )
        return
    _check_complete(root, drawn, problems)
    check_overlaps(drawn, _nodes(root), problems)


def _nodes(root: Node) -> dict[str, Node]:
    """The flow nodes of the file by id."""
    return {
        node.get("id") or "": node
        for node in root.iter(f"{{{BPMN}}}*")
        if tag_of(node)[1] in _SHAPES
    }


def _drawn(root: Node) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for tag in ("BPMNShape", "BPMNEdge"):
        for node in root.iter(f"{{{BPMNDI}}}{tag}"):
            found[reference(node, node.get("bpmnElement") or "")] = node
    return found


def _check_complete(root: Node, drawn: dict[str, Node], problems: Problems) -> None:
    present: set[str] = set()
    for node in root.iter(f"{{{BPMN}}}*"):
        own = node.get("id") or ""
        present.add(own)
        local = tag_of(node)[1]
        if (local in _SHAPES or local == "sequenceFlow") and own not in drawn:
            problems.warning(
                "not-drawn",
                node,
                Text(zh=f"{local} 没有画出来", en=f"The {local} is not drawn"),
                _FIX,
            )
    for element_id, node in drawn.items():
        if element_id not in present:
            problems.warning(
                "drawn-nothing",
                node,
                Text(
                    zh=f"图形所指的 {element_id} 不存在",
                    en=f"The drawing shows {element_id}, which does not exist",
                ),
                _FIX,
            )
