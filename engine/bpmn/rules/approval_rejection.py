"""What a rejection does leads back to where control can go: an earlier activity, or the start."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.ballot import INITIATOR, NODE
from engine.core.definition import ACTIVITIES, Element, Kind, Trigger
from engine.core.policy import ONLY_CALLED
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        task = element.user_task
        effect = task.approval.on_reject if task is not None and task.approval is not None else ""
        if effect == INITIATOR and not _has_start(subject):
            zh, en = "流程没有可由人发起的开始事件", "the process has no none start event"
            yield breach(element, effect=effect, zh=zh, en=en)
        elif effect.startswith(NODE):
            yield from _of_node(subject, element, effect)


def _has_start(subject: Subject) -> bool:
    """A process that is only called goes back to where the case of its caller began."""
    called = ONLY_CALLED in subject.process.startable_by
    return called or subject.process.start_event() is not None


def _of_node(subject: Subject, element: Element, effect: str) -> Iterator[Breach]:
    target = subject.process.elements.get(effect.removeprefix(NODE))
    if target is None or target.kind not in ACTIVITIES or target.for_compensation:
        zh, en = "不是本流程的活动", "it is no activity of this process"
        yield breach(element, effect=effect, zh=zh, en=en)
    elif not _leads_to(subject, target, element):
        zh, en = "不在此环节之前", "it does not come before this step"
        yield breach(element, effect=effect, zh=zh, en=en)


def _leads_to(subject: Subject, target: Element, element: Element) -> bool:
    """Whether a way leads from the one to the other, seen from the scope that holds both."""
    there, here = _around(subject, target), _around(subject, element)
    shared = 0
    while shared < min(len(there), len(here)) and there[shared] == here[shared]:
        shared += 1
    if shared == min(len(there), len(here)):
        return True  # one is inside the other, or they are the same
    seen, queue = {there[shared]}, [there[shared]]
    while queue:
        for following in _after(subject, queue.pop()):
            if following not in seen:
                seen.add(following)
                queue.append(following)
    return here[shared] in seen


def _around(subject: Subject, element: Element) -> list[str]:
    """The sub-processes around the element, outermost first, then itself."""
    found = [element.id]
    while element.scope is not None:
        element = subject.process.elements[element.scope]
        found.insert(0, element.id)
    return found


def _after(subject: Subject, name: str) -> Iterator[str]:
    element = subject.process.elements[name]
    yield from (flow.target for flow in subject.out_of(element))
    yield from (event.id for event in subject.boundary_events.get(name, ()))
    if element.kind is Kind.THROW_EVENT and element.event.trigger is Trigger.LINK:
        for other in subject.elements:
            if other.kind is Kind.CATCH_EVENT and other.event.link == element.event.link:
                yield other.id


RULE = Rule(
    id="approval-rejection",
    family=Family.STRUCTURE,
    severity="error",
    zh="拒绝的效果 {effect} 无法执行：{zh}",
    en="The effect {effect} of a rejection cannot be run: {en}",
    fix_zh="写此环节之前的活动的 id，或 initiator、end、continue",
    fix_en="Write the id of an activity before this step, or initiator, end or continue",
    search=_search,
)
