"""Runs migrations on the connection that engine.store.migrate hands over, in its transaction."""

from __future__ import annotations

from alembic import context

from engine.store.access_tables import api_token
from engine.store.audit_tables import finding_note
from engine.store.door_tables import access_entry
from engine.store.draft_tables import draft
from engine.store.identity_tables import credential
from engine.store.running_tables import followed
from engine.store.studio_tables import studio_draft

# Each stands for those of its module.
_TABLES = (credential, api_token, finding_note, access_entry, draft, followed, studio_draft)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=_TABLES[0].metadata,  # of all tables
    transactional_ddl=False,  # the caller has begun, and commits
)
context.run_migrations()
