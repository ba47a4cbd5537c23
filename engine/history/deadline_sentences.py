"""Sentences about deadlines: what was set, and what followed when a moment came."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, cast

from engine.core import events as ev
from engine.core.deadlines import DeadlineKind, TimeoutAction
from engine.errors import Text
from engine.history.approval_sentences import Names
from engine.history.phrases import moment

_KINDS: Final = {
    DeadlineKind.REMINDER.value: Text(zh="提醒", en="reminder"),
    DeadlineKind.ESCALATION.value: Text(zh="上报", en="escalation"),
    DeadlineKind.TIMEOUT.value: Text(zh="超时", en="timeout"),
}
_DONE: Final = {
    TimeoutAction.REMIND.value: Text(zh="提醒了办理人", en="whoever has it was reminded"),
    "escalate": Text(zh="上报了办理人的上级", en="their superiors were told"),
    TimeoutAction.PASS.value: Text(zh="系统自动通过", en="the system passed it"),
    TimeoutAction.REJECT.value: Text(zh="系统自动拒绝", en="the system rejected it"),
    TimeoutAction.HAND_OVER.value: Text(zh="移交他人", en="it was handed over"),
}


def _known(words: Mapping[str, Text], name: str) -> Text:
    return words.get(name) or Text(zh=name, en=name)


def _set(event: ev.DeadlinesSet, names: Names) -> Text:
    what = names.owner(event.work_item_id)
    each = [(_known(_KINDS, kind), moment(cast("datetime", at))) for kind, at in event.moments]
    zh = "、".join(f"{kind.zh} {at}" for kind, at in each)
    en = ", ".join(f"{kind.en} {at}" for kind, at in each)
    return Text(zh=f"“{what.zh}”的期限：{zh}", en=f'Deadlines of "{what.en}": {en}')


def _passed(event: ev.DeadlinePassed, names: Names) -> Text:
    what, kind, done = (
        names.element(event.element_id),
        _known(_KINDS, event.kind),
        _known(_DONE, event.done),
    )
    return Text(
        zh=f"“{what.zh}”的{kind.zh}时间到：{done.zh}" + (event.zh and f"（{event.zh}）"),
        en=f'The {kind.en} of "{what.en}" came: {done.en}' + (event.en and f" ({event.en})"),
    )


DEADLINES: Final[Mapping[type[ev.Event], Callable[[Any, Any], Text]]] = {
    ev.DeadlinesSet: _set,
    ev.DeadlinePassed: _passed,
}
