"""The registers as they would be: what a prediction's connectors wrote, over what is stored."""

from __future__ import annotations

from collections.abc import Iterable

from engine.core.commands import RegisterWrite
from engine.ports import ReadModel
from engine.views import RegisterLine


class RegistersAhead:
    """The register reads of a ReadModel, with lines that only this prediction knows."""

    def __init__(self, stored: ReadModel) -> None:
        self._stored = stored
        self._written: dict[tuple[str, str], RegisterLine] = {}

    def take(self, writes: Iterable[RegisterWrite]) -> None:
        """Remember what would be written."""
        for write in writes:
            self._written[write.register, write.key] = RegisterLine(
                register=write.register,
                key=write.key,
                version=write.read_version + 1,
                data=write.data,
                instance_id="",
            )

    def register_line(self, register: str, key: str) -> RegisterLine | None:
        """The line as it would be."""
        return self._written.get((register, key)) or self._stored.register_line(register, key)

    def register_lines(self, register: str) -> list[RegisterLine]:
        """Every line as it would be, by key."""
        lines = {line.key: line for line in self._stored.register_lines(register)}
        for (own, key), line in self._written.items():
            if own == register:
                lines[key] = line
        return [lines[key] for key in sorted(lines)]

    def register_size(self, register: str) -> int:
        """How many lines there would be."""
        new = sum(own == register and line.version == 1 for (own, _), line in self._written.items())
        return self._stored.register_size(register) + new
