"""What is drawn by lot without regard to what is around: ids, single elements, boundary events."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from engine.fuzz.blocks.block import Block
from engine.fuzz.blocks.compensation import Undo, Undoable
from engine.fuzz.blocks.events import TIME_FORMS, Awaited, CatchEvent, ThrowEvent
from engine.fuzz.blocks.guarded import Guard
from engine.fuzz.blocks.signals import Announcement, Link
from engine.fuzz.blocks.tasks import ServiceTask, UserTask


class Lots:
    """Draws by lot; every id is new."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self._serial = 0

    def id(self) -> str:
        """A new id; some are Chinese, some look like other engines' internal names."""
        self._serial += 1
        prefix = self.dice.choice(("n", "n", "n", "审批", "Start", "End"))
        return f"{prefix}{self._serial}"

    def chance(self, of_ten: float) -> bool:
        """True that many times of ten."""
        return self.dice.random() * 10 < of_ten

    def shares(self, size: int) -> list[int]:
        """Two or three parts that make the size."""
        count = min(self.dice.choice((2, 2, 3)), max(2, size))
        shares = [1] * count
        for _ in range(size - count):
            shares[self.dice.randrange(count)] += 1
        return shares

    def task(self) -> Block:
        """A user task; some bring a variable."""
        ref = self.id()
        if self.chance(3):
            return UserTask(id=ref, submits=f"{ref}v", values=("甲", "乙"))
        return UserTask(id=ref)

    def announcement(self) -> Announcement:
        """A signal or an escalation."""
        kind, names = self.dice.choice((("signal", ("s1", "s2")), ("escalation", ("E1", "E2"))))
        task = UserTask(id=self.id())
        return Announcement(id=self.id(), task=task, kind=kind, name=self.dice.choice(names))

    def undoing(self) -> Block:
        """Something that can be undone, or that undoes."""
        return self.undoable() if self.chance(6) else self.undo()

    def undoable(self) -> Undoable:
        """A task that can be undone."""
        task, handler = UserTask(id=self.id()), UserTask(id=self.id())
        return Undoable(id=self.id(), task=task, handler=handler)

    def undo(self) -> Undo:
        """What undoes everything in its scope."""
        return Undo(id=self.id(), task=UserTask(id=self.id()))

    def timer_guard(self) -> Guard:
        """A timer, perhaps one that fires several times."""
        interrupting = self.chance(5)
        times = 0 if interrupting else self.dice.choice((0, 2, 3))
        return replace(self.bare(self.timer()), interrupting=interrupting, times=times)

    def message_guard(self) -> Guard:
        """A message."""
        return replace(self.bare(self.message()), interrupting=self.chance(5))

    def error_guard(self) -> Guard:
        """An error of one code, or any."""
        code = self.dice.choice(("E1", "E2", None))
        return replace(self.bare(None), caught="error", code=code)

    def escalation_guard(self) -> Guard:
        """An escalation of one code, or any."""
        code = self.dice.choice(("E1", "E2", None))
        bare = self.bare(None)
        return replace(bare, caught="escalation", code=code, interrupting=self.chance(5))

    def signal_guard(self) -> Guard:
        """A signal, which others may wait for as well."""
        return replace(self.bare(self.signal()), interrupting=self.chance(5))

    def own_signal_guard(self) -> Guard:
        """A signal that nobody else waits for."""
        awaited = Awaited(kind="signal", name=f"s-{self.id()}")
        return replace(self.bare(awaited), interrupting=self.chance(5))

    def bare(self, awaited: Awaited | None) -> Guard:
        return Guard(id=self.id(), awaited=awaited, handler=UserTask(id=self.id()))

    def timer(self) -> Awaited:
        """A timer in any form."""
        return Awaited(kind="timer", form=self.dice.randrange(TIME_FORMS))

    def message(self) -> Awaited:
        """A message of its own name."""
        return Awaited(kind="message", name=f"m-{self.id()}")

    def signal(self) -> Awaited:
        """One of the two signals that are thrown."""
        return Awaited(kind="signal", name=self.dice.choice(("s1", "s2")))


LEAVES: Final[tuple[Callable[[Lots], Block], ...]] = (
    lambda lots: ServiceTask(id=lots.id()),
    lambda lots: CatchEvent(id=lots.id(), awaited=lots.timer()),
    lambda lots: CatchEvent(id=lots.id(), awaited=lots.message()),
    lambda lots: CatchEvent(id=lots.id(), awaited=lots.signal()),
    lambda lots: ThrowEvent(id=lots.id()),
    lambda lots: Link(id=lots.id()),
    Lots.announcement,
    lambda lots: ThrowEvent(id=lots.id(), message="m"),
)

GUARDS: Final[tuple[Callable[[Lots], Guard], ...]] = (
    Lots.timer_guard,
    Lots.message_guard,
    Lots.error_guard,
    Lots.escalation_guard,
    Lots.own_signal_guard,
)
