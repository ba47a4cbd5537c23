"""Explores every marking of a level within a bound: where tokens get stuck, pile up or never go."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Final

from engine.bpmn.rules.net import Marking, Move, Net

MAX_MARKINGS: Final = 5_000
_MAX_TOKENS: Final = 2  # on one flow: more says nothing new


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """A marking from which nothing goes on although tokens are left."""

    path: tuple[str, ...]  # element ids in the order in which they were passed
    waiting: tuple[str, ...]  # element ids at which tokens wait


@dataclass(slots=True, kw_only=True)
class Exploration:
    """What was found; `is_complete` is False when the bound was reached."""

    stuck: list[Stuck] = field(default_factory=list)
    doubled: dict[str, tuple[str, ...]] = field(default_factory=dict)  # flow -> path
    passed: set[str] = field(default_factory=set)
    endless: tuple[str, ...] | None = None  # a path after which no end can be reached
    is_complete: bool = True


def explore(net: Net, bound: int = MAX_MARKINGS) -> Exploration:
    """Breadth first, so that each path shown is a shortest one; at most `bound` markings."""
    return _Explorer(net).run(bound)


class _Explorer:
    def __init__(self, net: Net) -> None:
        self.net = net
        self.found = Exploration()
        self.came: dict[Marking, tuple[Marking | None, str]] = {}
        self.before: dict[Marking, list[Marking]] = {}
        self.ends: list[Marking] = []
        self.queue: deque[Marking] = deque()
        self.seen_stuck: set[tuple[str, ...]] = set()

    def run(self, bound: int) -> Exploration:
        start = self.net.start()
        self._reach(start.apply(()), None, start)
        while self.queue:
            if len(self.came) > bound:
                self.found.is_complete = False
                return self.found
            self._expand(self.queue.popleft())
        self._find_endless()
        return self.found

    def _expand(self, marking: Marking) -> None:
        if not marking:
            self.ends.append(marking)
            return
        moves = self.net.moves(marking)
        if not moves:
            self._report_stuck(marking)
        for move in moves:
            self._reach(move.apply(marking), marking, move)

    def _reach(self, marking: Marking, origin: Marking | None, move: Move) -> None:
        self.found.passed.add(move.element)
        self._count(marking, origin, move)
        if any(marking.count(flow) > _MAX_TOKENS for flow in move.gives):
            return
        if origin is not None:
            self.before.setdefault(marking, []).append(origin)
        if marking not in self.came:
            self.came[marking] = (origin, move.element)
            self.queue.append(marking)

    def _count(self, marking: Marking, origin: Marking | None, move: Move) -> None:
        for flow in move.gives:
            if marking.count(flow) > 1 and flow not in self.found.doubled:
                before = self._path(origin) if origin is not None else ()
                self.found.doubled[flow] = (*before, move.element)

    def _report_stuck(self, marking: Marking) -> None:
        flows = self.net.subject.process.flows
        waiting = tuple(sorted({flows[flow].target for flow in marking}))
        if waiting not in self.seen_stuck:
            self.seen_stuck.add(waiting)
            self.found.stuck.append(Stuck(path=self._path(marking), waiting=waiting))

    def _path(self, marking: Marking | None) -> tuple[str, ...]:
        path: list[str] = []
        while marking is not None:
            marking, element = self.came[marking]
            path.append(element)
        return tuple(reversed(path))

    def _find_endless(self) -> None:
        """A marking that is not stuck itself but from which neither an end nor a stop is left."""
        closing: set[Marking] = set()
        queue = [m for m in self.came if not m or not self.net.moves(m)]
        queue += [m for m in self.came if self._is_overfull(m)]
        while queue:
            marking = queue.pop()
            if marking not in closing:
                closing.add(marking)
                queue.extend(self.before.get(marking, ()))
        for marking in self.came:
            if marking not in closing:
                self.found.endless = self._path(marking)
                return

    def _is_overfull(self, marking: Marking) -> bool:
        """Its successors were not followed, so nothing can be said about where it ends."""
        return any(marking.count(flow) >= _MAX_TOKENS for flow in marking)
