"""Gathers every command by the name that it is stored under."""

from __future__ import annotations

from collections.abc import Mapping

from engine.core import (
    clause_commands,
    commands,
    commands_approval,
    commands_deadlines,
    commands_moves,
    commands_office,
)
from engine.core.commands import Command

COMMAND_TYPES: Mapping[str, type[Command]] = {
    name: kind
    for module in (
        commands,
        commands_approval,
        commands_deadlines,
        commands_moves,
        commands_office,
        clause_commands,
    )
    for name, kind in vars(module).items()
    if isinstance(kind, type) and issubclass(kind, Command) and kind is not Command
}
"""Stored name -> class. Names are never reused for something else."""
