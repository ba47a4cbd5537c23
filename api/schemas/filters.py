"""Shapes of saved filters."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from api.lists import InstanceQuestion, Word, WorklistQuestion
from api.schemas.audit import CaseQuestion
from api.schemas.common import Given, Sent


class FilterRequest(Sent):
    """A filter to keep: of the worklist, the list of cases or an audit's search, and whom to
    share it with (`role:...` or `group:...`)."""

    name: str = Field(min_length=1, max_length=100)
    worklist: WorklistQuestion | None = None
    instances: InstanceQuestion | None = None
    audit: CaseQuestion | None = None
    shared_with: Annotated[list[Word], Field(max_length=20)] = Field(default_factory=list)

    @model_validator(mode="after")
    def _of_one_list(self) -> Self:
        given = [one for one in (self.worklist, self.instances, self.audit) if one is not None]
        if len(given) != 1:
            raise PydanticCustomError("one_list", "Expected either worklist, instances or audit")
        return self


class SavedFilter(Given):
    """A filter with how much it finds for me: exact below 1000, null where I may not ask that, or
    where it asks for a clause."""

    id: str
    name: str
    worklist: WorklistQuestion | None
    instances: InstanceQuestion | None
    audit: CaseQuestion | None
    owner: str
    owner_name: str
    mine: bool
    shared_with: list[str]
    shared_with_names: list[str]
    count: int | None


class SavedFilters(Given):
    items: list[SavedFilter]
