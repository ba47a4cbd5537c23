"""Failures as application/problem+json: one stable type per kind, sentences in zh and en."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.invalid_words import in_chinese
from api.noting import is_worth_noting, note_refusal
from api.refused import Refused, not_signed_in
from engine.errors import (
    CommandRejected,
    ConcurrencyConflict,
    DeploymentRefused,
    FieldError,
    Finding,
    GuichengError,
    InvalidForm,
    LimitExceeded,
    Text,
)

__all__ = ["Refused", "crash", "handle_errors", "not_signed_in", "problem"]

_log = logging.getLogger("guicheng.api")

STATUS: Final = {
    "not-found": 404,
    "not-correlated": 404,
    "not-permitted": 403,
    "invalid-state": 409,
    "ambiguous-message": 409,
    "invalid-form": 422,
    "invalid-command": 422,
    "deployment-refused": 422,
    "not-signed-in": 401,
    "second-factor-needed": 401,
    "wrong-code": 401,
    "second-factor-missing": 403,
    "password-to-change": 403,
    "proof-needed": 403,
    "csrf": 403,
    "too-many-attempts": 429,
    "too-large": 413,
    "conflict": 409,
    "limit-exceeded": 422,
    "unavailable": 503,
    "not-installed": 501,
    "rejected": 400,
    "crash": 500,
}
TITLES: Final = {
    400: "Bad request",
    401: "Not signed in",
    403: "Not permitted",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    413: "Too large",
    415: "Unsupported media type",
    422: "Not valid",
    429: "Too many requests",
    500: "Internal error",
    501: "Not installed",
    503: "Unavailable",
}


def problem(kind: str, text: Text, **more: Any) -> Response:
    """The response of one kind."""
    return _response(STATUS[kind], kind, text, more)


def _response(status: int, kind: str, text: Text, more: Mapping[str, Any]) -> Response:
    body = {
        "type": f"urn:guicheng:problem:{kind}",
        "title": TITLES.get(status, "Error"),
        "status": status,
        "detail": text.zh,
        "detail_en": text.en,
        **more,
    }
    headers = {"Retry-After": "900"} if status == 429 else {}
    media_type = "application/problem+json"
    return JSONResponse(body, status_code=status, media_type=media_type, headers=headers)


def field_json(error: FieldError) -> dict[str, Any]:
    return {
        "path": error.path,
        "rule": error.rule,
        "zh": error.text.zh,
        "en": error.text.en,
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "zh": finding.text.zh,
        "en": finding.text.en,
        "element_id": finding.element_id,
        "line": finding.line,
        "file": finding.file,
        "fix_zh": finding.fix.zh if finding.fix else None,
        "fix_en": finding.fix.en if finding.fix else None,
    }


def _kind_of(error: GuichengError) -> str:
    if isinstance(error, ConcurrencyConflict):
        return "conflict"
    if isinstance(error, LimitExceeded):
        return "limit-exceeded"
    return error.kind if isinstance(error, CommandRejected) else "crash"


def _more_of(error: GuichengError) -> dict[str, Any]:
    if isinstance(error, InvalidForm):
        return {"fields": [field_json(field) for field in error.fields]}
    if isinstance(error, DeploymentRefused):
        return {"findings": [finding_json(finding) for finding in error.findings]}
    return {}


async def _on_known(request: Request, error: Exception) -> Response:
    assert isinstance(error, GuichengError)  # noqa: S101 -- registered for this type
    if is_worth_noting(request, error):
        await run_in_threadpool(note_refusal, request, error)
    kind = _kind_of(error)
    if kind == "crash":
        _log.error("%s %s: %s", request.method, request.url.path, error)
        return crash()
    return problem(kind, error.text, **_more_of(error))


async def _on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 -- registered for this type
    found = [_request_field(entry) for entry in error.errors()]
    first = found[0] if found else {"zh": "?", "en": "?"}
    text = Text(zh=f"请求无效：{first['zh']}", en=f"The request is not valid: {first['en']}")
    return problem("invalid-command", text, fields=found)


def _request_field(entry: Mapping[str, Any]) -> dict[str, Any]:
    path = ".".join(str(part) for part in entry["loc"])
    expected = in_chinese(entry["type"], entry.get("ctx", {}))
    words = {"zh": f"{path}：{expected}", "en": f"{path}: {entry['msg']}"}
    return {"path": path, "rule": entry["type"], **words}


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 -- registered for this type
    kinds = {404: "not-found", 405: "not-allowed", 413: "too-large", 415: "unsupported"}
    kind = kinds.get(error.status_code, "rejected")
    text = Text(zh=_HTTP_ZH.get(error.status_code, "请求被拒绝"), en=str(error.detail))
    answer = _response(error.status_code, kind, text, {})
    answer.headers.update(error.headers or {})
    return answer


_HTTP_ZH: Final = {404: "没有这个地址", 405: "此地址不支持这种请求", 400: "请求无法读取"}


def crash() -> Response:
    """What a caller learns of a fault of ours: nothing."""
    text = Text(zh="服务器内部错误", en="Something went wrong on the server")
    return problem("crash", text)


async def _on_crash(request: Request, error: Exception) -> Response:
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return crash()


def handle_errors(app: FastAPI) -> None:
    """Register every handler."""
    app.add_exception_handler(GuichengError, _on_known)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(Exception, _on_crash)
