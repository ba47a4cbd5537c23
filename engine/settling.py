"""What a process that stays does once it is set up: it spares the collector what will not go."""

from __future__ import annotations

import gc
from typing import Final

_YOUNG: Final = 10_000
"""Objects made and kept before the collector looks: a command keeps some twenty."""


def settle() -> None:
    """Leave out of every later collection what is there now: code, diagrams, statements.

    Else each full collection walks through all of it, some milliseconds in which nobody is
    served. For the processes of the command line; whoever embeds the engine decides on their own.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, 10, 10)
