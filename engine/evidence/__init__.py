"""A case as evidence: one file that says what happened, and can be checked without a server."""

from engine.evidence.check import Checked, check_evidence
from engine.evidence.pack import evidence

__all__ = ["Checked", "check_evidence", "evidence"]
