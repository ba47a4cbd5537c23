"""No work is done twice because two tokens walk the same way, unless the diagram says it is meant.

Multi-merge (each token that arrives goes on by itself) is what BPMN runs, and sometimes wanted; by
far most often parallel ways were joined by the wrong gateway. So it is declared where it is meant:
`guicheng:multiMerge="true"` at the element where the tokens come together one after another.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.rules.ways import side_ways
from engine.bpmn.soundness import Explored, Steps, soundness_of, triggers
from engine.core.definition import ACTIVITIES, Element, SequenceFlow, Trigger
from engine.errors import Family


class Doubled(NamedTuple):
    """A flow on which two tokens come together, the way to that, whether several ways lead into
    what it comes from, and whether there or behind it work is done."""

    flow: SequenceFlow
    steps: Steps
    level: Explored
    is_merged: bool
    does_work: bool


def doubled_flows(subject: Subject) -> Iterator[Doubled]:
    """The first flow of each level that is doubled although nothing says that it is meant."""
    for level in soundness_of(subject.process):
        meant = _declared(level) | side_ways(level.level)
        for arrow, steps in level.found.doubled.items():
            flow = subject.process.flows.get(arrow)
            if flow is None or arrow in meant or level.level.nodes[flow.target].start_quantity > 1:
                continue
            merged = len(level.level.incoming[flow.source]) > 1
            yield Doubled(flow, steps, level, merged, _does_work(level, flow))
            break  # what follows is doubled for the same reason


def _declared(level: Explored) -> frozenset[str]:
    """The arrows behind elements at which several tokens are meant to go on, or are asked for."""
    nodes = [
        one for one in level.level.nodes.values() if one.multi_merge or one.completion_quantity > 1
    ]
    behind = {node for one in nodes for node in _behind(level, one.id)}
    return frozenset(arrow for node in behind for arrow in level.level.outgoing[node])


def _behind(level: Explored, node: str) -> set[str]:
    """The node, its boundary events and all that can happen after it."""
    found, queue = {node}, [node]
    while queue:
        for after in level.level.after(queue.pop()):
            if after not in found:
                found.add(after)
                queue.append(after)
    return found


def _does_work(level: Explored, flow: SequenceFlow) -> bool:
    """Whether anything but gateways and plain events is done twice."""
    nodes = level.level.nodes
    return any(_is_work(nodes[one]) for one in (flow.source, *_behind(level, flow.target)))


def _is_work(element: Element) -> bool:
    quiet = (Trigger.NONE, Trigger.TERMINATE, Trigger.LINK)
    events = (one.trigger not in quiet for one in triggers(element))
    return element.kind in ACTIVITIES or any(events)


def _search(subject: Subject) -> Iterator[Breach]:
    for one in doubled_flows(subject):
        if one.is_merged and one.does_work:
            way = one.level.sentence(one.steps)
            path = one.level.path(one.steps)
            yield breach(one.flow, path=path, target=one.flow.target, way=way)


RULE = Rule(
    id="no-doubling",
    family=Family.SOUNDNESS,
    severity="error",
    zh="缺少同步：同一路径上可能同时有两个令牌，工作会重复执行，如“{target}”（经 {way}）",
    en="Lack of synchronisation: two tokens may walk the same way, so work is done twice, as at "
    "'{target}' (by {way})",
    fix_zh="用并行（或包容）网关汇合并行的路径；确实要各做一次的，在汇合处写 "
    'guicheng:multiMerge="true"',
    fix_en="Join parallel ways by a parallel (or inclusive) gateway; where each is meant to go on "
    'by itself, say guicheng:multiMerge="true" at the merge',
    search=_search,
)
