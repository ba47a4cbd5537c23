"""Writes BPMN files: elements, flows and what they refer to, as any modeller would."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import escape, quoteattr

_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:guicheng="urn:guicheng:bpmn:1" id="definitions"'
    ' targetNamespace="urn:guicheng:fuzz">\n'
)


@dataclass(slots=True, kw_only=True)
class Node:
    """One flow node while it is drawn; `inside` is the content of a sub-process."""

    tag: str
    id: str
    attributes: dict[str, str] = field(default_factory=dict)
    extensions: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)  # event definitions, markers
    inside: list[Node | str] | None = None

    def text(self) -> Iterator[str]:
        """The element and what is in it."""
        given = "".join(f" {name}={quoteattr(value)}" for name, value in self.attributes.items())
        yield f'<{self.tag} id="{self.id}"{given}>'
        if self.extensions:
            yield f"<extensionElements>{''.join(self.extensions)}</extensionElements>"
        yield from (one for one in self.parts if not one.startswith(_LAST))
        for one in self.inside or ():
            yield from (one.text() if isinstance(one, Node) else (one,))
        yield from (one for one in self.parts if one.startswith(_LAST))
        yield f"</{self.tag}>"


_LAST: Final = ("<completionCondition",)
"""What the schema puts behind the flow elements."""


_SYNCHRONISING: Final = frozenset({"parallelGateway", "inclusiveGateway", "complexGateway"})


class File:
    """One BPMN file: its processes and the messages, signals, errors and escalations they name."""

    def __init__(self) -> None:
        self.roots: dict[tuple[str, str], str] = {}
        self.processes: list[Node] = []

    def process(self, key: str, names: frozenset[str] = frozenset()) -> Pen:
        """A pen for one more process; `names` are its variables."""
        node = Node(tag="process", id=key, attributes={"name": key, "isExecutable": "true"})
        if names:
            node.attributes["guicheng:variables"] = ";".join(sorted(names))
        node.inside = []
        self.processes.append(node)
        return Pen(self, node.inside)

    def declare(self, tag: str, name: str) -> str:
        """The id of the message, signal, error or escalation with this name or code."""
        return self.roots.setdefault((tag, name), f"{tag}-{len(self.roots)}")

    def text(self) -> str:
        """The whole file."""
        lines = [_HEAD]
        for (tag, name), own in self.roots.items():
            code = {"error": "errorCode", "escalation": "escalationCode"}.get(tag, "name")
            lines.append(f'<{tag} id="{own}" {code}={quoteattr(name)}/>')
        for process in self.processes:
            lines.extend(process.text())
        return "\n".join((*lines, "</definitions>\n"))


class Pen:
    """Draws into one process or sub-process at a time."""

    def __init__(self, file: File, into: list[Node | str]) -> None:
        self.file = file
        self._into = into
        self._nodes: dict[str, Node] = {}
        self._flows = 0

    def node(self, tag: str, ref: str, **attributes: str) -> Node:
        """A new flow node here; an underscore at a name's end is dropped, a double one is `:`."""
        named = {name.rstrip("_").replace("__", ":"): value for name, value in attributes.items()}
        made = Node(tag=tag, id=ref, attributes=named)
        self._nodes[ref] = made
        self._into.append(made)
        return made

    def event(self, tag: str, ref: str, definition: str = "", **attributes: str) -> Node:
        """A new event; `definition` comes from the functions below."""
        made = self.node(tag, ref, **attributes)
        if definition:
            made.parts.append(definition)
        return made

    def mark(self, ref: str, **attributes: str) -> None:
        """More attributes of a node that was drawn."""
        self._nodes[ref].attributes.update(attributes)

    def flow(self, source: str, target: str, condition: str = "") -> None:
        """A sequence flow; condition `else` makes it the source's default."""
        self._flows += 1
        ref = f"{source}-{target}-{self._flows}"
        body = ""
        if condition == "else":
            self._nodes[source].attributes["default"] = ref
        elif condition:
            kind = ' xsi:type="tFormalExpression"'
            body = f"<conditionExpression{kind}>{escape(condition)}</conditionExpression>"
        self._into.append(
            f'<sequenceFlow id="{ref}" sourceRef="{source}" targetRef="{target}">{body}'
            "</sequenceFlow>"
        )

    def part(self, ref: str, text: str) -> None:
        """One more part of a node that was drawn."""
        self._nodes[ref].parts.append(text)

    def meet(self, lasts: tuple[str, ...], target: str, merge: str) -> None:
        """Flows from all of these; where the target would wait for all, through a gateway."""
        if len(lasts) > 1 and self._nodes[target].tag in _SYNCHRONISING:
            self.node("exclusiveGateway", merge)
            self.flow(merge, target)
            target = merge
        for last in lasts:
            self.flow(last, target)

    def write(self, text: str) -> None:
        """Any other element here, such as an association."""
        self._into.append(text)

    @contextmanager
    def within(self, holder: Node) -> Iterator[None]:
        """Draw inside of this sub-process."""
        outer, holder.inside = self._into, []
        self._into = holder.inside
        yield
        self._into = outer

    # --- event definitions

    def refers(self, kind: str, name: str | None) -> str:
        """A message, signal, error or escalation event definition; None names none."""
        if name is None:
            return f"<{kind}EventDefinition/>"
        return f'<{kind}EventDefinition {kind}Ref="{self.file.declare(kind, name)}"/>'


def timer(form: str, expression: str) -> str:
    """A timer event definition; `form` is timeDate, timeDuration or timeCycle."""
    kind = 'xsi:type="tFormalExpression"'
    return (
        f"<timerEventDefinition><{form} {kind}>{escape(expression)}</{form}></timerEventDefinition>"
    )


def conditional(expression: str) -> str:
    """A conditional event definition."""
    kind = 'xsi:type="tFormalExpression"'
    body = f"<condition {kind}>{escape(expression)}</condition>"
    return f"<conditionalEventDefinition>{body}</conditionalEventDefinition>"


def mapped(kind: str, mapping: Mapping[str, str]) -> list[str]:
    """`guicheng:input` or `guicheng:output` elements."""
    return [
        f"<guicheng:{kind} name={quoteattr(name)} value={quoteattr(f'= {text}')}/>"
        for name, text in mapping.items()
    ]
