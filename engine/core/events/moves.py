"""Facts about control that people moved, against or beside the arrows of the diagram."""

from __future__ import annotations

from engine.core.events.base import Event
from engine.core.fact import fact


@fact
class ControlMoved(Event):
    """Control goes to `target`. What stood at `canceled` is interrupted next; `restored` are the
    flows on which joins between there and here keep the token that they had, so that branches
    outside of the move need not be done again."""

    target: str
    process: str
    scope: int  # in which what is entered lies, as in VariablesChanged
    by: str
    canceled: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()
