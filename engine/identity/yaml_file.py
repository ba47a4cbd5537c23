"""Reads small YAML files strictly: no aliases, no repeated keys, no tags, bounded."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Final

import yaml

from engine.errors import DeploymentRefused, Finding, Text

MAX_BYTES: Final = 1_000_000


_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as quick where it is


class _StrictLoader(_Loader):  # type: ignore[misc]
    """Plain data only: a repeated key could hide a line."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                line = key_node.start_mark.line + 1
                raise yaml.YAMLError(f"Expected each key once, got {key!r} again in line {line}")
            seen.add(key)
        return dict(super().construct_mapping(node, deep))


def _load(data: bytes) -> Any:
    """Aliases are refused before anything is built: they could make a small file huge."""
    if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(data, Loader=_Loader)):
        raise yaml.YAMLError("Expected no alias (*name)")
    return yaml.load(data, Loader=_StrictLoader)  # noqa: S506 -- a SafeLoader


def read_yaml(data: bytes, *, file: str) -> dict[str, Any]:
    """The mapping in the file. Raises DeploymentRefused."""
    if len(data) > MAX_BYTES:
        raise refused(file, [Text(zh="文件太大", en=f"Expected at most {MAX_BYTES} bytes")])
    try:
        content = _load(data)
    except (yaml.YAMLError, ValueError, RecursionError, TypeError) as error:
        why = Text(zh=f"不是有效的 YAML：{error}", en=f"Expected valid YAML: {error}")
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
