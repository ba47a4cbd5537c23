"""A boundary event that waits sits on an activity that takes time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.soundness import triggers
from engine.core.definition import Kind, Trigger
from engine.errors import Family

_AT_ONCE: Final = frozenset({Kind.TASK, Kind.MANUAL_TASK, Kind.SEND_TASK})
_AWAITED: Final = frozenset({Trigger.TIMER, Trigger.MESSAGE, Trigger.SIGNAL, Trigger.CONDITIONAL})


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        host = subject.process.elements.get(element.attached_to or "")
        if host is None or host.kind not in _AT_ONCE:
            continue
        if any(part.trigger in _AWAITED for part in triggers(element)):
            yield breach(element, host=host.name or host.id)


RULE = Rule(
    id="boundary-in-time",
    family=Family.SOUNDNESS,
    severity="warning",
    zh="“{host}”立即完成，其上的边界事件不会发生",
    en="'{host}' is done at once: what its boundary event waits for comes too late",
    fix_zh="改为用户任务或服务任务，或删除边界事件",
    fix_en="Make it a user or service task, or remove the boundary event",
    search=_search,
)
