"""Key-based correlation (BPMN 2.0.2, 8.3.2): the first message that a process sends or receives
gives the conversation its key, and every later one must carry it.

The key is a variable of the process, `correlation:<id of the correlation key>`: recorded like any
other, and out of the reach of expressions, which cannot spell its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.core.correlation import key_text
from engine.core.definition import EventDefinition
from engine.core.state import IncidentKind
from engine.core.values import Value
from engine.kernel.failures import Stuck
from engine.kernel.model import Node, Part
from engine.kernel.run import Run
from engine.kernel.state import ROOT, Watch, WatchKind
from engine.kernel.variables import assign


def variable(event: EventDefinition) -> str:
    """What the key of the event's conversation is called."""
    return f"correlation:{event.conversation}"


def known(run: Run, scope: int, event: EventDefinition) -> str:
    """The key of the conversation, empty before its first message."""
    place = run.scopes[scope]
    while not place.wall:
        place = run.scopes[place.parent or ROOT]
    return str(place.variables.get(variable(event), ""))


def check_sent(run: Run, scope: int, node: Node, sent: tuple[Part, str]) -> None:
    """Raises Stuck when a message is about to leave with another key than the conversation has."""
    part, key = sent
    has = known(run, scope, part.event) if part.event.conversation else ""
    if has and has != key:
        raise Stuck(
            IncidentKind.EXPRESSION,
            node.element,
            f"消息 {part.event.message} 的关联键是 {key}，而本案会话的关联键已是 {has}",
            f"Expected message {part.event.message} to carry the key {has} of this conversation, "
            f"but its key is {key}",
        )


def begin(run: Run, scope: int, node: Node, sent: tuple[Part, str]) -> None:
    """The first message gives the key; who waited for any message waits for it from now on."""
    part, key = sent
    if not part.event.conversation or not key or known(run, scope, part.event):
        return
    while not run.scopes[scope].wall:
        scope = run.scopes[scope].parent or ROOT
    assign(run, scope, {variable(part.event): key}, "engine", node.id)


def received(run: Run, scope: int, node: Node, came: tuple[Part, Mapping[str, Value], str]) -> None:
    """A message came: its key is what the sender said it is, else what is read from it. Without
    either the next message may give it."""
    part, data, said = came
    if part.event.conversation:
        begin(run, scope, node, (part, said or _read(run, part, data)))


def _read(run: Run, part: Part, data: Mapping[str, Value]) -> str:
    if part.key_path is None:
        return ""
    try:
        return key_text(part.key_path.value(data, run.now)) or ""
    except Stuck:  # the message does not have what the key is made of
        return ""


def awaited_anew(run: Run) -> list[tuple[Watch, str]]:
    """Who waits for any message of a conversation that has its key by now, with the key."""
    found = []
    for watch in run.watches.values():
        if watch.kind is not WatchKind.MESSAGE or watch.key:
            continue
        token = run.tokens[watch.token]
        parts = run.node_of(token.scope, watch.element).parts
        event = parts[watch.part].event if parts else None
        if event is not None and event.conversation:
            key = known(run, token.scope, event)
            if key:
                found.append((watch, key))
    return found


def keyed(watch: Watch, key: str) -> Watch:
    """The same wait for messages with this key."""
    return replace(watch, id="", key=key)
