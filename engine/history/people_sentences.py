"""Sentences about people: who acts for whom, who works where, who has read what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, Protocol

from engine.core import events as ev
from engine.core.calendar import OFFICE_ZONE
from engine.errors import Text


class Names(Protocol):
    """What logins and ids are called."""

    @property
    def person(self) -> Callable[[str], Text]: ...

    def owner(self, part_id: str) -> Text: ...


def _acted(event: ev.SubstituteActed, names: Names) -> Text:
    who, absent = names.person(event.by), names.person(event.on_behalf_of)
    what = names.owner(event.work_item_id)
    return Text(
        zh=f"{who.zh}代{absent.zh}办理“{what.zh}”",
        en=f'{who.en} acts for {absent.en} on "{what.en}"',
    )


def _named(event: ev.SubstituteNamed, names: Names) -> Text:
    who, absent = names.person(event.substitute), names.person(event.person)
    begin, end = _day(event.begins_at), _day(event.ends_at)
    only = "、".join(event.processes)
    return Text(
        zh=f"{begin}至{end}由{who.zh}代理{absent.zh}" + (f"，限 {only}" if only else ""),
        en=f"{who.en} acts for {absent.en} from {begin} to {end}"
        + (f", in {', '.join(event.processes)} only" if only else ""),
    )


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}"


def _ended(event: ev.SubstitutionEnded, names: Names) -> Text:
    who = names.person(event.by)
    return Text(zh=f"{who.zh}结束了代理", en=f"{who.en} ended the substitution")


def _away(event: ev.AbsenceRecorded, names: Names) -> Text:
    who, begin, end = names.person(event.person), _day(event.begins_at), _day(event.ends_at)
    return Text(zh=f"{who.zh}{begin}至{end}不在岗", en=f"{who.en} is away from {begin} to {end}")


def _counted(event: ev.AbsenceCounted, names: Names) -> Text:
    who, what = names.person(event.person), names.owner(event.work_item_id)
    return Text(
        zh=f"按{who.zh}的在岗时间重新计算“{what.zh}”的期限",
        en=f'The due time of "{what.en}" was counted anew by when {who.en} is there',
    )


def _back(event: ev.AbsenceEnded, names: Names) -> Text:
    who = names.person(event.by)
    return Text(zh=f"{who.zh}结束了不在岗登记", en=f"{who.en} ended the absence")


def _due_moved(event: ev.DueMoved, names: Names) -> Text:
    what, due = names.owner(event.work_item_id), _day(event.due_at)
    return Text(
        zh=f"“{what.zh}”的期限顺延至 {due}：{event.zh}",
        en=f'"{what.en}" is due later, on {due}: {event.en}',
    )


def _read(event: ev.CaseRead, names: Names) -> Text:
    who = names.person(event.by)
    return Text(zh=f"{who.zh}查看了案件 {event.case}", en=f"{who.en} read the case {event.case}")


def _changed(event: ev.OrganisationChanged, names: Names) -> Text:
    return Text(zh="组织已变更", en="The organisation was changed")


ABOUT_PEOPLE: Final[Mapping[type[ev.Event], Callable[[Any, Any], Text]]] = {
    ev.SubstituteActed: _acted,
    ev.SubstituteNamed: _named,
    ev.SubstitutionEnded: _ended,
    ev.AbsenceCounted: _counted,
    ev.AbsenceRecorded: _away,
    ev.AbsenceEnded: _back,
    ev.DueMoved: _due_moved,
    ev.CaseRead: _read,
    ev.OrganisationChanged: _changed,
}
