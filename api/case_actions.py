"""Says what a person may do with a whole case now, so that the page offers that and no more."""

from __future__ import annotations

from typing import Final

from engine.core import policy
from engine.core.people import Person
from engine.core.state import InstanceState, InstanceStatus

COPY: Final = "copy"
READ_COPY: Final = "read-copy"
_ALWAYS_ACTIVE: Final = ("jump", "variables", "approvers", "late-review", "terminate")


def case_actions(actor: Person, state: InstanceState) -> list[str]:
    """Names of the operations. Whether one succeeds is only known when they try: the element, the
    people and the data that they name are looked at then."""
    found = [COPY] if policy.may_copy(actor, state) else []
    if state.copies.get(actor.id) is False:
        found.append(READ_COPY)
    if not policy.may_administer(actor):
        return found
    if state.status is not InstanceStatus.ACTIVE:
        return [*found, "revive"]
    rests = state.moves is not None and state.moves.suspended
    return [*found, *_ALWAYS_ACTIVE, "resume" if rests else "suspend"]
