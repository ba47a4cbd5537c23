"""Boundary events: what interrupts an active activity or goes on beside it (13.5.3)."""

from __future__ import annotations

from collections.abc import Mapping

from engine.core import events as ev
from engine.core.values import Value
from engine.kernel import scopes, watching
from engine.kernel.behaviours.behaviour import Behaviour, pass_through, take_result
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import Phase, Token, Watch


class BoundaryEvent(Behaviour):
    """The event's own token begins when the event occurred, in the phase `finish`."""

    __slots__ = ()

    def finish(self, run: Run, token: Token, node: Node) -> None:
        take_result(run, token, node, token.data)
        pass_through(run, token, node)


class BoundaryTimer(BoundaryEvent):
    """Beside its activity, a cycle fires again and again while the activity is active."""

    __slots__ = ()

    def plan(self, run: Run, token: Token, node: Node) -> Watch:
        return watching.planned_timer(run, token, node)

    def triggered(self, run: Run, watch: Watch, node: Node, data: Mapping[str, Value]) -> None:
        run.emit(ev.TimerFired(timer_id=watch.id, element_id=node.id))
        occur(run, watch, node, None)


class BoundaryMessage(BoundaryEvent):
    """Beside its activity, every further message counts while the activity is active."""

    __slots__ = ()

    def plan(self, run: Run, token: Token, node: Node) -> Watch:
        return watching.planned_message(run, token, node)

    def triggered(self, run: Run, watch: Watch, node: Node, data: Mapping[str, Value]) -> None:
        run.emit(ev.MessageReceived(subscription_id=watch.id, data=data))
        occur(run, watch, node, dict(data))


class BoundaryError(BoundaryEvent):
    """Awaits nothing: errors.catcher finds it."""

    __slots__ = ()


def occur(run: Run, watch: Watch, node: Node, data: Value) -> None:
    """What a boundary event awaited came."""
    host = watching.came(run, watch)
    if node.element.interrupting:
        scopes.cancel(run, host, node.id)
    else:
        watching.again(run, host, watch, node.element)
    run.add(node.id, host.scope, Phase.FINISH, data)
