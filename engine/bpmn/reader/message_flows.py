"""Checks that message flows join two pools at places that send and receive (BPMN 2.0.2, 9.4)."""

from __future__ import annotations

from typing import Final

from engine.bpmn.reader.names import Node, bpmn, children, local_of, reference
from engine.bpmn.reader.problems import Problems
from engine.core.definition import ACTIVITIES
from engine.errors import Text

_ACTIVITIES: Final = ACTIVITIES | {"scriptTask"}  # of a drawing
_SENDS: Final = frozenset({"participant", "endEvent", "intermediateThrowEvent", *_ACTIVITIES})
_RECEIVES: Final = frozenset(
    {"participant", "startEvent", "intermediateCatchEvent", "boundaryEvent", *_ACTIVITIES}
)
_OF_MESSAGES: Final = ("messageEventDefinition", "eventDefinitionRef")
_FIX: Final = Text(
    zh="消息流连接两个池：从池、活动或消息事件，到池、活动或消息事件",
    en="A message flow leads from a pool, activity or message event to one of another pool",
)


def check_message_flows(root: Node, by_id: dict[str, Node], problems: Problems) -> None:
    """Ends that name nothing are dangling references and reported as such elsewhere."""
    pools = {
        reference(one, one.get("processRef") or ""): one for one in root.iter(bpmn("participant"))
    }
    for flow in root.iter(bpmn("messageFlow")):
        source = by_id.get(reference(flow, flow.get("sourceRef") or ""))
        target = by_id.get(reference(flow, flow.get("targetRef") or ""))
        if source is None or target is None:
            continue
        if not _may(source, _SENDS):
            _wrong(problems, flow, f"{_name(source)} 不发送消息", f"{_name(source)} sends nothing")
        if not _may(target, _RECEIVES):
            zh, en = f"{_name(target)} 不接收消息", f"{_name(target)} receives nothing"
            _wrong(problems, flow, zh, en)
        if _pool(source, pools) is _pool(target, pools):
            _wrong(problems, flow, "两端在同一个池中", "both ends are in one pool")


def _may(end: Node, kinds: frozenset[str]) -> bool:
    if local_of(end) not in kinds:
        return False
    is_event = local_of(end).lower().endswith("event")
    return not is_event or any(children(end, one) for one in _OF_MESSAGES)


def _pool(end: Node, pools: dict[str, Node]) -> Node | None:
    if local_of(end) == "participant":
        return end
    process = next((one for one in end.iterancestors() if local_of(one) == "process"), None)
    return process if process is None else pools.get(process.get("id") or "", process)


def _name(end: Node) -> str:
    return end.get("name") or end.get("id") or local_of(end)


def _wrong(problems: Problems, flow: Node, zh: str, en: str) -> None:
    said = Text(zh=f"消息流不对：{zh}", en=f"The message flow is wrong: {en}")
    problems.error("message-flow", flow, said, _FIX)
