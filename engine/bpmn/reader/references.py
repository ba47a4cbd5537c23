"""Checks ids and references: unique, present, and pointing at things of the right kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Final

from engine.bpmn.reader.names import (
    BPMN,
    Node,
    bpmn,
    children,
    elements_of,
    line_of,
    local_of,
    reference,
    tag_of,
    text_of,
)
from engine.bpmn.reader.problems import Problems
from engine.bpmn.reader.shape import READ_KINDS
from engine.core.definition import ACTIVITIES, Kind
from engine.errors import Text

_NCNAME: Final = re.compile(r"[^\W\d][\w.\-]*")
_GLOBAL_TASKS: Final = frozenset(
    {"globalTask", "globalUserTask", "globalManualTask", "globalBusinessRuleTask"}
)
NEEDS_ID: Final = (
    READ_KINDS | _GLOBAL_TASKS | {"process", "sequenceFlow", "lane", "message", "error"}
)
_NODES: Final = READ_KINDS
_ANY: Final = frozenset({"*"})
_TARGETS: Final[dict[tuple[str, str], frozenset[str]]] = {
    ("sequenceFlow", "sourceRef"): _NODES,
    ("sequenceFlow", "targetRef"): _NODES,
    ("boundaryEvent", "attachedToRef"): frozenset(ACTIVITIES),
    ("participant", "processRef"): frozenset({"process"}),
    ("messageFlow", "sourceRef"): _NODES | {"participant"},
    ("messageFlow", "targetRef"): _NODES | {"participant"},
    ("messageFlow", "messageRef"): frozenset({"message"}),
    ("dataObjectReference", "dataObjectRef"): frozenset({"dataObject"}),
    ("dataStoreReference", "dataStoreRef"): frozenset({"dataStore"}),
    ("association", "sourceRef"): _ANY,
    ("association", "targetRef"): _ANY,
    ("group", "categoryValueRef"): frozenset({"categoryValue"}),
    ("compensateEventDefinition", "activityRef"): frozenset(ACTIVITIES),
    ("serviceTask", "operationRef"): frozenset({"operation"}),
    ("correlationSubscription", "correlationKeyRef"): frozenset({"correlationKey"}),
    ("correlationPropertyBinding", "correlationPropertyRef"): frozenset({"correlationProperty"}),
    ("correlationPropertyRetrievalExpression", "messageRef"): frozenset({"message"}),
}
"""(element, attribute) -> what the attribute may name."""
_BODIES: Final[dict[str, frozenset[str]]] = {
    "correlationPropertyRef": frozenset({"correlationProperty"}),
    "categoryValueRef": frozenset({"categoryValue"}),
    "dataInputRefs": frozenset({"dataInput"}),
    "optionalInputRefs": frozenset({"dataInput"}),
    "dataOutputRefs": frozenset({"dataOutput"}),
    "optionalOutputRefs": frozenset({"dataOutput"}),
    "inputSetRefs": frozenset({"inputSet"}),
    "outputSetRefs": frozenset({"outputSet"}),
}
"""Elements whose body is an id -> what it may name."""
_REQUIRED: Final = frozenset(
    {
        ("sequenceFlow", "sourceRef"),
        ("sequenceFlow", "targetRef"),
        ("boundaryEvent", "attachedToRef"),
        ("correlationSubscription", "correlationKeyRef"),
        ("correlationPropertyBinding", "correlationPropertyRef"),
    }
)
_ACTIVITIES_AND_GATEWAYS: Final = frozenset(
    {*ACTIVITIES, Kind.EXCLUSIVE_GATEWAY, Kind.INCLUSIVE_GATEWAY, Kind.COMPLEX_GATEWAY}
)
_ENDS: Final = ("sourceRef", "targetRef")
_FIX: Final = Text(zh="改为已有的 id", en="Name an existing id")


class References:
    """The ids of one file; elements passed over count as present, to report each thing once."""

    def __init__(self, root: Node, passed_over: set[Node], problems: Problems) -> None:
        self.problems = problems
        self.passed_over = passed_over
        self.root = root
        self.by_id: dict[str, Node] = {}
        self._special: Final[dict[str, Callable[[Node], None]]] = {
            "sequenceFlow": self._check_level,
            "incoming": self._check_mirror,
            "outgoing": self._check_mirror,
            "linkEventDefinition": self._check_link,
            "gateway": self._check_direction,
        }
        self._flows_into: Counter[str] = Counter()
        self._flows_out_of: Counter[str] = Counter()

    def check(self) -> None:
        model = [node for node in self.root.iter("*") if tag_of(node)[0] == BPMN]
        self._check_ids()
        for flow in self.root.iter(bpmn("sequenceFlow")):
            self._flows_out_of[reference(flow, flow.get("sourceRef") or "")] += 1
            self._flows_into[reference(flow, flow.get("targetRef") or "")] += 1
        for node in model:
            if node not in self.passed_over:
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
        if namespace == BPMN and local in NEEDS_ID and node not in self.passed_over:
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
                    zh="以字母开头，只用字母、数字、- _ .",
                    en="Begin with a letter; use letters, digits, - _ . only",
                ),
            )

    def _report_duplicate(self, node: Node, own: str) -> None:
        first = line_of(self.by_id[own])
        self.problems.error(
            "duplicate-id",
            node,
            Text(
                zh=f"id“{own}”重复，第一次出现在第 {first} 行",
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
        if local in _BODIES:
            self._check_body(node, _BODIES[local])
        check = self._special.get("gateway" if local.endswith("Gateway") else local)
        if check is not None:
            check(node)

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
        elif target not in self.passed_over and not _is_one_of(target, kinds):
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
        elif len({_process_of(parent) for parent in parents if parent is not None}) > 1:
            self._wrong(
                flow,
                "顺序流不能连到另一个流程；流程之间用消息",
                "A sequence flow cannot lead to another process; use a message between processes",
            )

    def _check_mirror(self, node: Node) -> None:
        """`incoming` and `outgoing` repeat what the flows say and must not contradict them."""
        local = local_of(node)
        parent = node.getparent()
        flow = self.by_id.get(reference(node, text_of(node)))
        end = "targetRef" if local == "incoming" else "sourceRef"
        if parent is None or (flow is not None and flow in self.passed_over):
            return
        if flow is None or reference(flow, flow.get(end) or "") != parent.get("id"):
            self._wrong(
                node,
                f"{local} 列出的 {text_of(node)} 与顺序流的 {end} 不一致",
                f"{local} lists {text_of(node)}, whose {end} is another element",
            )

    def _check_body(self, node: Node, kinds: frozenset[str]) -> None:
        target = self.by_id.get(reference(node, text_of(node)))
        if target is None or (target not in self.passed_over and local_of(target) not in kinds):
            self.problems.dangling(node, local_of(node), text_of(node))

    def _check_link(self, node: Node) -> None:
        """A link may name its other end; both go by one name (BPMN 2.0.2, table 10.98)."""
        for ref in (*children(node, "source"), *children(node, "target")):
            other = self.by_id.get(reference(ref, text_of(ref)))
            if other is None or other.get("name") != node.get("name"):
                self.problems.dangling(ref, local_of(ref), text_of(ref))

    def _check_direction(self, node: Node) -> None:
        """What a gateway says of itself agrees with its flows (BPMN 2.0.2, table 10.47)."""
        said = (node.get("gatewayDirection") or "Unspecified").strip()
        own = node.get("id") or ""
        more_in, more_out = self._flows_into[own] > 1, self._flows_out_of[own] > 1
        wrong = {
            "Converging": more_out,
            "Diverging": more_in,
            "Mixed": not (more_in and more_out),
        }
        if not wrong.get(said):
            return
        self.problems.error(
            "gateway-direction",
            node,
            Text(
                zh=f"gatewayDirection 为 {said}，与网关的顺序流不符",
                en=f"gatewayDirection is {said}, which its flows contradict",
            ),
            Text(zh="删除 gatewayDirection", en="Remove gatewayDirection"),
        )

    def _check_lanes(self) -> None:
        for process in children(self.root, "process"):
            if process in self.passed_over:
                continue
            seen: dict[str, str] = {}
            for lane in process.iter(bpmn("lane")):
                self._check_lane(lane, seen)
            self._check_every_node_has_lane(process, seen)

    def _check_lane(self, lane: Node, seen: dict[str, str]) -> None:
        for ref in children(lane, "flowNodeRef"):
            node_id = reference(ref, text_of(ref))
            target = self.by_id.get(node_id)
            if target is None or (
                target not in self.passed_over and local_of(target) not in _NODES
            ):
                self._wrong(
                    ref,
                    f"泳道列出的 {node_id} 不是流程节点",
                    f"The lane lists {node_id}, which is no flow node",
                )
            elif node_id in seen and not self._is_above(lane, seen[node_id]):
                self._wrong(
                    ref,
                    f"{node_id} 同时在两个泳道中",
                    f"{node_id} is listed in two lanes",
                )
            seen[node_id] = lane.get("id") or ""

    def _is_node(self, target: Node) -> bool:
        return target in self.passed_over or local_of(target) in _NODES

    def _is_above(self, lane: Node, other: str) -> bool:
        """An outer lane may list again what an inner one holds, and the other way round."""
        others = self.by_id.get(other)
        return others is not None and (
            lane in others.iterancestors() or others in lane.iterancestors()
        )

    def _check_every_node_has_lane(self, process: Node, seen: dict[str, str]) -> None:
        if not seen:
            return
        for node in elements_of(process):
            if local_of(node) in _NODES and node.get("id") not in seen:
                self.problems.warning(
                    "no-lane",
                    node,
                    Text(zh="节点不在任何泳道中", en="The node is in no lane"),
                    Text(zh="在泳道中列出它（flowNodeRef）", en="List it in a lane (flowNodeRef)"),
                )

    def _wrong(self, node: Node, zh: str, en: str) -> None:
        self.problems.error("dangling-reference", node, Text(zh=zh, en=en), _FIX)


def _process_of(node: Node) -> Node:
    around = (one for one in node.iterancestors() if local_of(one) == "process")
    return node if local_of(node) == "process" else next(around, node)


def _is_one_of(target: Node, kinds: frozenset[str]) -> bool:
    return (kinds is _ANY and tag_of(target)[0] == BPMN) or local_of(target) in kinds
