"""What a mutation is: one alteration, in memory, of one file that carries out a clause."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from engine.errors import Text


class Aspect(StrEnum):
    """What of a place is put to the test; each is proved by itself."""

    PRESENCE = "presence"  # the element, rule or field is there at all
    WAY = "way"  # which way the flow goes on
    WHO = "who"  # only those who are named may do it
    SEPARATION = "separation"  # not who did the other step
    DEADLINE = "deadline"  # there is a due time
    REPETITION = "repetition"  # once for each, or again
    MORE = "more"  # the figure is not larger
    LESS = "less"  # the figure is not smaller
    VALUE = "value"  # the setting is this one and no other
    OUTCOME = "outcome"  # the rule of a table gives this and nothing else
    REQUIRED = "required"  # the field must be filled in
    LIMITS = "limits"  # what is filled in stays within its limits
    CHECK = "check"  # what is filled in fits the rest


class File(NamedTuple):
    """A deployed file by what it defines: the kind and name that cases pin."""

    kind: str  # process, form, decision or parameters
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One alteration of what was read from a file: a process, a form, a decision model or the
    parameters. `apply` never changes what it is given; it raises DeploymentRefused for what can
    not be read any more."""

    aspect: Aspect
    how: Text
    apply: Callable[[Any], Any]
    begins: bool = False  # changes what begins cases: known to the catalogue, not to the case


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A change with its place: `process:element`, `decision/rule`, `form.field` or
    `parameters.name`."""

    place: str
    file: File
    change: Change

    @property
    def key(self) -> str:
        """The same for the same alteration, whichever clause asks for it."""
        return f"{self.place} {self.change.aspect} {self.change.how.en}"
