"""Orders one level from left to right: loops cut, longest-path columns, the straight line."""

from __future__ import annotations

from engine.bpmn.layout.model import Level, Line, Role, Shape


def assign_columns(level: Level) -> None:
    """Sets `column` and `on_path` of the shapes and marks the flows that go back."""
    graph = _Forward(level)
    graph.mark_back_flows()
    graph.set_columns()
    graph.mark_path()


class _Forward:
    """The loop-free part of a level; a boundary event counts as a way out of its host."""

    def __init__(self, level: Level) -> None:
        self.level = level
        self.nodes = {shape.id: shape for shape in level.shapes.values() if not shape.is_satellite}
        self.out: dict[str, list[Line]] = {own: [] for own in self.nodes}
        for line in level.flows():
            self.out[self._owner(line.source)].append(line)

    def _owner(self, node: str) -> str:
        return self.nodes[node].host or node

    def mark_back_flows(self) -> None:
        """Depth first from the starts; a flow to a node that is still open closes a circle."""
        state: dict[str, int] = {}
        for start in [*self._starts(), *self.nodes]:
            if start not in state and self.nodes[start].host is None:
                self._walk(start, state)

    def _walk(self, start: str, state: dict[str, int]) -> None:
        stack = [(start, iter(self.out[start]))]
        state[start] = 1
        while stack:
            node, lines = stack[-1]
            line = next(lines, None)
            if line is None:
                state[node] = 2
                stack.pop()
                continue
            target = self._owner(line.target)
            if state.get(target) == 1:
                line.role = Role.BACK
            elif target not in state:
                state[target] = 1
                stack.append((target, iter(self.out[target])))

    def _starts(self) -> list[str]:
        entered = {line.target for line in self.level.flows()}
        return [own for own, shape in self.nodes.items() if own not in entered and not shape.host]

    def set_columns(self) -> None:
        for own in self._topological():
            for line in self._forward(own):
                target = self.nodes[self._owner(line.target)]
                target.column = max(target.column, self.nodes[own].column + 1)
        for shape in self.nodes.values():
            if shape.host:
                shape.column = self.nodes[shape.host].column
                shape.lane = self.nodes[shape.host].lane

    def _forward(self, own: str) -> list[Line]:
        return [line for line in self.out[own] if line.role is Role.FLOW]

    def _normal(self, own: str) -> list[Line]:
        """The ways on that are the normal case, or else all of them."""
        lines = [line for line in self._forward(own) if self.nodes[line.source].host is None]
        return [line for line in lines if not line.is_aside] or lines

    def _topological(self) -> list[str]:
        waiting = {own: 0 for own, shape in self.nodes.items() if not shape.host}
        for own in waiting:
            for line in self._forward(own):
                waiting[self._owner(line.target)] += 1
        order = [own for own, count in waiting.items() if count == 0]
        for own in order:
            for line in self._forward(own):
                target = self._owner(line.target)
                waiting[target] -= 1
                if waiting[target] == 0:
                    order.append(target)
        return order

    def mark_path(self) -> None:
        """The longest way from a start to an end without boundary events: the happy path."""
        best: dict[str, tuple[int, str | None]] = {}
        for own in reversed(self._topological()):
            choices = [(best[line.target][0] + 1, line.target) for line in self._normal(own)]
            longest = max((choice[0] for choice in choices), default=0)
            following = next((to for count, to in choices if count == longest), None)
            best[own] = (longest, following)
        starts = self._starts()
        if not starts:
            return
        node: str | None = max(starts, key=lambda own: best[own][0])
        while node is not None:
            self.nodes[node].on_path = True
            node = best[node][1]


def neighbours(level: Level, shape: Shape) -> list[Shape]:
    """The shapes that a line joins to this one; for a note on a flow, the flow's source."""
    found = []
    for line in level.lines:
        if line.source == shape.id:
            found.append(level.shapes[line.target])
        elif line.target == shape.id:
            found.append(level.shapes[line.source])
    flows = {line.id: line for line in level.flows()}
    for tie in level.ties:
        flow = flows.get(tie.target if tie.source == shape.id else tie.source)
        if flow is not None and shape.id in (tie.source, tie.target):
            found.append(level.shapes[flow.source])
    return found
