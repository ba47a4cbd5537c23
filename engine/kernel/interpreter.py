"""The Interpreter port on the kernel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.core.advance import BOUNDS, STEP_BUDGET, Advance, Begin, Moment, Stimulus
from engine.core.definition import Bundle
from engine.core.kept_turns import KeptTurns
from engine.core.values import Value
from engine.errors import InvalidState
from engine.kernel import slicing, snapshot, turns
from engine.kernel.loop import run_to_rest
from engine.kernel.model import Prepared
from engine.kernel.prepare import prepare
from engine.kernel.run import Run, visible_variables
from engine.kernel.state import ROOT, Inside, KernelState, Phase, Token
from engine.kernel.stimuli import apply


class Kernel:
    """Tokens, scopes and compiled expressions; deterministic by construction, no history kept."""

    name = "kernel/1"

    def __init__(self, max_calls: int = BOUNDS.calls, max_steps: int = STEP_BUDGET) -> None:
        """Calls nest at most so deep; so many automatic steps in a row, rounded up to whole
        advances, are an endless loop."""
        self._max_calls = max_calls
        self._slices = -(-max_steps // STEP_BUDGET)

    def prepare(self, bundle: Bundle) -> Prepared:
        """Compile once; shared between threads. Raises DeploymentRefused."""
        return prepare(bundle, self._max_calls, self._slices)

    def advance(
        self, prepared: Prepared, state: KernelState | None, stimulus: Stimulus, moment: Moment
    ) -> Advance:
        """Run to the next wait states. Raises InvalidState when nothing waits for the stimulus;
        `state` is never changed."""
        if (state is None) is not isinstance(stimulus, Begin):
            raise InvalidState("案件尚未开始或已经开始", "Expected Begin first, and only once")
        run = Run(prepared, state or KernelState(), moment)
        apply(run, stimulus)
        run_to_rest(run)
        if run.slices or run.next_slice:
            slicing.rest(run)
        return Advance(state=run.state(), happened=tuple(run.happened))

    def variables(self, state: KernelState, token: int | None = None) -> Mapping[str, Value]:
        """The variables visible at a token (None: those of the case itself)."""
        scope = ROOT if token is None else _scope_of(state, token)
        return visible_variables(state.scopes, scope)

    def positions(self, state: KernelState) -> tuple[tuple[str, int], ...]:
        """(element id, token) where control stands now, in token order."""
        tokens = [state.tokens[token] for token in sorted(state.tokens)]
        return tuple((token.element, token.id) for token in tokens if _stands(state, token))

    def process_of(self, state: KernelState, token: int) -> str:
        """The key of the process that this position is in."""
        return state.scopes[_scope_of(state, token)].process

    def turns(self, state: KernelState, token: int) -> KeptTurns | None:
        """The turns of the multi-instance activity that this token is in one of."""
        return turns.kept(state, token)

    def dump(self, state: KernelState) -> Any:
        """The state as plain JSON without floats."""
        return snapshot.dump(state)

    def load(self, prepared: Prepared, plain: Any) -> KernelState:
        """The state of a dump."""
        return snapshot.load(plain)


def _stands(state: KernelState, token: Token) -> bool:
    """Whether control is there: not where the start of an event sub-process is awaited, nor where
    turns or instances of the same activity stand for it."""
    if token.incident:
        return True
    repeated = token.id in state.scopes and state.scopes[token.id].inside is not Inside.CONTENT
    return token.phase is not Phase.ARM and not repeated


def _scope_of(state: KernelState, token: int) -> int:
    if token not in state.tokens:
        raise InvalidState(f"位置 {token} 已不存在", f"Expected token {token} to exist")
    return state.tokens[token].scope
