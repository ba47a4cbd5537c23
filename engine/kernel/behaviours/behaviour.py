"""What an element kind can be asked to do: the contract of all behaviours, and what most share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.core import events as ev
from engine.core.values import Value
from engine.errors import InvalidState
from engine.kernel import compensation, routing, scopes
from engine.kernel.data import taken
from engine.kernel.model import Node
from engine.kernel.run import Run, Taken
from engine.kernel.state import Inside, JoinKey, Phase, Status, Token, Watch
from engine.kernel.variables import assign, evaluate


class Behaviour:
    """One element kind. Stateless: everything is in the run, the token and the node.

    `enter`, `finish` and `leave` run a token's phase. Each may raise Stuck as long as it has
    changed nothing since the phase began; the phase runs again on a retry.
    """

    __slots__ = ()

    def enter(self, run: Run, token: Token, node: Node) -> None:
        """Control reached the element."""
        raise NotImplementedError

    def finish(self, run: Run, token: Token, node: Node) -> None:
        """What the element waited for came, as the token's `data`."""
        raise NotImplementedError

    def leave(self, run: Run, token: Token, node: Node) -> None:
        """The element is done; the token goes on."""
        taken = routing.all_true(run, node, token.scope) if node.conditional else node.plain
        if node.gives > 1:
            taken = [one for one in taken for _ in range(node.gives)]
        depart(run, token, taken)

    def answered(self, run: Run, token: Token, node: Node, data: Value) -> None:
        """The person or connector at this element is done."""
        raise InvalidState(
            f"“{node.element.name or node.id}”不等待人或作业",
            f"Expected {node.id} to wait for a person or a job, it does not",
        )

    def arm(self, run: Run, token: Token, node: Node) -> None:
        """Of the start event of an event sub-process: await it as long as the scope is active."""
        raise NotImplementedError

    def triggered(self, run: Run, watch: Watch, node: Node, data: Value) -> None:
        """What this event awaited came, with its data."""
        raise NotImplementedError

    def plan(self, run: Run, token: Token, node: Node) -> tuple[Watch, ...]:
        """Of a boundary event: what it awaits beside the token's activity. Raises Stuck."""
        return ()

    def again(self, run: Run, token: Token, node: Node) -> None:
        """An operator wants the waiting element to ask the outside anew."""
        raise InvalidState(
            f"“{node.element.name or node.id}”没有异常，不能重试",
            f"Expected {node.id} to be stuck, it is not",
        )

    def failed(self, run: Run, token: Token, node: Node) -> Token:
        """An error came out of the active element and nothing caught it."""
        return token

    def canceled(self, run: Run, token: Token) -> None:
        """The active element is interrupted; says so for what only this kind has outside."""

    def choose(self, run: Run, token: Token, node: Node) -> None:
        """Of an ad-hoc sub-process: something inside is over."""
        raise NotImplementedError

    def undone(self, run: Run, token: Token, node: Node) -> None:
        """Of an event that throws compensation: everything that it asked for is undone."""
        raise NotImplementedError

    def interrupted(self, run: Run, token: Token) -> None:
        """All inside the active element was cancelled; what takes its place will complete it."""

    def settle(self, run: Run, node: Node, key: JoinKey) -> bool:
        """Nothing moves any more: whether tokens that wait at this gateway now go on."""
        return False


def depart(run: Run, token: Token, taken: Taken) -> None:
    """The token moves along the flows; without any it ends."""
    if taken:
        run.move(token, taken)
    else:
        scopes.end(run, token)


def pass_through(run: Run, token: Token, node: Node) -> None:
    """The element is done at once."""
    run.passed(token)
    if node.compensable:
        compensation.record(run, token, node)
    go_on(run, token, node)


def complete(run: Run, token: Token, node: Node) -> None:
    """The activated element ended as modelled: everything it held is over."""
    if token.incident:
        run.resolve(token)
    run.emit(ev.ElementCompleted(element_id=node.id, token=token.id))
    for watch in token.held:
        run.cancel_watch(watch)
    if node.compensable:
        compensation.record(run, token, node)
    go_on(run, token, node)


def go_on(run: Run, token: Token, node: Node) -> None:
    """Leave the element now; on a retry only that is done again."""
    if node.conditional:
        run.tokens[token.id] = token = replace(
            token, phase=Phase.LEAVE, active=False, held=(), incident="", data=None
        )
    if not node.inside_ad_hoc:
        node.behaviour.leave(run, token, node)
        return
    try:
        node.behaviour.leave(run, token, node)
    finally:  # before what follows begins, the ad-hoc sub-process may be complete
        _tell_ad_hoc(run, token.scope)


def _tell_ad_hoc(run: Run, scope: int) -> None:
    """An activity directly inside is completed (BPMN 2.0.2, 13.3.5)."""
    host = run.tokens[scope]
    if host.status is not Status.READY and run.scopes[scope].then is Phase.CHOOSE:
        run.resume(host, Phase.CHOOSE, host.data)


def take_result(run: Run, token: Token, node: Node, result: Value) -> None:
    """Set the variables of the output mappings, which see `result`. Raises Stuck."""
    own = taken(node, result) if node.takes else {}
    if own and run.scopes[token.scope].inside is Inside.DATA:
        assign(run, token.scope, own, "engine", node.id)
    if node.outputs:
        seen = {**run.visible(token.scope), **own, "result": result}
        values = evaluate(run, node.outputs, seen)
        assign(run, token.scope, values, "engine", node.id)
    elif node.element.keeps_data and isinstance(result, Mapping):
        assign(run, token.scope, result, "engine", node.id)
