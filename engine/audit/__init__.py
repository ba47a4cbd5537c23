"""What an auditor asks of many cases at once: declared findings, each with a stable id."""

from engine.audit.findings import find
from engine.audit.model import (
    FINDINGS,
    MOST_CASES,
    Audited,
    AuditStore,
    Finding,
    Found,
    Item,
    Refused,
    types_read,
)

__all__ = [
    "FINDINGS",
    "MOST_CASES",
    "AuditStore",
    "Audited",
    "Finding",
    "Found",
    "Item",
    "Refused",
    "find",
    "types_read",
]
