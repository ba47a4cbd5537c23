"""What people ask of rounds of opinions: add and remove signers, advise, delegate, appoint."""

from __future__ import annotations

from engine.core.commands import Command
from engine.core.fact import fact
from engine.core.ids import UserId
from engine.core.people import Person


@fact
class AddSigners(Command):
    """Have further people give their opinion at my work item: `before` or `after` mine, or
    `beside` it as further members (加签). They are as the organisation has them."""

    work_item_id: str
    to: tuple[Person, ...]
    place: str
    reason: str


@fact
class RemoveSigner(Command):
    """Do not ask somebody any more who has not acted yet (减签)."""

    work_item_id: str
    who: UserId
    reason: str


@fact
class DelegateWorkItem(Command):
    """Ask somebody else for their opinion on my work item, which comes back to me (委派)."""

    work_item_id: str
    to: Person
    reason: str


@fact
class GiveOpinion(Command):
    """Give the opinion that I was asked for, as a delegate or before somebody else."""

    work_item_id: str
    opinion: str
    agrees: bool | None = None
    signature: str = ""


@fact
class AppointWorkItem(Command):
    """Give an open work item to a person, as an administrator (指派)."""

    work_item_id: str
    to: Person
    reason: str
