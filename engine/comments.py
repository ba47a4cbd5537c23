"""What people say in a case: who may, whom they may mention, and what was said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from engine.core import events as ev
from engine.core import policy
from engine.core.commands import AddComment
from engine.core.ids import InstanceId, UserId
from engine.core.people import Person
from engine.errors import InvalidCommand, NotFound, NotPermitted
from engine.ports import PeopleDirectory, ReadModel

_MENTION: Final = re.compile(r"(?<![A-Za-z0-9._-])@([A-Za-z0-9][A-Za-z0-9._-]{0,99})")
MAX_MENTIONS: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One comment as it is shown: what was withdrawn has no text."""

    id: str
    by: UserId
    at: datetime
    text: str
    mentions: tuple[UserId, ...]
    withdrawn_at: datetime | None = None


def takes_part(reading: ReadModel, person: Person, instance_id: str) -> bool:
    """Whether the person is involved in the case."""
    return reading.takes_part(person.id, person.principals(), instance_id)


def may_read(reading: ReadModel, person: Person, instance_id: str) -> bool:
    """Whether the person may read the case."""
    if policy.may_see_all_cases(person) or takes_part(reading, person, instance_id):
        return True
    return policy.may_see_all_cases(person, _process(reading, person, instance_id))


def _process(reading: ReadModel, person: Person, instance_id: str) -> str:
    """Of which process the case is, for who is responsible for some; else it does not matter."""
    case = reading.instance(instance_id) if person.offices else None
    return case.process if case else ""


def may_speak(reading: ReadModel, person: Person, instance_id: str) -> None:
    """Raises NotPermitted for who only reads the case: an auditor who takes no part in it."""
    if policy.may_operate(person) or takes_part(reading, person, instance_id):
        return
    if not policy.may_operate(person, _process(reading, person, instance_id)):
        raise NotPermitted("审计员只读，不能评论", "Expected somebody who takes part in the case")


class Room(NamedTuple):
    """What tells who may read and speak in a case; `stands_in` says of whom it is true that they
    act for somebody with open work in it."""

    reading: ReadModel
    people: PeopleDirectory
    stands_in: Callable[[Person], bool] = lambda _: False


def comment_on(instance_id: str, text: str, author: Person, room: Room) -> AddComment:
    """The command for a comment. Raises NotFound for who may not read the case, NotPermitted for
    an auditor who takes no part (who only reads), InvalidCommand naming whom the text mentions
    and who is nobody or may not read the case: they would not see it. Who stands in for somebody
    with open work in the case reads it, and speaks in it, like the absent person."""
    reading, people, stands_in = room
    if not stands_in(author):
        if not may_read(reading, author, instance_id):
            raise NotFound(
                f"没有案件 {instance_id}", f"Expected an existing case, got {instance_id!r}"
            )
        may_speak(reading, author, instance_id)
    mentions = mentioned(text)
    if len(mentions) > MAX_MENTIONS:
        raise InvalidCommand(
            f"一条评论最多提到 {MAX_MENTIONS} 人", f"Expected at most {MAX_MENTIONS} mentions"
        )
    for login in mentions:
        _must_read(
            people.person(login),
            login,
            lambda p: may_read(reading, p, instance_id) or stands_in(p),
        )
    return AddComment(instance_id=InstanceId(instance_id), text=text, mentions=mentions)


def mentioned(text: str) -> tuple[UserId, ...]:
    """The logins after `@`, each once, in order; an address such as a@b.cn mentions nobody."""
    found = (login.rstrip("._-") for login in _MENTION.findall(text))
    return tuple(dict.fromkeys(UserId(login) for login in found))


def _must_read(person: Person | None, login: str, may: Callable[[Person], bool]) -> None:
    if person is None:
        raise InvalidCommand(f"没有人员 @{login}", f"Expected a person @{login}")
    if not may(person):
        raise InvalidCommand(
            f"{person.name}无权查看本案，看不到这条评论",
            f"Expected @{login} to be able to read this case",
        )


def comments_in(happened: Iterable[ev.Event]) -> list[Comment]:
    """The comments among the events of a case, in order."""
    found: dict[str, Comment] = {}
    for event in happened:
        if isinstance(event, ev.CommentAdded):
            found[event.comment_id] = Comment(
                id=event.comment_id,
                by=event.by,
                at=event.at,
                text=event.text,
                mentions=event.mentions,
            )
        elif isinstance(event, ev.CommentWithdrawn):
            said = found[event.comment_id]
            found[event.comment_id] = Comment(
                id=said.id, by=said.by, at=said.at, text="", mentions=(), withdrawn_at=event.at
            )
    return list(found.values())
