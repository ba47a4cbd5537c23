"""Intermediate catch events: wait for a timer or a message (BPMN 2.0.2, 13.5.2)."""

from __future__ import annotations

from collections.abc import Mapping

from engine.core import events as ev
from engine.core.values import Value
from engine.kernel import watching
from engine.kernel.behaviours.waiting import WaitingElement, hold
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import Phase, Token, Watch


class TimerCatch(WaitingElement):
    """A cycle means its first turn only: the token goes on once."""

    __slots__ = ()

    def prepare(self, run: Run, token: Token, node: Node) -> Watch:
        return watching.planned_timer(run, token, node)

    def start(self, run: Run, token: Token, node: Node, prepared: Watch) -> None:
        hold(run, token, watching.begin(run, prepared, node.element))

    def triggered(self, run: Run, watch: Watch, node: Node, data: Mapping[str, Value]) -> None:
        run.emit(ev.TimerFired(timer_id=watch.id, element_id=node.id))
        run.resume(watching.came(run, watch), Phase.FINISH)


class MessageCatch(WaitingElement):
    __slots__ = ()

    def prepare(self, run: Run, token: Token, node: Node) -> Watch:
        return watching.planned_message(run, token, node)

    def start(self, run: Run, token: Token, node: Node, prepared: Watch) -> None:
        hold(run, token, watching.begin(run, prepared, node.element))

    def triggered(self, run: Run, watch: Watch, node: Node, data: Mapping[str, Value]) -> None:
        run.emit(ev.MessageReceived(subscription_id=watch.id, data=data))
        run.resume(watching.came(run, watch), Phase.FINISH, dict(data))
