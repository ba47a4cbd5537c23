"""Nothing evaluates expressions but FEEL: no dynamic Python, no other engine, in any room."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.pages import ROOT

FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__"}
FORBIDDEN_MODULES = {"code", "codeop", "jinja2", "simpleeval", "asteval", "RestrictedPython"}
FILES = sorted(
    path
    for room in ("engine", "api")
    for path in (ROOT / room).rglob("*.py")
    if "migrations" not in path.parts
)
SCRIPTED = {"PythonScriptEngine", "TaskDataEnvironment", "BoxedTaskDataEnvironment"}


def _breaches(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        yield from (f"line {node.lineno}: {name}" for name in _forbidden(node))  # type: ignore[attr-defined]


def _forbidden(node: ast.AST) -> set[str]:
    """What in this node evaluates text."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return {node.func.id} & FORBIDDEN_CALLS
    if isinstance(node, ast.Import):
        return {alias.name.partition(".")[0] for alias in node.names} & FORBIDDEN_MODULES
    if isinstance(node, ast.ImportFrom):
        return {(node.module or "").partition(".")[0]} & FORBIDDEN_MODULES
    if isinstance(node, ast.Attribute):
        return {node.attr} & SCRIPTED
    return {node.id} & SCRIPTED if isinstance(node, ast.Name) else set()


def test_no_module_evaluates_anything_but_feel() -> None:
    found = [
        f"{path.relative_to(ROOT)} {breach}"
        for path in FILES
        for breach in _breaches(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert found == []


@pytest.mark.parametrize(
    "code",
    ["eval('1')", "exec(x)", "compile('1', '', 'eval')", "import code", "from jinja2 import x"],
)
def test_each_way_to_run_text_is_noticed(code: str) -> None:
    assert list(_breaches(ast.parse(code)))


@pytest.mark.parametrize("path", sorted((ROOT / "processes").rglob("*.bpmn")), ids=lambda p: p.stem)
def test_shipped_processes_hold_no_script(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert "scriptTask" not in text
    for language in ("python", "juel", "groovy", "javascript"):
        assert f"/{language}" not in text.lower()
