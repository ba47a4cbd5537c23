"""Sentences about opinions: rounds, advice, added and removed signers, delegation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from engine.core import events as ev
from engine.errors import Text


class Names(Protocol):
    """What logins and ids are called."""

    @property
    def person(self) -> Callable[[str], Text]: ...

    def element(self, element_id: str) -> Text: ...

    def owner(self, owned_id: str) -> Text: ...


def _more(text: str) -> Text:
    return Text(zh=text and f"：{text}", en=text and f": {text}")


_MODES: Final = {
    "single": Text(zh="审批", en="approval"),
    "all": Text(zh="会签", en="approval by all"),
    "any": Text(zh="或签", en="approval by any"),
    "ratio": Text(zh="票签", en="a vote"),
    "sequential": Text(zh="依次审批", en="approval one by one"),
}


def _opened(event: ev.ApprovalOpened, names: Names) -> Text:
    what, mode = names.element(event.element_id), _MODES.get(event.mode, _MODES["single"])
    people = [names.person(login) for login in event.members]
    zh, en = "、".join(one.zh for one in people), ", ".join(one.en for one in people)
    out = [names.person(login) for login in event.left_out]
    left = "、".join(one.zh for one in out)
    return Text(
        zh=f"“{what.zh}”开始{mode.zh}{_more(zh).zh}" + (left and f"（已办理过，不再征求：{left}）"),
        en=f'"{what.en}" began as {mode.en}{_more(en).en}'
        + (left and f" (asked before: {', '.join(one.en for one in out)})"),
    )


def _given(event: ev.OpinionGiven, names: Names) -> Text:
    who = names.person(event.by)
    absent = names.person(event.on_behalf_of) if event.on_behalf_of else None
    said = {True: Text(zh="同意", en="agreed"), False: Text(zh="拒绝", en="refused")}
    verdict = said.get(event.agrees or False) if event.agrees is not None else None
    verdict = verdict or Text(zh="提出意见", en="gave an opinion")
    what, opinion = names.element(event.element_id), _more(event.opinion)
    signed = Text(zh="（已手写签名）", en=" (signed by hand)")
    none = Text(zh="", en="")
    sign = signed if event.signature else none
    return Text(
        zh=who.zh
        + (f"代{absent.zh}" if absent else "")
        + f"对“{what.zh}”{verdict.zh}{opinion.zh}{sign.zh}",
        en=who.en
        + (f" for {absent.en}" if absent else "")
        + f' {verdict.en} at "{what.en}"{opinion.en}{sign.en}',
    )


def _decided(event: ev.ApprovalDecided, names: Names) -> Text:
    what = names.element(event.element_id)
    return Text(zh=f"“{what.zh}”{event.zh}", en=f'"{what.en}": {event.en}')


def _canceled(event: ev.ApprovalCanceled, names: Names) -> Text:
    what = names.element(event.element_id)
    return Text(zh=f"“{what.zh}”的审批中止", en=f'The approval "{what.en}" was broken off')


_PLACES: Final = {
    "before": Text(zh="前加签", en="asked to advise before them"),
    "after": Text(zh="后加签", en="asked to decide after them"),
    "member": Text(zh="加签", en="added beside them"),
}


def _added(event: ev.SignerAdded, names: Names) -> Text:
    who, to, why = names.person(event.by), names.person(event.to), _more(event.reason)
    what, place = names.owner(event.holder), _PLACES.get(event.place, _PLACES["member"])
    return Text(
        zh=f"{who.zh}在“{what.zh}”{place.zh}{to.zh}{why.zh}",
        en=f'{who.en} had {to.en} {place.en} at "{what.en}"{why.en}',
    )


def _removed(event: ev.SignerRemoved, names: Names) -> Text:
    who, why = names.person(event.by), _more(event.reason)
    gone = names.person(event.who) if event.who else Text(zh="一席", en="a seat")
    return Text(
        zh=f"{who.zh}减签{gone.zh}{why.zh}", en=f"{who.en} removed {gone.en} as signer{why.en}"
    )


def _asked(event: ev.SeatAsked, names: Names) -> Text:
    return Text(zh="轮到下一位", en="The turn of the next has come")


def _held(event: ev.WorkItemHeld, names: Names) -> Text:
    what = names.owner(event.work_item_id)
    return Text(zh=f"“{what.zh}”等待前加签的意见", en=f'"{what.en}" waits for advice')


def _resumed(event: ev.WorkItemResumed, names: Names) -> Text:
    what = names.owner(event.work_item_id)
    return Text(zh=f"“{what.zh}”可继续办理", en=f'"{what.en}" can go on')


def _passed(zh: str, en: str) -> Callable[[Any, Any], Text]:
    def say(event: Any, names: Names) -> Text:
        who, to, why = names.person(event.by), names.person(event.to), _more(event.reason)
        what = names.owner(event.work_item_id)
        return Text(
            zh=f"{who.zh}把“{what.zh}”{zh}{to.zh}{why.zh}",
            en=f'{who.en} {en} "{what.en}" to {to.en}{why.en}',
        )

    return say


def _resolved(event: ev.DelegationResolved, names: Names) -> Text:
    what, to = names.owner(event.work_item_id), names.person(event.to)
    return Text(zh=f"“{what.zh}”回到{to.zh}", en=f'"{what.en}" went back to {to.en}')


ABOUT_OPINIONS: Final[Mapping[type[ev.Event], Callable[[Any, Any], Text]]] = {
    ev.ApprovalOpened: _opened,
    ev.OpinionGiven: _given,
    ev.ApprovalDecided: _decided,
    ev.ApprovalCanceled: _canceled,
    ev.SignerAdded: _added,
    ev.SignerRemoved: _removed,
    ev.SeatAsked: _asked,
    ev.WorkItemHeld: _held,
    ev.WorkItemResumed: _resumed,
    ev.WorkItemDelegated: _passed("委派给", "delegated"),
    ev.DelegationResolved: _resolved,
    ev.WorkItemAppointed: _passed("指派给", "appointed"),
}
