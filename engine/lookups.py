"""What exists outside a form, asked when a field needs it: people, files, lines of registers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from engine.core.ids import Digest
from engine.core.values import Value
from engine.forms import file_digests
from engine.forms.rules import REGISTER
from engine.ports import ReadModel

_KNOWN: Final = ("people", "files")


class LiveLookups(Mapping[str, frozenset[str]]):
    """The existence checks of one live command. Each is made only when a form asks."""

    def __init__(
        self,
        sent: Value,
        logins: Callable[[], frozenset[str]],
        attachable: Callable[[frozenset[Digest]], frozenset[Digest]],
        registers: ReadModel,
    ):
        self._sent = sent
        self._logins = logins
        self._attachable = attachable
        self._registers = registers

    def __getitem__(self, name: str) -> frozenset[str]:
        if name == "people":
            return self._logins()
        if name == "files":
            return self._attachable(file_digests(self._sent))
        if name.startswith(REGISTER):
            lines = self._registers.register_lines(name.removeprefix(REGISTER))
            return frozenset(line.key for line in lines)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(_KNOWN)

    def __len__(self) -> int:
        return len(_KNOWN)
