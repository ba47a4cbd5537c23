"""The Interpreter port on SpiffWorkflow: the same stimuli, executed by code that we did not write.

The state is the list of stimuli. A live SpiffWorkflow object goes along with the newest state and
is handed on by each advance; a state that has none any more (it was used before, or something
failed) is executed anew from its stimuli.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.exceptions import SpiffWorkflowException

from engine.core.advance import Advance, Begin, Moment, Stimulus
from engine.core.definition import Bundle
from engine.core.kept_turns import KeptTurns
from engine.core.values import Value
from engine.errors import InvalidCommand, InvalidState
from engine.spiff import record
from engine.spiff.advancing import failed
from engine.spiff.determinism import inputs
from engine.spiff.live import ROOT, Live
from engine.spiff.model import Position, Prepared
from engine.spiff.prepare import prepare
from engine.spiff.record import Entry
from engine.spiff.running import settle
from engine.spiff.stimuli import apply


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpiffState:
    """What happened so far, and what is to be seen of it. `spare` holds at most one live case."""

    last: Entry
    spare: list[Live]
    positions: tuple[Position, ...]
    variables: Mapping[int, Mapping[str, Value]]  # by scope
    scopes: Mapping[int, int]  # token -> scope


class SpiffInterpreter:
    """SpiffWorkflow 3.2 with clock and ids as inputs and our FEEL as its script engine.

    As a server's interpreter it refuses a process with anything on which SpiffWorkflow is known to
    be wrong; as a witness it goes along until a case gets there.
    """

    name = "spiff/1"

    def __init__(self, *, as_witness: bool = False) -> None:
        self._as_witness = as_witness

    def prepare(self, bundle: Bundle) -> Prepared:
        """Draw once; shared between threads. Raises DeploymentRefused, and NotWitnessed (which is
        a NoWitness as well) where SpiffWorkflow is known to be wrong."""
        return prepare(bundle, as_witness=self._as_witness)

    def advance(
        self, prepared: Prepared, state: SpiffState | None, stimulus: Stimulus, moment: Moment
    ) -> Advance:
        """Run to the next wait states. Raises InvalidState when nothing waits for the stimulus,
        BeyondWitness (a NoWitness too) when SpiffWorkflow cannot go on; `state` stays as it was."""
        if (state is None) is not isinstance(stimulus, Begin):
            raise InvalidState("案件尚未开始或已经开始", "Expected Begin first, and only once")
        before = state.last if state else None
        entry = Entry(stimulus=stimulus, moment=moment, before=before)
        live = _live(prepared, state, entry)
        _execute(live, entry)
        happened = tuple(live.happened)
        return Advance(state=_state(live, entry), happened=happened)

    def variables(self, state: SpiffState, token: int | None = None) -> Mapping[str, Value]:
        """The variables visible at a token (None: those of the case itself)."""
        if token is None:
            return state.variables[ROOT]
        if token not in state.scopes:
            raise InvalidState(f"位置 {token} 已不存在", f"Expected token {token} to exist")
        return state.variables[state.scopes[token]]

    def positions(self, state: SpiffState) -> tuple[tuple[str, int], ...]:
        """(element id, token) where control stands now, in token order."""
        return tuple((one.element, one.token) for one in state.positions)

    def process_of(self, state: SpiffState, token: int) -> str:
        """The key of the process that this position is in."""
        found = (one.process for one in state.positions if one.token == token)
        process = next(found, None)
        if process is None:
            raise InvalidState(f"位置 {token} 已不存在", f"Expected token {token} to exist")
        return process

    def turns(self, state: SpiffState, token: int) -> KeptTurns | None:
        """None: SpiffWorkflow cannot open one turn of several again."""
        return None

    def dump(self, state: SpiffState) -> Any:
        """All stimuli as plain JSON without floats."""
        return record.dump(state.last)

    def load(self, prepared: Prepared, plain: Any) -> SpiffState:
        """The state of a dump: its stimuli are executed again."""
        last = record.load(plain)
        if last is None:
            raise InvalidState("快照中没有开始", "Expected a snapshot of a case that has begun")
        live = _started(prepared, last)
        for entry in record.in_order(last):
            _execute(live, entry)
        return _state(live, last)


def _live(prepared: Prepared, state: SpiffState | None, entry: Entry) -> Live:
    """The live case before the entry: the one at hand, or made anew from the stimuli."""
    if state is None:
        return _started(prepared, entry)
    try:
        return state.spare.pop()
    except IndexError:
        live = _started(prepared, state.last)
        for earlier in record.in_order(state.last):
            _execute(live, earlier)
        return live


def _started(prepared: Prepared, entry: Entry) -> Live:
    begin = record.in_order(entry)[0].stimulus
    start = (begin.start_event if isinstance(begin, Begin) else None) or prepared.start
    if start is None or start not in prepared.starts:
        raise InvalidCommand(
            f"流程 {prepared.key} 没有可发起的开始事件 {start or ''}",
            f"Expected a start event {start or 'without trigger'} in process {prepared.key}",
        )
    return Live(prepared, start)


def _execute(live: Live, entry: Entry) -> None:
    with inputs(entry.moment.now, live.ids):
        try:
            if entry.before is None:
                live.begin(entry.moment)
            else:
                live.to(entry.moment)
            apply(live, entry.stimulus)
            settle(live)
        except (SpiffWorkflowException, RecursionError) as error:
            raise failed(error) from error


def _state(live: Live, entry: Entry) -> SpiffState:
    return SpiffState(
        last=entry,
        spare=[live],
        positions=live.positions(),
        variables={scope: live.own_variables(scope) for scope in live.scopes},
        scopes=live.scopes_of_tokens(),
    )
