"""What all shapes share: strict input, times in UTC, and the problem body."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainSerializer

from api.wire import utc

Moment = Annotated[datetime, PlainSerializer(utc, return_type=str)]
Json = dict[str, Any]


class Sent(BaseModel):
    """A body that a client sends: names that we do not know are refused."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


class Given(BaseModel):
    """A body that we answer with."""

    model_config = ConfigDict(frozen=True)


class FieldProblem(Given):
    """One broken rule of one field; `path` is `items[2].quantity` in a sub-table."""

    path: str
    rule: str
    zh: str
    en: str


class FindingProblem(Given):
    """One reason why a file was refused, with its place."""

    rule: str
    severity: str
    zh: str
    en: str
    element_id: str | None
    line: int | None
    file: str | None
    fix_zh: str | None
    fix_en: str | None


class Problem(Given):
    """application/problem+json: `type` is stable, `detail` is Chinese, `detail_en` English."""

    type: str
    title: str
    status: int
    detail: str
    detail_en: str
    fields: list[FieldProblem] | None = None
    findings: list[FindingProblem] | None = None
