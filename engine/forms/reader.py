"""Reads a form-js schema into a Form, or refuses it with every finding."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import Any, Final

from engine.core.ids import Digest
from engine.errors import DeploymentRefused
from engine.forms.form import Form
from engine.forms.read_components import ComponentReader
from engine.forms.read_findings import Findings

MAX_BYTES: Final = 1_000_000
NEWEST_SCHEMA: Final = 19


def read_form(data: bytes, *, file: str | None = None) -> Form:
    """The form in these bytes. Raises DeploymentRefused with all findings."""
    findings = Findings(file)
    schema = _parse(data, findings)
    _check_head(schema, findings)
    reader = ComponentReader(findings)
    components = reader.read_all(schema.get("components"), place="")
    if findings.found:
        raise DeploymentRefused(tuple(findings.found))
    digest = Digest("sha256:" + hashlib.sha256(data).hexdigest())
    return Form(
        id=schema["id"],
        digest=digest,
        schema=schema,
        components=components,
        reads=frozenset(reader.reads),
    )


def _parse(data: bytes, findings: Findings) -> dict[str, Any]:
    if len(data) > MAX_BYTES:
        findings.add("form-size", "表单太大", f"Expected at most {MAX_BYTES} bytes")
        raise DeploymentRefused(tuple(findings.found))
    try:
        schema = json.loads(data.decode("utf-8-sig"), parse_float=_decimal, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        findings.add("form-json", f"不是有效的 JSON：{error}", f"Expected valid JSON: {error}")
        raise DeploymentRefused(tuple(findings.found)) from error
    if not isinstance(schema, dict):
        findings.add("form-json", "表单应为 JSON 对象", "Expected a JSON object")
        raise DeploymentRefused(tuple(findings.found))
    return schema


def _decimal(text: str) -> Decimal:
    return Decimal(text)


def _refuse(text: str) -> Any:
    raise ValueError(text)


def _check_head(schema: dict[str, Any], findings: Findings) -> None:
    form_id, version = schema.get("id"), schema.get("schemaVersion")
    if not isinstance(form_id, str) or not form_id.strip():
        findings.add("form-id", "表单没有 id", "Expected the form to have an id")
    if schema.get("type", "default") != "default":
        findings.add("form-schema", "表单的 type 应为 default", "Expected the form's type default")
    if isinstance(version, bool) or not isinstance(version, int) or version > NEWEST_SCHEMA:
        findings.add(
            "form-schema",
            f"schemaVersion 应为不大于 {NEWEST_SCHEMA} 的整数，得到 {version!r}",
            f"Expected schemaVersion of at most {NEWEST_SCHEMA}, got {version!r}",
        )
