"""Registers of another store seen from one in memory: read there, written only here."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from engine.store.memory_read_model import MemoryReadModel
from engine.views import RegisterLine


class Beneath(Protocol):
    """The registers that lie beneath: only read."""

    def register_line(self, register: str, key: str) -> RegisterLine | None: ...
    def register_lines(self, register: str) -> list[RegisterLine]: ...
    def register_size(self, register: str) -> int: ...


class MemoryOver(MemoryReadModel):
    """The read side in memory over the registers of another store, where there is one.

    A line from beneath has version 0, so that its first change is written as a new line here.
    """

    beneath: Beneath | None

    def register_line(self, register: str, key: str) -> RegisterLine | None:
        """The newest version of one line, here or beneath."""
        own = super().register_line(register, key)
        if own is not None or self.beneath is None:
            return own
        found = self.beneath.register_line(register, key)
        return None if found is None else replace(found, version=0)

    def register_lines(self, register: str) -> list[RegisterLine]:
        """All lines by key."""
        own = super().register_lines(register)
        if self.beneath is None:
            return own
        lines = {one.key: replace(one, version=0) for one in self.beneath.register_lines(register)}
        lines |= {one.key: one for one in own}
        return [lines[key] for key in sorted(lines)]

    def register_size(self, register: str) -> int:
        """How many lines the register has."""
        own = super().register_size(register)
        if self.beneath is None:
            return own
        changed = (one.key for one in super().register_lines(register))
        twice = sum(self.beneath.register_line(register, key) is not None for key in changed)
        return self.beneath.register_size(register) + own - twice
