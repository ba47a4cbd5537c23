"""Names of what one deployment defines: each once, and short enough for people and addresses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.errors import Finding, Text

if TYPE_CHECKING:
    from engine.handlers.deploy import ReadFile

MAX_NAME = 200
"""Characters of what people and addresses call a process, a form or a decision."""


def doubled_names(read: Sequence[ReadFile]) -> list[Finding]:
    """What two files define, so that which of them counts would be chance; and names too long."""
    seen: dict[tuple[str, str], str] = {}
    findings: list[Finding] = []
    for file in read:
        for name in file.names:
            first = seen.setdefault((file.kind, name), file.artifact.name)
            if len(name) > MAX_NAME:
                findings.append(_too_long(name, file))
            elif first is not file.artifact.name or file.names.count(name) > 1:
                findings.append(_defined_twice(name, first, file))
    return findings


def _defined_twice(name: str, first: str, file: ReadFile) -> Finding:
    return Finding(
        rule="defined-once",
        severity="error",
        text=Text(
            zh=f"{name} 在这次发布的文件中定义了两次（{first} 与 {file.artifact.name}）",
            en=f"{name} is defined twice in this deployment ({first} and {file.artifact.name})",
        ),
        element_id=name,
        line=_line_of(name, file),
        file=file.artifact.name,
    )


def _too_long(name: str, file: ReadFile) -> Finding:
    return Finding(
        rule="name-length",
        severity="error",
        text=Text(
            zh=f"标识 {name[:40]}… 有 {len(name)} 个字符，上限为 {MAX_NAME}",
            en=f"The id {name[:40]}… has {len(name)} characters, the limit is {MAX_NAME}",
        ),
        element_id=name[:MAX_NAME],
        line=_line_of(name, file),
        file=file.artifact.name,
    )


def _line_of(name: str, file: ReadFile) -> int | None:
    return next((one.line for one in file.processes if one.key == name), None)
