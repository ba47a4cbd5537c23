"""Collects what is wrong with a file, so that one refusal names everything at once."""

from __future__ import annotations

from engine.bpmn.reader.names import Node, line_of
from engine.errors import DeploymentRefused, Finding, Text


class Problems:
    """The findings of one file in the order in which they were met."""

    __slots__ = ("file", "found")

    def __init__(self, file: str | None) -> None:
        self.file = file
        self.found: list[Finding] = []

    def error(self, rule: str, node: Node | None, text: Text, fix: Text | None = None) -> None:
        self._add("error", rule, node, text, fix)

    def warning(self, rule: str, node: Node | None, text: Text, fix: Text | None = None) -> None:
        self._add("warning", rule, node, text, fix)

    def at_line(self, rule: str, line: int | None, text: Text, fix: Text | None = None) -> None:
        """An error of the text itself, before there are elements."""
        self.found.append(
            Finding(rule=rule, severity="error", text=text, line=line, file=self.file, fix=fix)
        )

    def has_errors(self) -> bool:
        return any(finding.severity == "error" for finding in self.found)

    def refusal(self) -> DeploymentRefused:
        return DeploymentRefused(tuple(self.found))

    def _add(
        self, severity: str, rule: str, node: Node | None, text: Text, fix: Text | None
    ) -> None:
        self.found.append(
            Finding(
                rule=rule,
                severity=severity,
                text=text,
                element_id=_nearest_id(node),
                line=None if node is None else line_of(node),
                file=self.file,
                fix=fix,
            )
        )


def _nearest_id(node: Node | None) -> str | None:
    while node is not None:
        own = node.get("id") or node.get("bpmnElement")
        if own:
            return own
        node = node.getparent()
    return None
