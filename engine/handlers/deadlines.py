"""Performs what follows when the moment of a deadline has come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from engine.core.commands import Command, CompleteWorkItem
from engine.core.commands_deadlines import PassDeadline
from engine.core.decide import Decision, approval, work_item
from engine.core.decide.deadline import decide_passing
from engine.core.ids import Digest
from engine.core.people import Person
from engine.core.state import InstanceState, WorkItem
from engine.core.values import Value
from engine.handlers import approvals


def _pass(run: Any, state: InstanceState, command: PassDeadline) -> Decision:
    at: datetime = run.envelope.at

    def complete(actor: Person, data: Mapping[str, Value]) -> Decision:
        """As a person would, in a round too; the declared data count as filled in."""
        asked = CompleteWorkItem(
            instance_id=command.instance_id, work_item_id=command.work_item_id, data=data
        )

        def accepted(_item: WorkItem) -> tuple[Mapping[str, Value], Digest]:
            return data, Digest("")

        if state.approvals:
            occasion = approvals.occasion(run, state, command.work_item_id)
            return approval.decide_vote(state, actor, asked, occasion, accepted)
        return work_item.decide_completion(state, actor, asked, at, accepted)

    return decide_passing(state, run.envelope.actor, command, at, (run.answers, complete))


DECIDERS: Final[Mapping[type[Command], Callable[[Any, InstanceState, Any], Decision]]] = {
    PassDeadline: _pass,
}
