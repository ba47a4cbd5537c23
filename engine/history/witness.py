"""Runs two interpreters in lock-step on the same commands and records where they disagree.

The first decides (its answers are what perform sees); the second is told the same stimuli, by
element instead of by token, and must offer the same work, take the same flows and end alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from engine.core import advance as adv
from engine.core import events as ev
from engine.core.advance import Advance, Moment, Stimulus, WorkOffered
from engine.core.deadlines import Pending
from engine.core.definition import Bundle
from engine.core.kept_turns import KeptTurns
from engine.core.state import IncidentKind
from engine.core.values import Value
from engine.errors import DeploymentRefused, GuichengError, NoWitness
from engine.ports import Interpreter

Seen = dict[str, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """What the two interpreters answered differently, and after which stimulus."""

    stimulus: str
    what: str
    first: tuple[str, ...]
    second: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessVerdict:
    """`agreed` is true only when the second interpreter went all the way and agreed throughout.

    `reworded` rows of the case are worded otherwise by this release: neither the two interpreters'
    words are compared, nor those of the log (docs/adr/0023)."""

    instance_id: str
    agreed: bool
    no_witness: bool
    commands: int = 0
    reason: str = ""
    disagreement: Disagreement | None = None
    reworded: int = 0

    def __str__(self) -> str:
        if self.agreed:
            other = f", {self.reworded} rows reworded" if self.reworded else ""
            return f"{self.instance_id}：一致 / agreed ({self.commands} commands{other})"
        if self.no_witness:
            return f"{self.instance_id}：无旁证 / no witness: {self.reason}"
        return f"{self.instance_id}：不一致 / disagreed: {self.disagreement} {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Both:
    """The state of the pair: both states, and which id of the first is which of the second."""

    first: Any
    second: Any
    ids: Mapping[str, Any] = field(default_factory=dict)


def _deadlines_of(pending: Pending) -> str:
    moments = ", ".join(f"{kind} {at}" for kind, at in pending.moments)
    return f"{moments}; {pending.action} {sorted(pending.data.items())}"


_OBSERVED: Final[Mapping[type[Any], Callable[[Any], tuple[str, str]]]] = {
    WorkOffered: lambda one: (
        "work offered",
        f"{one.element.id} due {one.due_at} to"
        f" {[(str(request.kind), request.value) for request in one.assignments]}"
        f"{'' if one.priority is None else f' priority {one.priority}'}"
        f"{'' if one.deadlines is None else f' deadlines {_deadlines_of(one.deadlines)}'}",
    ),
    ev.FlowTaken: lambda one: ("flow taken", one.flow_id),
    ev.JobCreated: lambda one: (
        "job",
        f"{one.element_id} {one.connector} {sorted(one.inputs.items())}",
    ),
    ev.TimerScheduled: lambda one: ("timer", f"{one.element_id} due {one.due_at}"),
    ev.MessageAwaited: lambda one: (
        "await",
        f"{one.element_id} {one.message} {one.correlation_key}",
    ),
    ev.MessageThrown: lambda one: (
        "throw",
        f"{one.element_id} {one.message} {one.correlation_key} {sorted(one.data.items())}",
    ),
    ev.SignalAwaited: lambda one: ("await", f"{one.element_id} signal {one.signal}"),
    ev.SignalThrown: lambda one: (
        "throw",
        f"{one.element_id} signal {one.signal} {sorted(one.data.items())}",
    ),
    ev.EscalationThrown: lambda one: (
        "escalation",
        f"{one.element_id} {one.code} caught by {one.caught_by}",
    ),
    ev.DecisionEvaluated: lambda one: ("decision", f"{one.decision_id} {one.output}"),
    ev.ControlMoved: lambda one: (
        "control moved",
        f"to {one.target} of {one.process}, canceled {sorted(one.canceled)},"
        f" restored {sorted(one.restored)}",
    ),
    ev.TurnReopened: lambda one: ("turn reopened", f"{one.element_id} turn {one.turn}"),
    ev.WorkItemCanceled: lambda one: ("work canceled", "one"),
    ev.IncidentRaised: lambda one: ("incident", f"{one.kind} at {one.element_id}"),
    ev.InstanceCompleted: lambda one: ("ended", "completed"),
    ev.InstanceTerminated: lambda one: ("ended", "terminated"),
}


def observed(happened: tuple[adv.Happening, ...]) -> Seen:
    """What counts, by kind, sorted: the order between parallel branches is not compared."""
    seen: Seen = {}
    for one in happened:
        show = _OBSERVED.get(type(one))
        if show is not None:
            kind, text = show(one)
            seen.setdefault(kind, []).append(text)
    return {kind: sorted(texts) for kind, texts in seen.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    """Something that now waits, as one of the two tells of it."""

    place: str  # what it is, and at which element
    key: str
    id: int | str  # as stimuli use it
    near: int  # the token that it belongs to, or is in; 0 is the case


_WAITS: Final[Mapping[type[Any], Callable[[Any], tuple[str, int | str, int]]]] = {
    ev.ElementActivated: lambda one: (f"active:{one.element_id}", one.token, one.scope),
    ev.IncidentRaised: lambda one: (f"stuck:{one.element_id}", one.token, one.token),
    WorkOffered: lambda one: (f"task:{one.element.id}", one.token, one.token),
    ev.JobCreated: lambda one: (f"task:{one.element_id}", one.token, one.token),
    ev.TimerScheduled: lambda one: (f"timer:{one.element_id}", one.timer_id, one.token),
    ev.MessageAwaited: lambda one: (f"message:{one.element_id}", one.subscription_id, one.token),
    ev.SignalAwaited: lambda one: (f"message:{one.element_id}", one.subscription_id, one.token),
}


def _waiting(happened: tuple[adv.Happening, ...]) -> list[_Waiting]:
    found: list[_Waiting] = []
    for one in happened:
        tell = _WAITS.get(type(one))
        if tell is not None:
            place, own, near = tell(one)
            key = own if isinstance(own, str) else f"token:{own}"
            found.append(_Waiting(place=place, key=key, id=own, near=near))
    return found


def _paired(
    ids: Mapping[str, Any], first: tuple[adv.Happening, ...], second: tuple[adv.Happening, ...]
) -> dict[str, Any]:
    """Which id of the first is which of the second: by element, and what is inside the same; of
    several such, in turn."""
    theirs: dict[str, list[_Waiting]] = {}
    told = {0, *ids.values()}
    for one in _waiting(second):
        theirs.setdefault(one.place, []).append(one)
        told.add(one.id)
    paired = dict(ids)
    for one in _waiting(first):
        others = theirs.get(one.place)
        if others:
            near = {"token:0": 0, **paired}.get(f"token:{one.near}")
            other = next((other for other in others if _alike(other, near, told)), others[0])
            others.remove(other)
            paired[one.key] = other.id
    return paired


def _alike(other: _Waiting, near: Any | None, told: Container[Any]) -> bool:
    """Turns of an activity are in a scope of their own, of which no event tells: so the other."""
    return other.near not in told if near is None else other.near == near


def _translated(stimulus: Stimulus, ids: Mapping[str, Any]) -> Stimulus:
    try:
        match stimulus:
            case (
                adv.TaskDone()
                | adv.JobDone()
                | adv.ErrorThrown()
                | adv.EscalationRaised()
                | adv.AdHocActivated()
                | adv.AdHocFinished()
                | adv.Retry()
            ):
                return replace(stimulus, token=ids[f"token:{stimulus.token}"])
            case adv.Move():
                tokens = tuple(ids[f"token:{token}"] for token in stimulus.tokens)
                known = {"token:0": 0, **ids}  # an instance is told by what is around it
                scopes = (known.get(f"token:{scope}") for scope in stimulus.scopes)
                found = tuple(scope for scope in scopes if scope is not None)
                told = replace(stimulus, tokens=tokens, scopes=found)
                if not isinstance(told, adv.Reopen):
                    return told
                whole = ids[f"token:{told.turns.whole}"]
                # Which turns that brings back, and with what, the second one knows itself.
                asked = KeptTurns(
                    whole=whole, taken=told.turns.taken, turns=(), ended=told.turns.ended
                )
                return replace(told, turns=asked)
            case adv.Amend() if stimulus.token:
                return replace(stimulus, token=ids[f"token:{stimulus.token}"])
            case adv.TimerDue():
                return replace(stimulus, timer_id=ids[stimulus.timer_id])
            case adv.MessageCame() | adv.SignalCame():
                return replace(stimulus, subscription_id=ids[stimulus.subscription_id])
            case _:
                return stimulus
    except KeyError as unknown:
        raise NoWitness(
            f"第二解释器没有对应的等待点 {unknown}",
            f"Expected the second interpreter to wait at {unknown} too",
        ) from unknown


def _only_ones(positions: tuple[tuple[str, int], ...]) -> dict[str, int]:
    counted = Counter(element for element, _ in positions)
    return {element: token for element, token in positions if counted[element] == 1}


def _ran_out_of_steps(answer: Advance) -> bool:
    """What one step is, each interpreter decides for itself."""
    return any(
        (isinstance(one, ev.IncidentRaised) and one.kind == IncidentKind.STEP_BUDGET)
        or (isinstance(one, ev.JobCreated) and one.connector == adv.GO_ON)
        for one in answer.happened
    )


class PairedInterpreter:
    """An Interpreter that is two. One case at a time, begun with `afresh`: it keeps what it saw of
    the second one."""

    def __init__(self, first: Interpreter, second: Interpreter) -> None:
        self.name = first.name
        self._first = first
        self._second = second
        self.afresh()

    def afresh(self) -> None:
        """Forget the last case, for the next one."""
        self.asked = False  # whether anything was asked of the two
        self.disagreement: Disagreement | None = None
        self.silent: str | None = None  # why the second one says no more

    def prepare(self, bundle: Bundle) -> Any:
        """Both executables; a refusal of the second makes it silent, not the case wrong."""
        first = self._first.prepare(bundle)
        try:
            return first, self._second.prepare(bundle), None
        except (DeploymentRefused, NoWitness) as refused:
            return first, None, str(refused)

    def advance(self, prepared: Any, state: Any, stimulus: Stimulus, moment: Moment) -> Advance:
        """The first one's answer; the second one's is compared."""
        first, second, refused = prepared
        self.asked, self.silent = True, self.silent or refused
        both = state or _Both(first=None, second=None)
        answer = self._first.advance(first, both.first, stimulus, moment)
        if self.silent is None and self.disagreement is None:
            both = self._followed(second, both, (stimulus, moment), answer)
        return replace(answer, state=replace(both, first=answer.state))

    def _followed(
        self, prepared: Any, both: _Both, asked: tuple[Stimulus, Moment], answer: Advance
    ) -> _Both:
        """`both` as before the first one's answer, with the second one's state after its own."""
        if _ran_out_of_steps(answer):
            self.silent = "step budget"
            return both
        stimulus, moment = asked
        try:
            told = _translated(stimulus, {**self._alone(both, stimulus), **both.ids})
            other = self._second.advance(prepared, both.second, told, moment)
        except NoWitness as silent:
            self.silent = str(silent)
            return both
        except GuichengError as error:
            self.disagreement = Disagreement(
                stimulus=repr(stimulus), what="error", first=(), second=(str(error),)
            )
            return both
        if _ran_out_of_steps(other):
            self.silent = "step budget"
            return both
        self._compare(stimulus, answer, other)
        ids = _paired(both.ids, answer.happened, other.happened)
        return replace(both, second=other.state, ids=ids)

    def _alone(self, both: _Both, stimulus: Stimulus) -> Mapping[str, Any]:
        """For a move also what waits for others at a gateway, of which no event tells: by element,
        where but one token stands in either."""
        if not isinstance(stimulus, adv.Move):
            return {}
        ours = _only_ones(self._first.positions(both.first))
        theirs = _only_ones(self._second.positions(both.second))
        return {f"token:{ours[at]}": theirs[at] for at in ours.keys() & theirs.keys()}

    def _compare(self, stimulus: Stimulus, first: Advance, second: Advance) -> None:
        ours, theirs = observed(first.happened), observed(second.happened)
        for what in sorted({*ours, *theirs}):
            if ours.get(what) != theirs.get(what):
                self.disagreement = Disagreement(
                    stimulus=repr(stimulus)[:400],
                    what=what,
                    first=tuple(ours.get(what, ())),
                    second=tuple(theirs.get(what, ())),
                )
                return

    def variables(self, state: Any, token: int | None = None) -> Mapping[str, Value]:
        """The first one's."""
        return self._first.variables(state.first, token)

    def positions(self, state: Any) -> tuple[tuple[str, int], ...]:
        """The first one's."""
        return self._first.positions(state.first)

    def process_of(self, state: Any, token: int) -> str:
        """The first one's."""
        return self._first.process_of(state.first, token)

    def turns(self, state: Any, token: int) -> KeptTurns | None:
        """The first one's."""
        return self._first.turns(state.first, token)

    def dump(self, state: Any) -> Any:
        """Pairs live only as long as a replay. Raises NoWitness."""
        raise NoWitness("旁证不保存快照", "Expected no snapshot of a paired replay")

    def load(self, prepared: Any, plain: Any) -> Any:
        """Pairs live only as long as a replay. Raises NoWitness."""
        raise NoWitness("旁证不读取快照", "Expected no snapshot of a paired replay")
