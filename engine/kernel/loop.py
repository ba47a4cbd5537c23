"""The main loop: runs tokens depth-first until everything waits or the step budget is used up."""

from __future__ import annotations

from engine.core.state import IncidentKind
from engine.kernel import compensation
from engine.kernel.failures import Stuck
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import Phase, Status, Token
from engine.kernel.triggering import ask_conditions


def run_to_rest(run: Run) -> None:
    """Run to the next wait states. Tokens that a used-up budget leaves over stay on the stack."""
    if run.unasked:
        ask_conditions(run)
    while True:
        while run.stack:
            token = run.tokens.get(run.stack.pop())
            if token is None or token.status is not Status.READY:
                continue  # interrupted meanwhile
            if run.budget <= 0:
                run.stick(token, _exhausted(run, token))
                return
            run.budget -= 1
            _step(run, token)
            if run.unasked:
                ask_conditions(run)
        if not run.joins or not _settle(run):
            return


def _step(run: Run, token: Token) -> None:
    node = run.node(token)
    behaviour = node.behaviour
    try:
        if token.phase is Phase.ENTER:
            behaviour.enter(run, token, node)
        elif token.phase is Phase.FINISH:
            behaviour.finish(run, token, node)
        elif token.phase is Phase.LEAVE:
            behaviour.leave(run, token, node)
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
    """Let the first gateway go on whose tokens wait for nobody any more, oldest tokens first."""
    for key, waiting in sorted(run.joins.items(), key=lambda item: item[1][0]):
        node = run.node(run.tokens[waiting[0]])
        if node.behaviour.settle(run, node, key):
            return True
    _report_deadlock(run)
    return False


def _report_deadlock(run: Run) -> None:
    """When all that is left waits at gateways for each other, the case can never go on."""
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
        IncidentKind.INTERPRETER,
        run.node(token).element,
        "等待的其他路径已没有任何位置能到达,案件无法继续(流程图死锁)",
        "Nothing is left that could arrive on the other incoming flows: the diagram deadlocks",
    )


def _exhausted(run: Run, token: Token) -> Stuck:
    return Stuck(
        IncidentKind.STEP_BUDGET,
        run.node(token).element,
        f"一次推进自动执行了 {run.moment.step_budget} 步仍未停下,可能是无止境的循环",
        f"{run.moment.step_budget} automatic steps in one advance: perhaps an endless loop",
    )
