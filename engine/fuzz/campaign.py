"""Many seeds in a row or on several processors, and what came of them."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from typing import Protocol

from engine.fuzz.trial import Manner, Verdict


class TryOne(Protocol):
    """Tries one seed; a function of a module, so that other processes can find it."""

    def __call__(self, seed: int, manner: Manner) -> Verdict: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What came of a campaign; `wrong` holds every verdict that was not right."""

    count: int
    right: int
    steps: int
    seconds: float
    wrong: tuple[Verdict, ...]

    @property
    def per_second(self) -> int:
        """Processes tried in one second."""
        return round(self.count / self.seconds) if self.seconds else 0


def seeds(first: int, count: int) -> Iterator[int]:
    """The seeds of a campaign: its own, so that a single one can be tried again, then others
    that campaigns of neighbouring seeds do not share."""
    yield first
    for number in range(1, count):
        yield random.Random(f"{first}:{number}").getrandbits(48)


def campaign(try_one: TryOne, seed: int, count: int, manner: Manner, jobs: int = 1) -> Report:
    """Try that many random processes."""
    started = time.perf_counter()
    right, steps, wrong = 0, 0, []
    for verdict in _verdicts(partial(try_one, manner=manner), seeds(seed, count), jobs):
        steps += verdict.steps
        if verdict.wrong:
            wrong.append(verdict)
        else:
            right += 1
    return Report(
        count=right + len(wrong),
        right=right,
        steps=steps,
        seconds=time.perf_counter() - started,
        wrong=tuple(wrong),
    )


def _verdicts(
    try_one: Callable[[int], Verdict], all_: Iterator[int], jobs: int
) -> Iterator[Verdict]:
    if jobs <= 1:
        yield from map(try_one, all_)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(try_one, all_, chunksize=50)
