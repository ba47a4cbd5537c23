"""Live updates: whoever has the page open hears at once that there is something to look at.

One look at the database a second serves everybody who listens; nobody listens, nobody looks. What
is sent holds no data of cases, so that reading stays behind the doors of its own routes.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from fastapi.sse import ServerSentEvent

from engine.bootstrap import Runtime
from engine.codec import decode_event
from engine.core.people import Person
from engine.notifications.telling import TYPES

LOOK_EVERY: Final = 1.0
COME_AGAIN: Final = 5_000
"""Milliseconds after which a browser opens a stream that has ended anew."""
MOST: Final = 8
"""How many pages of one person are served at a time; the oldest one makes way."""
MANY: Final = 200
"""After so many changes at once everybody looks anew."""
NOTIFICATIONS: Final = "notifications"
WORKLIST: Final = "worklist"


class _Seen(NamedTuple):
    """How far was looked."""

    row: int
    notification: int


@dataclass(eq=False, slots=True)
class _Listener:
    """One open page."""

    person: Person
    principals: frozenset[str]
    queue: asyncio.Queue[str] = field(default_factory=asyncio.Queue)


class Live:
    """Of one application, in its event loop."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._listeners: list[_Listener] = []
        self._looking: asyncio.Task[None] | None = None

    async def stream(self, person: Person, seconds: float) -> AsyncIterator[ServerSentEvent]:
        """`notifications` with the number of unread ones, at first and at each change; `worklist`
        when work that the person has or is offered changed. It ends after so many seconds: the
        browser comes again, through the door."""
        listener = self._listen(person)
        try:
            yield await self._unread(person)
            loop = asyncio.get_running_loop()
            until = loop.time() + seconds
            while (left := until - loop.time()) > 0:
                try:
                    what = await asyncio.wait_for(listener.queue.get(), left)
                except TimeoutError:
                    return
                if not what:
                    return
                yield (
                    await self._unread(person)
                    if what == NOTIFICATIONS
                    else ServerSentEvent(event=WORKLIST, data={})
                )
        finally:
            self._listeners.remove(listener)

    def stop(self) -> None:
        """Let every page go."""
        if self._looking is not None:
            self._looking.cancel()
        for listener in self._listeners:
            listener.queue.put_nowait("")

    def _listen(self, person: Person) -> _Listener:
        own = [one for one in self._listeners if one.person.id == person.id]
        if len(own) >= MOST:
            own[0].queue.put_nowait("")
        # What a person may do as a substitute comes with the notifications.
        listener = _Listener(person, frozenset(person.principals()))
        self._listeners.append(listener)
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look_on())
        return listener

    async def _unread(self, person: Person) -> ServerSentEvent:
        count = await asyncio.to_thread(self._runtime.notifications.unread, person.id)
        return ServerSentEvent(event=NOTIFICATIONS, data={"unread": count}, retry=COME_AGAIN)

    async def _look_on(self) -> None:
        seen = await asyncio.to_thread(self._begin)
        while self._listeners:
            await asyncio.sleep(LOOK_EVERY)
            seen, told, touched = await asyncio.to_thread(self._look, seen)
            for listener in self._listeners:
                if listener.person.id in told:
                    listener.queue.put_nowait(NOTIFICATIONS)
                if touched is None or touched & listener.principals:
                    listener.queue.put_nowait(WORKLIST)

    def _begin(self) -> _Seen:
        kept = self._runtime.notifications.kept
        return _Seen(kept.cursor(), kept.newest())

    def _look(self, seen: _Seen) -> tuple[_Seen, frozenset[str], frozenset[str] | None]:
        """How far it is now, who was told something, and whose work changed (None: everybody's)."""
        kept = self._runtime.notifications.kept
        newest, told = kept.told_after(seen.notification)
        row = kept.cursor()
        rows = kept.fresh_rows(seen.row, row, TYPES, MANY) if row > seen.row else []
        touched: set[str] = set()
        for one in rows:
            touched.add(getattr(decode_event(one.type, one.body), "work_item_id", ""))
        principals: set[str] = set()
        for work_item_id in touched - {""}:
            item = self._runtime.store.work_item(work_item_id)
            if item is not None:
                principals.update(item.candidates)
                principals.add(f"user:{item.assignee}")
        everybody = len(rows) == MANY
        return _Seen(row, newest), told, None if everybody else frozenset(principals)
