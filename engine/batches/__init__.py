"""Operations on many cases at once: previewed, then done one by one, exactly as previewed."""

from __future__ import annotations

from engine.batches.model import (
    Action,
    Asked,
    Batch,
    BatchItem,
    BatchStatus,
    BatchStore,
    ItemStatus,
    Selection,
)
from engine.batches.office import Batches, BatchTools

__all__ = [
    "Action",
    "Asked",
    "Batch",
    "BatchItem",
    "BatchStatus",
    "BatchStore",
    "BatchTools",
    "Batches",
    "ItemStatus",
    "Selection",
]
