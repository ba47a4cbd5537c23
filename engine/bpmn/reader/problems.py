"""Collects what is wrong with a file, so that one refusal names everything at once."""

from __future__ import annotations

from typing import Final

from engine.bpmn.reader.names import Node, line_of
from engine.errors import DeploymentRefused, Finding, Text

_LENIENT: Final = frozenset(
    {
        "expression-language",
        "foreign-behaviour",
        "gateway-direction",
        "leading-equals",
        "message-flow",
        "missing-id",
        "not-executable",
    }
)
"""What a draft may still lack; a diagram that is published may not."""


class Problems:
    """The findings of one file in the order in which they were met."""

    __slots__ = ("_seen", "draft", "file", "found")

    def __init__(self, file: str | None, *, draft: bool = False) -> None:
        self.file = file
        self.draft = draft
        self.found: list[Finding] = []
        self._seen: set[Finding] = set()

    def error(self, rule: str, node: Node | None, text: Text, fix: Text | None = None) -> None:
        self._add("error", rule, node, text, fix)

    def warning(self, rule: str, node: Node | None, text: Text, fix: Text | None = None) -> None:
        self._add("warning", rule, node, text, fix)

    def at_line(self, rule: str, line: int | None, text: Text, fix: Text | None = None) -> None:
        """An error of the text itself, before there are elements."""
        self._keep(
            Finding(rule=rule, severity="error", text=text, line=line, file=self.file, fix=fix)
        )

    def dangling(self, node: Node, attribute: str, value: str) -> None:
        """A reference that names nothing of its kind in this file."""
        self.error(
            "dangling-reference",
            node,
            Text(
                zh=f'{attribute}="{value}" 指向的元素不存在',
                en=f'{attribute}="{value}" names nothing in this file',
            ),
            Text(zh="改为已有的 id", en="Name an existing id"),
        )

    def has_errors(self) -> bool:
        return any(finding.severity == "error" for finding in self.found)

    def refusal(self) -> DeploymentRefused:
        return DeploymentRefused(tuple(self.found))

    def _add(
        self, severity: str, rule: str, node: Node | None, text: Text, fix: Text | None
    ) -> None:
        if self.draft and rule in _LENIENT:
            severity = "warning"
        self._keep(
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

    def _keep(self, finding: Finding) -> None:
        """Once each: what is used in several places is read for each of them."""
        if finding not in self._seen:
            self._seen.add(finding)
            self.found.append(finding)


def _nearest_id(node: Node | None) -> str | None:
    while node is not None:
        own = node.get("id") or node.get("bpmnElement")
        if own:
            return own
        node = node.getparent()
    return None
