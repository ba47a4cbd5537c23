"""Runs migrations on the connection that engine.store.migrate hands over, in its transaction."""

from __future__ import annotations

from alembic import context

from engine.store.identity_tables import credential

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=credential.metadata,  # of all tables
    transactional_ddl=False,  # the caller has begun, and commits
)
context.run_migrations()
