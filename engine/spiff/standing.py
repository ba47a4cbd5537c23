"""Where control stands in one scope of a live case: what a move can take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.core.definition import Element
from engine.errors import InvalidState
from engine.spiff.failures import BeyondWitness
from engine.spiff.live import Live, place_of, role_of
from engine.spiff.model import Role
from engine.spiff.ways import Ahead


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """One position of control: at an element, or (with a flow) at a gateway that waits for others
    on this incoming flow."""

    element: Element = field(compare=False)
    token: int = 0
    flow: str = ""

    def is_ahead(self, way: Ahead) -> bool:
        """Whether it is on one of these ways."""
        return self.flow in way.flows if self.flow else self.element.id in way.elements


def standing(live: Live, scope: int) -> list[Stand]:
    """Everything that stands directly in the scope, oldest first."""
    found = {
        one.token: Stand(element=one.element, token=one.token)
        for one in live.active.values()
        if live.scope(one.task) == scope
    }
    for held in live.held.values():
        task = held.task
        if live.scope(task) == scope and not is_joining(task):
            stuck = Stand(element=place_of(task).parts.element, token=live.token(task))
            found.setdefault(stuck.token, stuck)
    return [*(found[one] for one in sorted(found)), *_at_joins(live, scope)]


def _at_joins(live: Live, scope: int) -> Iterator[Stand]:
    definition = live.prepared.definitions[live.scopes[scope].process]
    for key, flows in live.at_joins.items():
        if key[0] == scope and not is_passed(live, key):
            join = definition.elements[key[1]]
            yield from (Stand(element=join, flow=one) for one in join.incoming if one in flows)


def is_passed(live: Live, join: tuple[int, str]) -> bool:
    """Whether what came to the gateway has gone on from there, or is stuck beyond waiting."""
    stuck = (one.task for one in live.held.values() if role_of(one.task) is Role.JOIN)
    return join in live.joined or any(
        live.join_of(task) == join and not is_joining(task) for task in stuck
    )


def is_joining(task: Any) -> bool:
    """Whether the task waits at a gateway for others."""
    return role_of(task) is Role.JOIN and bool(task.state == TaskState.WAITING)


def joining(live: Live) -> list[Any]:
    """SpiffWorkflow's tasks that wait at gateways for others; one stands for all that came."""
    waiting = live.workflow.get_tasks(state=TaskState.WAITING)
    return [task for task in waiting if is_joining(task) and live.is_there(task)]


def task_of(live: Live, token: int) -> Any:
    """SpiffWorkflow's task of what waits or is stuck there. Raises InvalidState."""
    if token in live.active:
        return live.active[token].task
    stuck = [one.task for one in live.held.values()]
    for task in (*stuck, *joining(live)):
        if live.token(task) == token:
            return task
    raise InvalidState(f"位置 {token} 已不存在", f"Expected token {token} to exist")


def within(live: Live, token: int, scope: int) -> Stand:
    """What the token stands in, directly in the scope. Raises InvalidState."""
    task = task_of(live, token)
    at = live.scope(task)
    while at != scope:
        token, at = at, live.scopes[at].parent
    whole = (one for one, many in live.repetitions.items() if token in many.open)
    token = next(whole, token)
    if token in live.active:
        return Stand(element=live.active[token].element, token=token)
    if not is_joining(task):
        return Stand(element=place_of(task).parts.element, token=token)
    return _only_one(live, live.join_of(task))


def _only_one(live: Live, join: tuple[int, str]) -> Stand:
    found = [one for one in _at_joins(live, join[0]) if one.element.id == join[1]]
    if len(found) == 1:
        return found[0]
    raise BeyondWitness(
        f"汇合网关 {join[1]} 处有几个位置，SpiffWorkflow 分不清要移动哪一个",
        f"Expected one token to wait at {join[1]}: SpiffWorkflow cannot tell which of them moves",
    )
