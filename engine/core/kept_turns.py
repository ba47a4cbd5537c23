"""Turns of a multi-instance activity as commands keep them, so that one can be open again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from engine.core.fact import fact
from engine.core.kept_round import KeptRound
from engine.core.values import Value


@fact
class KeptTurn:
    """A turn that was open: its place from 0, the token that stood at its task, its own variables
    (of the one that is taken back with what was filled in), and its round, if several were asked.
    """

    place: int
    token: int
    variables: Mapping[str, Value] = field(default_factory=dict)
    round: KeptRound | None = None


@fact
class KeptTurns:
    """The turns as they stood before one of them, at the place `taken`, was completed.

    `whole` is the token of the activity around them: of now, or, where it has `ended` with that
    turn, of then. `turns` are to be open again, the taken one first; while the activity goes on
    only that one. The rest matters where it has ended: how many there were and are over, the items
    of those that a sequence had still to begin, what each completed one gave by place, and the
    variable that the activity's own completion has set since.
    """

    whole: int
    taken: int
    turns: tuple[KeptTurn, ...]
    ended: bool = True
    total: int = 0
    completed: int = 0
    terminated: int = 0
    items: tuple[Value, ...] = ()
    outputs: tuple[tuple[str, Value], ...] = ()
    before: Mapping[str, Value] = field(default_factory=dict)
