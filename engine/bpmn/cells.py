"""Writes other texts into cells of a decision table, leaving the rest of its file as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from engine.bpmn.reader.names import Node
from engine.bpmn.reader.problems import Problems
from engine.bpmn.reader.source import parse_xml

CellPlace = tuple[int, int]
"""Row and column of a cell from 0; the columns of the inputs come first."""


def with_cells(data: bytes, decision: str, texts: Mapping[CellPlace, str]) -> bytes:
    """The file with these cells changed. Raises DeploymentRefused for what is no XML, KeyError for
    a decision or cell that is not there."""
    problems = Problems(None)
    root = parse_xml(data, problems)
    if root is None:
        raise problems.refusal()
    rows = list(_rows(root, decision))
    for (row, column), text in texts.items():
        if row >= len(rows) or column >= len(rows[row]):
            raise KeyError(f"Expected a cell {row}, {column} in {decision}")
        rows[row][column].text = text
    return bytes(etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8"))


def _rows(root: Node, decision: str) -> Iterator[list[Node]]:
    """The text nodes of each rule's cells."""
    for table in root.iter("{*}decision"):
        if table.get("id") != decision:
            continue
        for rule in table.iter("{*}rule"):
            cells = [*rule.findall("{*}inputEntry"), *rule.findall("{*}outputEntry")]
            found = [cell.find("{*}text") for cell in cells]
            yield [one for one in found if one is not None]
