"""What the worker asks when the moment of a deadline has come."""

from __future__ import annotations

from engine.core.commands import Command
from engine.core.fact import fact


@fact
class PassDeadline(Command):
    """Do what is declared for the earliest deadline of the work item."""

    work_item_id: str
