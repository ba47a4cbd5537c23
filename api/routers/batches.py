"""Operations on many cases: a preview, then exactly that, with a result for each."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from api import batching
from api.auth import NO_NUL, Need, Visit, door
from api.schemas.batches import BatchDetail, BatchList, BatchRequest, RunRequest
from engine.batches import ItemStatus

router = APIRouter(prefix="/batches", tags=["batches"])
_Operator = Annotated[Visit, door(Need.OPERATE)]
_Batch = Annotated[str, Path(max_length=200, pattern=NO_NUL)]


@router.get("")
def batches(
    visit: _Operator,
    before: Annotated[str | None, Query(max_length=200, pattern=NO_NUL)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> BatchList:
    """Those that were run, newest first: mine; of administrators everybody's."""
    return batching.listed(visit, before, limit)


@router.post("/preview")
def preview(visit: _Operator, body: BatchRequest) -> BatchDetail:
    """What exactly would be touched; nothing is. It can be run for a day."""
    return batching.preview(visit, body)


@router.get("/{batch_id}")
def batch(
    visit: _Operator,
    batch_id: _Batch,
    status: ItemStatus | None = None,
    after: Annotated[int, Query(ge=0, le=2**31)] = 0,
) -> BatchDetail:
    """How far it is, and what has become of each item."""
    return batching.detail(visit, batch_id, status, after)


@router.post("/{batch_id}/run")
def run(visit: _Operator, batch_id: _Batch, body: RunRequest) -> BatchDetail:
    """Do exactly what was previewed; what changed meanwhile is reported and left alone."""
    return batching.run(visit, batch_id, body)


@router.post("/{batch_id}/stop")
def stop(visit: _Operator, batch_id: _Batch) -> BatchDetail:
    """Leave what is not done yet untouched."""
    return batching.stop(visit, batch_id)


@router.post("/{batch_id}/undo")
def undo(visit: _Operator, batch_id: _Batch) -> BatchDetail:
    """A preview of what takes it back, on exactly the cases that it has changed; 409 where nothing
    lawful does."""
    return batching.undo(visit, batch_id)
