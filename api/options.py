"""Fills select fields that offer a register's lines, so that the page needs no register."""

from __future__ import annotations

from typing import Any

from engine.forms.rules import REGISTER
from engine.ports import ReadModel
from engine.views import RegisterLine


def with_registers(component: Any, registers: ReadModel) -> Any:
    """The form (or component) with the lines as plain `values`, ordered by key."""
    shown = dict(component)
    if shown.get("components"):
        shown["components"] = [with_registers(one, registers) for one in shown["components"]]
    name = shown.get("valuesKey", "")
    if isinstance(name, str) and name.startswith(REGISTER):
        del shown["valuesKey"]
        lines = registers.register_lines(name.removeprefix(REGISTER))
        shown["values"] = [_option(line) for line in sorted(lines, key=lambda line: line.key)]
    return shown


def _option(line: RegisterLine) -> dict[str, str]:
    name = line.data.get("name")
    label = f"{line.key} {name}" if isinstance(name, str) else line.key
    return {"value": line.key, "label": label}
