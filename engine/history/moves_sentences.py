"""Sentences about control that people moved, and about cases that they corrected or let rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from engine.core import events as ev
from engine.core.calendar import OFFICE_ZONE
from engine.errors import Text


class Names(Protocol):
    """What logins, elements and what belongs to them are called."""

    @property
    def person(self) -> Callable[[str], Text]: ...

    def element(self, element_id: str) -> Text: ...

    def owner(self, part_id: str) -> Text: ...


def _why(reason: str) -> Text:
    return Text(zh=reason and f"：{reason}", en=reason and f": {reason}")


def _moved(event: ev.ControlMoved, names: Names) -> Text:
    to = names.element(event.target)
    return Text(zh=f"流程转到“{to.zh}”", en=f'Control moved to "{to.en}"')


def _turn_reopened(event: ev.TurnReopened, names: Names) -> Text:
    what, number = names.element(event.element_id), event.turn
    return Text(
        zh=f"“{what.zh}”第 {number} 次重新办理，其余各次照旧",
        en=f'Turn {number} of "{what.en}" is open again; the others stand as before',
    )


def _returned(event: ev.WorkItemReturned, names: Names) -> Text:
    who, to = names.person(event.by), names.element(event.to)
    what, why = names.element(event.element_id), _why(event.reason)
    after = (
        Text(zh="，答复后回到此处", en=", to be answered straight") if event.straight else _why("")
    )
    return Text(
        zh=f"{who.zh}把“{what.zh}”退回到“{to.zh}”{after.zh}{why.zh}",
        en=f'{who.en} returned "{what.en}" to "{to.en}"{after.en}{why.en}',
    )


def _added(event: ev.WorkItemAdded, names: Names) -> Text:
    who, what, why = names.person(event.by), names.owner(event.work_item_id), _why(event.reason)
    if event.kind == "late":
        return Text(
            zh=f"{who.zh}发起补审“{what.zh}”{why.zh}",
            en=f'{who.en} asked for a late review of "{what.en}"{why.en}',
        )
    return Text(
        zh=f"{who.zh}请原办理人重办“{what.zh}”", en=f'{who.en} asked for "{what.en}" to be redone'
    )


def _reopened(event: ev.WorkItemReopened, names: Names) -> Text:
    to, what = names.person(event.to), names.owner(event.work_item_id)
    return Text(
        zh=f"“{what.zh}”已得到答复，回到{to.zh}", en=f'"{what.en}" was answered, back to {to.en}'
    )


def _taken_back(event: ev.WorkItemTakenBack, names: Names) -> Text:
    who, what, why = names.person(event.by), names.element(event.element_id), _why(event.reason)
    return Text(
        zh=f"{who.zh}拿回了“{what.zh}”{why.zh}", en=f'{who.en} took back "{what.en}"{why.en}'
    )


def _of_case(zh: str, en: str) -> Callable[[Any, Names], Text]:
    def say(event: Any, names: Names) -> Text:
        who, why = names.person(event.by), _why(event.reason)
        return Text(zh=f"{who.zh}{zh}{why.zh}", en=f"{who.en} {en}{why.en}")

    return say


def _rejected(event: ev.InstanceRejected, names: Names) -> Text:
    what = names.element(event.element_id)
    return Text(
        zh=f"“{what.zh}”未通过，案件被拒绝", en=f'"{what.en}" was refused, which ends the case'
    )


def _followed_up(event: ev.FollowUpSet, names: Names) -> Text:
    who, what = names.person(event.by), names.owner(event.work_item_id)
    if event.until is None:
        return Text(
            zh=f"{who.zh}取消了“{what.zh}”的跟进日期",
            en=f'{who.en} took the follow-up date of "{what.en}" away',
        )
    at = f"{event.until.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}"
    return Text(
        zh=f"{who.zh}将“{what.zh}”留到 {at} 跟进", en=f'{who.en} put "{what.en}" off until {at}'
    )


def _pressing(event: ev.PriorityChanged, names: Names) -> Text:
    who, what, why = names.person(event.by), names.element(event.element_id), _why(event.reason)
    return Text(
        zh=f"{who.zh}将“{what.zh}”的优先级改为 {event.priority}{why.zh}",
        en=f'{who.en} made the priority of "{what.en}" {event.priority}{why.en}',
    )


def _vote_taken_back(event: ev.VoteTakenBack, names: Names) -> Text:
    who, what, why = names.person(event.by), names.element(event.element_id), _why(event.reason)
    return Text(
        zh=f"{who.zh}拿回了对“{what.zh}”的意见{why.zh}",
        en=f'{who.en} took back what they said at "{what.en}"{why.en}',
    )


def _round_restored(event: ev.RoundRestored, names: Names) -> Text:
    who, what = names.person(event.by), names.element(event.element_id)
    spoke = list(dict.fromkeys(names.person(one.by) for one in event.opinions))
    zh = "、".join(one.zh for one in spoke)
    en = ", ".join(one.en for one in spoke)
    return Text(
        zh=f"“{what.zh}”回到{who.zh}表态之前" + (zh and f"，{zh}的意见仍然有效"),
        en=f'"{what.en}" is as before {who.en} decided it'
        + (en and f"; what {en} said still holds"),
    )


def _trigger_held(event: ev.TriggerHeld, names: Names) -> Text:
    what = names.element(event.element_id)
    zh, en = ("信号", "signal") if event.kind == "signal" else ("消息", "message")
    return Text(
        zh=f"“{what.zh}”等待的{zh} {event.name} 已到，案件恢复后处理",
        en=f'The {en} {event.name} that "{what.en}" awaits came; it is kept until then',
    )


def _revived(event: ev.InstanceRevived, names: Names) -> Text:
    who, to, why = names.person(event.by), names.element(event.to), _why(event.reason)
    return Text(
        zh=f"{who.zh}让已结束的案件从“{to.zh}”重新开始{why.zh}",
        en=f'{who.en} let the ended case begin again at "{to.en}"{why.en}',
    )


def _corrected(event: ev.CaseCorrected, names: Names) -> Text:
    who, why = names.person(event.by), _why(event.reason)
    zh, en = ("跳转", "moved control") if event.what == "jump" else ("修改数据", "corrected data")
    return Text(zh=f"{who.zh}{zh}{why.zh}", en=f"{who.en} {en}{why.en}")


def _approvers(event: ev.ApproversChanged, names: Names) -> Text:
    who, what, why = names.person(event.by), names.element(event.element_id), _why(event.reason)
    people = [names.person(one) for one in event.people]
    zh = "、".join(one.zh for one in people) or "流程规定的人"
    en = ", ".join(one.en for one in people) or "those of the diagram"
    return Text(
        zh=f"{who.zh}指定“{what.zh}”由{zh}办理{why.zh}",
        en=f'{who.en} chose {en} for "{what.en}"{why.en}',
    )


MOVES: Final[Mapping[type[ev.Event], Callable[[Any, Names], Text]]] = {
    ev.ControlMoved: _moved,
    ev.TurnReopened: _turn_reopened,
    ev.WorkItemReturned: _returned,
    ev.WorkItemAdded: _added,
    ev.WorkItemReopened: _reopened,
    ev.WorkItemTakenBack: _taken_back,
    ev.InstanceWithdrawn: _of_case("撤回了案件", "withdrew the case"),
    ev.InstanceRejected: _rejected,
    ev.FollowUpSet: _followed_up,
    ev.PriorityChanged: _pressing,
    ev.InstanceSuspended: _of_case("挂起了案件", "suspended the case"),
    ev.InstanceResumed: _of_case("恢复了案件", "resumed the case"),
    ev.VoteTakenBack: _vote_taken_back,
    ev.RoundRestored: _round_restored,
    ev.TriggerHeld: _trigger_held,
    ev.InstanceRevived: _revived,
    ev.CaseCorrected: _corrected,
    ev.ApproversChanged: _approvers,
}
"""By event type; part of engine.history.sentences.SENTENCES."""
