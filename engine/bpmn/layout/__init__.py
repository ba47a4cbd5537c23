"""Diagram interchange for files with a pool and lanes, so that any BPMN tool shows them well."""

from __future__ import annotations

from typing import Final

from engine.bpmn.layout.collect import collect
from engine.bpmn.layout.draw import draw
from engine.bpmn.layout.write import interchange, splice
from engine.bpmn.reader.names import Node, bpmn
from engine.bpmn.reader.problems import Problems
from engine.bpmn.reader.read import inspect_bpmn
from engine.bpmn.reader.source import parse_xml
from engine.errors import DeploymentRefused, Text

_NEEDED: Final = frozenset(
    {
        "dangling-reference",
        "doctype",
        "duplicate-id",
        "missing-id",
        "no-process",
        "not-bpmn",
        "not-xml",
        "processing-instruction",
        "size-limit",
        "unsupported-element",
    }
)
"""Rules without which there is nothing that could be drawn."""


def _refuse_groups(root: Node, file: str | None) -> None:
    """A group means nothing but the place where it was drawn, which a new layout would lose."""
    problems = Problems(file)
    for node in root.iter(bpmn("group")):
        problems.error(
            "group-drawn",
            node,
            Text(
                zh="重排图形会失去分组框（group）的位置",
                en="Laying out anew would lose the place of the group",
            ),
            Text(zh="删除分组框，或改用子流程", en="Remove it, or use a sub-process"),
        )
    if problems.has_errors():
        raise problems.refusal()


def _refuse_nothing(root: Node, file: str | None) -> None:
    """Global tasks have no picture: they are called from others'."""
    if next(root.iterchildren(bpmn("process"), bpmn("collaboration")), None) is not None:
        return
    problems = Problems(file)
    problems.error(
        "no-process",
        root,
        Text(zh="文件中没有可画的流程", en="The file has no process that could be drawn"),
    )
    raise problems.refusal()


def layout(data: bytes, *, file: str | None = None) -> bytes:
    """The same file with its diagrams replaced by a new one; everything else byte for byte.

    Raises DeploymentRefused when the file is so broken that it cannot be drawn; findings that do
    not matter for drawing are left to the reader and the rules.
    """
    broken = tuple(
        finding
        for finding in inspect_bpmn(data, file=file).findings
        if finding.severity == "error" and finding.rule in _NEEDED
    )
    if broken:
        raise DeploymentRefused(broken)
    root = parse_xml(data, Problems(file))
    if root is None:
        msg = "a file that was read once could not be read again"
        raise AssertionError(msg)
    _refuse_groups(root, file)
    _refuse_nothing(root, file)
    sheet = collect(root)
    encoding = root.getroottree().docinfo.encoding or "utf-8"
    return splice(data, interchange(sheet, draw(sheet)), encoding)
