"""What ships beside the program: the files to deploy and the written clauses."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from engine.core.clause import Clause, read_clauses
from engine.errors import Text
from engine.handlers.deploy import SINGLE
from engine.paths import forms_dir, processes_dir


def shipped_clauses() -> Mapping[str, Clause]:
    """The written clauses that the shipped processes carry out, by id."""
    return read_clauses((processes_dir() / "clauses.csv").read_text(encoding="utf-8"))


def shipped_waivers() -> Mapping[str, Text]:
    """The written clauses that no element need carry out, by id, each with the reason."""
    listed = yaml.safe_load((processes_dir() / "not_executable.yaml").read_bytes())
    return {one["id"]: Text(zh=one["reason_zh"], en=one["reason_en"]) for one in listed["rules"]}


def shipped_files(root: Path | None = None) -> list[tuple[str, bytes]]:
    """Every deployable file that ships: processes, decisions, forms, calendar, parameters."""
    base = root or processes_dir()
    suffixes = {".bpmn", ".dmn"}
    found = [path for path in sorted(base.rglob("*")) if path.suffix in suffixes]
    found += [path for name in SINGLE if (path := base / f"{name}.yaml").is_file()]
    found += sorted(forms_dir().glob("*.form"))
    return [(path.name, path.read_bytes()) for path in found]
