"""Makes a random process of blocks from a seed; the same seed gives the same process."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from engine.fuzz.blocks.block import Block
from engine.fuzz.blocks.compensation import CancelEnd, Transaction, Undo, cancel_guard
from engine.fuzz.blocks.ends import End, ErrorEnd, Terminate
from engine.fuzz.blocks.events import CatchEvent
from engine.fuzz.blocks.gateways import All, First, One, Row, Some
from engine.fuzz.blocks.graph import Graph
from engine.fuzz.blocks.guarded import Guard, Guarded
from engine.fuzz.blocks.loops import Loop
from engine.fuzz.blocks.repeated import Instances, StandardLoop
from engine.fuzz.blocks.scopes import AdHoc, Body, Call, Handler, Process, SubProcess
from engine.fuzz.blocks.signals import Link, Race
from engine.fuzz.blocks.tasks import ServiceTask, UserTask
from engine.fuzz.graphs import MODES, random_graph
from engine.fuzz.lots import GUARDS, LEAVES, Lots


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """What surrounds a block: what may be done there."""

    may_end: bool = False  # no join waits for its token
    codes: tuple[str, ...] = ()  # of errors that something around the sub-process catches
    is_inner: bool = False  # inside of a sub-process or called process
    is_called: bool = False  # right inside of a called process
    in_loop: bool = False  # in the same scope as something that leads back to it
    is_once: bool = True  # run at most once in the case
    may_cancel: bool = False  # right inside of a transaction
    may_undo: bool = True  # not inside of what is inside of a transaction, or is repeated
    is_repeated: bool = False  # inside of an activity with a marker: sets no variables
    is_everyday: bool = False

    @property
    def may_throw_undo(self) -> bool:
        """Where nothing may cancel a transaction while it undoes: the standard does not say what
        then becomes of an undoing that has begun."""
        return self.may_undo and not self.may_cancel


def leads_back(flow: Block) -> bool:
    """Whether something leads to the very beginning, or has to."""
    while isinstance(flow, Row):
        flow = flow.of[0]
    return isinstance(flow, Loop | Link) or (isinstance(flow, Graph) and bool(flow.into(0)))


MOST: Final = 14
"""Activities in the largest random process, roughly."""


def random_process(seed: int, *, everyday: bool = False) -> Process:
    """The process of this seed. An `everyday` one has only what most diagrams have: no
    compensation, no markers, no event sub-processes, no ad-hoc or complex parts."""
    dice = random.Random(seed)
    where = Where(is_everyday=everyday, may_undo=not everyday)
    return Process(key=f"r{seed}", body=Maker(dice).body(dice.randint(2, MOST), where))


class Maker(Lots):
    """Puts blocks together by lot, with regard to what is around them."""

    # --- bodies

    def body(self, size: int, where: Where) -> Body:
        """What is in a process or sub-process of about this many activities."""
        inner = replace(where, may_end=True)
        handlers: tuple[Handler, ...] = ()
        if size > 2 and self.chance(1.5) and not where.is_everyday:
            trigger = self._of_handler()
            handlers = (self._handler(trigger, where),)
            size -= 1
            if trigger.caught == "error":
                inner = replace(inner, codes=(*where.codes, trigger.code or "E0"))
        flow = self.ending(size, inner)
        must_start = not where.is_inner or where.is_called or leads_back(flow)
        has_start = must_start or self.chance(8)
        return Body(id=self.id(), flow=flow, has_start=has_start, handlers=handlers)

    def _handler(self, trigger: Guard, where: Where) -> Handler:
        inner = replace(
            where, may_end=True, is_inner=True, in_loop=False, is_once=False, may_cancel=False
        )
        return Handler(trigger=trigger, body=Body(id=self.id(), flow=self.ending(1, inner)))

    def _of_handler(self) -> Guard:
        guard = self.dice.choice((*GUARDS, Lots.own_signal_guard))(self)
        return replace(guard, times=0)

    def ending(self, size: int, where: Where) -> Block:
        """A flow whose tokens all end in it."""
        if size > 3 and self.chance(2):
            kind = self.dice.choice((All, One, Some))
            parts = tuple(self.ending(one, where) for one in self.shares(size))
            return self._several(kind, parts)
        end = self.end(where)
        inner = size - 1 if end.parts else size
        return self._row((self.block(inner, where), end)) if inner > 0 else end

    def end(self, where: Where) -> Block:
        """Where one token ends."""
        task = UserTask(id=self.id())
        if where.codes and self.chance(3):
            code = self.dice.choice(where.codes)
            return ErrorEnd(id=self.id(), task=task, code=code)
        if where.may_cancel and self.chance(4):
            return CancelEnd(id=self.id(), task=task)
        if self.chance(1):
            return Terminate(id=self.id(), task=task)
        if self.chance(1):
            return replace(self.announcement(), is_end=True)
        if where.may_throw_undo and self.chance(0.7):
            return Undo(id=self.id(), task=task, is_end=True)
        return End(id=self.id(), message="m" if self.chance(1) else "")

    # --- blocks

    def block(self, size: int, where: Where) -> Block:
        """Any block of about this many activities, which control leaves again."""
        if size <= 1:
            leaf = self.leaf(where)
            return self.guarded(leaf, 1, where) if self.chance(1) else leaf
        kinds = _PLAIN if where.is_repeated else _EVERYDAY if where.is_everyday else _KINDS
        return self.dice.choice(kinds)(self, size, where)

    def leaf(self, where: Where) -> Block:
        """One activity or event."""
        if self.chance(6):
            return UserTask(id=self.id()) if where.is_repeated else self.task()
        if where.may_undo and self.chance(2.5):
            return self.undoing() if where.may_throw_undo else self.undoable()
        return self.dice.choice(LEAVES)(self)

    def row(self, size: int, where: Where) -> Block:
        """One after the other."""
        shares = self.shares(size)
        return self._row(tuple(self.block(one, where) for one in shares))

    def _row(self, parts: tuple[Block, ...]) -> Block:
        flat = [one for p in parts for one in (p.of if isinstance(p, Row) else (p,))]
        return Row(id=self.id(), of=tuple(flat))

    def one(self, size: int, where: Where) -> Block:
        """An exclusive choice; some branches may end."""
        shares = self.shares(size)
        parts = [self.block(share, where) for share in shares[:-1]]
        last = shares[-1]
        if where.may_end and self.chance(3):
            parts.insert(0, self.ending(last, where))
        else:
            parts.append(self.block(last, where))
        return self._several(One, tuple(parts))

    def some(self, size: int, where: Where) -> Block:
        """An inclusive choice."""
        return self._several(Some, self._joined(size, where))

    def all(self, size: int, where: Where) -> Block:
        """Side by side."""
        return self._several(All, self._joined(size, where))

    def _joined(self, size: int, where: Where) -> tuple[Block, ...]:
        inner = replace(where, may_end=False)
        return tuple(self.block(one, inner) for one in self.shares(size))

    def _several(self, kind: type[All | One | Some], parts: tuple[Block, ...]) -> Block:
        splits = UserTask(id=self.id()) if kind is not One and self.chance(2) else None
        if kind is All:
            return All(id=self.id(), of=parts, splits=splits)
        choices = len(parts) - 1
        holds = tuple(self.chance(5) for _ in range(choices))
        forms = tuple(self.dice.randrange(4) for _ in range(choices))
        if kind is Some:
            return Some(id=self.id(), of=parts, holds=holds, forms=forms, splits=splits)
        meets = self.chance(7)
        return One(id=self.id(), of=parts, holds=holds, forms=forms, meets=meets)

    def loop(self, size: int, where: Where) -> Block:
        """A body that is run again."""
        rounds = self.dice.choice((0, 1, 2, 3))
        body = self.block(size - 1, replace(where, may_end=False, in_loop=True, is_once=False))
        return Loop(id=self.id(), body=body, rounds=rounds)

    def graph(self, size: int, where: Where) -> Block:
        """Nodes and arcs without structure."""
        if size < 3:
            return self.row(size, where)
        modes = MODES[:2] if where.in_loop else MODES
        return random_graph(self.dice, self.id(), min(size, 6), modes)

    def race(self, size: int, where: Where) -> Block:
        """An event-based gateway: what comes first."""
        shares = self.shares(size)
        events = [self.dice.choice((self.timer, self.message, self.signal))() for _ in shares]
        inner = replace(where, may_end=False)
        of = tuple(
            (CatchEvent(id=self.id(), awaited=event), self.block(share, inner))
            for event, share in zip(events, shares, strict=True)
        )
        return Race(id=self.id(), of=of)

    def sub_process(self, size: int, where: Where) -> Block:
        """An embedded sub-process; when it is guarded, errors may come out of it."""
        if self.chance(5):
            return self.guarded(None, size, where)
        return SubProcess(id=self.id(), body=self.body(size, self._inner(where)))

    def call(self, size: int, where: Where) -> Block:
        """A called process."""
        inner = replace(self._inner(where), is_called=True)
        return Call(id=self.id(), body=self.body(size, inner))

    def transaction(self, size: int, where: Where) -> Block:
        """A transaction, which may be cancelled from inside."""
        inner = replace(self._inner(where), may_cancel=True)
        body = self.body(max(2, size - 1), inner)
        handler = self.block(1, replace(where, may_end=False))
        host = Transaction(id=self.id(), body=body)
        return Guarded(id=self.id(), host=host, guards=(cancel_guard(self.id(), handler),))

    def saga(self, size: int, where: Where) -> Block:
        """Several things are done, then undone: all of them, or one."""
        if not where.may_throw_undo:
            return self.row(size, where)
        steps = [self.undoable() for _ in range(self.dice.randint(2, 3))]
        undo = self.undo()
        if self.chance(3):
            undo = replace(undo, only=self.dice.choice(steps).task.id)
        between = (self.block(size - 3, where),) if size > 3 else ()
        return self._row((*steps, *between, undo))

    def conditional(self, size: int, where: Where) -> Block:
        """A sub-process, and a condition that comes true inside of it."""
        if not where.is_once:
            return self.row(size, where)
        flag = f"{self.id()}f"
        sets = UserTask(id=self.id(), submits=flag, values=(True,))
        flow = self._row((sets, UserTask(id=self.id()), End(id=self.id())))
        host = SubProcess(id=self.id(), body=Body(id=self.id(), flow=flow))
        interrupting = self.chance(5)
        guard = Guard(
            id=self.id(),
            handler=self._handled(interrupting, where),
            interrupting=interrupting,
            condition=flag,
        )
        return Guarded(id=self.id(), host=host, guards=(guard,))

    def first(self, size: int, where: Where) -> Block:
        """The first of several, the others are used up when they come."""
        if where.in_loop or size < 2:
            return self.all(size, where)
        parts = self._joined(size, where)
        return First(id=self.id(), of=parts, enough=self.dice.randint(1, len(parts) - 1))

    def ad_hoc(self, size: int, where: Where) -> Block:
        """Parts without an order."""
        inner = replace(self._inner(where), may_end=False, codes=())
        parts = tuple(self.ad_hoc_part(inner) for _ in range(min(size, 3)))
        return AdHoc(id=self.id(), of=parts, is_sequential=self.chance(5))

    def ad_hoc_part(self, where: Where) -> Block:
        """One activity, perhaps with another behind it."""
        task = UserTask(id=self.id())
        return task if self.chance(6) else self._row((task, UserTask(id=self.id())))

    def repeated(self, size: int, where: Where) -> Block:
        """An activity with a marker, perhaps with boundary events on the whole."""
        inner = replace(
            self._inner(where), may_undo=False, is_repeated=True, is_once=False, in_loop=False
        )
        host: Block = UserTask(id=self.id())
        if size > 1:
            called = self.chance(3)
            body = self.body(min(size, 4), replace(inner, is_called=called))
            make = Call if called else SubProcess
            host = make(id=self.id(), body=body)
        marked = self._marked(host)
        if self.chance(7):
            return marked
        return Guarded(id=self.id(), host=marked, guards=(self._guard(where, GUARDS),))

    def _marked(self, host: Block) -> Block:
        if self.chance(3):
            return StandardLoop(
                id=self.id(),
                host=host,
                holds=self.chance(6),
                asks_first=self.chance(5),
                most=self.dice.randint(1, 3),
            )
        count = self.dice.choice((0, 1, 2, 2, 3, 3))
        # instances that could be done at once would race for being the last one that is needed
        waits = isinstance(host, UserTask)
        enough = self.dice.randint(1, count) if waits and count and self.chance(4) else 0
        return Instances(
            id=self.id(), host=host, count=count, is_sequential=self.chance(4), enough=enough
        )

    def _inner(self, where: Where) -> Where:
        nested = where.may_cancel or not where.may_undo
        return replace(
            where,
            is_inner=True,
            is_called=False,
            in_loop=False,
            may_cancel=False,
            may_undo=where.may_undo and not nested,
        )

    # --- boundary events

    def guarded(self, host: Block | None, size: int, where: Where) -> Block:
        """An activity with boundary events; without `host` a sub-process or call of this size."""
        left = max(1, size - 1)
        makes = GUARDS if host is None else (*GUARDS, Lots.signal_guard)
        guards = _apart([self._guard(where, makes) for _ in range(self.dice.choice((1, 1, 2)))])
        if host is None and self.chance(2):
            guards = [self._catching(code, where) for code in (None, "E1")]
        if host is None:
            codes = tuple(one.code or "E0" for one in guards if one.caught == "error")
            inner = replace(self._inner(where), codes=(*where.codes, *codes))
            if self.chance(5):
                host = SubProcess(id=self.id(), body=self.body(left, inner))
            else:
                inner = replace(inner, is_called=True)
                host = Call(id=self.id(), body=self.body(left, inner))
        is_receiver = isinstance(host, CatchEvent) and host.tag == "receiveTask"
        if not is_receiver and not isinstance(host, UserTask | ServiceTask | SubProcess | Call):
            return host
        return Guarded(id=self.id(), host=host, guards=tuple(guards))

    def _guard(self, where: Where, makes: tuple[Callable[[Lots], Guard], ...]) -> Guard:
        guard = self.dice.choice(makes)(self)
        return replace(guard, handler=self._handled(guard.interrupting, where))

    def _catching(self, code: str | None, where: Where) -> Guard:
        """A boundary event for this error code, or for every one."""
        guard = replace(self.error_guard(), code=code)
        return replace(guard, handler=self._handled(True, where))

    def _handled(self, interrupting: bool, where: Where) -> Block:
        """What follows a boundary event."""
        if not interrupting or (where.may_end and self.chance(3)):
            return self.ending(1, replace(where, may_end=True, is_once=False))
        return self.block(1, replace(where, may_end=False))


def _apart(guards: list[Guard]) -> list[Guard]:
    """Without a second one for the same error: one place knows what to do."""
    codes: set[str | None] = set()
    kept = []
    for guard in guards:
        if guard.caught != "error":
            kept.append(guard)
        elif guard.code not in codes:
            codes.add(guard.code)
            kept.append(guard)
    return kept


_EVERYDAY: Final[tuple[Callable[[Maker, int, Where], Block], ...]] = (
    Maker.row,
    Maker.row,
    Maker.row,
    Maker.one,
    Maker.one,
    Maker.some,
    Maker.all,
    Maker.all,
    Maker.loop,
    Maker.graph,
    Maker.sub_process,
    Maker.sub_process,
    Maker.call,
    Maker.race,
)

_KINDS: Final = (
    *_EVERYDAY,
    Maker.transaction,
    Maker.saga,
    Maker.conditional,
    Maker.repeated,
    Maker.first,
    Maker.ad_hoc,
)

_PLAIN: Final = (Maker.row, Maker.one, Maker.some, Maker.all, Maker.race, Maker.sub_process)
