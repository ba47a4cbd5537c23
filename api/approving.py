"""Hands operations on opinions over to the dispatcher, and shows rounds as they stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from api import acting, show
from api.auth import Visit
from api.deps import House
from api.reading import item_of
from api.rounds import NO_ROUND, round_shown
from api.schemas import approvals as shapes
from api.schemas.work import Completed, WorkItem
from engine.approving import Asking
from engine.core.commands import Command
from engine.core.ids import UserId


def _asking(visit: Visit) -> Asking:
    return Asking(visit.house.runtime.people, item_of(visit).id)


def _done(visit: Visit, command: Command) -> WorkItem:
    view = item_of(visit)
    acting.on_item(visit, view, command)
    return show.work_item(visit.house, show.item_of(visit.house, view.id))


def add(visit: Visit, body: shapes.SignersRequest) -> WorkItem:
    """Have further people give their opinion at this work item."""
    return _done(visit, _asking(visit).to_add(body.to, body.place, body.reason))


def remove(visit: Visit, body: shapes.RemovalRequest) -> shapes.Approval:
    """Do not ask somebody any more. What it leads to may end the work item that was named."""
    command = _asking(visit).to_remove(body.who, body.reason)
    runtime = visit.house.runtime
    runtime.dispatch(command, visit.person, command_id=visit.command_id, absent=visit.absent)
    return approval(visit)


def delegate(visit: Visit, body: shapes.HandingRequest) -> WorkItem:
    """Ask somebody else for their opinion; the work item comes back."""
    return _done(visit, _asking(visit).to_delegate(body.to, body.reason))


def advise(visit: Visit, body: shapes.OpinionRequest) -> Completed:
    """Give the opinion that I was asked for."""
    view = item_of(visit)
    command = _asking(visit).to_advise(body.opinion, body.agree, body.signature)
    acting.on_item(visit, view, command)
    return acting.led_to(visit, view)


def appoint(visit: Visit, body: shapes.HandingRequest) -> WorkItem:
    """Give the work item to a person, as an administrator."""
    return _done(visit, _asking(visit).to_appoint(body.to, body.reason))


def follow_up(visit: Visit, until: datetime | None) -> WorkItem:
    """Look at my work item again later, or as usual."""
    return _done(visit, _asking(visit).to_follow_up(until))


def change_priority(visit: Visit, priority: int, reason: str) -> WorkItem:
    """Say how pressing the work item is."""
    return _done(visit, _asking(visit).to_press(priority, reason))


def approval(visit: Visit) -> shapes.Approval:
    """The round of the work item, open or decided; empty where it has none."""
    return round_shown(visit.house, item_of(visit)) or NO_ROUND


def phrases(visit: Visit) -> shapes.PhraseList:
    """What I often write."""
    return shapes.PhraseList(items=_phrases(visit.house, visit.person.id))


def keep_phrases(visit: Visit, items: Sequence[str]) -> shapes.PhraseList:
    """Keep these, and no others."""
    visit.house.runtime.phrases.keep(visit.person.id, items)
    return phrases(visit)


def _phrases(house: House, user: UserId) -> list[str]:
    return house.runtime.phrases.of(user)
