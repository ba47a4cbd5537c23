"""Elements that are activated, wait or contain others, and are completed later."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from engine.core import events as ev
from engine.kernel import watching
from engine.kernel.behaviours.behaviour import Behaviour, complete, take_result
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import Status, Token


class WaitingElement(Behaviour):
    """Everything that can fail is worked out in `prepare`, before `start` acts."""

    __slots__ = ()
    waiting: ClassVar[Status] = Status.WAITING

    def prepare(self, run: Run, token: Token, node: Node) -> Any:
        """What `start` needs. Raises Stuck; changes nothing."""
        return None

    def start(self, run: Run, token: Token, node: Node, prepared: Any) -> None:
        """Ask the outside, or open a scope. The token is active and waiting by now."""

    def enter(self, run: Run, token: Token, node: Node) -> None:
        prepared = self.prepare(run, token, node)
        if token.active:  # stuck while active, and now tried again
            self.start(run, run.wait(token, self.waiting, token.held), node, prepared)
            return
        planned = [(one, one.behaviour.plan(run, token, one)) for one in node.boundaries]
        run.emit(
            ev.ElementActivated(
                element_id=node.id,
                token=token.id,
                scope=token.scope,
                process=run.called_process(token.scope),
            )
        )
        self.start(run, run.wait(token, self.waiting), node, prepared)
        for boundary, watches in planned:
            watching.begin_all(run, watches, boundary.element)

    def finish(self, run: Run, token: Token, node: Node) -> None:
        take_result(run, token, node, token.data)
        complete(run, token, node)


def hold(run: Run, token: Token, watch: str) -> None:
    """The waiting token holds one more watch."""
    token = run.tokens[token.id]
    run.tokens[token.id] = replace(token, held=(*token.held, watch))
