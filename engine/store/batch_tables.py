"""The tables of operations on many cases."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Integer

from engine.store.columns import Id, Micros, clustered, column, key

batch: Final = clustered(
    "batch",
    key("id"),
    column("by", Id),
    column("roles"),
    column("asked"),
    column("digest", Id),
    column("reason"),
    column("status", Id),
    column("made_at", Micros),
    Column("started_at", Micros, nullable=True),
    Column("ended_at", Micros, nullable=True),
)

batch_item: Final = clustered(
    "batch_item",
    key("batch_id"),
    key("number", Integer()),
    column("instance_id", Id),
    column("subject", Id),
    column("version", Integer()),
    column("title"),
    column("element_id", Id),
    column("where_zh"),
    column("where_en"),
    column("status", Id),
    column("said_zh"),
    column("said_en"),
    Column("ended_at", Micros, nullable=True),
)
