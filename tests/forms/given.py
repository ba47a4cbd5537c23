"""Small forms for the tests of engine.forms, and one way of checking data against them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from engine.core.definition import Access
from engine.errors import DeploymentRefused, InvalidForm
from engine.forms import Form, read_form

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def schema(*components: dict[str, Any], **head: Any) -> bytes:
    whole = {"type": "default", "schemaVersion": 19, "id": "f", "components": list(components)}
    return json.dumps({**whole, **head}, ensure_ascii=False).encode()


def form(*components: dict[str, Any]) -> Form:
    return read_form(schema(*components))


def field(kind: str, key: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "key": key, "label": key.upper(), "id": f"id_{key}", **more}


def check(
    checked: Form,
    data: Any,
    *,
    access: Mapping[str, Access] | None = None,
    default: Access = Access.EDIT,
    variables: Mapping[str, Any] | None = None,
    lookups: Mapping[str, frozenset[str]] | None = None,
) -> dict[str, Any]:
    return checked.check(
        data,
        access=access or {},
        default=default,
        variables=variables or {},
        now=NOW,
        lookups=lookups or {},
    )


def broken(checked: Form, data: Any, **more: Any) -> list[tuple[str, str]]:
    """The (path, rule) pairs that the data breaks, in order; empty when it is accepted."""
    try:
        check(checked, data, **more)
    except InvalidForm as invalid:
        return [(error.path, error.rule) for error in invalid.fields]
    return []


def refused(data: bytes) -> list[str]:
    """The rules of the findings with which a form is refused."""
    try:
        read_form(data, file="f.form")
    except DeploymentRefused as refusal:
        return [finding.rule for finding in refusal.findings if finding.file == "f.form"]
    return []
