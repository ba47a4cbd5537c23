"""Standard loops: an activity again and again while a condition holds (BPMN 2.0.2, 13.3.6)."""

from __future__ import annotations

from decimal import Decimal

from engine.core.values import Value
from engine.kernel.behaviours.behaviour import complete
from engine.kernel.behaviours.waiting import WaitingElement
from engine.kernel.model import Node, given
from engine.kernel.repetition import LOOP_COUNTER, begin_turn, open_around
from engine.kernel.run import Run
from engine.kernel.state import Inside, Phase, Status, Token


class StandardLoopActivity(WaitingElement):
    """The condition is tested before each turn, or after it; without one it always holds. It sees
    as `loopCounter` how many turns were begun. Turns share the variables around the activity."""

    __slots__ = ()
    waiting = Status.OPEN

    def prepare(self, run: Run, token: Token, node: Node) -> bool:
        if given(node.repeat).test_before:
            return _goes_on(run, token.scope, node, 0)
        return _may(node, 0)

    def start(self, run: Run, token: Token, node: Node, prepared: bool) -> None:
        open_around(run, token, Inside.TURN)
        if prepared:
            begin_turn(run, run.tokens[token.id], 1)
        else:
            run.resume(run.tokens[token.id], Phase.FINISH, data=False)

    def finish(self, run: Run, token: Token, node: Node) -> None:
        """A turn is over; or, as the data says, none was wanted."""
        if token.data is not False:
            number = int(run.scopes[token.id].variables[LOOP_COUNTER])
            if _goes_on(run, token.id, node, number):
                begin_turn(run, token, number + 1)
                return
        run.close(token.id)
        complete(run, token, node)


def _may(node: Node, begun: int) -> bool:
    maximum = given(node.repeat).maximum
    return maximum is None or begun < maximum


def _goes_on(run: Run, scope: int, node: Node, begun: int) -> bool:
    condition = given(node.repeat).condition
    if not _may(node, begun):
        return False
    seen: dict[str, Value] = {**run.visible(scope), LOOP_COUNTER: Decimal(begun)}
    return condition is None or condition.holds(seen, run.now)
