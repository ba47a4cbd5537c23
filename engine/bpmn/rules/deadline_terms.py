"""The parts of a user task's deadlines fit together, and name a role that exists."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.ballot import Mode
from engine.core.deadlines import HAND_OVER, Deadlines, TimeoutAction
from engine.core.definition import UserTask
from engine.errors import Family, Text

_COMPLETES = frozenset({TimeoutAction.PASS.value, TimeoutAction.REJECT.value})


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        task = element.user_task
        if task is not None and task.deadlines is not None:
            for found in _wrong(task, task.deadlines, subject.roles):
                yield breach(element, zh=found.zh, en=found.en)


def _wrong(task: UserTask, declared: Deadlines, roles: frozenset[str] | None) -> Iterator[Text]:
    acts = declared.action != TimeoutAction.REMIND
    if declared.timeout is None and (acts or declared.data is not None):
        yield Text(
            zh="timeoutAction、timeoutData 需要 timeout",
            en="timeoutAction and timeoutData go with a timeout",
        )
    if declared.action == TimeoutAction.REJECT and declared.data is None:
        yield Text(
            zh="timeoutAction=reject 需要 timeoutData 写明拒绝的表单内容",
            en="timeoutAction=reject needs timeoutData that fills in the refusal",
        )
    if declared.data is not None and declared.action not in _COMPLETES:
        yield Text(
            zh="timeoutData 只用于 timeoutAction=pass 或 reject",
            en="timeoutData is only for timeoutAction=pass or reject",
        )
    if task.approval is not None and task.approval.mode is Mode.SEQUENTIAL:
        yield Text(
            zh="依次审批（mode=sequential）的每一位尚不支持各自的期限",
            en="each of mode=sequential in turn has no deadlines of their own yet",
        )
    role = declared.action.removeprefix(HAND_OVER)
    if role != declared.action and roles is not None and role not in roles:
        yield Text(
            zh=f"移交的角色 {role} 不在组织中",
            en=f"the organisation has no role {role} to hand over to",
        )


RULE = Rule(
    id="deadline-terms",
    family=Family.STRUCTURE,
    severity="error",
    zh="期限写得不完整或互相矛盾：{zh}",
    en="The deadlines are incomplete or contradict each other: {en}",
    fix_zh="参见 docs/reference/extension-vocabulary.md 的“期限”",
    fix_en="See “deadlines” in docs/reference/extension-vocabulary.md",
    search=_search,
)
