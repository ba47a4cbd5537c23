"""YAML text -> values that variables may hold: numbers are Decimal, never floats."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

import yaml

from engine.core.values import Value

_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as quick


class _Loader(_SafeLoader):  # type: ignore[misc]  # one of the two, both typed alike
    """A SafeLoader whose numbers are decimals."""


def _number(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Decimal:
    text = loader.construct_scalar(node)
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise yaml.YAMLError(f"Expected a number, got {text!r}") from error
    if not number.is_finite():
        raise yaml.YAMLError(f"Expected a finite number, got {text!r}")
    return number


for _tag in ("int", "float"):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_tag}", _number)


def read_yaml(text: str | bytes) -> Value:
    """The document's value. Raises yaml.YAMLError."""
    read: Any = yaml.load(text, Loader=_Loader)  # noqa: S506 (a SafeLoader)
    return read
