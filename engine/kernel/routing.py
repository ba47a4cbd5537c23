"""Chooses the flows on which a token leaves an element, and says why (BPMN 2.0.2, 13.2.1, 13.4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from engine.core.events import Reason
from engine.core.state import IncidentKind
from engine.core.values import Value
from engine.kernel.failures import Stuck
from engine.kernel.formula import shown
from engine.kernel.model import Branch, Node
from engine.kernel.run import Run, Taken


def first_true(run: Run, node: Node, scope: int) -> Taken:
    """The first flow whose condition holds, else the default. Raises Stuck."""
    variables = run.visible(scope)
    key = node.choices.key(variables) if node.choices is not None else None
    if node.choices is None or key is None:
        return _first_true(run, node, variables)
    taken = node.choices.get(key)
    if taken is None:
        taken = _first_true(run, node, variables)
        node.choices.keep(key, taken)
    return cast("Taken", taken)


def _first_true(run: Run, node: Node, variables: Mapping[str, Value]) -> Taken:
    now = run.now
    for branch in node.branches:
        if branch.condition is None:
            return [(branch, None)]
        if branch.condition.holds(variables, now):
            return [(branch, branch.condition.reason(variables, now))]
    return [_default(run, node, variables)]


def all_true(run: Run, node: Node, scope: int, more: Mapping[str, Value] | None = None) -> Taken:
    """Every flow without condition or whose condition holds; the default only if no condition
    does. Raises Stuck when that leaves none. Conditions see `more` besides the variables."""
    variables, now = _seen(run, scope, more), run.now
    taken: list[tuple[Branch, Reason | None]] = []
    chosen = False
    for branch in node.branches:
        if branch.condition is None:
            taken.append((branch, None))
        elif branch.condition.holds(variables, now):
            taken.append((branch, branch.condition.reason(variables, now)))
            chosen = True
    if not chosen and (node.default is not None or not taken):
        taken.append(_default(run, node, variables))
    return taken


def any_true(run: Run, node: Node, scope: int, more: Mapping[str, Value]) -> Taken:
    """Every flow whose condition holds, else the default; perhaps none. Raises Stuck."""
    variables, now = _seen(run, scope, more), run.now
    taken: list[tuple[Branch, Reason | None]] = [
        (branch, branch.condition.reason(variables, now))
        for branch in node.branches
        if branch.condition is not None and branch.condition.holds(variables, now)
    ]
    return taken or ([_default(run, node, variables)] if node.default is not None else [])


def _seen(run: Run, scope: int, more: Mapping[str, Value] | None) -> Mapping[str, Value]:
    return {**run.visible(scope), **more} if more else run.visible(scope)


def _default(run: Run, node: Node, variables: Mapping[str, Value]) -> tuple[Branch, Reason]:
    """The default flow with the reason that no condition held. Raises Stuck without one."""
    now = run.now
    conditions = [branch.condition for branch in node.branches if branch.condition is not None]
    texts = "; ".join(condition.text for condition in conditions)
    reads = dict(pair for one in conditions for pair in one.read_by(variables, now))
    if node.default is None:
        raise _no_true_branch(node, texts, reads)
    return node.default, Reason(
        expression=texts,
        reads=tuple(reads.items()),
        result=False,
        zh=f"其他条件都不成立（{texts}），走默认路径",
        en=f"None of the other conditions held ({texts}), so the default flow was taken",
    )


def _no_true_branch(node: Node, texts: str, reads: dict[str, object]) -> Stuck:
    pairs = [f"{name} = {shown(value)}" for name, value in reads.items()]
    return Stuck(
        IncidentKind.NO_TRUE_BRANCH,
        node.element,
        f"没有一个条件成立（{texts}），也没有默认路径；读到 {'，'.join(pairs)}",
        f"No condition held ({texts}) and there is no default flow; it read {', '.join(pairs)}",
    )
