"""What an auditor asks of many cases at once: declared findings, each with a stable id."""

from engine.audit.findings import find, look
from engine.audit.model import (
    FINDINGS,
    Audited,
    AuditStore,
    Finding,
    Found,
    Happened,
    Item,
    Note,
    Period,
    Refused,
)

__all__ = [
    "FINDINGS",
    "AuditStore",
    "Audited",
    "Finding",
    "Found",
    "Happened",
    "Item",
    "Note",
    "Period",
    "Refused",
    "find",
    "look",
]
