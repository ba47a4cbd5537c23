"""How a case begins: of itself, or at the element that a trigger reached (10.5.2, 13.2)."""

from __future__ import annotations

from engine.core.advance import Begin
from engine.core.definition import Kind
from engine.core.events import FlowTaken
from engine.core.values import Value
from engine.errors import InvalidCommand
from engine.kernel import conversations, scopes
from engine.kernel.behaviours.event_based_gateway import arrive
from engine.kernel.model import Branch, Node, Process, given
from engine.kernel.run import Run
from engine.kernel.state import ROOT, Phase, Scope
from engine.kernel.variables import assign


def begin(run: Run, stimulus: Begin) -> None:
    """Fill the scope of the case. Raises InvalidCommand when the process cannot begin there."""
    process = run.prepared.processes[run.prepared.key]
    named = stimulus.start_event
    gateway = _gateway(process, named) if named else None
    node = process.nodes.get(named) if named else None
    if not _may_begin(process, node, gateway, named):
        raise InvalidCommand(
            f"流程 {process.key} 不能从 {named or '无触发的开始事件'} 开始",
            f"Expected process {process.key} to begin at {named or 'a none start event'}",
        )
    run.scopes[ROOT] = Scope(id=ROOT, parent=None, process=process.key)
    first = named or process.starts[0]
    assign(run, ROOT, stimulus.variables, run.moment.initiator.id, first)
    for part in node.parts if node is not None else ():
        if part.event.conversation:
            came = (part, stimulus.payload, stimulus.correlation_key)
            conversations.received(run, ROOT, given(node), came)
    if gateway is not None:
        _at_gateway(run, *gateway, dict(stimulus.payload))
    elif node is not None:
        _at(run, node, dict(stimulus.payload))
    else:
        scopes.fill(run, ROOT, process.starts)
    if process.on_events:
        scopes.arm(run, ROOT, process.on_events)


def _may_begin(
    process: Process, node: Node | None, gateway: tuple[Node, Branch] | None, named: str | None
) -> bool:
    if named is None:
        return bool(process.starts)
    if node is None or node.element.scope is not None:
        return False
    instantiates = node.element.kind is Kind.RECEIVE_TASK and node.element.instantiate
    return node.element.kind is Kind.START_EVENT or instantiates or gateway is not None


def _gateway(process: Process, event: str) -> tuple[Node, Branch] | None:
    """The instantiating event-based gateway that this event belongs to, and the way there."""
    for node in process.nodes.values():
        if node.element.kind is Kind.EVENT_BASED_GATEWAY and node.element.instantiate:
            for branch in node.branches:
                if branch.target == event:
                    return node, branch
    return None


def _at(run: Run, node: Node, payload: Value) -> None:
    if node.element.kind is Kind.START_EVENT:
        run.add(node.id, ROOT, Phase.FINISH, payload)
    else:
        run.count(ROOT, 1)
        arrive(run, Branch(flow="", target=node.id), ROOT, payload)


def _at_gateway(run: Run, gateway: Node, came: Branch, payload: Value) -> None:
    """The event that came goes on. The others of a parallel gateway are awaited by the same case,
    those of an exclusive one no more (10.6.6)."""
    token = run.tokens[run.place(gateway.id, ROOT)]
    run.passed(token)
    del run.tokens[token.id]
    others = [one for one in gateway.branches if one is not came]
    awaited = others if gateway.element.parallel_events else []
    run.count(ROOT, 1 + len(awaited))
    for branch in reversed(awaited):
        run.emit(FlowTaken(flow_id=branch.flow, token=token.id))
        run.stack.append(run.place(branch.target, ROOT, branch.flow))
    run.emit(FlowTaken(flow_id=came.flow, token=token.id))
    arrive(run, came, ROOT, payload)
