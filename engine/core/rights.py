"""Rights per process: who may see, start and work in it at all, who owns, operates, audits it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from engine.core.ids import Principal
from engine.core.people import Person


class Right(StrEnum):
    """A right over one process, or over every one."""

    SEE = "see"  # that there is such a process, its form and diagram
    START = "start"  # besides what the diagram asks for
    WORK = "work"  # besides being offered the work
    OWN = "own"  # publish it, operate it
    OPERATE = "operate"  # its incidents; read its cases
    AUDIT = "audit"  # read and verify its cases


EVERY: Final = "*"
"""Stands for every process."""
LIMITS: Final = (Right.SEE, Right.START, Right.WORK)
"""Everybody has these where nothing is declared; where something is, only they have them."""
OFFICES: Final = (Right.OWN, Right.OPERATE, Right.AUDIT)
"""Nobody has these unless they are given."""

Rights = Mapping[str, Mapping[str, tuple[Principal, ...]]]
"""Process, or EVERY -> right -> who has it."""


def is_allowed(rights: Rights, right: Right, process: str, person: Person) -> bool:
    """Whether a limit lets this person through: that of the process, else that of every one."""
    if not rights:
        return True
    for key in (process, EVERY):
        named = rights.get(key, {}).get(right)
        if named is not None:
            return any(one in named for one in person.principals())
    return True


def offices_of(rights: Rights, person: Person) -> tuple[str, ...]:
    """What has been given to this person: `own:seal-use`, `audit:*`; in order."""
    if not rights:
        return ()
    principals = person.principals()
    found = (
        f"{right}:{process}"
        for process, given in rights.items()
        for right in OFFICES
        if any(one in given.get(right, ()) for one in principals)
    )
    return tuple(sorted(found))


def processes_of(person: Person, *rights: Right) -> frozenset[str]:
    """In which processes the person holds one of these offices; may hold EVERY."""
    pairs = (office.partition(":") for office in person.offices)
    return frozenset(process for right, _, process in pairs if right in rights)


def holds(person: Person, process: str, *rights: Right) -> bool:
    """Whether the person holds one of these offices over the process; over EVERY, over all."""
    if not person.offices:
        return False
    return not processes_of(person, *rights).isdisjoint((process, EVERY))
