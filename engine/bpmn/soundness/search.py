"""Explores every marking of a level within a bound: where tokens get stuck, pile up or never go."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Final

from engine.bpmn.soundness.net import Marking, Move, Net

MAX_MARKINGS: Final = 5_000
Steps = tuple[Move, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """A marking from which nothing goes on although tokens are left."""

    steps: Steps
    waiting: tuple[str, ...]  # element ids at which tokens wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Growing:
    """After `steps`, `round` leads to the same marking with more tokens, and so for ever."""

    steps: Steps
    round: Steps
    arrows: tuple[str, ...]  # on which tokens pile up


@dataclass(slots=True, kw_only=True)
class Exploration:
    """What was found, each with a shortest way to it; `is_complete` is False when the bound was
    reached."""

    stuck: list[Stuck] = field(default_factory=list)
    doubled: dict[str, Steps] = field(default_factory=dict)  # arrow -> way to two tokens on it
    growing: Growing | None = None
    endless: Steps | None = None  # a way after which no end can be reached
    passed: dict[str, Steps] = field(default_factory=dict)  # element -> way up to before it
    markings: int = 0
    most_tokens: int = 0  # together in one marking
    is_complete: bool = True


def explore(net: Net, bound: int = MAX_MARKINGS) -> Exploration:
    """Breadth first, so that each way shown is a shortest one; at most `bound` markings."""
    return _Explorer(net).run(bound)


class _Explorer:
    def __init__(self, net: Net) -> None:
        self.net = net
        self.found = Exploration()
        self.came: dict[Marking, tuple[Marking, Move] | None] = {}
        self.before: dict[Marking, list[Marking]] = {}
        self.over: list[Marking] = []  # ended, stuck, or not followed any further
        self.queue: deque[Marking] = deque()
        self.seen_stuck: set[tuple[str, ...]] = set()

    def run(self, bound: int) -> Exploration:
        for start in self.net.level.starts:
            self._reach(tuple(sorted(start)), None)
        while self.queue:
            if len(self.came) > bound:
                self.found.is_complete = False
                break
            self._expand(self.queue.popleft())
        else:
            self._find_endless()
        self.found.markings = len(self.came)
        self.found.most_tokens = max(map(len, self.came), default=0)
        self.found.is_complete = self.found.is_complete and self.net.is_whole
        return self.found

    def _expand(self, marking: Marking) -> None:
        moves = self.net.moves(marking) if marking else []
        if not moves:
            self.over.append(marking)
        if marking and not moves:
            self._report_stuck(marking)
        for move in moves:
            for element in move.passes:
                if element not in self.found.passed:
                    self.found.passed[element] = self._steps(marking)
            after = move.apply(marking)
            self.before.setdefault(after, []).append(marking)
            self._reach(after, (marking, move))

    def _reach(self, marking: Marking, origin: tuple[Marking, Move] | None) -> None:
        if marking in self.came:
            return
        self.came[marking] = origin
        if origin is not None and self._is_growing(marking, *origin):
            self.over.append(marking)
        else:
            self.queue.append(marking)

    def _is_growing(self, marking: Marking, origin: Marking, move: Move) -> bool:
        """Whether more than one token came together on an arrow, and can for ever: because a
        smaller marking leads here by moves that more tokens do not hinder (Karp and Miller)."""
        more = [arrow for arrow in dict.fromkeys(move.gives) if marking.count(arrow) > 1]
        if not more:
            return False
        for arrow in more:
            if arrow not in self.found.doubled:
                self.found.doubled[arrow] = (*self._steps(origin), move)
        tokens = Counter(marking)
        steps = [move]
        at: Marking | None = origin
        while at is not None and self._is_monotonous(steps[-1]):
            if Counter(at) < tokens:
                self._report_growing(at, tokens - Counter(at), tuple(reversed(steps)))
                return True
            came = self.came[at]
            at = None if came is None else came[0]
            if came is not None:
                steps.append(came[1])
        return False

    def _is_monotonous(self, move: Move) -> bool:
        return not move.clears and not self.net.is_synchronising(move.element)

    def _report_growing(self, at: Marking, more: Counter[str], steps: Steps) -> None:
        if self.found.growing is None:
            self.found.growing = Growing(
                steps=self._steps(at), round=steps, arrows=tuple(sorted(more))
            )

    def _report_stuck(self, marking: Marking) -> None:
        waiting = tuple(sorted({self.net.level.target[arrow] for arrow in marking}))
        if waiting not in self.seen_stuck:
            self.seen_stuck.add(waiting)
            self.found.stuck.append(Stuck(steps=self._steps(marking), waiting=waiting))

    def _steps(self, marking: Marking) -> Steps:
        steps: list[Move] = []
        came = self.came[marking]
        while came is not None:
            marking, move = came
            steps.append(move)
            came = self.came[marking]
        return tuple(reversed(steps))

    def _find_endless(self) -> None:
        """A marking that is not stuck itself but from which neither an end nor a stop is left."""
        closing: set[Marking] = set()
        queue = list(self.over)
        while queue:
            marking = queue.pop()
            if marking not in closing:
                closing.add(marking)
                queue.extend(self.before.get(marking, ()))
        lost = [marking for marking in self.came if marking not in closing]
        if lost:  # from the very start: then the longest way shows more than none at all
            self.found.endless = self._steps(lost[0]) or self._steps(lost[-1])
