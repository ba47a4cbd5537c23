"""What ships beside the program: the files to deploy and the written clauses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import yaml

from engine.core.clause import FILE, Clause, read_clauses
from engine.errors import Text
from engine.handlers.deploy import SHARED
from engine.paths import forms_dir, processes_dir


def shipped_clauses() -> Mapping[str, Clause]:
    """The written clauses that the shipped processes carry out, by id."""
    return read_clauses((processes_dir() / FILE).read_text(encoding="utf-8"))


def known_clauses(chosen: frozenset[str] | None) -> Callable[[], frozenset[str]]:
    """Gives the ids that diagrams may cite: the chosen, else those that ship, read when asked."""
    return cache(lambda: frozenset(shipped_clauses()) if chosen is None else chosen)


def shipped_waivers() -> Mapping[str, Text]:
    """The written clauses that no element need carry out, by id, each with the reason."""
    listed = yaml.safe_load((processes_dir() / "not_executable.yaml").read_bytes())
    return {one["id"]: Text(zh=one["reason_zh"], en=one["reason_en"]) for one in listed["rules"]}


def shipped_files(root: Path | None = None) -> list[tuple[str, bytes]]:
    """Every deployable file that ships: processes, decisions, forms, calendar, parameters,
    clauses."""
    base = root or processes_dir()
    suffixes = {".bpmn", ".dmn"}
    found = [path for path in sorted(base.rglob("*")) if path.suffix in suffixes]
    found += [path for name in SHARED if (path := base / name).is_file()]
    found += sorted(forms_dir().glob("*.form"))
    return [(path.name, path.read_bytes()) for path in found]
