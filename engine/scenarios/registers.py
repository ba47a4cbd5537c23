"""Opens registers (登记簿) with the lines that ship beside the processes, as recorded facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.core.values import Value
from engine.embedding import Engine
from engine.paths import processes_dir
from engine.scenarios.plain_yaml import read_yaml

OPENING: Final = "register-opening"
"""The process whose cases write the opening lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """One register with its opening lines; each line's `key` is the field that identifies it."""

    name: str
    zh: str
    en: str
    clauses: tuple[str, ...]
    lines: tuple[Mapping[str, Value], ...]


def read_registers(root: Path | None = None) -> tuple[Register, ...]:
    """Every `registers/*.yaml` below the processes that has opening lines, by file name."""
    files = sorted((root or processes_dir()).rglob("registers/*.yaml"))
    found = (read_yaml(file.read_bytes()) for file in files)
    return tuple(_register(one) for one in found if one.get("lines"))


def _register(plain: Mapping[str, Value]) -> Register:
    key = plain["key"]
    return Register(
        name=plain["register"],
        zh=plain["zh"],
        en=plain["en"],
        clauses=tuple(plain.get("clauses", ())),
        lines=tuple({**line, "key": str(line[key])} for line in plain["lines"]),
    )


def open_registers(engine: Engine, *, by: str) -> int:
    """Write the shipped lines that are not there yet, one case per register. Returns how many
    registers. Lines that exist keep what they have."""
    registers = read_registers()
    for one in registers:
        data = {"register": one.name, "register_name": one.zh, "lines": list(one.lines)}
        engine.start(OPENING, data, by=by)
    engine.run_due()
    return len(registers)
