"""Trying a process out: an engine in memory with its own clock, apart from everything real."""

from engine.trials.model import Script, Trial, Tried
from engine.trials.room import Trials

__all__ = ["Script", "Trial", "Trials", "Tried"]
