"""Shapes of decisions."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from api.schemas.common import Given, Json, Sent


class DecisionRequest(Sent):
    """`strict` false answers null where the standard does, instead of a problem."""

    decision: str = Field(max_length=200)
    inputs: Json = Field(default_factory=dict)
    strict: bool = True


class Decided(Given):
    """The output with the rules that gave it, what was read, and both as a sentence."""

    output: Any
    rule_ids: list[str]
    inputs: dict[str, Any]
    zh: str
    en: str
