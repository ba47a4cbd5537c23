"""BPMN's correlation (8.3.2): context-based, by subscriptions and keys -> one FEEL expression;
without a subscription key-based: the first message of the conversation gives the key."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from engine.bpmn.reader import expressions
from engine.bpmn.reader.names import Node, bpmn, children, local_of, reference, text_of, truth
from engine.bpmn.reader.positions import Position, position_of
from engine.bpmn.reader.problems import Problems
from engine.bpmn.reader.tasks import read_mappings
from engine.core.definition import EventDefinition, Expression, Kind
from engine.errors import Text

_CATCHING: Final = frozenset(
    {Kind.START_EVENT, Kind.CATCH_EVENT, Kind.BOUNDARY_EVENT, Kind.RECEIVE_TASK}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Key:
    """One correlation key: its properties in order."""

    node: Node
    properties: tuple[str, ...]


class Correlations:
    """The correlation keys of one file.

    A message takes part in a key when each property of the key says how to read it from that
    message. Who catches it says by a subscription of its process what the values must be; without
    one the values of the first message that the case sends or receives count.
    """

    def __init__(self, root: Node, problems: Problems) -> None:
        self.problems = problems
        self._paths = _retrievals(root)
        self._keys = {
            node.get("id") or "": _Key(node=node, properties=_properties(node))
            for node in root.iter(bpmn("correlationKey"))
        }
        for key in self._keys.values():
            self._check(key)

    def correlated(
        self, event: EventDefinition, node: Node, message: str | None
    ) -> EventDefinition:
        """The message event with what its key must be, for who catches it, or is, for who throws
        it; and whose conversation it belongs to, where no subscription says the key."""
        keys = [one for one in self._keys if message is not None and self._has(one, message)]
        if not keys or message is None:
            return event
        begins = _starts_a_case(node)
        catches = local_of(node) in _CATCHING
        if catches and not begins and _subscriptions(node, keys):
            return replace(event, correlation=self._expected(node, keys))
        if len(keys) > 1:
            if not begins:
                self._refuse_several(node)
            return event
        paths = [self._paths[one, message] for one in self._keys[keys[0]].properties]
        ours = "" if _subscriptions(node, keys) else keys[0]
        if catches:
            read = [expressions.body(path, self.problems) for path in paths]
            path = self._joined(node, read) if ours and self._catches(node, ours) else None
            return replace(event, conversation=ours if path else "", key_path=path)
        sent = self._joined(node, [self._sent(node, path) for path in paths])
        return replace(
            event, correlation=sent, conversation=ours if self._catches(node, ours) else ""
        )

    def _catches(self, node: Node, key: str) -> bool:
        """Whether the process of this node waits for a message with this key in a case: else what
        it sends begins no conversation."""
        for one in _process_of(node).iter(bpmn("receiveTask"), bpmn("messageEventDefinition")):
            at = one if local_of(one) == Kind.RECEIVE_TASK else one.getparent()
            if at is None or local_of(at) not in _CATCHING or _starts_a_case(at):
                continue
            if key and self._has(key, reference(one, one.get("messageRef") or "")):
                return True
        return False

    def _has(self, key: str, message: str) -> bool:
        properties = self._keys[key].properties
        return bool(properties) and all((one, message) in self._paths for one in properties)

    def _expected(self, node: Node, keys: list[str]) -> Expression | None:
        """From the subscription of the process to one of these keys."""
        found = _subscriptions(node, keys)
        bindings = [_bindings(one) for one in found]
        wanted = self._keys[_subscribed_key(found[0])].properties
        if len(bindings) != 1 or not set(wanted) <= set(bindings[0]):
            self._refuse_subscription(node, len(bindings) if len(bindings) > 1 else 0)
            return None
        paths = [expressions.body(bindings[0][one], self.problems) for one in wanted]
        return self._joined(node, paths)

    def _sent(self, node: Node, path: Node) -> Expression | None:
        """The path reads the message, which is what the sender's inputs make of it."""
        found = expressions.body(path, self.problems)
        inputs = read_mappings(node, "input", Problems(None))
        if found is None or not inputs:
            return found
        names = ", ".join(one.name for one in inputs)
        values = ", ".join(f"({one.source.text})" for one in inputs)
        return Expression(text=f"(function({names}) {found.text})({values})", line=found.line)

    def _joined(self, node: Node, parts: list[Expression | None]) -> Expression | None:
        """One property is the key itself, several are a list."""
        found = [part for part in parts if part is not None]
        if len(found) != len(parts) or not found:
            return None
        if len(found) == 1:
            return found[0]
        return Expression(text="[" + ", ".join(f"({one.text})" for one in found) + "]")

    def _check(self, key: _Key) -> None:
        if not key.properties:
            self._wrong(
                key.node,
                "关联键没有 correlationPropertyRef",
                "The correlation key has no correlationPropertyRef",
            )

    def _refuse_several(self, node: Node) -> None:
        self._wrong(
            node, "该消息属于多个关联键", "The message takes part in several correlation keys"
        )

    def _refuse_subscription(self, node: Node, count: int) -> None:
        self._wrong(
            node,
            f"流程须有一个 correlationSubscription 绑定该消息关联键的全部属性（实际 {count} 个）",
            "The process needs one correlationSubscription that binds every property of the "
            f"message's key (here: {count})",
        )

    def _wrong(self, node: Node, zh: str, en: str) -> None:
        self.problems.error(
            "correlation",
            node,
            Text(zh=zh, en=en),
            Text(
                zh="改正 correlationSubscription 或关联键，或改用 guicheng:correlationKey",
                en="Correct the correlationSubscription or key, or use guicheng:correlationKey",
            ),
        )


def _starts_a_case(node: Node) -> bool:
    return (
        local_of(node) == Kind.START_EVENT and position_of(node, Kind.START_EVENT) is Position.START
    ) or truth(node.get("instantiate") or "false") is True


def _subscriptions(node: Node, keys: list[str]) -> list[Node]:
    """Those of the node's process to one of these keys."""
    return [
        one
        for one in _process_of(node).iterchildren(bpmn("correlationSubscription"))
        if _subscribed_key(one) in keys
    ]


def _subscribed_key(subscription: Node) -> str:
    return reference(subscription, subscription.get("correlationKeyRef") or "")


def _retrievals(root: Node) -> dict[tuple[str, str], Node]:
    """(property, message) -> the expression that reads the property from the message."""
    found: dict[tuple[str, str], Node] = {}
    for node in root.iter(bpmn("correlationPropertyRetrievalExpression")):
        parent = node.getparent()
        own = "" if parent is None else parent.get("id") or ""
        message = reference(node, node.get("messageRef") or "")
        for path in children(node, "messagePath"):
            found[own, message] = path
    return found


def _properties(key: Node) -> tuple[str, ...]:
    return tuple(reference(ref, text_of(ref)) for ref in children(key, "correlationPropertyRef"))


def _bindings(subscription: Node) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for binding in children(subscription, "correlationPropertyBinding"):
        for path in children(binding, "dataPath"):
            found[reference(binding, binding.get("correlationPropertyRef") or "")] = path
    return found


def _process_of(node: Node) -> Node:
    for one in node.iterancestors(bpmn("process")):
        return one
    return node
