"""Finds the one event that says what a step was about, for its headline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from engine.core import events as ev
from engine.history.playback import Fact

_BESIDE: Final = (
    ev.SubstituteActed,
    ev.DeadlinesSet,
    ev.CaseDescribed,
    ev.VariablesChanged,
    ev.ElementActivated,
    ev.ElementPassed,
    ev.ElementCompleted,
    ev.ElementCanceled,
    ev.FlowTaken,
    ev.DecisionEvaluated,
    ev.MessageCorrelated,
    ev.DelegationResolved,
    ev.RegisterEntryWritten,
    ev.WorkItemCanceled,
    ev.TimerCanceled,
)
"""What comes with something else."""


def headline(facts: Sequence[Fact]) -> ev.Event | None:
    """The first event that stands for itself, else the first one."""
    events = [one.event for one in facts]
    return next((one for one in events if not isinstance(one, _BESIDE)), next(iter(events), None))
