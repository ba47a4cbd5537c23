"""Ad-hoc sub-processes: activities without a given order (BPMN 2.0.2, 10.3.5, 13.3.5).

Every element inside that no flow leads to is enabled. People choose among them where the
sub-process is assigned to people, each as often as they like. Otherwise each begins once by
itself: all together, or one after the other where the ordering is sequential.
"""

from __future__ import annotations

from dataclasses import replace

from engine.core.advance import WorkOffered
from engine.core.state import IncidentKind
from engine.core.values import Value
from engine.errors import InvalidState
from engine.kernel import scopes
from engine.kernel.behaviours.sub_process import SubProcess
from engine.kernel.behaviours.user_task import offer, withdraw
from engine.kernel.failures import Stuck
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import Phase, Status, Token


class AdHocSubProcess(SubProcess):
    """Its token's data: `left`, what is still to begin by itself; `closed`, whether nothing more
    may begin; `offered`, whether people have a work item for it."""

    __slots__ = ()

    def prepare(self, run: Run, token: Token, node: Node) -> WorkOffered | None:
        return offer(run, token, node) if node.candidates else None

    def fill(self, run: Run, token: Token, node: Node, prepared: WorkOffered | None) -> None:
        now = 0 if prepared is not None else 1 if node.element.sequential else len(node.starts)
        left = () if prepared is not None else node.starts[now:]
        if prepared is not None:
            run.emit(prepared)
        data = {"left": list(left), "closed": False, "offered": prepared is not None}
        run.tokens[token.id] = replace(run.tokens[token.id], data=data)
        run.scopes[token.id] = replace(run.scopes[token.id], then=Phase.CHOOSE)
        scopes.fill(run, token.id, node.starts[:now], node.on_events)

    def choose(self, run: Run, token: Token, node: Node) -> None:
        if token.incident:
            run.resolve(token)
            run.tokens[token.id] = token = replace(token, incident="")
        data = token.data
        if data["closed"] or _is_complete(run, token, node):
            data = {**data, "closed": True, "left": []}
            _close(run, token, node)
        live = run.scopes[token.id].live
        if not live and not data["left"] and not data["offered"]:
            if not data["closed"] and node.completion is not None:
                raise _nothing_left(node)
            data = {**data, "closed": True}
        rest = replace(token, status=Status.OPEN, phase=Phase.ENTER, data=data)
        run.tokens[token.id] = rest
        if live:
            return
        if data["left"]:
            run.tokens[token.id] = replace(rest, data={**data, "left": data["left"][1:]})
            scopes.fill(run, token.id, data["left"][:1])
        elif data["closed"]:
            _complete(run, rest, node)

    def activated(self, run: Run, token: Token, node: Node, element: str) -> None:
        """A person chose an activity. Raises InvalidState."""
        if not token.data["offered"] or token.data["closed"] or element not in node.starts:
            raise InvalidState(
                f"“{node.element.name or node.id}”中不能开始 {element}",
                f"Expected an activity that {node.id} offers, got {element}",
            )
        if node.element.sequential and run.scopes[token.id].live:
            raise InvalidState(
                f"“{node.element.name or node.id}”一次只能办理一项，请先完成正在办理的一项",
                f"Expected nothing to be active in {node.id}, whose ordering is sequential",
            )
        scopes.fill(run, token.id, (element,))

    def finished(self, run: Run, token: Token, node: Node) -> None:
        """A person declared it done. Raises InvalidState while its condition does not hold."""
        if node.completion is not None and not _holds(run, token, node):
            raise InvalidState(
                f"“{node.element.name or node.id}”的完成条件尚未成立：{node.completion.text}",
                f"Expected the completion condition to hold: {node.completion.text}",
            )
        _close(run, token, node)
        data = {"left": [], "closed": True, "offered": False}
        run.resume(token, Phase.CHOOSE, data)

    def interrupted(self, run: Run, token: Token) -> None:
        self.canceled(run, token)
        run.tokens[token.id] = replace(token, data={"left": [], "closed": True, "offered": False})

    def canceled(self, run: Run, token: Token) -> None:
        if token.data and token.data["offered"]:
            withdraw(run, token)


def _is_complete(run: Run, token: Token, node: Node) -> bool:
    """Whether the completion condition holds now: not as long as something that it reads was
    never set, since nothing inside has said it yet. Raises Stuck."""
    if node.completion is None:
        return False
    seen = run.visible(token.id)
    if not all(name in seen for name in node.completion.compiled.reads):
        return False
    return node.completion.holds(seen, run.now)


def _holds(run: Run, token: Token, node: Node) -> bool:
    try:
        return _is_complete(run, token, node)
    except Stuck as stuck:
        raise InvalidState(stuck.text.zh, stuck.text.en) from stuck


def _close(run: Run, token: Token, node: Node) -> None:
    """Nothing more begins: what is active is cancelled too, or may end (10.3.5.2)."""
    if node.element.cancel_remaining:
        scopes.cancel_content(run, token.id, node.id)
        return
    inside = [one for one in run.tokens.values() if one.scope == token.id]
    for one in inside:
        if not one.active and one.status is not Status.JOINING:
            scopes.cancel(run, one, node.id)
    if not any(one.active for one in inside):  # what is left waits for each other
        scopes.cancel_content(run, token.id, node.id)


def _complete(run: Run, token: Token, node: Node) -> None:
    if token.data["offered"]:
        withdraw(run, token)
    scopes.cancel_content(run, token.id, node.id)  # what waits for event sub-processes to begin
    own: Value = dict(run.scopes[token.id].variables) or None
    run.close(token.id)
    run.resume(token, Phase.FINISH, own)


def _nothing_left(node: Node) -> Stuck:
    text = node.completion.text if node.completion else ""
    return Stuck(
        IncidentKind.INTERPRETER,
        node.element,
        f"各项都已完成，但完成条件不成立：{text}",
        f"Everything inside is done, but the completion condition does not hold: {text}",
    )
