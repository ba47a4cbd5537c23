"""Reads parameters.yaml: the company's figures, each with the clause that it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import yaml

from engine.core.values import Value, from_plain
from engine.errors import DeploymentRefused, Finding, InvalidCommand, Text

FILE: Final = "parameters.yaml"
MAX_BYTES: Final = 1_000_000
MAX_DEPTH: Final = 50
_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as quick


class DecimalLoader(_SafeLoader):  # type: ignore[misc]  # one of the two, both typed alike
    """YAML without floats: 2.5 is a decimal."""


def _decimal(loader: yaml.SafeLoader, node: yaml.Node) -> Decimal:
    text = loader.construct_scalar(node)  # type: ignore[arg-type]
    try:
        number = Decimal(str(text))
    except InvalidOperation as error:
        raise yaml.YAMLError(f"Expected a number, got {text!r}") from error
    if not number.is_finite():
        raise yaml.YAMLError(f"Expected a finite number, got {text!r}")
    return number


DecimalLoader.add_constructor("tag:yaml.org,2002:float", _decimal)


def _refused(zh: str, en: str) -> DeploymentRefused:
    return DeploymentRefused(
        (Finding(rule="parameters", severity="error", text=Text(zh=zh, en=en), file=FILE),)
    )


def read_parameter_entries(content: bytes) -> Mapping[str, Mapping[str, Any]]:
    """Every parameter with its whole entry (value, unit, clause, company or default, texts).
    Raises DeploymentRefused."""
    if len(content) > MAX_BYTES:
        raise _refused("文件太大", f"Expected at most {MAX_BYTES} bytes")
    try:
        plain = _load(content)
    except (yaml.YAMLError, ValueError, RecursionError, TypeError) as error:
        raise _refused(f"参数文件无法读取：{error}", f"Expected readable YAML: {error}") from error
    entries = plain.get("parameters") if isinstance(plain, dict) else None
    if not isinstance(entries, dict):
        raise _refused("应有 parameters 一节", "Expected a mapping `parameters`")
    for name, entry in entries.items():
        if not isinstance(name, str) or not isinstance(entry, dict) or "value" not in entry:
            raise _refused(f"参数 {name} 缺少 value", f"Expected parameter {name} to have a value")
    return entries


def _load(content: bytes) -> Any:
    """Aliases and deep nesting are refused before anything is built: they could make a small
    file huge, or take long."""
    depth = 0
    for event in yaml.parse(content, Loader=_SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or depth > MAX_DEPTH:
            raise yaml.YAMLError(f"Expected no alias (*name) and at most {MAX_DEPTH} levels")
    return yaml.load(content, Loader=DecimalLoader)  # noqa: S506 (a SafeLoader)


def read_parameters(content: bytes) -> Mapping[str, Value]:
    """Name -> value: what expressions see as the context `parameters`."""
    entries = read_parameter_entries(content).items()
    try:
        return {name: _value(entry["value"]) for name, entry in entries}
    except InvalidCommand as unreadable:
        raise _refused(unreadable.text.zh, unreadable.text.en) from unreadable


def _value(value: Any) -> Value:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, list):
        return [_value(item) for item in value]
    return from_plain(value)
