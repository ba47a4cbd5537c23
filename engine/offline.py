"""Checks, imports and lays out files without a database, against what ships."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.bootstrap import shipped_organisation
from engine.bpmn.layout import layout
from engine.bpmn.lint import Known, check_draft, lint_files
from engine.bpmn.reader import Draft
from engine.connectors import BUILT_IN
from engine.errors import Finding
from engine.shipped import shipped_clauses


def lint_paths(paths: Sequence[Path]) -> list[Finding]:
    """Check files without a database, against the shipped organisation and clauses."""
    return lint_files(paths, _shipped_names())


def import_file(path: Path) -> tuple[Draft, list[Finding]]:
    """Another tool's diagram, and what is missing before it can run, against what ships."""
    return check_draft(path.name, path.read_bytes(), _shipped_names())


def _shipped_names() -> Known:
    return Known(
        roles=shipped_organisation().role_ids(),
        connectors=frozenset(BUILT_IN),
        clauses=frozenset(shipped_clauses()),
    )


def layout_file(path: Path) -> None:
    """Lay the diagram out anew, in place. Raises DeploymentRefused, then unchanged."""
    path.write_bytes(layout(path.read_bytes(), file=path.name))
