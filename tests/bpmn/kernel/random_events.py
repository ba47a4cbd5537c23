"""Random processes full of events, and everything that may come to them from outside.

Nothing is known of what they should do; they are for laws that hold whatever happens.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from engine.core import advance as adv
from engine.core.definition import Element, EventDefinition, ProcessDefinition, TimerKind
from engine.core.state import IncidentKind
from engine.core.values import Value
from engine.kernel.state import KernelState, Phase, Status, Watch, WatchKind
from tests.bpmn.kernel.activities import looped, multi, receive
from tests.bpmn.kernel.case import Case
from tests.bpmn.kernel.event_builders import (
    all_of,
    any_of,
    catch,
    condition_event,
    end_with,
    error_event,
    escalation_event,
    event_gateway,
    link_event,
    on_event,
    signal_event,
    throw,
)
from tests.bpmn.kernel.scope_builders import (
    ad_hoc,
    boundary_cancel,
    cancel_end,
    transaction,
    undo_throw,
    undoable,
)
from tests.builders import (
    boundary,
    call,
    end,
    message_event,
    parallel,
    process,
    service,
    start,
    sub,
    terminate,
    timer_event,
    user,
    xor,
)

Part = Element | tuple[Element, ...]


class Maker:
    """Draws one process; `called` are those that it calls."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.called: list[ProcessDefinition] = []
        self._count = 0
        self._flows: list[str] = []

    def process(self, key: str, depth: int) -> ProcessDefinition:
        outer, self._flows = self._flows, []
        parts = self._content(depth, [start(self._id("s"))])
        made = process(key, *parts, flows="; ".join(self._flows))
        self._flows = outer
        return made

    def _id(self, letter: str) -> str:
        self._count += 1
        return f"{letter}{self._count}"

    def _content(self, depth: int, first: list[Element]) -> list[Part]:
        """What is in a process or sub-process, begun by these elements."""
        parts: list[Part] = list(first)
        last = first[0].id
        for _ in range(self.dice.randint(1, 3)):
            last = self._piece(parts, last, depth)
        self._after(parts, last, self._end())
        if self.dice.random() < 0.5:
            parts.append(self._handler())
        return parts

    def _after(self, parts: list[Part], last: str, part: Part) -> str:
        parts.append(part)
        ref = part[0].id if isinstance(part, tuple) else part.id
        self._flows.append(f"{last}>{ref}")
        return ref

    def _piece(self, parts: list[Part], last: str, depth: int) -> str:
        kinds: list[Callable[[list[Part], str, int], str]]
        kinds = [self._task, self._catch, self._throw, self._link, self._choice]
        if depth:
            kinds += [self._sub, self._sub, self._call, self._split]
            kinds += [self._transaction, self._ad_hoc, self._undo]
        return self.dice.choice(kinds)(parts, last, depth)

    def _task(self, parts: list[Part], last: str, depth: int) -> str:
        ref = self._id("t")
        task = self.dice.choice([user(ref), user(ref), service(ref), receive(ref, "m")])
        return self._guarded(parts, self._after(parts, last, self._repeated(task)))

    def _repeated(self, activity: Part) -> Part:
        luck = self.dice.random()
        if luck < 0.15:
            return multi(activity, cardinality="2", sequential=self.dice.random() < 0.5)
        return looped(activity, "true", maximum=2) if luck < 0.25 else activity

    def _guarded(self, parts: list[Part], host: str) -> str:
        for _ in range(self.dice.choice([0, 0, 1, 1, 2])):
            event = self._trigger(("error", "escalation"))
            loud = self.dice.random() < 0.5 or _has_error(event)
            parts.append(boundary(self._id("b"), host, event, interrupting=loud))
            if self.dice.random() < 0.5:
                self._after(parts, parts[-1].id, user(self._id("k")))
        return host

    def _catch(self, parts: list[Part], last: str, depth: int) -> str:
        return self._after(parts, last, catch(self._id("c"), self._trigger()))

    def _throw(self, parts: list[Part], last: str, depth: int) -> str:
        event = self.dice.choice([signal_event("s"), message_event("m"), escalation_event("E")])
        return self._after(parts, last, throw(self._id("w"), event))

    def _link(self, parts: list[Part], last: str, depth: int) -> str:
        name = self._id("l")
        self._after(parts, last, throw(f"{name}a", link_event(name)))
        parts.append(catch(f"{name}b", link_event(name)))
        return f"{name}b"

    def _choice(self, parts: list[Part], last: str, depth: int) -> str:
        gate = self._after(parts, last, event_gateway(self._id("g")))
        parts.append(xor(join := self._id("x")))
        for _ in range(2):
            event = self._after(parts, gate, catch(self._id("c"), self._trigger()))
            self._flows.append(f"{event}>{join}")
        return join

    def _split(self, parts: list[Part], last: str, depth: int) -> str:
        gate = self._after(parts, last, parallel(self._id("p")))
        parts.append(parallel(join := self._id("p")))
        for _ in range(2):
            self._flows.append(f"{self._piece(parts, gate, depth - 1)}>{join}")
        return join

    def _sub(self, parts: list[Part], last: str, depth: int) -> str:
        ref = self._id("u")
        body = sub(ref, *self._content(depth - 1, [start(self._id("s"))]))
        return self._guarded(parts, self._after(parts, last, self._repeated(body)))

    def _transaction(self, parts: list[Part], last: str, depth: int) -> str:
        ref = self._id("v")
        inside = self._content(depth - 1, [start(self._id("s"))])
        cancelled = self.dice.random() < 0.5
        if cancelled:
            task = self._id("t")
            inside += [*undoable(task), cancel_end(f"{task}x")]
            self._flows += [f"{_first(inside)}>{task}", f"{task}>{task}x"]
        made = self._after(parts, last, transaction(ref, *inside))
        parts.append(boundary_cancel(self._id("b"), ref))
        return self._guarded(parts, made)

    def _ad_hoc(self, parts: list[Part], last: str, depth: int) -> str:
        inside: list[Part] = [user(self._id("t")), user(self._id("t")), self._handler()]
        body = ad_hoc(self._id("o"), *inside, sequential=self.dice.random() < 0.5)
        return self._guarded(parts, self._after(parts, last, body))

    def _undo(self, parts: list[Part], last: str, depth: int) -> str:
        done = self._after(parts, last, undoable(self._id("t")))
        return self._after(parts, done, undo_throw(self._id("w")))

    def _call(self, parts: list[Part], last: str, depth: int) -> str:
        key = f"q{len(self.called)}"
        self.called.append(replace(process(key)))
        place = len(self.called) - 1
        self.called[place] = self.process(key, depth - 1)
        made = self._repeated(call(self._id("a"), key))
        return self._guarded(parts, self._after(parts, last, made))

    def _handler(self) -> tuple[Element, ...]:
        event = self._trigger(("error", "escalation"))
        loud = self.dice.random() < 0.5 or _has_error(event)
        ref, task = self._id("e"), user(self._id("h"))
        self._flows.append(f"{ref}_start {task.id}")
        return on_event(ref, event, task, interrupting=loud)

    def _end(self) -> Element:
        ref = self._id("z")
        made: list[Element] = [
            end(ref),
            end(ref),
            terminate(ref),
            end_with(ref, error_event(self.dice.choice("EF"))),
            end_with(ref, escalation_event("E")),
            end_with(ref, any_of(signal_event("s"), escalation_event("F"))),
        ]
        return self.dice.choice(made)

    def _trigger(self, more: tuple[str, ...] = ()) -> EventDefinition:
        kind = self.dice.choice(["timer", "message", "signal", "condition", "any", "all", *more])
        plain = {
            "timer": timer_event('"R2/PT1H"', TimerKind.CYCLE),
            "message": message_event("m"),
            "signal": signal_event("s"),
            "condition": condition_event(f"n > {self.dice.randint(1, 8)}"),
            "error": error_event(self.dice.choice(["E", "F", None])),
            "escalation": escalation_event(self.dice.choice(["E", "F", None])),
            "any": any_of(message_event("m"), timer_event('"PT1H"')),
            "all": all_of(message_event("m"), signal_event("s")),
        }
        return plain[kind]


def _first(parts: list[Part]) -> str:
    part = parts[0]
    return part[0].id if isinstance(part, tuple) else part.id


def _has_error(event: EventDefinition) -> bool:
    return event.trigger == "error"


def possible(case: Case, dice: random.Random) -> list[adv.Stimulus]:
    """Everything that may come from outside now."""
    data: dict[str, Value] = {"n": Decimal(dice.randint(0, 10))}
    found: list[adv.Stimulus] = [
        adv.TaskDone(token=item.token, data=data, by="anna")
        for item in case.instance.work_items.values()
    ]
    found += [_coming(one, data) for one in case.live.watches.values() if one.kind in _OUTSIDE]
    for token in case.live.tokens.values():
        active = token.active and token.status in (Status.WAITING, Status.OPEN)
        if active and dice.random() < 0.15:
            found.append(adv.ErrorThrown(token=token.id, code=dice.choice("EF")))
            found.append(adv.EscalationRaised(token=token.id, code=dice.choice("EF")))
        if token.incident and token.status is Status.STUCK:
            found.append(adv.Retry(token=token.id, variables=data, by="admin"))
    return found


_OUTSIDE = (WatchKind.TIMER, WatchKind.MESSAGE, WatchKind.SIGNAL, WatchKind.JOB)


def _coming(watch: Watch, data: dict[str, Value]) -> adv.Stimulus:
    if watch.kind is WatchKind.TIMER:
        return adv.TimerDue(timer_id=watch.id)
    if watch.kind is WatchKind.MESSAGE:
        return adv.MessageCame(subscription_id=watch.id, data=data)
    if watch.kind is WatchKind.SIGNAL:
        return adv.SignalCame(subscription_id=watch.id, data=data)
    return adv.JobDone(token=watch.token, result=None)


def check_counts(state: KernelState) -> None:
    """Each scope knows how many tokens are in it, and every token has its scope."""
    live = dict.fromkeys(state.scopes, 0)
    for token in state.tokens.values():
        live[token.scope] += token.phase is not Phase.ARM
        assert (token.id in state.scopes) >= (token.status is Status.OPEN)
    if state.tokens:
        assert {one.id: one.live for one in state.scopes.values()} == live
    for scope in state.scopes.values():
        assert scope.id == 0 or scope.id in state.tokens


UNEXPECTED = frozenset(IncidentKind) - {
    IncidentKind.UNCAUGHT_ERROR,
    IncidentKind.INTERPRETER,
    IncidentKind.STEP_BUDGET,
    IncidentKind.DEADLOCK,
}
"""What none of these diagrams gives cause for."""
