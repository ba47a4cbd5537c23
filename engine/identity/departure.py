"""What changes in the organisation when somebody leaves, and who takes over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from engine.core.ids import UserId, user_principal
from engine.core.people import Person
from engine.core.rights import Right
from engine.errors import InvalidCommand
from engine.identity.entries import Entries
from engine.identity.organisation import Organisation


def successor(organisation: Organisation, leaver: Person, named: str | None) -> Person:
    """Who takes over: as named, or the superior."""
    login = named or leaver.reports_to
    taker = organisation.person(UserId(login)) if login else None
    if taker is None or taker.id == leaver.id or not organisation.is_active(taker.id):
        raise InvalidCommand(
            f"{leaver.id} 的接办人应为在职的另一人，实际为 {login!r}",
            f"Expected somebody else who works here to take over from {leaver.id}, got {login!r}",
        )
    return taker


def leaving(organisation: Organisation, leaver: Person, taker: Person) -> Entries:
    people: dict[str, Any] = {str(leaver.id): {"active": False, "successor": str(taker.id)}}
    above = _chain(organisation, taker)
    for person in organisation.members.values():
        if person.reports_to == leaver.id and person.id != leaver.id:
            upper = leaver.reports_to if person.id in above else taker.id
            people[str(person.id)] = {"reports_to": upper and str(upper)}
    return {
        "people": people,
        "departments": {key: {"head": str(taker.id)} for key in leaver.heads},
        "groups": {
            key: {"members": _replaced(group.members, leaver.id, taker.id)}
            for key, group in organisation.groups.items()
            if leaver.id in group.members
        },
        "rights": dict(_rights_to_work(organisation, leaver, taker)),
    }


def _rights_to_work(
    organisation: Organisation, leaver: Person, taker: Person
) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Who takes over work may do it; offices stay nobody's until an administrator gives them."""
    gone, new = user_principal(leaver.id), user_principal(taker.id)
    for process, given in organisation.rights.items():
        named = given.get(Right.WORK, ())
        if gone in named:
            yield (
                process,
                {
                    Right.WORK.value: list(
                        dict.fromkeys(new if one == gone else one for one in named)
                    )
                },
            )


def _chain(organisation: Organisation, person: Person) -> set[str]:
    """The person and everybody above."""
    found: set[str] = set()
    above: Person | None = person
    while above is not None and above.id not in found:
        found.add(above.id)
        above = organisation.person(above.reports_to) if above.reports_to else None
    return found


def _replaced(members: Iterable[UserId], leaver: UserId, taker: UserId) -> list[str]:
    return [str(one) for one in dict.fromkeys(taker if m == leaver else m for m in members)]
