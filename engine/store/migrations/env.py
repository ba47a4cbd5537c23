"""Runs migrations on the connection that engine.store.migrate hands over, in its transaction."""

from __future__ import annotations

from alembic import context

from engine.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=False,  # the caller has begun, and commits
)
context.run_migrations()
