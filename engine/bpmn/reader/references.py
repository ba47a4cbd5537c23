"""Checks ids and references: unique, present, and pointing at things of the right kind."""

from __future__ import annotations

import re
from typing import Final

from engine.bpmn.reader.names import (
    BPMN,
    Node,
    children,
    elements_of,
    line_of,
    local_of,
    reference,
    tag_of,
    text_of,
)
from engine.bpmn.reader.problems import Problems
from engine.bpmn.reader.shapes import READ_KINDS
from engine.core.definition import ACTIVITIES, Kind
from engine.errors import Text

_NCNAME: Final = re.compile(r"[^\W\d][\w.\-]*")
_NEEDS_ID: Final = READ_KINDS | {"process", "sequenceFlow", "lane", "message", "error"}
_NODES: Final = READ_KINDS
_DATA: Final = frozenset({"dataStoreReference"})
_ARTIFACTS: Final = frozenset({"textAnnotation", "group", "association"})
_ANY: Final = (
    _NODES
    | _ARTIFACTS
    | _DATA
    | {"sequenceFlow", "dataObjectReference", "participant", "lane", "process", "messageFlow"}
)
_TARGETS: Final[dict[tuple[str, str], frozenset[str]]] = {
    ("sequenceFlow", "sourceRef"): _NODES,
    ("sequenceFlow", "targetRef"): _NODES,
    ("boundaryEvent", "attachedToRef"): frozenset(ACTIVITIES),
    ("participant", "processRef"): frozenset({"process"}),
    ("messageFlow", "sourceRef"): _NODES | {"participant"},
    ("messageFlow", "targetRef"): _NODES | {"participant"},
    ("dataObjectReference", "dataObjectRef"): frozenset({"dataObject"}),
    ("dataStoreReference", "dataStoreRef"): frozenset({"dataStore"}),
    ("association", "sourceRef"): _ANY,
    ("association", "targetRef"): _ANY,
    ("group", "categoryValueRef"): frozenset({"categoryValue"}),
}
_REQUIRED: Final = frozenset(
    {
        ("sequenceFlow", "sourceRef"),
        ("sequenceFlow", "targetRef"),
        ("boundaryEvent", "attachedToRef"),
    }
)
_ACTIVITIES_AND_GATEWAYS: Final = frozenset(
    {*ACTIVITIES, Kind.EXCLUSIVE_GATEWAY, Kind.INCLUSIVE_GATEWAY}
)
_ENDS: Final = ("sourceRef", "targetRef")
_FIX: Final = Text(zh="改为已有的 id", en="Name an existing id")


class References:
    """The ids of one file; `refused` elements count as present, to report each thing once."""

    def __init__(self, root: Node, refused: set[Node], problems: Problems) -> None:
        self.problems = problems
        self.refused = refused
        self.root = root
        self.by_id: dict[str, Node] = {}

    def check(self) -> None:
        model = [node for node in self.root.iter("*") if tag_of(node)[0] == BPMN]
        self._check_ids()
        for node in model:
            if node not in self.refused:
                self._check_node(node)
        self._check_lanes()

    def _check_ids(self) -> None:
        for node in self.root.iter("*"):
            own = node.get("id")
            if own is None:
                self._check_id_is_needless(node)
            elif own in self.by_id:
                self._report_duplicate(node, own)
            else:
                self.by_id[own] = node
                self._check_id_form(node, own)

    def _check_id_is_needless(self, node: Node) -> None:
        namespace, local = tag_of(node)
        if namespace == BPMN and local in _NEEDS_ID and node not in self.refused:
            self.problems.error(
                "missing-id",
                node,
                Text(zh=f"{local} 没有 id", en=f"A {local} has no id"),
                Text(zh="给它一个稳定的 id", en="Give it a stable id"),
            )

    def _check_id_form(self, node: Node, own: str) -> None:
        if not _NCNAME.fullmatch(own):
            self.problems.error(
                "id-form",
                node,
                Text(zh=f"id“{own}”不是有效的 XML 名称", en=f"The id '{own}' is not an XML name"),
                Text(
                    zh="以字母开头,只用字母、数字、- _ .",
                    en="Begin with a letter; use letters, digits, - _ . only",
                ),
            )

    def _report_duplicate(self, node: Node, own: str) -> None:
        first = line_of(self.by_id[own])
        self.problems.error(
            "duplicate-id",
            node,
            Text(
                zh=f"id“{own}”重复,第一次出现在第 {first} 行",
                en=f"The id '{own}' is used twice, first in line {first}",
            ),
            Text(zh="改用另一个 id", en="Use another id"),
        )

    def _check_node(self, node: Node) -> None:
        local = local_of(node)
        for (tag, attribute), kinds in _TARGETS.items():
            if tag == local:
                self._check_reference(node, attribute, kinds)
        if local in _ACTIVITIES_AND_GATEWAYS and node.get("default") is not None:
            self._check_reference(node, "default", frozenset({"sequenceFlow"}))
        if local == "sequenceFlow":
            self._check_level(node)
        if local in ("incoming", "outgoing"):
            self._check_mirror(node, local)
        if local == "property":
            self._check_property(node)
        if local in ("dataInputAssociation", "dataOutputAssociation"):
            self._check_data_arrow(node, local)

    def _check_reference(self, node: Node, attribute: str, kinds: frozenset[str]) -> None:
        value = node.get(attribute)
        if value is None:
            if (local_of(node), attribute) in _REQUIRED:
                self._wrong(node, f"缺少属性 {attribute}", f"The attribute {attribute} is missing")
            return
        target = self.by_id.get(reference(node, value))
        if target is None:
            self._wrong(
                node,
                f'{attribute}="{value}" 指向的元素不存在',
                f'{attribute}="{value}" names nothing in this file',
            )
        elif target not in self.refused and local_of(target) not in kinds:
            self._wrong(
                node,
                f'{attribute}="{value}" 不能指向 {local_of(target)}',
                f'{attribute}="{value}" cannot name a {local_of(target)}',
            )

    def _check_level(self, flow: Node) -> None:
        """A flow stands in the process or sub-process of its ends; rules name ends that differ."""
        ends = [self.by_id.get(reference(flow, flow.get(e) or "")) for e in _ENDS]
        parents = {end.getparent() for end in ends if end is not None}
        if len(parents) == 1 and flow.getparent() not in parents:
            self._wrong(
                flow,
                "顺序流写在另一层的流程元素中",
                "The sequence flow is written on another level than its ends",
            )

    def _check_mirror(self, node: Node, local: str) -> None:
        """`incoming` and `outgoing` repeat what the flows say and must not contradict them."""
        parent = node.getparent()
        flow = self.by_id.get(reference(node, text_of(node)))
        end = "targetRef" if local == "incoming" else "sourceRef"
        if parent is None or (flow is not None and flow in self.refused):
            return
        if flow is None or reference(flow, flow.get(end) or "") != parent.get("id"):
            self._wrong(
                node,
                f"{local} 列出的 {text_of(node)} 与顺序流的 {end} 不一致",
                f"{local} lists {text_of(node)}, whose {end} is another element",
            )

    def _check_property(self, node: Node) -> None:
        """Modelers write one as the stand-in target of a drawn data input; no other has a use."""
        parent = node.getparent()
        if parent is None or node.get("name") == "__targetRef_placeholder":
            return
        self._wrong(node, "此处的 property 没有作用", "A property has no effect here")

    def _check_data_arrow(self, node: Node, local: str) -> None:
        """Drawn only: from or to a data store, at a task whose connector is a register's."""
        parent = node.getparent()
        connector = "" if parent is None else parent.get("{urn:guicheng:bpmn:1}connector") or ""
        end = "sourceRef" if local == "dataInputAssociation" else "targetRef"
        ids = [reference(ref, text_of(ref)) for ref in children(node, end)]
        stores = [self.by_id.get(one) for one in ids]
        is_store = bool(stores) and all(
            store is not None and local_of(store) in _DATA for store in stores
        )
        if connector.startswith("register.") and is_store:
            return
        self.problems.error(
            "data-association",
            node,
            Text(
                zh="数据关联只能连接数据存储与使用 register.* 连接器的服务任务",
                en="A data association joins a data store and a service task with a register.* "
                "connector",
            ),
            Text(zh="改用关联线(association)", en="Use a plain association"),
        )

    def _check_lanes(self) -> None:
        for process in children(self.root, "process"):
            seen: dict[str, str] = {}
            for lane_set in children(process, "laneSet"):
                for lane in children(lane_set, "lane"):
                    self._check_lane(lane, seen)
            self._check_every_node_has_lane(process, seen)

    def _check_lane(self, lane: Node, seen: dict[str, str]) -> None:
        for ref in children(lane, "flowNodeRef"):
            node_id = reference(ref, text_of(ref))
            target = self.by_id.get(node_id)
            if target is None or (target not in self.refused and local_of(target) not in _NODES):
                self._wrong(
                    ref,
                    f"泳道列出的 {node_id} 不是流程节点",
                    f"The lane lists {node_id}, which is no flow node",
                )
            elif node_id in seen:
                self._wrong(
                    ref,
                    f"{node_id} 同时在两个泳道中",
                    f"{node_id} is listed in two lanes",
                )
            seen[node_id] = lane.get("id") or ""

    def _check_every_node_has_lane(self, process: Node, seen: dict[str, str]) -> None:
        if not seen:
            return
        for node in elements_of(process):
            if local_of(node) in _NODES and node.get("id") not in seen:
                self.problems.warning(
                    "no-lane",
                    node,
                    Text(zh="节点不在任何泳道中", en="The node is in no lane"),
                    Text(zh="在泳道中列出它(flowNodeRef)", en="List it in a lane (flowNodeRef)"),
                )

    def _wrong(self, node: Node, zh: str, en: str) -> None:
        self.problems.error("dangling-reference", node, Text(zh=zh, en=en), _FIX)
