"""Tries random processes on the engine as it is put together."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from engine.bootstrap import check_definition, interpreter_named, readers
from engine.bundles import names_of
from engine.core.definition import ProcessDefinition
from engine.errors import Finding
from engine.fuzz.trial import Manner, Rooms, Verdict, tried


def try_seed(seed: int, manner: Manner) -> Verdict:
    """Whether the random process of this seed does what it must, from its file to its end."""
    return tried(seed, _rooms(), manner)


@cache
def _rooms() -> Rooms:
    return Rooms(
        read=readers().bpmn,
        check=_breaches,
        names=lambda processes: names_of(processes, ()),
        interpreter=interpreter_named("kernel"),
    )


def _breaches(definition: ProcessDefinition) -> Iterator[Finding]:
    """What stands against running it. Left out is `bounded`: a reminder in a loop may indeed be
    left open in each round."""
    return (one for one in check_definition(definition) if one.rule not in _UNASKED)


_UNASKED: Final = frozenset({"bounded"})
