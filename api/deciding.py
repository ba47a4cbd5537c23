"""Evaluates decisions for people who are responsible for them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from api.auth import Visit
from api.schemas.decisions import Decided, DecisionRequest
from api.wire import parse_json, to_json, to_value
from engine.core.values import Value
from engine.dmn import DmnError
from engine.errors import DeploymentRefused, InvalidCommand


def evaluate(visit: Visit, body: DecisionRequest) -> Decided:
    """The deployed decision over these inputs."""
    known = visit.house.runtime.store.latest("decision", body.decision)
    if known is None:
        raise InvalidCommand(
            f"没有已发布的决策 {body.decision}", f"Expected a deployed decision, {body.decision!r}"
        )
    return _decided(visit, body.decision, body.inputs, strict=body.strict)


def try_files(visit: Visit, files: Sequence[bytes], decision: str, inputs: str) -> Decided:
    """A decision of these files, which stay unpublished."""
    limit = visit.house.settings.max_file_bytes
    if not files or sum(map(len, files)) > limit:
        raise InvalidCommand(
            f"请选择文件，合计不超过 {limit / 1_000_000:g} MB",
            f"Expected files of at most {limit} bytes",
        )
    try:
        sent = parse_json(inputs.encode())
    except json.JSONDecodeError as error:
        raise InvalidCommand(f"inputs 不是 JSON：{error}", f"Expected JSON: {error}") from error
    return _decided(visit, decision, sent, files=files)


def _decided(
    visit: Visit,
    name: str,
    sent: Any,
    *,
    files: Sequence[bytes] = (),
    strict: bool = True,
) -> Decided:
    inputs: Value = to_value(sent)
    if not isinstance(inputs, Mapping):
        raise InvalidCommand("inputs 应为对象", "Expected inputs as an object")
    try:
        found = visit.house.runtime.decide(name, inputs, files=files, strict=strict)
    except DmnError as error:
        if error.findings:
            raise DeploymentRefused(error.findings) from error
        raise InvalidCommand(error.text.zh, error.text.en) from error
    return Decided(
        output=to_json(found.output),
        rule_ids=list(found.rule_ids),
        inputs={path: to_json(value) for path, value in found.inputs},
        zh=found.text.zh,
        en=found.text.en,
    )
