"""What exists outside a form, asked when a field needs it: people, files, lines of registers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.forms.rules import REGISTER
from engine.ports import ReadModel


class LiveLookups(Mapping[str, frozenset[str]]):
    """The existence checks of one live command. Registers are read only when a form asks."""

    def __init__(self, known: Mapping[str, frozenset[str]], registers: ReadModel) -> None:
        self._known = known
        self._registers = registers

    def __getitem__(self, name: str) -> frozenset[str]:
        if name.startswith(REGISTER):
            lines = self._registers.register_lines(name.removeprefix(REGISTER))
            return frozenset(line.key for line in lines)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)
