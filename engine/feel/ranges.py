"""The range value of FEEL: two ends, each included or not; a missing end is unbounded."""

from __future__ import annotations

from dataclasses import dataclass

from engine.core.values import Value
from engine.feel.compare import equal, order


@dataclass(frozen=True, slots=True)
class Range:
    """`start` and `end` are values of one ordered kind, or None where the range has no end."""

    start: Value
    end: Value
    start_included: bool
    end_included: bool

    def __contains__(self, value: Value) -> bool:
        return self.covers(value) is True

    def covers(self, value: Value) -> bool | None:
        """Whether the value lies within; None if it cannot be ordered against the ends."""
        if self.start is not None:
            below = order(self.start, value)
            if below is None:
                return None
            if below > 0 or (below == 0 and not self.start_included):
                return False
        if self.end is not None:
            above = order(value, self.end)
            if above is None:
                return None
            if above > 0 or (above == 0 and not self.end_included):
                return False
        return True


def same_range(left: Range, right: Range) -> bool:
    return (
        left.start_included == right.start_included
        and left.end_included == right.end_included
        and equal(left.start, right.start) is True
        and equal(left.end, right.end) is True
    )
