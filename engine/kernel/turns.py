"""One turn of a multi-instance activity that is open again, while the others stay as they are.

How many turns there are, and what each is about, was worked out when the activity began and is not
asked anew. docs/adr/0014.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from engine.core import advance as adv
from engine.core.events import TurnReopened
from engine.core.kept_turns import KeptTurn, KeptTurns
from engine.errors import InvalidState
from engine.kernel import scopes
from engine.kernel.behaviours.data_activity import DataActivity
from engine.kernel.behaviours.multi_instance import Items, MultiInstanceActivity
from engine.kernel.failures import Stuck
from engine.kernel.model import Node, given
from engine.kernel.repetition import begin_instance, open_around
from engine.kernel.run import Run
from engine.kernel.state import Inside, KernelState, Repetition, Status, Token
from engine.kernel.variables import assign

_AROUND: Final = (Inside.INSTANCE, Inside.DATA)


def kept(state: KernelState, token: int) -> KeptTurns | None:
    """The turns of the activity that this token is in one of; None where it is in none."""
    instance = _instance_of(state, token)
    if instance is None:
        return None
    whole, taken = instance.scope, int(instance.data)
    loop = state.loops[whole]
    found = [_turn(state, one) for one in state.tokens.values() if one.scope == whole]
    outputs = ((str(place), value) for (at, place), value in state.collected.items() if at == whole)
    return KeptTurns(
        whole=whole,
        taken=taken,
        turns=tuple(sorted(found, key=lambda turn: (turn.place != taken, turn.place))),
        total=loop.total,
        completed=loop.completed,
        terminated=loop.terminated,
        items=loop.items,
        outputs=tuple(outputs),
    )


def _instance_of(state: KernelState, token: int) -> Token | None:
    at = state.tokens.get(token)
    while at is not None and state.scopes[at.scope].inside in _AROUND:
        inside, at = state.scopes[at.scope].inside, state.tokens[at.scope]
        if inside is Inside.INSTANCE:
            return at
    return None


def _turn(state: KernelState, instance: Token) -> KeptTurn:
    at, inner = instance.id, instance.id
    while inner in state.scopes and state.scopes[inner].inside in _AROUND:
        at = inner = next(one.id for one in state.tokens.values() if one.scope == inner)
    return KeptTurn(
        place=int(instance.data), token=at, variables=state.scopes[instance.id].variables
    )


def reopen(run: Run, stimulus: adv.Reopen) -> None:
    """While the activity goes on. In a sequence, the turn that followed is cancelled. Raises
    InvalidState where the turn is not over."""
    kept_turns, [turn] = stimulus.turns, stimulus.turns.turns
    whole, loop = run.tokens.get(kept_turns.whole), run.loops.get(kept_turns.whole)
    if whole is None or loop is None or whole.status is not Status.OPEN:
        raise InvalidState("整个环节已不在进行", f"Expected {stimulus.target} to be under way")
    now = run.content(whole.id)
    if turn.place >= loop.begun or any(int(one.data) == turn.place for one in now):
        raise InvalidState("这一次尚未办结", f"Expected turn {turn.place + 1} to be over")
    run.slices = 0
    _tell(run, whole, stimulus)
    if given(run.node(whole).repeat).sequential:
        for one in now:
            scopes.cancel(run, one, whole.element)
        loop = _until(run, loop, turn.place, len(now))
    run.collected.pop((whole.id, turn.place), None)
    run.loops[whole.id] = replace(loop, completed=loop.completed - 1)
    run.stack.append(_begin(run, whole, turn))
    run.ask_again()
    run.unasked = bool(run.conditions)


def _until(run: Run, loop: Repetition, place: int, canceled: int) -> Repetition:
    """As if no turn after the place had begun."""
    later = range(place + 1, loop.begun)
    for one in later:
        run.collected.pop((loop.scope, one), None)
    return replace(loop, begun=place + 1, completed=loop.completed - (len(later) - canceled))


def enter(run: Run, token: Token, node: Node, stimulus: adv.Reopen) -> None:
    """Once more into an activity that had ended, with its turns as they stood. Raises
    InvalidState."""
    try:
        if isinstance(node.behaviour, DataActivity):
            node.behaviour.enter(run, token, node)
            token, node = _inside(run, token)
        if not isinstance(node.behaviour, MultiInstanceActivity):
            raise InvalidState("此环节不重复", f"Expected {node.id} to have several instances")
        assign(run, token.scope, stimulus.turns.before, "engine", node.id)
        _Again(stimulus).enter(run, token, node)
    except Stuck as stuck:
        raise InvalidState(stuck.text.zh, stuck.text.en) from stuck


def _inside(run: Run, token: Token) -> tuple[Token, Node]:
    """The activity itself, amid the data that is its own and has just been read."""
    if token.id not in run.scopes:
        raise InvalidState(
            "此环节要先读取登记簿，不能只拿回其中一次：可请现在的办理人退回",
            f"Expected no data stores to be read before {token.element}; whoever has the work now "
            "may return it",
        )
    inner = run.tokens[run.stack.pop()]
    return inner, run.node(inner)


class _Again(MultiInstanceActivity):
    """The activity entered for what one stimulus says: never kept by a node."""

    __slots__ = ("_stimulus",)

    def __init__(self, stimulus: adv.Reopen) -> None:
        self._stimulus = stimulus

    def prepare(self, run: Run, token: Token, node: Node) -> Items:
        return ()

    def start(self, run: Run, token: Token, node: Node, prepared: Items) -> None:
        was = self._stimulus.turns
        open_around(run, token, Inside.INSTANCES)
        run.loops[token.id] = Repetition(
            scope=token.id,
            total=was.total,
            begun=was.completed + was.terminated + len(was.turns),
            completed=was.completed,
            terminated=was.terminated,
            items=was.items,
        )
        for place, value in was.outputs:
            run.collected[token.id, int(place)] = value
        run.allow(len(was.turns))
        _tell(run, token, self._stimulus)
        begun = [_begin(run, token, turn) for turn in was.turns]
        run.stack.extend(reversed(begun))


def _begin(run: Run, whole: Token, turn: KeptTurn) -> int:
    return begin_instance(run, whole, turn.place, turn.variables)


def _tell(run: Run, whole: Token, stimulus: adv.Reopen) -> None:
    run.emit(
        TurnReopened(
            element_id=whole.element,
            token=whole.id,
            was=stimulus.turns.whole,
            turn=stimulus.turns.taken + 1,
            by=stimulus.by,
        )
    )
