"""Blocks between gateways: in a row, one of several, all, or some of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from engine.core.values import Value
from engine.fuzz.blocks.block import Block, Ends, single
from engine.fuzz.blocks.tasks import UserTask
from engine.fuzz.meaning import Region, Then
from engine.fuzz.pen import Pen


@dataclass(frozen=True, slots=True, kw_only=True)
class Several(Block):
    """A block of several parts."""

    of: tuple[Block, ...]

    @property
    def parts(self) -> tuple[Block, ...]:
        return self.of

    @property
    def ends(self) -> bool:
        return all(part.ends for part in self.of)

    def _branch_off(self, pen: Pen, split: str) -> list[tuple[str, ...]]:
        """All parts behind the split, which is there; gives where control leaves each."""
        conditions = self._conditions()
        drawn = [part.draw(pen) for part in self.of]
        for (first, _), condition in zip(drawn, conditions, strict=True):
            pen.flow(split, first, condition)
        return [lasts for _, lasts in drawn if lasts]

    def _draw_joined(self, pen: Pen, split: str, gateway: str) -> Ends:
        """The parts behind the split, and a gateway where they are waited for."""
        branches = self._branch_off(pen, split)
        if not branches:
            return split, ()
        join = f"{self.id}j"
        pen.node(gateway, join)
        for number, lasts in enumerate(branches):
            pen.flow(single(pen, lasts, f"{self.id}y{number}"), join)
        return split, (join,)

    def _conditions(self) -> Sequence[str]:
        return [""] * len(self.of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Several):
    """One after the other."""

    @property
    def ends(self) -> bool:
        return self.of[-1].ends

    def draw(self, pen: Pen) -> Ends:
        drawn = [part.draw(pen) for part in self.of]
        for (_, lasts), (first, _) in pairwise(drawn):
            pen.meet(lasts, first, f"{lasts[0]}z")
        return drawn[0][0], drawn[-1][1]

    def run(self, region: Region, then: Then) -> None:
        self._from(0, region, then)

    def _from(self, place: int, region: Region, then: Then) -> None:
        if place == len(self.of):
            then()
            return
        self.of[place].run(region, lambda: self._from(place + 1, region, then))


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen(Several):
    """Parts behind conditions that are settled when the case starts; the last one is the default.

    Each condition reads a variable of its own, in one of several forms.
    """

    holds: tuple[bool, ...]
    forms: tuple[int, ...] = ()

    def _conditions(self) -> Sequence[str]:
        texts = [_FORMS[form][0] for form in self._all_forms()]
        names = [self._name(place) for place in range(len(self.of) - 1)]
        return [text.format(name) for text, name in zip(texts, names, strict=True)] + ["else"]

    def own_variables(self) -> Mapping[str, Value]:
        return {
            self._name(place): _FORMS[form][1 if holds else 2]
            for place, (holds, form) in enumerate(zip(self.holds, self._all_forms(), strict=True))
        }

    def _name(self, place: int) -> str:
        return f"{self.id}c{place}"

    def _all_forms(self) -> tuple[int, ...]:
        return self.forms or (0,) * (len(self.of) - 1)

    def _true(self) -> list[Block]:
        found = [part for part, holds in zip(self.of, self.holds, strict=False) if holds]
        return found or [self.of[-1]]


_FORMS: Sequence[tuple[str, Value, Value]] = (
    ("{0}", True, False),
    ("not({0})", False, True),
    ('{0} = "yes"', "yes", "no"),
    ('list contains(["甲", "乙"], {0})', "乙", "丙"),
)
"""Condition, the value with which it holds and one with which it does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class One(Chosen):
    """An exclusive choice: the first whose condition holds. Unless it `meets` in a gateway, the
    branches meet in whatever follows (BPMN 2.0.2, 13.2.1)."""

    meets: bool = True

    def draw(self, pen: Pen) -> Ends:
        split = f"{self.id}s"
        pen.node("exclusiveGateway", split)
        if self.meets:
            return self._draw_joined(pen, split, "exclusiveGateway")
        lasts = self._branch_off(pen, split)
        return split, tuple(one for branch in lasts for one in branch)

    def run(self, region: Region, then: Then) -> None:
        self._true()[0].run(region, then)


@dataclass(frozen=True, slots=True, kw_only=True)
class Some(Chosen):
    """An inclusive choice: behind a gateway, or of the flows out of the task `splits` (13.2.1)."""

    splits: UserTask | None = None

    @property
    def parts(self) -> tuple[Block, ...]:
        return (*((self.splits,) if self.splits else ()), *self.of)

    def draw(self, pen: Pen) -> Ends:
        split = _split(pen, self.splits, "inclusiveGateway", f"{self.id}s")
        return self._draw_joined(pen, split, "inclusiveGateway")

    def run(self, region: Region, then: Then) -> None:
        behind(self.splits, region, lambda: together(self._true(), region, then))


@dataclass(frozen=True, slots=True, kw_only=True)
class All(Several):
    """Side by side: behind a gateway, or behind the task `splits`, all of whose flows are taken.
    Parts that end need no join."""

    splits: UserTask | None = None

    @property
    def parts(self) -> tuple[Block, ...]:
        return (*((self.splits,) if self.splits else ()), *self.of)

    def draw(self, pen: Pen) -> Ends:
        split = _split(pen, self.splits, "parallelGateway", f"{self.id}s")
        return self._draw_joined(pen, split, "parallelGateway")

    def run(self, region: Region, then: Then) -> None:
        behind(self.splits, region, lambda: together(self.of, region, then))


@dataclass(frozen=True, slots=True, kw_only=True)
class First(Several):
    """Side by side, and on with the first `enough` of them: a complex gateway uses up the others
    when they come (BPMN 2.0.2, 13.4.5)."""

    enough: int

    def draw(self, pen: Pen) -> Ends:
        split = f"{self.id}s"
        pen.node("parallelGateway", split)
        ends = self._draw_joined(pen, split, "complexGateway")
        condition = f"activationCount &gt;= {self.enough}"
        kind = 'xsi:type="tFormalExpression"'
        pen.part(f"{self.id}j", f"<activationCondition {kind}>{condition}</activationCondition>")
        return ends

    def run(self, region: Region, then: Then) -> None:
        came = 0
        region.scope.tokens += len(self.of) - 1

        def one_done() -> None:
            nonlocal came
            came += 1
            if came == self.enough:
                then()
            else:
                region.scope.used_up()

        for part in self.of:
            if not region.is_over:
                part.run(region, one_done)


def _split(pen: Pen, task: UserTask | None, gateway: str, ref: str) -> str:
    if task is not None:
        return task.draw(pen)[0]
    return pen.node(gateway, ref).id


def behind(task: UserTask | None, region: Region, then: Then) -> None:
    """After the task, if there is one."""
    if task is None:
        then()
    else:
        task.run(region, then)


def together(parts: Sequence[Block], region: Region, then: Then) -> None:
    """All parts at once; `then` when the last of them is done."""
    left = len(parts)
    region.scope.tokens += left - 1

    def one_done() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            then()
        else:
            region.scope.used_up()

    for part in parts:
        if not region.is_over:
            part.run(region, one_done)
