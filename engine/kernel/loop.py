"""The main loop: runs tokens depth-first until everything waits or the step budget is used up."""

from __future__ import annotations

from engine.core.state import IncidentKind
from engine.kernel import compensation, joins, slicing
from engine.kernel.failures import Stuck
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import JoinKey, Phase, Status, Token
from engine.kernel.triggering import ask_conditions


def run_to_rest(run: Run) -> None:
    """Run to the next wait states, or until the budget is used up: then what is left over stays on
    the stack for the next slice."""
    if run.unasked:
        ask_conditions(run)
    while True:
        while run.stack:
            token = run.tokens.get(run.stack.pop())
            if token is None or token.status is not Status.READY:
                continue  # interrupted meanwhile
            if run.budget <= 0:
                slicing.used_up(run, token)
                return
            run.budget -= 1
            _step(run, token)
            if run.unasked:
                ask_conditions(run)
        if not (run.joins or run.started) or not _settle(run):
            return


def _step(run: Run, token: Token) -> None:
    node = run.node(token)
    behaviour = node.behaviour
    try:
        if token.phase is Phase.ENTER:
            if node.needs > 1 and not token.active:
                joins.gather(run, token, node)
            else:
                behaviour.enter(run, token, node)
        elif token.phase is Phase.FINISH:
            behaviour.finish(run, token, node)
        elif token.phase is Phase.LEAVE:
            behaviour.leave(run, token, node)
        elif token.phase is Phase.BEGIN:
            behaviour.enter(run, token, node)
        elif token.phase is Phase.UNDO:
            compensation.go_on(run, token, node)
        else:
            _rarely(run, token, node)
    except Stuck as stuck:
        run.stick(run.tokens[token.id], stuck)


def _rarely(run: Run, token: Token, node: Node) -> None:
    """The phases that few elements have."""
    if token.phase is Phase.ARM:
        node.behaviour.arm(run, token, node)
    elif token.phase is Phase.CHOOSE:
        node.behaviour.choose(run, token, node)
    else:
        compensation.go_on(run, token, node)


def _settle(run: Run) -> bool:
    """In each scope where something moved, let the first gateway go on whose tokens wait for
    nobody any more, oldest tokens first. Scopes do not depend on each other: what is inside an
    activity ends before the activity does."""
    moved, run.moved, run.where = run.moved, set(), None
    settled: set[int] = set()
    for key in _waiting(run, moved):
        scope, element = key
        if scope not in settled:
            node = run.node_of(scope, element)
            if node.behaviour.settle(run, node, key):
                settled.add(scope)
    if not settled:
        _report_deadlock(run)
    return bool(settled)


def _waiting(run: Run, scopes: set[int]) -> list[JoinKey]:
    """The gateways in these scopes that wait for tokens or for their reset."""
    found = [key for key in run.joins if key[0] in scopes]
    found.sort(key=run.joins.first)
    found += [key for key in run.started if key[0] in scopes and key not in run.joins]
    return found


def _report_deadlock(run: Run) -> None:
    """When all that is left waits at gateways for each other, the case can never go on."""
    joining = sum(run.joins.size(key) for key in run.joins)
    if not joining or len(run.tokens) >= joining + len(run.scopes):
        return  # more than those and the activities around the other scopes
    for token in run.tokens.values():
        if token.status is not Status.JOINING and token.status is not Status.OPEN:
            return
    oldest = min(
        (token for token in run.tokens.values() if token.status is Status.JOINING),
        key=lambda token: token.id,
    )
    if not oldest.incident:
        run.wedge(oldest, _deadlock(run, oldest))


def _deadlock(run: Run, token: Token) -> Stuck:
    return Stuck(
        IncidentKind.DEADLOCK,
        run.node(token).element,
        "等待的其他路径已没有任何位置能到达，案件无法继续（流程图死锁）",
        "Nothing is left that could arrive on the other incoming flows: the diagram deadlocks",
    )
