"""Proves many cases of one log: read and compiled afresh, but once for all of them."""

from __future__ import annotations

from typing import Final

from engine.bootstrap import KERNEL, SPIFF, Runtime
from engine.history.proof import bear_witness, ran_on, same_interpreter
from engine.history.replay import ReplayVerdict, replay
from engine.history.witness import PairedInterpreter, WitnessVerdict
from engine.kept import Kept
from engine.ports import Interpreter

_OTHER: Final = {KERNEL: SPIFF, SPIFF: KERNEL}


class Compiled:
    """What provers compiled, by digest, on interpreters of their own. The provers of one thread
    may share it, over several databases."""

    def __init__(self) -> None:
        self._alone: dict[str, tuple[Interpreter, Kept]] = {}
        self._paired: dict[str, tuple[PairedInterpreter, Kept]] = {}

    def alone(self, name: str, runtime: Runtime) -> tuple[Interpreter, Kept]:
        """A second interpreter of this name."""
        if name not in self._alone:
            self._alone[name] = runtime.another_interpreter(name), Kept()
        return self._alone[name]

    def paired(self, name: str, runtime: Runtime) -> tuple[PairedInterpreter, Kept]:
        """This interpreter, and the other one as its witness."""
        if name not in self._paired:
            another = runtime.another_interpreter
            pair = PairedInterpreter(another(name), another(_OTHER[name], witness=True))
            self._paired[name] = pair, Kept()
        return self._paired[name]


class Prover:
    """Answers as Engine.replay and Engine.witness do, but those read and compile all that a case
    is pinned to anew; here what served one case serves the next."""

    def __init__(self, runtime: Runtime, compiled: Compiled | None = None) -> None:
        self._runtime = runtime
        self._compiled = compiled or Compiled()

    def replay(self, instance_id: str) -> ReplayVerdict:
        """Re-execute the case and compare what was decided, exactly."""
        interpreter, kept = self._compiled.alone(self._ran_on(instance_id), self._runtime)
        cases = self._runtime.cases_on(interpreter, kept)
        return replay(self._runtime.store, cases, instance_id)

    def witness(self, instance_id: str, second: str | None = None) -> WitnessVerdict:
        """The same on both interpreters in lock-step: agreed means that the replay is equal too.
        `second` is the one that it did not run on, when absent."""
        first = self._ran_on(instance_id)
        if second == first:
            return same_interpreter(instance_id, first)
        pair, kept = self._compiled.paired(first, self._runtime)
        cases = self._runtime.cases_on(pair, kept)
        return bear_witness(self._runtime.store, cases, instance_id, pair)

    def _ran_on(self, instance_id: str) -> str:
        return ran_on(self._runtime.store, instance_id, self._runtime.interpreter.name)
