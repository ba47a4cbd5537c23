"""Which aspects of what carries out a clause the clause is about, by its kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engine.clauses.mutation.model import Aspect

_KINDS: Final[Mapping[Aspect, frozenset[str]]] = {
    Aspect.WHO: frozenset({"approval", "role", "duty-separation"}),
    Aspect.SEPARATION: frozenset({"duty-separation"}),
    Aspect.DEADLINE: frozenset({"deadline", "timer"}),
}
_OF_ACTIVITIES: Final = frozenset({"approval"})


def is_about(kind: str, aspect: Aspect, *, choosing: bool) -> bool:
    """Whether a clause of this kind says something of this aspect of its elements.

    An element carries out several clauses, of which one says who, another by when. What a clause
    says of ways on is carried out by gateways (`choosing`); of those behind an activity only an
    approval speaks, which may be given or not.
    """
    if aspect is Aspect.WAY and not choosing:
        return kind in _OF_ACTIVITIES
    return aspect not in _KINDS or kind in _KINDS[aspect]
