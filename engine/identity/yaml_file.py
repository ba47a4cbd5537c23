"""Reads small YAML files strictly: no aliases, no repeated keys, no tags, bounded."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Final

import yaml

from engine.errors import DeploymentRefused, Finding, Text

MAX_BYTES: Final = 1_000_000


class _StrictLoader(yaml.SafeLoader):
    """Plain data only: an alias could make a small file huge, a repeated key hide a line."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("Expected no alias (*name)")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                line = key_node.start_mark.line + 1
                raise yaml.YAMLError(f"Expected each key once, got {key!r} again in line {line}")
            seen.add(key)
        return super().construct_mapping(node, deep)


def read_yaml(data: bytes, *, file: str) -> dict[str, Any]:
    """The mapping in the file. Raises DeploymentRefused."""
    if len(data) > MAX_BYTES:
        raise refused(file, [Text(zh="文件太大", en=f"Expected at most {MAX_BYTES} bytes")])
    try:
        content = yaml.load(data, Loader=_StrictLoader)  # noqa: S506 -- a SafeLoader
    except (yaml.YAMLError, ValueError, RecursionError, TypeError) as error:
        why = Text(zh=f"不是有效的 YAML:{error}", en=f"Expected valid YAML: {error}")
        raise refused(file, [why]) from error
    if not isinstance(content, dict):
        raise refused(file, [Text(zh="文件应为键值结构", en="Expected a mapping")])
    return content


def refused(file: str, reasons: list[Text]) -> DeploymentRefused:
    """The refusal of a whole file, with one finding for each reason."""
    rule = file.partition(".")[0]
    return DeploymentRefused(
        tuple(Finding(rule=rule, severity="error", text=why, file=file) for why in reasons)
    )
