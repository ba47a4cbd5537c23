"""Saved filters: what somebody lists often, by name, for themselves or for a role or group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Protocol

from engine.asking import instance_query, worklist_query
from engine.audit.question import case_query
from engine.core import policy
from engine.core.ids import Principal, UserId
from engine.core.people import Person
from engine.errors import InvalidCommand, InvalidState, NotFound, NotPermitted
from engine.views import ActingFor, InstanceQuery, WorklistQuery

WORKLIST: Final = "worklist"
INSTANCES: Final = "instances"
AUDIT: Final = "audit"
LISTS: Final = (WORKLIST, INSTANCES, AUDIT)
MOST: Final = 50
"""How many filters one person keeps, and how many of those that they see are counted."""
MAX_NAME: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedFilter:
    """One filter. It holds questions, never answers: each reader gets what they may see.

    `asked` is what the list is asked for, as its address has it, but for page and cursor.
    """

    id: str
    owner: UserId
    name: str
    list: str
    asked: Mapping[str, Any]
    shared_with: tuple[Principal, ...]
    made_at: datetime


def question(
    kept: SavedFilter, reader: Person, now: datetime, acting_for: tuple[ActingFor, ...]
) -> WorklistQuery | InstanceQuery | None:
    """What the filter asks for its reader; None where there can be nothing. Raises NotPermitted
    where the reader may not ask that. A clause is not looked up: that is for whoever has the
    written policy."""
    if kept.list == WORKLIST:
        return worklist_query(reader, kept.asked, now, acting_for)
    if kept.list == AUDIT:
        return case_query(reader, kept.asked)
    return instance_query(reader, kept.asked)


class FilterStore(Protocol):
    """Keeps filters beside the cases; no part of the log."""

    def filters(self, user: UserId, principals: Sequence[Principal]) -> list[SavedFilter]:
        """The person's own, and those shared with any of the principals, by name. A constant
        number of statements."""
        ...

    def filter(self, filter_id: str) -> SavedFilter | None: ...

    def keep_filter(self, kept: SavedFilter) -> None:
        """Add it, or put it in the place of the one with this id."""
        ...

    def drop_filter(self, filter_id: str) -> None: ...

    def how_many(self, queries: Sequence[WorklistQuery | InstanceQuery]) -> list[int]:
        """How many rows all pages of each have, exact below `paging.COUNTED`. A constant number of
        statements, whatever is asked for."""
        ...


class Filters:
    """Reads and keeps filters by their rules."""

    def __init__(self, store: FilterStore) -> None:
        self._store = store

    def of(self, person: Person) -> list[SavedFilter]:
        """Whatever the person sees: their own, and those shared with a role or group of theirs."""
        return self._store.filters(person.id, person.principals())

    def find(self, filter_id: str, reader: Person) -> SavedFilter:
        """One that the reader sees. Raises NotFound, for what is somebody else's too."""
        found = self._store.filter(filter_id)
        if found is None or not policy.sees_filter(reader, found.owner, found.shared_with):
            raise NotFound(f"没有筛选 {filter_id}", f"Expected a saved filter, got {filter_id!r}")
        return found

    def owned(self, filter_id: str, actor: Person) -> SavedFilter:
        """One that the actor may change. Raises NotFound, NotPermitted."""
        found = self.find(filter_id, actor)
        if not policy.may_change_filter(actor, found.owner):
            raise NotPermitted(
                "只有保存者本人和管理员可以修改这个筛选",
                "Expected who saved the filter, or an administrator",
            )
        return found

    def save(self, kept: SavedFilter, actor: Person) -> SavedFilter:
        """Keep a new filter of the actor's. Raises InvalidCommand, InvalidState, NotPermitted."""
        own = [one for one in self.of(actor) if one.owner == actor.id]
        if len(own) >= MOST:
            raise InvalidState(f"每人最多保存 {MOST} 个筛选", f"Expected at most {MOST} filters")
        return self._kept(kept, (), actor)

    def change(self, old: SavedFilter, new: SavedFilter, actor: Person) -> SavedFilter:
        """Put a filter in the place of another, which keeps its id, owner and time."""
        same = replace(new, id=old.id, owner=old.owner, made_at=old.made_at)
        return self._kept(same, old.shared_with, actor)

    def forget(self, filter_id: str) -> None:
        """Drop it, for everybody."""
        self._store.drop_filter(filter_id)

    def hand_over(self, leaver: UserId, successor: UserId) -> None:
        """What somebody who leaves shares goes on as the successor's, for the same people; what
        was theirs alone ends with them. Done again it changes nothing."""
        for one in self._store.filters(leaver, ()):
            if one.shared_with:
                self._store.keep_filter(replace(one, owner=successor))
            else:
                self._store.drop_filter(one.id)

    def how_many(self, queries: Sequence[WorklistQuery | InstanceQuery]) -> list[int]:
        """How much each finds, exact below `paging.COUNTED`."""
        return self._store.how_many(queries)

    def counts(
        self,
        found: Sequence[SavedFilter],
        reader: Person,
        now: datetime,
        acting_for: tuple[ActingFor, ...],
    ) -> dict[str, int]:
        """How much each of the first of them finds for the reader, by id, exact below
        `paging.COUNTED`; none of those that the reader may not ask, nor of those of a clause."""
        queries: dict[str, WorklistQuery | InstanceQuery] = {}
        counts: dict[str, int] = {}
        for one in found[:MOST]:
            if one.asked.get("clause"):
                continue
            try:
                query = question(one, reader, now, acting_for)
            except NotPermitted:
                continue
            if query is None:
                counts[one.id] = 0
            else:
                queries[one.id] = query
        numbers = self._store.how_many(list(queries.values()))
        return counts | dict(zip(queries, numbers, strict=True))

    def _kept(self, kept: SavedFilter, shared: Sequence[Principal], actor: Person) -> SavedFilter:
        name = kept.name.strip()
        if not 1 <= len(name) <= MAX_NAME or kept.list not in LISTS:
            raise InvalidCommand(
                f"筛选须有不超过 {MAX_NAME} 字的名称", f"Expected a name of 1 to {MAX_NAME}"
            )
        for principal in kept.shared_with:
            if principal not in shared and not policy.may_share_with(actor, principal):
                raise NotPermitted(
                    f"只能共享给自己所在的角色或群组，不能是 {principal}",
                    f"Expected a role or group of your own to share with, got {principal}",
                )
        tidy = replace(kept, name=name, shared_with=tuple(dict.fromkeys(kept.shared_with)))
        self._store.keep_filter(tidy)
        return tidy
