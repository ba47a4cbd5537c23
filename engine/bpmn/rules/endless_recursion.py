"""A process that calls itself can also end without doing so.

Otherwise each call begins another one until the bound on nested calls stops them all, and no case
can ever end. Looked for along the flows of all processes that are called: what can only go on by
a call of which the same holds can never end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import (
    SUB_PROCESSES,
    Element,
    Kind,
    MultiInstance,
    ProcessDefinition,
    StandardLoop,
)
from engine.errors import Family

MayCall = Callable[[str], bool]
"""Whether a call of this process can end."""


def _search(subject: Subject) -> Iterator[Breach]:
    calls = any(one.kind is Kind.CALL_ACTIVITY for one in subject.elements)
    if subject.bundle is None or not calls:
        return
    processes = {subject.process.key: subject.process, **subject.bundle.called}
    ending = _ending(processes)
    key = subject.process.key
    if key in ending or not _can_end(subject.process, None, lambda _: True):
        return  # it ends, or does not for another reason, which other rules tell
    for element in subject.elements:
        called = element.called_name
        if element.kind is Kind.CALL_ACTIVITY and called in processes and called not in ending:
            yield breach(element, key=key, called=called)
            return


def _ending(processes: Mapping[str, ProcessDefinition]) -> set[str]:
    """The processes that can end: the smallest set that holds what ends by its help alone."""
    ending: set[str] = set()

    def may_call(name: str) -> bool:
        return name in ending or name not in processes

    while True:
        left = {key: one for key, one in processes.items() if key not in ending}
        more = {key for key, one in left.items() if _can_end(one, None, may_call)}
        if not more:
            return ending
        ending |= more


def _can_end(process: ProcessDefinition, scope: str | None, may_call: MayCall) -> bool:
    """Whether every token of one of the beginnings of this level can get to an end."""
    inside = {one.id: one for one in process.elements.values() if one.scope == scope}
    good: set[str] = set()
    while True:
        more = {
            one.id
            for one in inside.values()
            if one.id not in good and _leads_on(process, one, good, may_call)
        }
        if not more:
            break
        good |= more
    starts = [one.id for one in inside.values() if one.kind is Kind.START_EVENT]
    starts += [one.id for one in inside.values() if one.instantiate and not one.incoming]
    first = process.begins_at(scope)
    return any(start in good for start in starts) or bool(first and good.issuperset(first))


def _leads_on(
    process: ProcessDefinition, element: Element, good: set[str], may_call: MayCall
) -> bool:
    events = (one for one in process.elements.values() if one.attached_to == element.id)
    if any(one.interrupting and one.id in good for one in events):
        return True
    if not _is_done(process, element, may_call):
        return False
    targets = [process.flows[flow].target for flow in element.outgoing]
    unconditional = [
        process.flows[flow].target
        for flow in element.outgoing
        if process.flows[flow].condition is None and flow != element.default_flow
    ]
    if element.kind in _CHOOSING or not targets:
        return not targets or any(target in good for target in targets)
    if unconditional:
        return good.issuperset(unconditional)
    return any(target in good for target in targets)


_CHOOSING = frozenset(
    {
        Kind.EXCLUSIVE_GATEWAY,
        Kind.INCLUSIVE_GATEWAY,
        Kind.COMPLEX_GATEWAY,
        Kind.EVENT_BASED_GATEWAY,
    }
)


def _is_done(process: ProcessDefinition, element: Element, may_call: MayCall) -> bool:
    """Whether the element itself can be completed."""
    loop = element.loop
    if isinstance(loop, MultiInstance) or (isinstance(loop, StandardLoop) and loop.test_before):
        return True  # perhaps not once
    if element.kind is Kind.CALL_ACTIVITY:
        return may_call(element.called_name)
    if element.kind in SUB_PROCESSES and element.kind is not Kind.AD_HOC_SUB_PROCESS:
        return _can_end(process, element.id, may_call)
    return True


RULE = Rule(
    id="endless-recursion",
    family=Family.SOUNDNESS,
    severity="error",
    zh="流程 {key} 只能通过再次调用（{called}）继续，递归没有出口，案件永远不能结束",
    en="Process {key} can only go on by calling {called} once more: the recursion has no way out, "
    "so no case can end",
    fix_zh="在调用之前加一个可以不再调用的分支",
    fix_en="Before the call draw a branch that ends without it",
    search=_search,
)
