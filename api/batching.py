"""Operations on many cases over HTTP: previews, runs, and what has become of each item."""

from __future__ import annotations

from typing import Any

from api import show
from api.auth import Visit
from api.schemas import batches as shapes
from engine.batches import Action, Asked, Batch, BatchItem, ItemStatus, Selection
from engine.batches.plain import plain_asked
from engine.batches.undoing import is_undoable
from engine.core import policy

PAGE = 100


def preview(visit: Visit, body: shapes.BatchRequest) -> shapes.BatchDetail:
    """Try it out on everything that is meant, and keep exactly that."""
    chosen = body.selection.model_dump()
    asked = Asked(
        action=body.action,
        selection=Selection(**{**chosen, "ids": tuple(body.selection.ids)}),
        to=body.to,
        of=body.of,
    )
    return _detail(visit, visit.house.runtime.batches.preview(asked, visit.person), None, 0)


def run(visit: Visit, batch_id: str, body: shapes.RunRequest) -> shapes.BatchDetail:
    """Begin; the worker does it."""
    runtime = visit.house.runtime
    runtime.batches.run(batch_id, body.digest, body.reason, visit.person)
    runtime.worker.wake()
    runtime.settle()
    return detail(visit, batch_id, None, 0)


def undo(visit: Visit, batch_id: str) -> shapes.BatchDetail:
    """Preview what takes it back."""
    found = visit.house.runtime.batches.undo(batch_id, visit.person)
    return _detail(visit, found, None, 0)


def stop(visit: Visit, batch_id: str) -> shapes.BatchDetail:
    """Leave the rest untouched."""
    visit.house.runtime.batches.stop(batch_id, visit.person)
    return detail(visit, batch_id, None, 0)


def detail(
    visit: Visit, batch_id: str, status: ItemStatus | None, after: int
) -> shapes.BatchDetail:
    """One batch with a page of its items."""
    batch = visit.house.runtime.batches.one(batch_id, visit.person)
    return _detail(visit, batch, status, after)


def listed(visit: Visit, before: str | None, limit: int) -> shapes.BatchList:
    """Those that were run."""
    found = visit.house.runtime.batches.listed(visit.person, before, limit + 1)
    return shapes.BatchList(
        items=[shapes.BatchGiven(**_facts(visit, one)) for one in found[:limit]],
        next=found[limit - 1].id if len(found) > limit else None,
        actions=actions_of(visit),
    )


def actions_of(visit: Visit) -> list[Action]:
    """What this person may ask for."""
    return list(Action) if policy.may_administer(visit.person) else [Action.RETRY]


def _detail(
    visit: Visit, batch: Batch, status: ItemStatus | None, after: int
) -> shapes.BatchDetail:
    found = visit.house.runtime.batches.items(batch, status, after, PAGE + 1)
    shown = found[:PAGE]
    return shapes.BatchDetail(
        **_facts(visit, batch),
        items=[_item(one) for one in shown],
        next=shown[-1].number if len(found) > PAGE else None,
    )


def _facts(visit: Visit, batch: Batch) -> dict[str, Any]:
    plain = plain_asked(batch.asked)
    return {
        "id": batch.id,
        "action": batch.asked.action,
        "selection": plain["selection"],
        "to": batch.asked.to,
        "of": batch.asked.of,
        "by": batch.by,
        "by_name": show.person_name(visit.house, batch.by).zh,
        "digest": batch.digest,
        "reason": batch.reason,
        "status": batch.status,
        "count": sum(batch.counts.values()) - batch.counts.get(ItemStatus.BARRED, 0),
        "counts": dict(batch.counts),
        "made_at": batch.made_at,
        "started_at": batch.started_at,
        "ended_at": batch.ended_at,
        "undoable": is_undoable(batch) and policy.may_administer(visit.person),
    }


def _item(one: BatchItem) -> shapes.BatchItemGiven:
    return shapes.BatchItemGiven(
        number=one.number,
        instance_id=one.instance_id,
        subject=one.subject,
        title=one.title,
        element_id=one.element_id,
        where_zh=one.where.zh,
        where_en=one.where.en,
        status=one.status,
        zh=one.said.zh,
        en=one.said.en,
        ended_at=one.ended_at,
    )
