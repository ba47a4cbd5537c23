"""Shapes of the processes that people start most, by their own choice."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from api.schemas.common import Given, Sent

Key = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]


class FavouriteList(Given):
    """Keys of processes."""

    items: list[str]


class FavouritesRequest(Sent):
    items: list[Key] = Field(max_length=50)
