"""The parts of an approval, and of the opinion that is owed, fit together."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, HasKeys, Rule, Subject, breach
from engine.core.ballot import CONTINUE, Approval, Mode, OpinionNeed
from engine.core.definition import UserTask
from engine.errors import Family, Text


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        if element.user_task is not None:
            for found in _wrong(element.user_task, subject):
                yield breach(element, zh=found.zh, en=found.en)


def _wrong(task: UserTask, subject: Subject) -> Iterator[Text]:
    approval = task.approval or Approval()
    if task.opinion is OpinionNeed.ON_REFUSAL and not approval.decision:
        yield Text(
            zh="opinion=on-refusal 需要 approval 的 decision 字段来判断是否拒绝",
            en="opinion=on-refusal needs the decision of an approval, to know a refusal",
        )
    if task.approval is None:
        return
    yield from _wrong_terms(approval)
    form = subject.bundle.forms.get(task.form_id) if subject.bundle is not None else None
    fields = form.keys() if isinstance(form, HasKeys) else None
    if approval.decision and fields is not None and approval.decision not in fields:
        yield Text(
            zh=f"decision 字段 {approval.decision} 不在表单 {task.form_id} 中",
            en=f"the form {task.form_id} has no field {approval.decision} to decide by",
        )


def _wrong_terms(approval: Approval) -> Iterator[Text]:
    ratio = approval.mode is Mode.RATIO
    has_threshold = bool(approval.threshold or approval.threshold_feel)
    if ratio != has_threshold:
        yield Text(
            zh="threshold 与 mode=ratio 须同时写",
            en="threshold goes with mode=ratio, and only with it",
        )
    if approval.weights is not None and not ratio:
        yield Text(zh="weights 只用于 mode=ratio", en="weights are only for mode=ratio")
    if not approval.decision and (ratio or approval.on_reject != CONTINUE):
        yield Text(
            zh="票签和拒绝的效果需要 decision 字段",
            en="a ratio, or an effect of a rejection, needs a decision field",
        )


RULE = Rule(
    id="approval-terms",
    family=Family.STRUCTURE,
    severity="error",
    zh="审批写得不完整或互相矛盾：{zh}",
    en="The approval is incomplete or contradicts itself: {en}",
    fix_zh="参见 docs/reference/extension-vocabulary.md 的“审批”",
    fix_en="See “approval” in docs/reference/extension-vocabulary.md",
    search=_search,
)
