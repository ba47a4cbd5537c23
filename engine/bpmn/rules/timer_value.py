"""A timer that is written out is a moment, a duration or a cycle of its kind (10.5.5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

import orjson

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.soundness import triggers
from engine.core.definition import EventDefinition, TimerKind
from engine.errors import Family
from engine.timing import NotATime, schedule

_SOME_TIME: Final = datetime(2000, 1, 1, tzinfo=UTC)
_WORDS: Final = {
    TimerKind.DATE: ("timeDate", "2026-12-01T09:00:00+08:00"),
    TimerKind.DURATION: ("timeDuration", "P3D, PT2H"),
    TimerKind.CYCLE: ("timeCycle", "R3/PT1H, 0 9 * * 1"),
}


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        for part in triggers(element):
            text = _written_out(part)
            if text is not None and part.timer_kind is not None and not _is_one(part, text):
                name, example = _WORDS[part.timer_kind]
                line = part.timer.line if part.timer is not None else None
                yield breach(element, line, name=name, example=example, text=text[:60])


def _written_out(part: EventDefinition) -> str | None:
    """The text of a timer that is one FEEL string and nothing else."""
    if part.timer is None:
        return None
    try:
        text = orjson.loads(part.timer.text)
    except ValueError:
        return None
    return text if isinstance(text, str) else None


def _is_one(part: EventDefinition, text: str) -> bool:
    if part.timer_kind is None:
        return False
    try:
        schedule(part.timer_kind, text, _SOME_TIME)
    except NotATime:
        return False
    return True


RULE = Rule(
    id="timer-value",
    family=Family.STRUCTURE,
    severity="error",
    zh="{name} 的“{text}”不是这样的时间",
    en="'{text}' is no {name}",
    fix_zh="写法如 {example}",
    fix_en="Write e.g. {example}",
    search=_search,
)
