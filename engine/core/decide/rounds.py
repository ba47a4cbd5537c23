"""Decides how a round of opinions begins: on which work items, with whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from engine.core.approval import Round
from engine.core.ballot import Approval, Mode, Terms
from engine.core.definition import Element
from engine.core.events import ApprovalOpened, Event, WorkItemCanceled, WorkItemCreated
from engine.core.fact import fact
from engine.core.ids import UserId, user_principal
from engine.core.state import WorkItem


@fact
class Invited:
    """Whom a user task asks, in order, and who was left out because they have approved before."""

    people: tuple[UserId, ...]
    left_out: tuple[UserId, ...] = ()


def begun(
    created: WorkItemCreated, approval: Approval, invited: Invited, terms: Terms
) -> tuple[Event, ...]:
    """A round in the place of the one work item that the user task would be. With nobody to ask it
    has no seats, and the one work item stands for it until somebody is found."""
    several = replace(
        opened(created, approval, ()),
        weights=terms.weights,
        threshold=approval.threshold or terms.threshold,
        left_out=invited.left_out,
    )
    if not created.candidates:
        return (replace(several, items=()), created)
    if approval.mode is Mode.SINGLE:
        alone = (created.assignee,) if created.assignee else ()
        return (replace(several, members=alone), created)
    asked = invited.people[:1] if approval.mode is Mode.SEQUENTIAL else invited.people
    base = created.work_item_id
    items = tuple(f"{base}.{number}" for number in range(1, len(invited.people) + 1))
    pairs = zip(items, asked, strict=False)
    return (
        replace(several, items=items, members=invited.people),
        *(_for_one(created, item, login) for item, login in pairs),
    )


def found_again(
    round_: Round, created: WorkItemCreated, people: tuple[UserId, ...]
) -> tuple[Event, ...]:
    """The seats of a round that had nobody, now that people are found. The work item that stood
    for it goes, or is theirs where the round is one of a single work item."""
    approval = Approval(
        mode=round_.mode,
        threshold=round_.threshold,
        decision=round_.decision,
        agree=round_.agree,
        on_reject=round_.on_reject,
        result_variable=round_.result_variable,
    )
    first, *items = begun(created, approval, Invited(people=people), Terms(weights=round_.weights))
    if round_.mode is Mode.SINGLE:
        return (first,)
    return (WorkItemCanceled(work_item_id=created.work_item_id), first, *items)


def opened(
    created: WorkItemCreated, approval: Approval, people: Sequence[UserId]
) -> ApprovalOpened:
    """The round on this work item."""
    return ApprovalOpened(
        round_id=created.work_item_id,
        element_id=created.element_id,
        token=created.token,
        mode=str(approval.mode),
        items=(created.work_item_id,),
        members=tuple(people),
        decision=approval.decision,
        agree=approval.agree,
        on_reject=approval.on_reject,
        result_variable=approval.result_variable,
        name=created.name,
        name_en=created.name_en,
        form_id=created.form_id,
        process=created.process,
        priority=created.priority,
        due_at=created.due_at,
        excluded=created.excluded,
        zh=created.zh,
        en=created.en,
        at=created.created_at,
    )


def as_created(item: WorkItem, element: Element, now: datetime) -> WorkItemCreated:
    """An open work item as if it was created now, for a round that begins on it."""
    return WorkItemCreated(
        work_item_id=item.id,
        element_id=item.element_id,
        token=item.token,
        name=element.name or element.id,
        name_en=element.name_en,
        form_id=item.form_id,
        candidates=item.candidates,
        excluded=item.excluded,
        created_at=now,
        due_at=item.due_at,
        priority=item.priority,
        process=item.process,
    )


def _for_one(created: WorkItemCreated, item: str, login: UserId) -> WorkItemCreated:
    return replace(created, work_item_id=item, candidates=(user_principal(login),), assignee=login)
