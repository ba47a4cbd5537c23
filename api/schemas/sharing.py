"""Shapes of work that passes between people, and of many work items at once."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from api.schemas.common import Given, Sent

Login = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
Said = Annotated[str, StringConstraints(max_length=2_000, pattern=r"^[^\x00]*$")]
MAX_BULK = 200


class TransferRequest(Sent):
    to: Login
    reason: Said


class UrgeRequest(Sent):
    reason: Said = ""


class CopyRequest(Sent):
    to: list[Login] = Field(min_length=1, max_length=100)
    note: Said = ""


class BulkItem(Sent):
    """One ticked work item; `data` is its form, when it is to be completed, with an opinion."""

    id: Login
    data: dict[str, Any] = Field(default_factory=dict)
    opinion: Said = ""


class BulkRequest(Sent):
    """What to do with exactly these work items."""

    action: Literal["claim", "complete", "transfer", "urge"]
    items: list[BulkItem] = Field(min_length=1, max_length=MAX_BULK)
    to: str = Field(default="", max_length=200)
    reason: Said = ""

    @model_validator(mode="after")
    def _each_once(self) -> BulkRequest:
        if len({item.id for item in self.items}) != len(self.items):
            raise PydanticCustomError("item_twice", "Expected every work item once")
        return self


class BulkResult(Given):
    """What came of one work item; `problem` is as in the type of a problem."""

    id: str
    done: bool
    problem: str
    zh: str
    en: str


class BulkResults(Given):
    items: list[BulkResult]
