"""Medians and quartiles of paired blocks: absolute times drift, ratios hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured figure with its spread over the blocks."""

    name: str
    median: float
    low: float
    high: float
    unit: str = "x"
    goal: float | None = None

    def line(self) -> str:
        """One line for people."""
        goal = "" if self.goal is None else f"   goal <= {self.goal:g}"
        missed = "" if self.goal is None or self.median <= self.goal else "  MISSED"
        spread = f"{self.low:.2f}-{self.high:.2f}"
        return f"{self.name:34}{self.median:10.2f} {self.unit:4} ({spread}){goal}{missed}"


def figure(
    name: str, values: Sequence[float], unit: str = "x", goal: float | None = None
) -> Figure:
    """The figure of one value per block."""
    low, high = (values[0], values[0])
    if len(values) > 1:
        quarters = quantiles(values, n=4)
        low, high = quarters[0], quarters[2]
    return Figure(name=name, median=median(values), low=low, high=high, unit=unit, goal=goal)
