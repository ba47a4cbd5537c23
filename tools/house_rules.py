"""The house rules that no ready-made linter knows: sizes, names, what may not be written down."""

from __future__ import annotations

import ast
import math
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MAX_FILE: Final = 400
MAX_FUNCTION: Final = 50
SHIPPED: Final = ("engine/", "api/")

_BANNED_NAME: Final = re.compile(
    r"^I[A-Z][a-z]|^Abstract|^Base[A-Z]|Impl$|Manager|Helper|Util|Common|Service$|Processor|Info$"
)
_TERMS_OF_A_STANDARD: Final = frozenset({"DecisionService"})  # an element of DMN
_BANNED_CALLS: Final = frozenset({"eval", "exec", "compile", "__import__"})
_REGISTRY: Final = re.compile(
    r"https?://[^\s/\"']*(?:registry|pypi|npm|pythonhosted|mirrors?)[^\s\"']*"
    r"|\b(?:registry|mirrors?|pypi)\.[a-z][\w-]*\.?(?:org|com|cn|io|net)\b|\bpypi\.[a-z]{2,}\b"
)
_WORKPLACE: Final = re.compile(r"(?<![\w.~:*)\]}-])/(?:work|root|home|Users)/[\w.]")
_SOURCE: Final = frozenset({".py", ".ts", ".tsx", ".css"})
_BINARY: Final = frozenset({".png", ".jpg", ".ico", ".woff2", ".pdf", ".db", ".zip", ".gz"})
_GENERATED: Final = ("web/src/api/schema.d.ts",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Lengths in lines of one kind of thing."""

    name: str
    lengths: Sequence[int]

    def __str__(self) -> str:
        if not self.lengths:
            return f"{self.name}: none"
        ordered = sorted(self.lengths)
        p90 = ordered[math.ceil(0.9 * len(ordered)) - 1]
        mean = sum(ordered) / len(ordered)
        return f"{self.name}: {len(ordered)}, lines mean {mean:.0f}, p90 {p90}, max {ordered[-1]}"


def check(root: Path) -> tuple[bool, str]:
    """Read every file that git would commit; the output is findings, then the sizes."""
    findings: list[str] = []
    file_lengths: list[int] = []
    function_lengths: list[int] = []
    for name in _files(root):
        text = (root / name).read_text(encoding="utf-8")
        findings += _forbidden_text(name, text)
        if Path(name).suffix in _SOURCE and name not in _GENERATED:
            file_lengths.append(_length(text))
            findings += _long_file(name, text)
        if name.endswith(".py"):
            tree = ast.parse(text, filename=name)
            functions = list(_functions(tree))
            function_lengths += [length for _, _, length in functions]
            findings += _long_functions(name, functions)
            findings += _names_and_calls(name, tree)
    sizes = [
        Sizes(name="files", lengths=file_lengths),
        Sizes(name="functions", lengths=function_lengths),
    ]
    return not findings, "\n".join([*findings, *map(str, sizes)])


def _files(root: Path) -> Iterator[str]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=root, capture_output=True, check=True)
    for name in sorted(set(listed.stdout.decode().split("\0"))):
        path = root / name
        if name and path.is_file() and path.suffix not in _BINARY:
            yield name


def _length(text: str) -> int:
    return text.count("\n") + (not text.endswith("\n"))


def _long_file(name: str, text: str) -> Iterator[str]:
    if _length(text) > MAX_FILE:
        yield f"{name}: {_length(text)} lines, expected at most {MAX_FILE}"


def _forbidden_text(name: str, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        if found := _REGISTRY.search(line):
            yield f"{name}:{number}: names a package registry: {found[0]}"
        if found := _WORKPLACE.search(line):
            yield f"{name}:{number}: names a path of one machine: {line.strip()[:80]}"


def _functions(tree: ast.AST) -> Iterator[tuple[str, int, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.lineno, (node.end_lineno or node.lineno) - node.lineno + 1


def _long_functions(name: str, functions: list[tuple[str, int, int]]) -> Iterator[str]:
    for function, line, length in functions:
        if length > MAX_FUNCTION:
            yield f"{name}:{line}: {function} has {length} lines, expected at most {MAX_FUNCTION}"


def _names_and_calls(name: str, tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and _is_banned(node.name):
            yield f"{name}:{node.lineno}: class {node.name} bears a banned word"
        if name.startswith(SHIPPED) and isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else ""
            if called in _BANNED_CALLS:
                yield f"{name}:{node.lineno}: {called}() is banned"


def _is_banned(class_name: str) -> bool:
    return class_name not in _TERMS_OF_A_STANDARD and bool(_BANNED_NAME.search(class_name))
