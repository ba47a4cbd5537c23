"""Two tokens may be on one way at once, without parallel ways that were merged instead of joined.

Either no work follows, so that nothing is done twice, or a way beside the main one (a reminder, a
branch that a loop leaves behind) is begun anew before it was done. Both are lawful, and may be a
slip: a warning.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.no_doubling import doubled_flows
from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.errors import Family, Text

_QUIET = Text(zh="此后没有工作，不会重复做什么", en="no work follows, so nothing is done twice")
_ANEW = Text(
    zh="前一次还没做完，这条旁路就可能又开始一次",
    en="this way may be begun anew before it was done",
)


def _search(subject: Subject) -> Iterator[Breach]:
    for one in doubled_flows(subject):
        if one.is_merged and one.does_work:
            continue
        why = _ANEW if one.does_work else _QUIET
        way = one.level.sentence(one.steps)
        path = one.level.path(one.steps)
        yield breach(one.flow, path=path, target=one.flow.target, way=way, zh=why.zh, en=why.en)


RULE = Rule(
    id="doubled-way",
    family=Family.SOUNDNESS,
    severity="warning",
    zh="到“{target}”的路径上可能同时有两个令牌（经 {way}）：{zh}",
    en="Two tokens may be on the way to '{target}' at once (by {way}): {en}",
    fix_zh="确是此意则不必改；否则用并行网关汇合，或让旁路先结束",
    fix_en="Leave it where it is meant; else join by a parallel gateway, or let the way end first",
    search=_search,
)
