"""Random lane processes, and their diagrams read back as boxes and lines."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from engine.bpmn.layout.model import Box, Point
from engine.bpmn.reader.names import BPMN, BPMNDI, DC, DI, Node
from tests.bpmn.diagrams import HEAD

NODES = (
    *["userTask"] * 5,
    "serviceTask",
    "businessRuleTask",
    *["exclusiveGateway"] * 2,
    "parallelGateway",
    "endEvent",
    "subProcess",
    "intermediateCatchEvent",
)
WORDS = ("审核", "批准申请", "金额是否超过标准?", "登记", "退回", "核对印章与文件是否相符")


@dataclass(kw_only=True)
class Drawing:
    """What a diagram shows."""

    shapes: dict[str, Box] = field(default_factory=dict)
    labels: dict[str, Box] = field(default_factory=dict)
    lines: dict[str, list[Point]] = field(default_factory=dict)


def read_drawing(data: bytes) -> Drawing:
    root = etree.fromstring(data)
    drawing = Drawing()
    for node in root.iter(f"{{{BPMNDI}}}BPMNShape", f"{{{BPMNDI}}}BPMNEdge"):
        own = node.get("bpmnElement") or ""
        for bounds in node.iterchildren(f"{{{DC}}}Bounds"):
            drawing.shapes[own] = _box(bounds)
        points = list(node.iterchildren(f"{{{DI}}}waypoint"))
        if points:
            drawing.lines[own] = [(int(p.get("x", "0")), int(p.get("y", "0"))) for p in points]
        for bounds in node.iterfind(f"{{{BPMNDI}}}BPMNLabel/{{{DC}}}Bounds"):
            drawing.labels[own] = _box(bounds)
    return drawing


def _box(node: Node) -> Box:
    x, y, w, h = (int(node.get(name, "0")) for name in ("x", "y", "width", "height"))
    return Box(x=x, y=y, w=w, h=h)


def model_of(data: bytes) -> dict[str, Node]:
    """The BPMN elements by id."""
    root = etree.fromstring(data)
    return {node.get("id", ""): node for node in root.iter(f"{{{BPMN}}}*") if node.get("id")}


def random_process(seed: int) -> bytes:
    """A pool of one to five lanes with a chain of nodes, branches, loops and boundary events."""
    chance = random.Random(seed)
    body, ids = _level(chance, "n", chance.randint(3, 22), depth=0)
    lanes: list[list[str]] = [[] for _ in range(chance.randint(1, 5))]
    for group in ids:
        chance.choice(lanes).extend(group)
    lane_set = "".join(
        f'<lane id="lane{i}" name="角色{i}">'
        + "".join(f"<flowNodeRef>{own}</flowNodeRef>" for own in lane)
        + "</lane>"
        for i, lane in enumerate(lanes)
    )
    return (
        f'{HEAD}<collaboration id="c"><participant id="pool" name="流程" processRef="p"/>'
        f'</collaboration><process id="p" isExecutable="true"><laneSet id="ls">{lane_set}'
        f"</laneSet>{body}</process></definitions>"
    ).encode()


def _level(
    chance: random.Random, prefix: str, count: int, depth: int
) -> tuple[str, list[list[str]]]:
    """The level's XML, and its nodes, each with the boundary events on it."""
    ids = [f"{prefix}{i}" for i in range(count)]
    parts = [f'<startEvent id="{ids[0]}" name="收到申请"/>']
    ends = {ids[0]}
    hosts: list[str] = []
    boundaries: list[str] = []
    groups = {own: [own] for own in ids}
    for own in ids[1:]:
        tag = chance.choice(NODES)
        if tag == "subProcess" and depth == 0:
            parts.append(_sub_process(chance, own))
        else:
            tag = "userTask" if tag == "subProcess" else tag
            trigger = "<timerEventDefinition/>" if tag == "intermediateCatchEvent" else ""
            parts.append(f'<{tag} id="{own}" name="{chance.choice(WORDS)}">{trigger}</{tag}>')
        if tag == "endEvent":
            ends.add(own)
        if tag in ("userTask", "subProcess") and chance.random() < 0.3:
            hosts.append(own)
    for number, host in enumerate(hosts):
        for _ in range(chance.choice((1, 1, 2, 3))):
            own = f"{prefix}b{number}_{len(boundaries)}"
            boundaries.append(own)
            groups[host].append(own)
            parts.append(
                f'<boundaryEvent id="{own}" name="逾期" attachedToRef="{host}">'
                "<timerEventDefinition/></boundaryEvent>"
            )
    parts += _flows(chance, prefix, ids, ends, boundaries)
    return "".join(parts), list(groups.values())


def _sub_process(chance: random.Random, own: str) -> str:
    inner, _ = _level(chance, f"{own}x", chance.randint(2, 6), depth=1)
    return f'<subProcess id="{own}" name="子流程">{inner}</subProcess>'


def _flows(
    chance: random.Random, prefix: str, ids: list[str], ends: set[str], boundaries: list[str]
) -> list[str]:
    pairs: set[tuple[str, str]] = set()
    for before, after in pairwise(ids):
        if before not in ends or before == ids[0]:
            pairs.add((before, after))
    sources = [own for own in ids[1:] if own not in ends]
    for _ in range(len(ids) // 3):
        if sources:
            pairs.add((chance.choice(sources), chance.choice(ids[1:])))
    pairs |= {(own, chance.choice(ids[1:])) for own in boundaries}
    found = []
    for number, (source, target) in enumerate(sorted(pairs)):
        name = f'name="{chance.choice(WORDS)}"' if chance.random() < 0.4 else ""
        ends_of = f'sourceRef="{source}" targetRef="{target}"'
        found.append(f'<sequenceFlow id="{prefix}f{number}" {name} {ends_of}/>')
    return found
