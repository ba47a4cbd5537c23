"""Command -> events: pure deciders, one module per noun.

A decider raises CommandRejected, or returns a Decision: the facts that follow from the command by
itself, and the stimulus for the interpreter that goes on from there.
"""

from __future__ import annotations

from engine.core.advance import Stimulus
from engine.core.events import Event, WorkItemFailed
from engine.core.fact import fact
from engine.core.kept_round import KeptRound
from engine.core.kept_turns import KeptTurns
from engine.core.moves import Held


@fact
class Decision:
    """What a command leads to before the diagram is asked."""

    events: tuple[Event, ...] = ()
    stimulus: Stimulus | None = None
    first: Stimulus | None = None  # told to the interpreter before that
    held: tuple[Held, ...] = ()  # told after that, each where it is still waited for
    failed: WorkItemFailed | None = None
    """Recorded in the place of the WorkItemCanceled of its work item, if the diagram ends it."""
    reason: str = ""
    """Why the case ends with this, where the command itself says no reason."""
    undoes: frozenset[str] | None = None
    """What may be cancelled by it, by id; None: anything. Else the command is refused."""
    restores: KeptRound | KeptTurns | None = None
    """The round that the user task begins with, where control comes to it again; or the turns of
    a multi-instance one, each with its round."""
