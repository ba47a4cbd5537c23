"""Finds the cases in which the elements that carry a clause out have acted, among the newest."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from threading import Lock
from typing import Final

from engine.clauses.acting import acting
from engine.clauses.book import Entry, Read
from engine.codec import decode_event, is_command
from engine.core.events import Event
from engine.ports import Store
from engine.views import InstanceQuery, InstanceView

NEWEST: Final = 200
"""How many cases are looked at: their logs are read, so there is a bound to it."""
_KEPT: Final = 2_000

Acting = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Acted:
    """The cases where it acted, newest first, of so many that were looked at; `more` says that
    there are older cases which were not."""

    cases: tuple[InstanceView, ...]
    looked_at: int
    more: bool


class ActedCases:
    """Keeps what acted in each case as long as the case stands still. Safe between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._kept: OrderedDict[str, tuple[int, Acting]] = OrderedDict()

    def of(self, entry: Entry, book: Read, query: InstanceQuery) -> Acted:
        """Those among the cases that `query` lists, of processes that use one of the places."""
        users = frozenset(
            user for place in entry.places for user in book.users.get(place.process, ())
        )
        if query.among is not None:
            users &= frozenset(query.among)
        wanted = {(place.process, place.element) for place in entry.places if place.element}
        if not users or not wanted:
            return Acted(cases=(), looked_at=0, more=False)
        asked = replace(query, among=tuple(sorted(users)), limit=NEWEST)
        page = self._store.instances(asked)
        found = tuple(case for case in page.items if self._acting(case) & wanted)
        return Acted(cases=found, looked_at=len(page.items), more=page.next is not None)

    def _acting(self, case: InstanceView) -> Acting:
        with self._lock:
            version, known = self._kept.get(case.id, (0, frozenset()))
        if version == case.version:
            return known
        found = acting(self._events(case.id))
        with self._lock:
            self._kept[case.id] = (case.version, found)
            self._kept.move_to_end(case.id)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found

    def _events(self, case: str) -> Iterator[Event]:
        rows = self._store.rows(case)
        return (decode_event(row.type, row.body) for row in rows if not is_command(row.type))
