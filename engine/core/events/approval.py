"""Facts about opinions: rounds of several people on one user task, advice, and delegation."""

from __future__ import annotations

from datetime import datetime

from engine.core.events.base import Event, Words
from engine.core.fact import fact
from engine.core.ids import Digest, UserId
from engine.core.values import Value


@fact
class ApprovalOpened(Event):
    """A round of opinions began on a user task (会签, 或签, 票签, 依次, 单签), or a work item
    became one because somebody was added to it (加签).

    `members` are in the order in which they may be asked, each with the id of a work item in
    `items`; no members where the one item is offered to several candidates. The rest is what the
    round's work items have in common.
    """

    round_id: str
    element_id: str
    token: int
    mode: str
    items: tuple[str, ...]
    members: tuple[UserId, ...] = ()
    weights: tuple[tuple[str, Value], ...] = ()
    threshold: str = ""
    decision: str = ""
    agree: tuple[str, ...] = ()
    on_reject: str = ""
    result_variable: str = ""
    name: str
    name_en: str = ""
    form_id: str
    process: str
    priority: int = 50
    due_at: datetime | None = None
    excluded: tuple[UserId, ...] = ()
    left_out: tuple[UserId, ...] = ()  # have approved in this case before (自动去重)
    zh: Words = ""  # why these people
    en: Words = ""
    at: datetime


@fact
class OpinionGiven(Event):
    """Somebody said yes, no or something as they finished a work item or gave advice.

    `agrees` is None where nothing says yes or no. `signature` is the digest of the image of their
    handwriting, which is sealed with the decision by this.
    """

    work_item_id: str
    element_id: str
    by: UserId
    name: str
    at: datetime
    agrees: bool | None = None
    opinion: str = ""
    on_behalf_of: UserId | None = None
    signature: Digest | None = None


@fact
class ApprovalDecided(Event):
    """The round is decided, and the work items that are left are canceled."""

    round_id: str
    element_id: str
    result: str
    agreed: int
    refused: int
    at: datetime
    zh: Words = ""  # how
    en: Words = ""


@fact
class ApprovalCanceled(Event):
    """The round ended undecided, because its activity was interrupted or the case ended."""

    round_id: str
    element_id: str


@fact
class SignerAdded(Event):
    """Somebody was added to a round, at the work item `holder` (加签): before it, after it, or as
    a further member beside it."""

    round_id: str
    work_item_id: str
    holder: str
    to: UserId
    place: str
    by: UserId
    at: datetime
    reason: str


@fact
class SignerRemoved(Event):
    """Somebody who has not acted yet is not asked any more (减签)."""

    round_id: str
    work_item_id: str
    who: UserId | None
    by: UserId
    at: datetime
    reason: str


@fact
class SeatAsked(Event):
    """The turn of a seat has come: its work item was created."""

    round_id: str
    work_item_id: str


@fact
class WorkItemHeld(Event):
    """The work item waits for the advice of those who were added before it."""

    work_item_id: str


@fact
class WorkItemResumed(Event):
    """The advice is there, or not waited for any more: whoever has the work item goes on."""

    work_item_id: str


@fact
class WorkItemDelegated(Event):
    """Whoever has the work item asked somebody else for their opinion; it comes back (委派)."""

    work_item_id: str
    by: UserId
    to: UserId
    at: datetime
    reason: str


@fact
class DelegationResolved(Event):
    """The delegate gave their opinion, or left, and the work item is its owner's again."""

    work_item_id: str
    by: UserId
    to: UserId


@fact
class WorkItemAppointed(Event):
    """An administrator gave the work item to a person (指派)."""

    work_item_id: str
    by: UserId
    to: UserId
    at: datetime
    reason: str
