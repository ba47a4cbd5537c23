"""One advance while it runs: the working copy of the state and the moves that behaviours make."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from engine.core import events as ev
from engine.core.advance import Happening, Moment
from engine.core.state import IncidentKind
from engine.core.values import Value
from engine.kernel.failures import Stuck
from engine.kernel.model import Branch, Node, Prepared
from engine.kernel.queues import Joins
from engine.kernel.state import (
    ROOT,
    Completed,
    Inside,
    JoinKey,
    KernelState,
    Phase,
    Repetition,
    Scope,
    Status,
    Token,
    Watch,
    WatchKind,
)
from engine.kernel.timers import ZONE

Taken = Sequence[tuple[Branch, ev.Reason | None]]
"""The flows that are taken, in document order, with the reason where there was a choice."""

_CANCELLATIONS: Final[Mapping[WatchKind, Callable[[str], ev.Event]]] = {
    WatchKind.TIMER: lambda watch: ev.TimerCanceled(timer_id=watch),
    WatchKind.MESSAGE: lambda watch: ev.MessageAwaitCanceled(subscription_id=watch),
    WatchKind.SIGNAL: lambda watch: ev.SignalAwaitCanceled(subscription_id=watch),
    WatchKind.JOB: lambda watch: ev.JobCanceled(job_id=watch),
}


_WIDE: Final = 100
"""Tokens or instances at once from which on they get steps beside the budget."""

_STEPS_EACH: Final = 20
"""How many steps each of them gets."""

_SPARE: Final = 6
"""How many times the budget all of them get at most in one advance."""


class Run:
    """Mutable for one advance only. `stack` holds the runnable tokens, the next one last."""

    __slots__ = (
        "_content",
        "_local_now",
        "_visible",
        "budget",
        "collected",
        "conditions",
        "done",
        "emit",
        "ended",
        "happened",
        "joins",
        "loops",
        "moment",
        "moved",
        "next_slice",
        "prepared",
        "scopes",
        "serial",
        "slices",
        "spare",
        "stack",
        "started",
        "tokens",
        "unasked",
        "watches",
        "where",
        "width",
    )

    def __init__(self, prepared: Prepared, state: KernelState, moment: Moment) -> None:
        self.prepared = prepared
        self.moment = moment
        self.serial = state.serial
        self.tokens: dict[int, Token] = dict(state.tokens)
        self.width = len(state.tokens)  # before this advance
        self.scopes: dict[int, Scope] = dict(state.scopes)
        self.watches: dict[str, Watch] = dict(state.watches)
        self.joins = Joins(state.joins)
        self.loops: dict[int, Repetition] = dict(state.loops)
        self.collected: dict[tuple[int, int], Value] = dict(state.collected)
        self.started: dict[JoinKey, tuple[str, ...]] = dict(state.started)
        self.moved: set[int] = set()  # scopes in which tokens came, went or moved
        self.stack: list[int] = list(state.ready)
        self.ended = state.ended
        self.done: Mapping[int, tuple[Completed, ...]] = state.done  # replaced, never changed
        self.conditions = dict.fromkeys(state.conditions)
        self.unasked = False  # whether conditions that are waited for may have become true
        self.budget = moment.step_budget
        self.spare = moment.step_budget * _SPARE
        self.slices, self.next_slice = state.slices, state.next_slice
        self.happened: list[Happening] = []
        self.emit = self.happened.append
        self._content: dict[int, list[int]] | None = None  # see `content`
        self._visible: dict[int, dict[str, Value]] = {}
        self.where: dict[int, list[str]] | None = None  # see `standing`
        self._local_now: datetime | None = None
        if state.ready:
            self.ask_again()

    def state(self) -> KernelState:
        """The state to keep."""
        return KernelState(
            serial=self.serial,
            tokens=self.tokens,
            scopes=self.scopes,
            watches=self.watches,
            joins=self.joins.frozen(),
            ready=tuple(token for token in self.stack if token in self.tokens),
            ended=self.ended,
            done=self.done if self.tokens else {},
            conditions=tuple(self.conditions) if self.conditions else (),
            loops=self.loops,
            collected=self.collected,
            started=self.started if self.tokens else {},
            slices=self.slices,
            next_slice=self.next_slice,
        )

    # --- looking things up

    def node(self, token: Token) -> Node:
        return self.node_of(token.scope, token.element)

    def node_of(self, scope: int, element: str) -> Node:
        place = self.scopes[scope]
        node = self.prepared.processes[place.process].nodes[element]
        return node if place.inside is Inside.CONTENT else node.turns[place.inside]

    def called_process(self, scope: int) -> str:
        """The process's key inside a call, empty in the case's own process."""
        place = self.scopes[scope]
        while not place.wall:
            place = self.scopes[place.parent or ROOT]
        return place.process if place.id != ROOT else ""

    @property
    def now(self) -> datetime:
        """The recorded time as expressions see it: in the company's zone, for its today."""
        if self._local_now is None:
            self._local_now = self.moment.now.astimezone(ZONE)
        return self._local_now

    def next_id(self, letter: str) -> str:
        """The id of a new timer (t), job (j), subscription (s) or incident (i)."""
        self.serial += 1
        return f"{self.moment.instance_id}-{letter}{self.serial}"

    # --- variables

    def visible(self, scope: int) -> dict[str, Value]:
        """What expressions in this scope see. Not to be changed."""
        seen = self._visible.get(scope)
        if seen is None:
            seen = {
                **visible_variables(self.scopes, scope),
                "initiator": self.moment.initiator.as_context(),
                "parameters": self.prepared.parameters,
            }
            self._visible[scope] = seen
        return seen

    def set_variables(self, scope: Scope, variables: Mapping[str, Value]) -> None:
        """Replace the variables of one scope."""
        self.scopes[scope.id] = _scope_with(scope, scope.live, variables)
        self._visible.clear()
        if self.conditions:
            self.unasked = True

    # --- tokens

    def place(self, element: str, scope: int, via: str = "") -> int:
        """A new token at an element; whoever calls accounts for it in the scope."""
        self.serial += 1
        token = Token(id=self.serial, element=element, scope=scope, via=via)
        self.tokens[token.id] = token
        self.moved.add(scope)
        if self._content is not None:
            self._content.setdefault(scope, []).append(token.id)
        return token.id

    def add(self, element: str, scope: int, phase: Phase, data: Value = None) -> None:
        """One more token in the scope, which runs next."""
        self.count(scope, 1)
        token = self.place(element, scope)
        if phase is not Phase.ENTER or data is not None:
            self.tokens[token] = replace(self.tokens[token], phase=phase, data=data)
        self.stack.append(token)

    def count(self, scope: int, change: int) -> None:
        """Account for tokens that came into the scope or left it."""
        place = self.scopes[scope]
        self.scopes[scope] = _scope_with(place, place.live + change, place.variables)
        self.moved.add(scope)

    def wait(self, token: Token, status: Status, held: tuple[str, ...] = ()) -> Token:
        """The token's activity begins to wait, holding these watches."""
        token = Token(
            id=token.id,
            element=token.element,
            scope=token.scope,
            status=status,
            via=token.via,
            active=True,
            held=held,
        )
        self.tokens[token.id] = token
        return token

    def resume(self, token: Token, phase: Phase, data: Value = None) -> None:
        """Let the token run this phase now."""
        self.tokens[token.id] = Token(
            id=token.id,
            element=token.element,
            scope=token.scope,
            phase=phase,
            via=token.via,
            active=token.active,
            held=token.held,
            incident=token.incident,
            data=data,
        )
        self.stack.append(token.id)

    def move(self, token: Token, taken: Taken) -> None:
        """The token leaves along these flows, at least one."""
        del self.tokens[token.id]
        if len(taken) == 1:
            branch, reason = taken[0]
            self.emit(ev.FlowTaken(flow_id=branch.flow, token=token.id, reason=reason))
            self.stack.append(self.place(branch.target, token.scope, branch.flow))
            return
        self.count(token.scope, len(taken) - 1)
        self.allow(len(taken))
        placed = []
        for branch, reason in taken:
            self.emit(ev.FlowTaken(flow_id=branch.flow, token=token.id, reason=reason))
            placed.append(self.place(branch.target, token.scope, branch.flow))
        self.stack.extend(reversed(placed))

    def allow(self, width: int) -> None:
        """Steps beside the budget for what a wide fork or many instances need, up to a limit:
        the budget is there for endless loops, not for large cases."""
        if width > _WIDE:
            more = min(width * _STEPS_EACH, self.spare)
            self.budget += more
            self.spare -= more

    def join(self, token: Token, flow: str) -> int:
        """The token waits at its element for others; gives how many wait there now."""
        self.tokens[token.id] = replace(token, status=Status.JOINING)
        self.moved.add(token.scope)
        return self.joins.add((token.scope, token.element), flow, token.id)

    def content(self, scope: int) -> list[Token]:
        """The tokens directly in the scope, in the order in which they came."""
        if self._content is None:
            self._content = {}
            for token in self.tokens.values():
                self._content.setdefault(token.scope, []).append(token.id)
        found = [self.tokens[one] for one in self._content.get(scope, ()) if one in self.tokens]
        self._content[scope] = [token.id for token in found]
        return found

    def standing(self, scope: int) -> Sequence[str]:
        """The elements at which the scope's tokens are. To be asked while nothing moves."""
        if self.where is None:
            self.where = {}
            for token in self.tokens.values():
                self.where.setdefault(token.scope, []).append(token.element)
        return self.where.get(scope, ())

    def ask_again(self) -> None:
        """Whether tokens wait for others is to be asked in every scope."""
        self.moved.update(scope for scope, _ in (*self.joins, *self.started))

    def close(self, scope: int) -> None:
        """The scope is over, with all that was remembered for it."""
        del self.scopes[scope]
        self._visible.pop(scope, None)
        if self._content is not None:
            self._content.pop(scope, None)
        loop = self.loops.pop(scope, None)
        if loop is not None:
            for place in range(loop.total):
                self.collected.pop((scope, place), None)
        for key in [key for key in self.started if key[0] == scope]:
            del self.started[key]

    def passed(self, token: Token) -> None:
        """Record that control went through the token's element."""
        self.emit(ev.ElementPassed(element_id=token.element, token=token.id, scope=token.scope))

    # --- what a token holds

    def resolve(self, token: Token, by: str = "engine") -> None:
        """Record that the token's incident is over."""
        self.emit(ev.IncidentResolved(incident_id=token.incident, by=by))

    def watch(self, watch: Watch) -> str:
        """Remember what is awaited."""
        self.watches[watch.id] = watch
        if watch.kind is WatchKind.CONDITION:
            self.conditions[watch.id] = None
            self.unasked = True
        return watch.id

    def unwatch(self, watch: str) -> Watch:
        """What was awaited is here, or given up."""
        self.conditions.pop(watch, None)
        return self.watches.pop(watch)

    def cancel_watch(self, watch: str) -> None:
        """Give up waiting; what the outside was told of is told as cancelled."""
        tell = _CANCELLATIONS.get(self.unwatch(watch).kind)
        if tell is not None:
            self.emit(tell(watch))

    def stick(self, token: Token, stuck: Stuck) -> None:
        """Raise an incident; the token keeps its phase, to run it again on a retry."""
        if token.incident:
            self.resolve(token)
        self.tokens[token.id] = replace(
            token, status=Status.STUCK, incident=self.incident(token, stuck)
        )

    def wedge(self, token: Token, stuck: Stuck) -> None:
        """Raise an incident at a token that goes on waiting."""
        self.tokens[token.id] = replace(token, incident=self.incident(token, stuck))

    def incident(self, token: Token, stuck: Stuck) -> str:
        """Record an incident at a token; gives its id."""
        incident_id = self.next_id("i")
        self.emit(
            ev.IncidentRaised(
                incident_id=incident_id,
                kind=IncidentKind(stuck.kind),
                element_id=stuck.element.id,
                token=token.id,
                zh=stuck.text.zh,
                en=stuck.text.en,
            )
        )
        return incident_id


def _scope_with(scope: Scope, live: int, variables: Mapping[str, Value]) -> Scope:
    """As dataclasses.replace, at a third of its cost: this is on the way of every step."""
    return Scope(
        id=scope.id,
        parent=scope.parent,
        process=scope.process,
        element=scope.element,
        wall=scope.wall,
        depth=scope.depth,
        live=live,
        variables=variables,
        armed=scope.armed,
        handled=scope.handled,
        then=scope.then,
        inside=scope.inside,
    )


def visible_variables(scopes: Mapping[int, Scope], scope: int) -> Mapping[str, Value]:
    """The variables of a scope and of those around it up to the next wall; inner ones win."""
    place = scopes[scope]
    if place.wall:
        return place.variables
    chain = [place]
    while not chain[-1].wall:
        chain.append(scopes[chain[-1].parent or ROOT])
    merged: dict[str, Value] = {}
    for place in reversed(chain):
        merged.update(place.variables)
    return merged
