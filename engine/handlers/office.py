"""Performs what an office asks about its work: follow-up dates and priorities."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from engine.core.commands import Command
from engine.core.commands_office import ChangePriority, SetFollowUp
from engine.core.decide import Decision
from engine.core.decide.office import decide_follow_up, decide_priority
from engine.core.state import InstanceState


def _at_time(decide: Callable[..., Decision]) -> Callable[[Any, InstanceState, Any], Decision]:
    def run_it(run: Any, state: InstanceState, command: Any) -> Decision:
        return decide(state, run.envelope.actor, command, run.envelope.at)

    return run_it


DECIDERS: Final[Mapping[type[Command], Callable[[Any, InstanceState, Any], Decision]]] = {
    SetFollowUp: _at_time(decide_follow_up),
    ChangePriority: _at_time(decide_priority),
}
"""Part of engine.handlers.perform's."""
